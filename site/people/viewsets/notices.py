"""The admin screens of notices: new versions are written, old ones stay readable."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from people.domain.consents import publish_consent_text, publish_notice
from people.models import ConsentPurpose, ConsentText, Notice
from people.staff_views import RecordViewSet


class NoticeIndexView(generic.IndexView):
    list_filter = ["process", "language"]

    @cached_property
    def columns(self):
        return [
            self._get_title_column_class(TitleColumn)(
                "get_process_display", label=_("Process"), get_url=self.get_inspect_url
            ),
            Column("get_language_display", label=_("Language")),
            Column("version", label=_("Version")),
            DateColumn("published_at", label=_("Published at")),
        ]


class NoticeCreateView(generic.CreateView):
    page_title = _("New version of a notice")
    success_message = _("The new version is in force.")

    def get_success_buttons(self):
        return []

    def save_instance(self):
        return publish_notice(self.form.save(commit=False), by=self.request.user)


class NoticeInspectView(generic.InspectView):
    page_title = _("Privacy notice")
    fields = [
        "process",
        "language",
        "version",
        "published_at",
        "summary",
        "body",
    ]

    def get_published_at_display_value(self):
        return date_format(
            timezone.localtime(self.object.published_at), "DATETIME_FORMAT"
        )


class NoticeViewSet(RecordViewSet):
    offered = frozenset({"index", "inspect", "history", "add"})
    model = Notice
    icon = "doc-full"
    name = "people_notice"
    url_prefix = "aydinlatma-metinleri"
    menu_label = _("Privacy notices")
    inspect_view_fields = NoticeInspectView.fields
    index_view_class = NoticeIndexView
    add_view_class = NoticeCreateView
    inspect_view_class = NoticeInspectView
    panels = [
        FieldRowPanel([FieldPanel("process"), FieldPanel("language")]),
        FieldPanel("summary"),
        FieldPanel("body"),
    ]


class ConsentPurposeViewSet(ModelViewSet):
    model = ConsentPurpose
    icon = "tick-inverse"
    name = "people_consentpurpose"
    url_prefix = "riza-amaclari"
    menu_label = _("Consent purposes")
    add_to_reference_index = False
    copy_view_enabled = False
    list_display = ["name", "key", BooleanColumn("active", label=_("Asked"))]
    panels = [FieldPanel("key"), FieldPanel("name"), FieldPanel("active")]


class ConsentTextIndexView(NoticeIndexView):
    list_filter = ["purpose", "language"]

    @cached_property
    def columns(self):
        return [
            self._get_title_column_class(TitleColumn)(
                "purpose", label=_("Purpose"), get_url=self.get_inspect_url
            ),
            Column("get_language_display", label=_("Language")),
            Column("version", label=_("Version")),
            Column("text", label=_("Text")),
        ]

    def get_base_queryset(self):
        return super().get_base_queryset().select_related("purpose")


class ConsentTextCreateView(generic.CreateView):
    page_title = _("New version of a consent text")
    success_message = _("The new version is in force.")

    def get_success_buttons(self):
        return []

    def save_instance(self):
        return publish_consent_text(self.form.save(commit=False), by=self.request.user)


class ConsentTextInspectView(NoticeInspectView):
    page_title = _("Consent text")
    fields = ["purpose", "language", "version", "asks_again", "text"]


class ConsentTextViewSet(NoticeViewSet):
    model = ConsentText
    icon = "tick"
    name = "people_consenttext"
    url_prefix = "riza-metinleri"
    menu_label = _("Consent texts")
    inspect_view_fields = ConsentTextInspectView.fields
    index_view_class = ConsentTextIndexView
    add_view_class = ConsentTextCreateView
    inspect_view_class = ConsentTextInspectView
    panels = [
        FieldRowPanel([FieldPanel("purpose"), FieldPanel("language")]),
        FieldPanel("text"),
        FieldPanel("asks_again"),
    ]
