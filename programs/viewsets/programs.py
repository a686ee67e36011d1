"""The admin screens of programs."""

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.ui.tables import BooleanColumn, Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from language.turkish import slugify_tr
from people.row_panels import RowsPanel
from people.staff_views import RecordHistoryView, SeenListMixin, SeenRowsMixin
from programs.domain.duties import may_in
from programs.models import Program
from programs.permissions import CHANGE_PROGRAMS
from programs.viewsets.columns import GuardedDeleteView
from programs.viewsets.seen import SeenReorderView, without_usage


class StaffSelect(forms.Select):
    """Members of staff as their colleagues call them."""

    def create_option(self, name, value, label, *args, **kwargs):
        user = getattr(value, "instance", None)
        label = (user.get_full_name() or str(user)) if user is not None else label
        return super().create_option(name, value, label, *args, **kwargs)


def team_panel():
    return RowsPanel(
        "team",
        heading=_("Team"),
        label=_("Team member"),
        help_text=_(
            "With the first name here the program is its team's: only the team, "
            "managers and the privacy role see its departures and registrations, each "
            "as far as her duty goes. A guide of the team marks who came on every "
            "departure, any other on those that name her; a muhtar's desk in the team "
            "sees what it entered itself. Without a team everybody with the role for "
            "trips works here."
        ),
        panels=[
            FieldRowPanel([FieldPanel("user", widget=StaffSelect), FieldPanel("duty")])
        ],
    )


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


class ProgramIndexView(SeenListMixin, generic.IndexView):
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


class ButtonsForWhoMay:
    """Who gave the program to a team that she is not in is not led back to it."""

    def get_success_buttons(self):
        if may_in(self.request.user, CHANGE_PROGRAMS, self.object.pk):
            return super().get_success_buttons()
        return []


class ProgramCreateView(ButtonsForWhoMay, generic.CreateView):
    pass


class ProgramEditView(ButtonsForWhoMay, SeenRowsMixin, generic.EditView):
    seen_for = "change"


class ProgramDeleteView(SeenRowsMixin, GuardedDeleteView):
    seen_for = "delete"
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
    add_view_class = ProgramCreateView
    edit_view_class = ProgramEditView
    history_view_class = RecordHistoryView
    reorder_view_class = SeenReorderView
    delete_view_class = ProgramDeleteView
    panels = [
        FieldPanel("name"),
        FieldPanel("summary"),
        FieldPanel("slug"),
        FieldPanel("is_active"),
        FieldPanel("after_no_show", widget=forms.RadioSelect),
        FieldPanel("asks_feedback"),
        team_panel(),
    ]

    def get_urlpatterns(self):
        return without_usage(super().get_urlpatterns())

    def get_common_view_kwargs(self, **kwargs):
        return super().get_common_view_kwargs(**{"usage_url_name": None, **kwargs})

    def get_edit_handler(self):
        handler = super().get_edit_handler()
        handler.base_form_class = ProgramForm
        return handler
