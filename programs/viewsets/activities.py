"""The admin screens of activities: the rules of taking part."""

import json

import django_filters
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.ui.tables import BooleanColumn, Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from people.row_panels import RowsPanel
from people.staff_views import RecordHistoryView, SeenListMixin, SeenRowsMixin
from programs.kinds import for_form
from programs.models import Activity, Program
from programs.permissions import ADD_ACTIVITIES, VIEW_ACTIVITIES
from programs.viewsets.columns import GuardedDeleteView
from programs.viewsets.seen import SeenReorderView, without_usage


class ActivityFilterSet(WagtailFilterSet):
    program = django_filters.ModelChoiceFilter(
        label=_("Program"),
        queryset=lambda request: Program.objects.where_may(
            request.user, VIEW_ACTIVITIES
        ),
    )

    class Meta:
        model = Activity
        fields = ["program", "kind", "once_per_season", "children_allowed"]


class ActivityForm(WagtailAdminModelForm):
    """A new activity begins with what is usual for its kind: `programs.kinds`.

    It goes into a program in which she makes activities.
    """

    class Media:
        js = ["programs/admin/kinds.js"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].widget.attrs |= {
            "data-kinds": json.dumps(for_form()),
            "data-is-new": "false" if self.instance.pk else "true",
        }
        if self.is_bound:
            self.fields["kind"].widget.attrs["data-is-bound"] = "true"
        if program := self.fields.get("program"):
            program.queryset = Program.objects.where_may(self.for_user, ADD_ACTIVITIES)


class ActivityIndexView(SeenListMixin, generic.IndexView):
    filterset_class = ActivityFilterSet
    default_ordering = "sort"

    def get_base_queryset(self):
        return super().get_base_queryset().select_related("program")

    @cached_property
    def columns(self):
        return [
            self._get_title_column_class(TitleColumn)(
                "name",
                label=pgettext_lazy("of a thing", "Name"),
                get_url=self.get_edit_url,
            ),
            Column("program", label=_("Program")),
            Column("get_kind_display", label=_("Kind")),
            Column("minimum_age", label=_("Minimum age")),
            BooleanColumn("children_allowed", label=_("Children may come")),
            BooleanColumn("once_per_season", label=_("Once a season")),
        ]


class ActivityEditView(SeenRowsMixin, generic.EditView):
    seen_for = "change"


class ActivityDeleteView(SeenRowsMixin, GuardedDeleteView):
    seen_for = "delete"
    protected_message = _("The activity has departures; it cannot be deleted.")


COURSE = MultiFieldPanel(
    [
        FieldPanel("branch"),
        FieldRowPanel(
            [FieldPanel("least_attendance"), FieldPanel("gives_certificate")]
        ),
        FieldPanel("first_session_frees_place"),
    ],
    heading=_("For courses of several sessions"),
)


class ActivityViewSet(ModelViewSet):
    model = Activity
    icon = "list-ul"
    name = "programs_activity"
    url_prefix = "etkinlikler"
    menu_label = _("Activities")
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = False
    sort_order_field = "sort"
    index_view_class = ActivityIndexView
    edit_view_class = ActivityEditView
    history_view_class = RecordHistoryView
    reorder_view_class = SeenReorderView
    delete_view_class = ActivityDeleteView
    panels = [
        FieldRowPanel([FieldPanel("program"), FieldPanel("kind")]),
        FieldPanel("name"),
        FieldPanel("summary"),
        COURSE,
        MultiFieldPanel(
            [
                FieldPanel("minimum_age"),
                FieldPanel("once_per_season"),
                FieldPanel("season_start"),
                FieldPanel("first_timers_first"),
            ],
            heading=_("Who may take part"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("guardian_takes_place"),
                FieldPanel("most_party"),
                FieldPanel("children_allowed"),
                FieldRowPanel(
                    [FieldPanel("child_max_age"), FieldPanel("most_children")]
                ),
                FieldPanel("companion_allowed"),
            ],
            heading=_("Who may come along"),
        ),
        RowsPanel(
            "rules",
            heading=_("More rules of taking part"),
            label=_("rule"),
            help_text=_(
                "Each rule is said in words on the page of a departure. Staff may set "
                "it aside for somebody, with a note."
            ),
            panels=[
                FieldPanel("kind"),
                FieldRowPanel([FieldPanel("least"), FieldPanel("most")]),
                FieldPanel("districts"),
            ],
        ),
    ]

    def get_edit_handler(self):
        handler = super().get_edit_handler()
        handler.base_form_class = ActivityForm
        return handler

    def get_urlpatterns(self):
        return without_usage(super().get_urlpatterns())

    def get_common_view_kwargs(self, **kwargs):
        return super().get_common_view_kwargs(**{"usage_url_name": None, **kwargs})
