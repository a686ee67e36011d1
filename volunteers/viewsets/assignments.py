"""Assignments: who has which role, paused, taken up again, ended by staff."""

import django_filters
from django import forms
from django.db.models import QuerySet
from django.template.defaultfilters import floatformat
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.widgets import AdminDateInput

from people.staff_views import ActionView, FoldedSearchMixin, RecordViewSet
from volunteers.domain.duties import may, may_somewhere
from volunteers.domain.hours import LONGEST, log_hours
from volunteers.domain.roles import (
    end_assignment,
    pause_assignment,
    return_to_assignment,
)
from volunteers.enums import AssignmentState
from volunteers.models import Application, Assignment, Role
from volunteers.viewsets.action_forms import NOTHING_SENSITIVE
from volunteers.viewsets.cells import LinkColumn, PillColumn, day_in_words, name_of
from volunteers.workflow import Permission

ASSIGN = f"volunteers.{Permission.ASSIGN}"
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

    class Meta:
        model = Assignment
        fields = ["state", "role"]


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
            ),
            Column(
                "starts_on",
                label=_("From"),
                accessor=lambda one: day_in_words(one.starts_on),
            ),
            Column(
                "ends_on",
                label=_("Until"),
                accessor=lambda one: day_in_words(one.ends_on),
            ),
            Column(
                "supervisor",
                label=_("Coordinator"),
                accessor=lambda one: name_of(one.supervisor) if one.supervisor else "–",
            ),
        ]


def application_url(assignment: Assignment) -> str:
    return reverse("volunteers_application:inspect", args=[assignment.application_id])


class AssignmentAction(ActionView):
    model = Assignment
    permission = ASSIGN
    back_url_name = "volunteers_application:inspect"
    form_class = forms.Form

    def may_somewhere(self, user):
        return may_somewhere(user, Permission.ASSIGN)

    def may_here(self, user):
        return may(user, Permission.ASSIGN, self.object.application)

    def get_queryset(self) -> QuerySet[Assignment]:
        seen = Application.objects.visible_to(self.request.user)
        return Assignment.objects.filter(
            application__in=seen.order_by().values("pk")
        ).select_related("application__person", "role")

    def get_success_url(self):
        return application_url(self.object)

    def get_page_subtitle(self):
        return f"{self.object.application.person.full_name} – {self.object.role}"


class PauseView(AssignmentAction):
    page_title = _("Pause the role")
    submit_label = _("Pause")
    explanation = _("Her place stays hers. Nothing is sent.")

    def act(self, instance, *, by, data):
        pause_assignment(instance, by=by)
        return _("She pauses; her place is kept.")


class ReturnView(AssignmentAction):
    page_title = _("Return from the pause")
    submit_label = _("Return from the pause")
    explanation = _("She takes the role up again. Nothing is sent.")

    def act(self, instance, *, by, data):
        return_to_assignment(instance, by=by)
        return _("She has taken the role up again.")


class EndForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        widget=forms.Textarea({"rows": 3}),
        help_text=NOTHING_SENSITIVE,
    )


class EndView(AssignmentAction):
    page_title = _("End the role")
    submit_label = _("End the role")
    form_class = EndForm
    explanation = _("The place becomes free today. Nothing is sent.")

    def act(self, instance, *, by, data):
        end_assignment(instance, reason=data["reason"], by=by)
        return _("The role has ended.")


class NoteHoursForm(forms.Form):
    day = forms.DateField(
        label=_("Day"), widget=AdminDateInput, initial=timezone.localdate
    )
    hours = forms.TypedChoiceField(
        label=_("Hours"), coerce=int, choices=[(n, str(n)) for n in range(25)]
    )
    minutes = forms.TypedChoiceField(
        label=_("Minutes"), coerce=int, choices=[(n, str(n)) for n in (0, 15, 30, 45)]
    )
    what = forms.CharField(
        label=_("What she did"), max_length=LONGEST, help_text=NOTHING_SENSITIVE
    )


class NoteHoursView(AssignmentAction):
    """For who cannot, or would rather not, write them on her page."""

    page_title = _("Note hours for her")
    submit_label = _("Note the hours")
    form_class = NoteHoursForm
    explanation = _(
        "Only what she told you or you saw. The hours are approved with it and stand "
        "on her page; nothing is sent."
    )

    def get_initial(self):
        return {"hours": 1}

    def act(self, instance, *, by, data):
        entry = log_hours(
            instance,
            day=data["day"],
            quarters=data["hours"] * 4 + data["minutes"] // 15,
            what=data["what"],
            by=by,
        )
        words = _("Noted and approved: %(hours)s hours on %(day)s.")
        return words % {
            "hours": floatformat(entry.hours, "-2"),
            "day": day_in_words(entry.day),
        }


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
            path("<int:pk>/sure/", NoteHoursView.as_view(), name="note_hours"),
        ]
