"""Who of staff may see and do what: Wagtail policies, and the roles' permissions.

Applications, assignments and interview times are seen through `visible_to`: an
interviewer meets her own and no others, wherever staff look for them.
"""

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db.models import Q, QuerySet
from wagtail.permissions import register_permission_policy

from people.permissions import ScopedPolicy
from people.roles import StaffRole, grant
from volunteers.models import (
    Absence,
    Application,
    Assignment,
    AvailabilityWindow,
    InterviewSlot,
)


class RecordPolicy(ScopedPolicy):
    """Rows that only verbs write: nobody adds, edits or deletes one by hand."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action == "view" and super().user_has_permission(user, action)


class ApplicationPolicy(RecordPolicy):
    partial = ("volunteers.run_interview", "volunteers.run_training")

    def scope(self, user: Any) -> QuerySet[Application]:
        return Application.objects.visible_to(user)


class AssignmentPolicy(RecordPolicy):
    def scope(self, user: Any) -> QuerySet[Assignment]:
        if not user.has_perm("volunteers.view_assignment"):
            return Assignment.objects.none()
        seen = Application.objects.visible_to(user)
        return Assignment.objects.filter(application__in=seen.order_by().values("pk"))


class SlotPolicy(ScopedPolicy):
    partial = ("volunteers.run_interview",)

    def scope(self, user: Any) -> QuerySet[InterviewSlot]:
        if user.has_perm("volunteers.view_interviewslot"):
            return InterviewSlot.objects.all()
        return InterviewSlot.objects.filter(interviewers=user)


class OwnHoursPolicy(ScopedPolicy):
    """Interviewers look after their own hours, coordinators after everybody's.

    Interviewers have no permission of the model itself: with one they could read the
    whole log of it.
    """

    partial = ("volunteers.run_interview",)

    def user_has_permission(self, user: Any, action: str) -> bool:
        return any(user.has_perm(name) for name in self.partial) or bool(
            super().user_has_permission(user, action)
        )

    def sees_all(self, user: Any) -> bool:
        model = self.model._meta.model_name
        return bool(user.has_perm(f"volunteers.view_{model}"))

    def scope(self, user: Any) -> QuerySet[Any]:
        rows = self.model._default_manager.all()
        return rows if self.sees_all(user) else rows.filter(self.own(user))

    def own(self, user: Any) -> Q:
        return Q(interviewer=user)

    def user_has_permission_for_instance(
        self, user: Any, action: str, instance: Any
    ) -> bool:
        model = self.model._meta.model_name
        if user.has_perm(f"volunteers.{action}_{model}"):
            return True
        if not self.user_has_permission(user, action):
            return False
        rows = self.model._default_manager.filter(pk=instance.pk)
        mine = Q(interviewer=user) if action != "view" else self.own(user)
        return rows.filter(mine).exists()


class WindowPolicy(OwnHoursPolicy):
    def own(self, user: Any) -> Q:
        return Q(interviewer=user) | Q(colleague=user)


class AbsencePolicy(OwnHoursPolicy):
    """What holds for everybody is seen by everybody, and changed by coordinators."""

    def own(self, user: Any) -> Q:
        return Q(interviewer=user) | Q(interviewer=None)


def register_policies() -> None:
    register_permission_policy(AvailabilityWindow, WindowPolicy(AvailabilityWindow))
    register_permission_policy(Absence, AbsencePolicy(Absence))
    register_permission_policy(Application, ApplicationPolicy(Application))
    register_permission_policy(Assignment, AssignmentPolicy(Assignment))
    register_permission_policy(InterviewSlot, SlotPolicy(InterviewSlot))


def _all_of(*models: str) -> list[str]:
    return [
        f"volunteers.{action}_{model}"
        for model in models
        for action in ("view", "add", "change", "delete")
    ]


def _view_of(*models: str) -> list[str]:
    return [f"volunteers.view_{model}" for model in models]


_DECIDING = [
    "volunteers.view_application",
    "volunteers.view_assignment",
    "volunteers.review_application",
    "volunteers.decide_application",
    "volunteers.run_interview",
    "volunteers.assign_role",
    *_all_of("call", "volunteerarea", "interviewslot", "role"),
    *_all_of("availabilitywindow", "absence"),
]
_TRAINING = ["volunteers.run_training", *_all_of("trainingmodule", "trainingsession")]


def grant_to_roles() -> None:
    """What each role of staff may do here (need to know, domain rule 1.6)."""
    grant(
        StaffRole.APPLICATIONS,
        *_DECIDING,
        *_view_of("trainingmodule", "trainingsession"),
    )
    grant(
        StaffRole.INTERVIEWER,
        "volunteers.review_application",
        "volunteers.run_interview",
    )
    grant(StaffRole.TRAINING, *_TRAINING, *_view_of("role", "assignment"))
    grant(StaffRole.MANAGER, *_DECIDING, *_TRAINING, "volunteers.undo_decision")
    for role in (StaffRole.MANAGER, StaffRole.PRIVACY):
        grant(role, "volunteers.export_application")
    grant(
        StaffRole.PRIVACY,
        *_view_of(
            "application",
            "assignment",
            "call",
            "interviewslot",
            "role",
            "trainingmodule",
            "trainingsession",
            "volunteerarea",
        ),
    )


def possible_interviewers() -> QuerySet[Any]:
    """Active staff who may hold interviews, superusers left aside."""
    permission = Permission.objects.filter(
        codename="run_interview", content_type__app_label="volunteers"
    )
    return (
        get_user_model()
        .objects.filter(is_active=True)
        .filter(
            Q(groups__permissions__in=permission) | Q(user_permissions__in=permission)
        )
        .distinct()
        .order_by("first_name", "last_name", "pk")
    )
