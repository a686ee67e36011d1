"""Assignments: who has which role, paused, taken up again, ended by staff."""

import django_filters
from django import forms
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic

from people.staff_views import FoldedSearchMixin, RecordViewSet
from volunteers.domain.duties import Rights, may_somewhere
from volunteers.domain.role_periods import ENDS_SOON_DAYS
from volunteers.enums import AssignmentState
from volunteers.models import Assignment, Role
from volunteers.viewsets.assignment_actions import (
    EndView,
    ExtendView,
    FinishView,
    NoteHoursView,
    PauseView,
    ReturnView,
)
from volunteers.viewsets.cells import LinkColumn, PillColumn, day_in_words, name_of
from volunteers.workflow import Permission

_KINDS = {AssignmentState.ACTIVE: "good", AssignmentState.PAUSED: "wait"}


def assignment_kind(assignment: Assignment) -> str:
    return _KINDS.get(assignment.state, "calm")


class AssignmentFilterSet(WagtailFilterSet):
    state = django_filters.MultipleChoiceFilter(
        label=_("State"),
        choices=AssignmentState.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    role = django_filters.ModelChoiceFilter(
        label=_("Volunteer role"), queryset=Role.objects.all()
    )

    term = django_filters.ChoiceFilter(
        label=_("Period"),
        choices=[
            ("past", _("Past its end")),
            ("ending", _("Ends within two weeks")),
        ],
        method="filter_term",
    )

    class Meta:
        model = Assignment
        fields = ["state", "role"]

    def filter_term(self, queryset, name, value):
        if value == "past":
            return queryset.past_end()
        return queryset.ending(ENDS_SOON_DAYS)


class PeriodActionsColumn(Column):
    """To end or to extend what is past its end, for who may."""

    cell_template_name = "volunteers/admin/period_cell.html"

    def __init__(self, *args, rights, **kwargs):
        super().__init__(*args, **kwargs)
        self.rights = rights

    def get_cell_context_data(self, instance, parent_context):
        context = super().get_cell_context_data(instance, parent_context)
        context["may_act"] = self.rights.may(Permission.ASSIGN, instance.application)
        return context


class AssignmentIndexView(FoldedSearchMixin, generic.IndexView):
    table_classname = "listing staff-cards"
    filterset_class = AssignmentFilterSet
    person_field = "application__person"
    page_title = _("Assignments")
    results_template_name = "volunteers/admin/assignment_results.html"

    def get_base_queryset(self):
        seen = self.permission_policy.instances_user_has_permission_for(
            self.request.user, "view"
        )
        return seen.select_related("application__person", "role", "supervisor")

    @cached_property
    def columns(self):
        return [
            TitleColumn(
                "name",
                label=_("Full name"),
                accessor="application.person.full_name",
                get_url=application_url,
            ),
            LinkColumn(
                "role",
                label=_("Volunteer role"),
                get_url=lambda one: reverse(
                    "volunteers_role:inspect", args=[one.role_id]
                ),
            ),
            PillColumn(
                "state",
                label=_("State"),
                accessor="get_state_display",
                kind=assignment_kind,
                note=lambda one: _("past its end") if one.is_past_end else "",
            ),
            Column(
                "starts_on",
                label=_("From"),
                accessor=lambda one: day_in_words(one.starts_on),
            ),
            Column(
                "ends_on",
                label=_("Until"),
                accessor=lambda one: day_in_words(one.last_day),
            ),
            Column(
                "supervisor",
                label=_("Coordinator"),
                accessor=lambda one: name_of(one.supervisor) if one.supervisor else "–",
            ),
            *self.period_columns(),
        ]

    def period_columns(self):
        """Only in the list of those whose end is near or past."""
        user = self.request.user
        if not self.request.GET.get("term") or not may_somewhere(
            user, Permission.ASSIGN
        ):
            return []
        return [PeriodActionsColumn("act", label=_("Actions"), rights=Rights(user))]


def application_url(assignment: Assignment) -> str:
    return reverse("volunteers_application:inspect", args=[assignment.application_id])


class AssignmentViewSet(RecordViewSet):
    offered = frozenset({"index"})
    model = Assignment
    icon = "tasks"
    name = "volunteers_assignment"
    url_prefix = "gorevlendirmeler"
    menu_label = _("Assignments")
    list_per_page = 50
    index_view_class = AssignmentIndexView
    form_fields = ["role"]

    def get_urlpatterns(self):
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/ara-ver/", PauseView.as_view(), name="pause"),
            path("<int:pk>/don/", ReturnView.as_view(), name="return"),
            path("<int:pk>/bitir/", EndView.as_view(), name="end"),
            path("<int:pk>/uzat/", ExtendView.as_view(), name="extend"),
            path("<int:pk>/tamamla/", FinishView.as_view(), name="finish"),
            path("<int:pk>/sure/", NoteHoursView.as_view(), name="note_hours"),
        ]
