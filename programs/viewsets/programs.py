"""The admin screens of programs."""

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import BooleanColumn, Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from language.turkish import slugify_tr
from programs.models import Program
from programs.viewsets.columns import GuardedDeleteView


class ProgramForm(WagtailAdminModelForm):
    """An empty address is made from the Turkish name."""

    slug = forms.SlugField(
        label=_("Address"),
        required=False,
        max_length=50,
        help_text=_("Empty: made from the name."),
    )

    def clean(self):
        cleaned = super().clean()
        name = cleaned.get("name")
        if name and not cleaned.get("slug") and not self.has_error("slug"):
            cleaned["slug"] = slugify_tr(name.get("tr", ""))[:50]
        return cleaned


class ProgramIndexView(generic.IndexView):
    list_filter = ["is_active"]
    default_ordering = "sort"

    @cached_property
    def columns(self):
        return [
            self._get_title_column_class(TitleColumn)(
                "name",
                label=pgettext_lazy("of a thing", "Name"),
                get_url=self.get_edit_url,
            ),
            Column("slug", label=_("Address")),
            BooleanColumn("is_active", label=_("Shown to the public")),
        ]


class ProgramDeleteView(GuardedDeleteView):
    protected_message = _("The program has activities; it cannot be deleted.")


class ProgramViewSet(ModelViewSet):
    model = Program
    icon = "folder-open-inverse"
    name = "programs_program"
    url_prefix = "programlar"
    menu_label = _("Programs")
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = False
    sort_order_field = "sort"
    index_view_class = ProgramIndexView
    delete_view_class = ProgramDeleteView
    panels = [
        FieldPanel("name"),
        FieldPanel("summary"),
        FieldPanel("slug"),
        FieldPanel("is_active"),
    ]

    def get_edit_handler(self):
        handler = super().get_edit_handler()
        handler.base_form_class = ProgramForm
        return handler
