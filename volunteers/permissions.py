"""Who of staff may see and do what: Wagtail policies, and the roles' permissions.

A call without a team is worked on by whoever has the permissions of her groups. With
the first member of its team it is its team's: each sees and does there what her duty
gives (`workflow.DUTIES`), whatever her groups say. Managers and the privacy role have
`oversee_call`: to them teams make no difference.

Applications are seen through `visible_to`, everything else of a call through
`Call.objects.where_may`, wherever staff look: lists, searches, exports, choosers,
histories, messages, the home page.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db.models import Exists, Model, Q, QuerySet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from people.permissions import ScopedPolicy
from people.roles import StaffRole, grant
from volunteers.enums import AssignmentState, Duty
from volunteers.models import (
    Absence,
    Application,
    Assignment,
    AvailabilityWindow,
    Call,
    Completion,
    DutyWish,
    HourEntry,
    InterviewSlot,
    Role,
    Shift,
    TrainingModule,
    TrainingSession,
)
from volunteers.models.blind import nameless_for
from volunteers.models.call import OVERSEE
from volunteers.models.team import held_duties
from volunteers.workflow import duties_with


class DutyPolicy(ScopedPolicy):
    """Rows that belong to a call: by her groups' permissions or by her duty there."""

    #: from the model to its call, "pk" where the row is the call
    call_path = "call"

    def user_has_permission(self, user: Any, action: str) -> bool:
        if super().user_has_permission(user, action):
            return True
        codename = self._get_permission_name(action).partition(".")[2]
        return not held_duties(user).isdisjoint(duties_with(codename))

    def user_has_permission_for_instance(
        self, user: Any, action: str, instance: Model
    ) -> bool:
        rows = self.instances_user_has_permission_for(user, action)
        return bool(rows.filter(pk=instance.pk).exists())

    def instances_user_has_any_permission_for(
        self, user: Any, actions: Iterable[str]
    ) -> QuerySet[Any]:
        rows = self.model._default_manager.none()
        for action in actions:
            if action == "view":
                rows = rows | self.scope(user)
            else:
                codename = self._get_permission_name(action).partition(".")[2]
                rows = rows | self.where_may(user, codename)
        return rows

    def where_may(self, user: Any, codename: str) -> QuerySet[Any]:
        calls = Call.objects.where_may(user, codename).order_by().values("pk")
        return self.model._default_manager.filter(**{f"{self.call_path}__in": calls})

    def withheld_from(self, user: Any) -> QuerySet[Any] | None:
        """What another team works on."""
        if user.has_perm(OVERSEE):
            return None
        rows = self.model._default_manager.filter(
            **{f"{self.call_path}__in": Call.objects.with_team()}
        )
        return rows.exclude(pk__in=self.scope(user).order_by().values("pk"))


class CallPolicy(DutyPolicy):
    call_path = "pk"

    def scope(self, user: Any) -> QuerySet[Call]:
        return Call.objects.where_may(user, "view_call")


class RecordPolicy(DutyPolicy):
    """Rows that only verbs write: nobody adds, edits or deletes one by hand."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action == "view" and super().user_has_permission(user, action)


class ApplicationPolicy(RecordPolicy):
    partial = ("volunteers.run_interview", "volunteers.run_training")

    def scope(self, user: Any) -> QuerySet[Application]:
        return Application.objects.visible_to(user)

    def unseen_by(self, user: Any) -> QuerySet[Any]:
        seen = self.scope(user).order_by().values("pk")
        return Application.objects.exclude(pk__in=seen)

    def withheld_from(self, user: Any) -> QuerySet[Any] | None:
        """Also whom she judges without knowing who she is: a message names her."""
        rows, nameless = super().withheld_from(user), nameless_for(user)
        if nameless is None:
            return rows
        unnamed = Application.objects.filter(nameless)
        return unnamed if rows is None else rows | unnamed


class AssignmentPolicy(RecordPolicy):
    call_path = "application__call"
    application_path = "application"

    def scope(self, user: Any) -> QuerySet[Any]:
        seen = Application.objects.visible_to(user)
        return self.where_may(user, "view_assignment").filter(
            **{f"{self.application_path}__in": seen.order_by().values("pk")}
        )


class CompletionPolicy(RecordPolicy):
    """By who reads what was completed in the call, and who trains there."""

    call_path = "application__call"
    partial = ("volunteers.run_training",)

    def scope(self, user: Any) -> QuerySet[Completion]:
        calls = Call.objects.where_may(user, "view_completion")
        calls |= Call.objects.where_may(user, "run_training")
        seen = Application.objects.visible_to(user).order_by().values("pk")
        return Completion.objects.filter(
            application__in=seen, application__call__in=calls.order_by().values("pk")
        )


class HoursPolicy(AssignmentPolicy):
    """Hours are seen by whoever sees the assignment they were given in."""

    call_path = "assignment__application__call"
    application_path = "assignment__application"

    def _get_permission_name(self, action: str) -> str:
        return f"volunteers.{action}_assignment"


class WishPolicy(HoursPolicy):
    """What she asks for is seen by whoever sees her roles."""

    call_path = "application__call"
    application_path = "application"


class SlotPolicy(DutyPolicy):
    partial = ("volunteers.run_interview",)

    def user_has_permission(self, user: Any, action: str) -> bool:
        if action == "view" and Duty.INTERVIEWER in held_duties(user):
            return True
        return super().user_has_permission(user, action)

    def scope(self, user: Any) -> QuerySet[InterviewSlot]:
        """All of the calls in which she may see them, and elsewhere her own."""
        interviewing = Call.objects.where_may(user, "run_interview")
        own = InterviewSlot.objects.filter(
            interviewers__in=[user.pk], call__in=interviewing.order_by().values("pk")
        )
        seen = self.where_may(user, "view_interviewslot").order_by().values("pk")
        return InterviewSlot.objects.filter(
            Q(pk__in=seen) | Q(pk__in=own.order_by().values("pk"))
        )


class SessionPolicy(ModelPermissionPolicy):
    """Trainings are of no one call; who trains or reads in some call finds them."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        if super().user_has_permission(user, action):
            return True
        reads = not held_duties(user).isdisjoint(duties_with("view_completion"))
        return action == "view" and reads


class RolePolicy(ModelPermissionPolicy):
    """A role is of no one call; who gives or reads roles in some call finds it."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        if super().user_has_permission(user, action):
            return True
        reads = not held_duties(user).isdisjoint(duties_with("view_assignment"))
        return action == "view" and reads


def roles_led_by(user: Any) -> QuerySet[Role]:
    """Roles whose shifts she keeps: all with the permission to change roles.

    By duty those that she leads, those that somebody has whom she sees in a call in
    which she gives roles, and those that she as coordinator of a call is to fill: see
    `_roles_to_fill`.
    """
    if user.has_perm("volunteers.change_role"):
        return Role.objects.all()
    calls = Call.objects.where_may(user, "assign_role").order_by().values("pk")
    given = Assignment.objects.filter(
        state__in=AssignmentState.holding,
        application__call__in=calls,
        application__in=Application.objects.visible_to(user).order_by().values("pk"),
    )
    assigns = not held_duties(user).isdisjoint(duties_with("assign_role"))
    led = Q(supervisor=user) if assigns else Q(pk__in=[])
    hers = led | Q(pk__in=given.order_by().values("role"))
    if Duty.COORDINATOR in held_duties(user):
        hers |= Q(pk__in=_roles_to_fill(user).order_by().values("pk"))
    return Role.objects.filter(hers)


def _roles_to_fill(user: Any) -> QuerySet[Role]:
    """Roles that are offered in an area of a call she coordinates, and nobody else's.

    A role belongs to an area, and an area to many calls. Hers to prepare before she
    gives it is therefore one that no volunteer of another call has, and that nobody
    outside the teams of her calls leads. What a program is to a role is only a name,
    so it opens none.
    """
    calls = Call.objects.in_which(user, has=[Duty.COORDINATOR])
    of_others = Assignment.objects.holding().exclude(application__call__in=calls)
    team = get_user_model().objects.filter(call_duties__call__in=calls)
    return (
        Role.objects.offered()
        .filter(area__calls__in=calls)
        .filter(Q(supervisor=None) | Q(supervisor__in=team.order_by().values("pk")))
        .exclude(pk__in=of_others.order_by().values("role"))
    )


class ShiftPolicy(RolePolicy):
    """Shifts are kept by who keeps roles, and by who gives their role in some call."""

    def _get_permission_name(self, action: str) -> str:
        return f"volunteers.{action}_role"

    def user_has_permission(self, user: Any, action: str) -> bool:
        if super().user_has_permission(user, action):
            return True
        return not held_duties(user).isdisjoint(duties_with("assign_role"))

    def user_has_permission_for_instance(
        self, user: Any, action: str, instance: Any
    ) -> bool:
        if not self.user_has_permission(user, action):
            return False
        rows = self.instances_user_has_permission_for(user, action)
        return bool(rows.filter(pk=instance.pk).exists())

    def instances_user_has_any_permission_for(
        self, user: Any, actions: Iterable[str]
    ) -> QuerySet[Any]:
        rows = super().instances_user_has_any_permission_for(user, actions)
        names = [self._get_permission_name(one) for one in actions]
        if "view" in actions or any(user.has_perm(name) for name in names):
            return rows
        return rows.filter(role__in=roles_led_by(user).order_by().values("pk"))


class OwnHoursPolicy(ScopedPolicy):
    """Interviewers look after their own hours, coordinators after everybody's.

    Interviewers have no permission of the model itself: with one they could read the
    whole log of it.
    """

    partial = ("volunteers.run_interview",)

    def user_has_permission(self, user: Any, action: str) -> bool:
        return (
            not held_duties(user).isdisjoint(duties_with("run_interview"))
            or any(user.has_perm(name) for name in self.partial)
            or bool(super().user_has_permission(user, action))
        )

    def scope(self, user: Any) -> QuerySet[Any]:
        seen = self.everybodys(user, "view") | self.own(user)
        return self.model._default_manager.filter(seen)

    def own(self, user: Any) -> Q:
        return Q(interviewer=user)

    def everybodys(self, user: Any, action: str) -> Q:
        """The rows to which she may do it whoever they belong to."""
        model = self.model._meta.model_name
        may_all = user.has_perm(f"volunteers.{action}_{model}")
        return ~Q(pk__in=[]) if may_all else Q(pk__in=[])

    def open_to(self, user: Any, action: str) -> QuerySet[Any]:
        """The rows to which she may do it; seen are more than may be changed."""
        if action == "view":
            return self.scope(user)
        rows = self.model._default_manager
        return rows.filter(self.everybodys(user, action) | Q(interviewer=user))

    def user_has_permission_for_instance(
        self, user: Any, action: str, instance: Any
    ) -> bool:
        return (
            self.user_has_permission(user, action)
            and self.open_to(user, action).filter(pk=instance.pk).exists()
        )


class WindowPolicy(OwnHoursPolicy):
    """Hours belong to a call: those of another team's are not everybody's."""

    def everybodys(self, user: Any, action: str) -> Q:
        calls = Call.objects.where_may(user, f"{action}_availabilitywindow")
        return Q(call__in=calls.order_by().values("pk"))

    def own(self, user: Any) -> Q:
        return Q(interviewer=user) | Q(colleague=user)

    def withheld_from(self, user: Any) -> QuerySet[Any] | None:
        """What another team works on."""
        if user.has_perm(OVERSEE):
            return None
        rows = AvailabilityWindow.objects.filter(call__in=Call.objects.with_team())
        return rows.exclude(pk__in=self.scope(user).order_by().values("pk"))


class AbsencePolicy(OwnHoursPolicy):
    """What holds for everybody is seen by everybody, and changed by coordinators."""

    def own(self, user: Any) -> Q:
        return Q(interviewer=user) | Q(interviewer=None)


def register_policies() -> None:
    register_permission_policy(AvailabilityWindow, WindowPolicy(AvailabilityWindow))
    register_permission_policy(Absence, AbsencePolicy(Absence))
    register_permission_policy(Call, CallPolicy(Call))
    register_permission_policy(Application, ApplicationPolicy(Application))
    register_permission_policy(Assignment, AssignmentPolicy(Assignment))
    register_permission_policy(Completion, CompletionPolicy(Completion))
    register_permission_policy(InterviewSlot, SlotPolicy(InterviewSlot))
    register_permission_policy(TrainingModule, SessionPolicy(TrainingModule))
    register_permission_policy(TrainingSession, SessionPolicy(TrainingSession))
    register_permission_policy(Role, RolePolicy(Role))
    register_permission_policy(Shift, ShiftPolicy(Shift))
    register_permission_policy(HourEntry, HoursPolicy(HourEntry))
    register_permission_policy(DutyWish, WishPolicy(DutyWish))


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
    *_all_of("availabilitywindow", "absence"),
    *_all_of("call", "volunteerarea", "interviewslot", "role", "documentkind"),
    "volunteers.view_agreementtext",
    "volunteers.view_processedition",
]
_TRAINING = [
    "volunteers.run_training",
    "volunteers.view_completion",
    *_all_of("trainingmodule", "trainingsession"),
]


def grant_to_roles() -> None:
    """What each role of staff may do here (need to know, domain rule 1.6)."""
    grant(
        StaffRole.APPLICATIONS,
        *_DECIDING,
        *_view_of("completion", "trainingmodule", "trainingsession"),
    )
    grant(
        StaffRole.INTERVIEWER,
        "volunteers.review_application",
        "volunteers.run_interview",
    )
    grant(
        StaffRole.TRAINING, *_TRAINING, *_view_of("role", "assignment", "agreementtext")
    )
    grant(StaffRole.MANAGER, *_DECIDING, *_TRAINING, "volunteers.undo_decision")
    grant(StaffRole.MANAGER, *_all_of("processedition", "agreementtext"))
    for role in (StaffRole.MANAGER, StaffRole.PRIVACY):
        grant(role, "volunteers.export_application", OVERSEE)
    grant(
        StaffRole.PRIVACY,
        *_view_of(
            "agreementtext",
            "application",
            "assignment",
            "call",
            "completion",
            "documentkind",
            "interviewslot",
            "processedition",
            "role",
            "trainingmodule",
            "trainingsession",
            "volunteerarea",
        ),
    )


def interviewers_in(calls: QuerySet[Call]) -> QuerySet[Any]:
    return staff_in(calls, "run_interview")


def staff_in(calls: QuerySet[Call], permission: str) -> QuerySet[Any]:
    """Active staff who may do what `permission` (a codename) says in one of the calls.

    A call with a team has its team's; those with the permission come in where there is
    a call without one, and everywhere those who oversee. Superusers are left aside.
    """
    keys = calls.order_by().values("pk")
    hers = Q(call_duties__call__in=keys, call_duties__duty__in=duties_with(permission))
    everywhere = get_user_model().objects.filter(_have(OVERSEE.partition(".")[2]))
    in_none = Exists(_without_team(calls)) | Q(
        pk__in=everywhere.order_by().values("pk")
    )
    return _staff(hers | (_have(permission) & in_none))


def supervisors_in(calls: QuerySet[Call]) -> QuerySet[Any]:
    """Active staff whom a volunteer of one of these calls can be told to turn to.

    Of a call with a team its team, and who leads a role; where there is a call without
    one, anybody of staff: a boat's guide needs no permission here to be asked.
    """
    keys = calls.order_by().values("pk")
    leads = Q(pk__in=Role.objects.exclude(supervisor=None).values("supervisor"))
    anybody = Exists(_without_team(calls)) & (
        Q(groups__isnull=False) | Q(call_duties__isnull=False)
    )
    return _staff(Q(call_duties__call__in=keys) | leads | anybody)


def _without_team(calls: QuerySet[Call]) -> QuerySet[Call]:
    return calls.order_by().exclude(pk__in=Call.objects.with_team())


def _have(codename: str) -> Q:
    """Users who have the permission, of themselves or of a group."""
    permission = Permission.objects.filter(
        codename=codename, content_type__app_label="volunteers"
    )
    return Q(groups__permissions__in=permission) | Q(user_permissions__in=permission)


def _staff(who: Q) -> QuerySet[Any]:
    users = get_user_model().objects.filter(who, is_active=True)
    return users.distinct().order_by("first_name", "last_name", "pk")
