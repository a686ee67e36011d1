"""The admin screens of notices: new versions are written, old ones stay readable."""

import hashlib
import re
from datetime import UTC, datetime, timedelta
from difflib import SequenceMatcher
from typing import Any, ClassVar
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.db.models import Count, Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import HeaderButton

from people.domain.consents import publish_consent_text, publish_notice
from people.enums import Process
from people.models import ConsentPurpose, ConsentText, Notice
from people.staff_views import RecordViewSet

#: Texts from before the moment of publishing was noted.
_EVER = datetime(2000, 1, 1, tzinfo=UTC)
#: Two languages published on one day count as published together.
_SAME_DAY = timedelta(days=1)


class PublishForm(WagtailAdminModelForm):
    """A new version, and whether only its wording is new: nobody chooses for her."""

    #: the model's own mark for "the purpose changed"
    again: ClassVar[str]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields[self.again] = forms.TypedChoiceField(
            label=_("What is new about it?"),
            choices=[
                ("no", _("Only the wording; what it is about is the same")),
                ("yes", self.words_for_again),
            ],
            coerce=lambda answer: answer == "yes",
            widget=forms.RadioSelect,
            error_messages={"required": _("Make a choice.")},
        )
        self.initial.pop(self.again, None)

    def clean(self):
        """Line breaks alike, or a browser's would count as changes."""
        cleaned = super().clean()
        for name, answer in cleaned.items():
            if isinstance(answer, str):
                cleaned[name] = answer.replace("\r\n", "\n").rstrip()
        return cleaned


class NoticePublishForm(PublishForm):
    again = "informs_again"
    words_for_again = _("The purpose changed: people are shown the new notice")


class ConsentPublishForm(PublishForm):
    again = "asks_again"
    words_for_again = _("What is agreed to changed: ask people again")


def word_changes(before: str, after: str) -> list[tuple[str, str]]:
    """What went, what came and what stayed, in the order of reading."""
    old, new = re.findall(r"\S+\s*", before), re.findall(r"\S+\s*", after)
    parts = []
    for kind, i1, i2, j1, j2 in SequenceMatcher(
        a=old, b=new, autojunk=False
    ).get_opcodes():
        if kind == "equal":
            parts.append(("same", "".join(new[j1:j2])))
            continue
        if i2 > i1:
            parts.append(("gone", "".join(old[i1:i2])))
        if j2 > j1:
            parts.append(("new", "".join(new[j1:j2])))
    return parts


def language_gaps(model, *, about: str) -> list[str]:
    """Sentences on texts that are missing in a language or older than the Turkish."""
    texts = model.objects.all()
    if about == "purpose":
        texts = texts.select_related("purpose")
    newest: dict[Any, dict[str, Any]] = {}
    for text in texts.order_by("version"):
        newest.setdefault(getattr(text, about), {})[text.language] = text
    own = settings.LANGUAGE_CODE
    said = []
    for subject, by_language in newest.items():
        name = Process(subject).label if about == "process" else subject
        for code, language in settings.LANGUAGES:
            words = {"text": name, "language": gettext(language)}
            if code not in by_language:
                said.append(_("%(text)s: missing in %(language)s") % words)
            elif (
                own in by_language
                and (by_language[own].published_at or _EVER)
                > (by_language[code].published_at or _EVER) + _SAME_DAY
            ):
                said.append(_("%(text)s: %(language)s is older than the other") % words)
    return said


class InForceColumn(Column):
    cell_template_name = "people/admin/pill_cell.html"

    def get_value(self, instance):
        return _("in force") if instance.is_newest else _("earlier")

    def get_cell_context_data(self, instance, parent_context):
        context = super().get_cell_context_data(instance, parent_context)
        context["kind"] = "good" if instance.is_newest else "calm"
        return context


class NoticeIndexView(generic.IndexView):
    list_filter = ["process", "language"]
    results_template_name = "people/admin/texts_results.html"
    about, used = "process", "receipts"

    def get_base_queryset(self):
        later = self.model.objects.filter(
            **{self.about: OuterRef(self.about)},
            language=OuterRef("language"),
            version__gt=OuterRef("version"),
        )
        return (
            super()
            .get_base_queryset()
            .annotate(is_newest=~Exists(later), times_used=Count(self.used))
        )

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            gaps=language_gaps(self.model, about=self.about), **kwargs
        )

    @cached_property
    def columns(self):
        return [
            self._get_title_column_class(TitleColumn)(
                "get_process_display", label=_("Process"), get_url=self.get_inspect_url
            ),
            Column("get_language_display", label=_("Language")),
            Column("version", label=_("Version")),
            InForceColumn("is_newest", label=_("State")),
            Column("times_used", label=_("People who were shown it")),
            DateColumn("published_at", label=_("Published at")),
        ]


class PublishView(generic.CreateView):
    """Write on from the text in force, see what changes, then put it into force."""

    template_name = "people/admin/publish_text.html"
    about, parts = "process", ("summary", "body")
    success_message = _("The new version is in force.")
    confirming = False

    def get_success_buttons(self):
        return []

    def get_initial(self):
        asked = self.request.GET
        current = self._current(asked.get(self.about), asked.get("language"))
        if current is None:
            return super().get_initial()
        return {
            self.about: getattr(current, self.about),
            "language": current.language,
            **{part: getattr(current, part) for part in self.parts},
        }

    def _current(self, about, language):
        if not about or not language or not self._may_be(about):
            return None
        return (
            self.model.objects.filter(**{self.about: about}, language=language)
            .order_by("-version")
            .first()
        )

    def _may_be(self, about):
        return about in Process.values

    def form_valid(self, form):
        """First what would change is shown; the same text sent again is published."""
        self.mark = self._mark_of(form)
        if self.request.POST.get("confirmed") != self.mark:
            self.form, self.confirming = form, True
            return self.render_to_response(self.get_context_data(form=form))
        return super().form_valid(form)

    def _mark_of(self, form):
        told = [str(form.cleaned_data[part]) for part in (*self.parts, form.again)]
        told += [str(form.data.get(self.about)), form.cleaned_data["language"]]
        return hashlib.sha256("\n".join(told).encode()).hexdigest()

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        if not self.confirming:
            return context
        form = self.form
        current = self._current(
            form.data.get(self.about), form.cleaned_data["language"]
        )
        return {
            **context,
            "mark": self.mark,
            "current": current,
            "asks_again": form.cleaned_data[form.again],
            "changes": [
                word_changes(
                    getattr(current, part).rstrip() if current else "",
                    form.cleaned_data[part],
                )
                for part in self.parts
            ],
        }


class NoticeCreateView(PublishView):
    page_title = _("New version of a notice")

    def save_instance(self):
        return publish_notice(self.form.save(commit=False), by=self.request.user)


class NoticeInspectView(generic.InspectView):
    page_title = _("Privacy notice")
    about = "process"
    fields = [
        "process",
        "language",
        "version",
        "published_at",
        "informs_again",
        "sha256",
        "summary",
        "body",
    ]

    @cached_property
    def header_buttons(self):
        if not self.request.user.has_perm(f"people.add_{self.model._meta.model_name}"):
            return []
        asked = urlencode(
            {
                self.about: getattr(
                    self.object, self.object._meta.get_field(self.about).attname
                ),
                "language": self.object.language,
            }
        )
        return [
            HeaderButton(
                label=_("Write a new version"),
                url=f"{reverse(f'people_{self.model._meta.model_name}:add')}?{asked}",
                icon_name="edit",
            )
        ]

    def get_published_at_display_value(self):
        if self.object.published_at is None:
            return "–"
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
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("process"), FieldPanel("language")]),
            FieldPanel("summary"),
            FieldPanel("body"),
            FieldPanel("informs_again"),
        ],
        base_form_class=NoticePublishForm,
    )


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
    about, used = "purpose", "records"

    @cached_property
    def columns(self):
        return [
            self._get_title_column_class(TitleColumn)(
                "purpose", label=_("Purpose"), get_url=self.get_inspect_url
            ),
            Column("get_language_display", label=_("Language")),
            Column("version", label=_("Version")),
            InForceColumn("is_newest", label=_("State")),
            Column("times_used", label=_("Answers to it")),
            Column("text", label=_("Text")),
        ]

    def get_base_queryset(self):
        return super().get_base_queryset().select_related("purpose")


class ConsentTextCreateView(PublishView):
    page_title = _("New version of a consent text")
    about, parts = "purpose", ("text",)

    def _may_be(self, about):
        return about.isdecimal()

    def save_instance(self):
        return publish_consent_text(self.form.save(commit=False), by=self.request.user)


class ConsentTextInspectView(NoticeInspectView):
    page_title = _("Consent text")
    about = "purpose"
    fields = [
        "purpose",
        "language",
        "version",
        "published_at",
        "asks_again",
        "sha256",
        "text",
    ]


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
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("purpose"), FieldPanel("language")]),
            FieldPanel("text"),
            FieldPanel("asks_again"),
        ],
        base_form_class=ConsentPublishForm,
    )
