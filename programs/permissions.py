"""Who of the staff may do what in `programs`.

A program without a team is worked on by whoever has the permissions of her groups. With
the first member of its team it is its team's: each sees and does there what her duty
gives (`workflow.DUTIES`), whatever her groups say. Managers and the privacy role have
`oversee_program`: to them teams make no difference. A guide of the team marks who came
on every departure of the program, one who is named for a departure marks there, in
whatever program; a muhtar's desk sees what it entered itself. A duty at one departure
(`OccurrenceTeamMember`) gives the same there and nothing beside it, also to who is not
in the program's team.

Registrations are seen through `visible_to`, everything else through `where_may`,
wherever staff look: lists, searches, exports, choosers, histories, reports, home.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db.models import Model, Q, QuerySet
from wagtail.permissions import register_permission_policy

from people.permissions import ScopedPolicy
from people.roles import VIEW_OWN_ENTRIES, StaffRole, grant
from programs import workflow
from programs.enums import OccurrenceState
from programs.models import (
    Activity,
    MeetingRequest,
    Occurrence,
    Program,
    Registration,
    Stop,
)
from programs.models.occurrence import OccurrenceQuerySet
from programs.models.program import OVERSEE, duties_giving, duties_giving_there
from programs.models.registration import visible_to, where_own_entries
from programs.models.team import held_duties

VIEW_PROGRAMS = "programs.view_program"
CHANGE_PROGRAMS = "programs.change_program"
VIEW_ACTIVITIES = "programs.view_activity"
ADD_ACTIVITIES = "programs.add_activity"
VIEW_REGISTRATIONS = "programs.view_registration"
ADD_REGISTRATIONS = "programs.add_registration"
CHANGE_REGISTRATIONS = "programs.change_registration"
VIEW_OCCURRENCES = "programs.view_occurrence"
ADD_OCCURRENCES = "programs.add_occurrence"
CHANGE_OCCURRENCES = "programs.change_occurrence"
EXPORT_REGISTRATIONS = "programs.export_registration"
SEE_BOARDING_PHONES = "programs.see_boarding_phones"
MARK_ATTENDANCE = "programs.mark_attendance"
ADMIT_WALK_INS = "programs.admit_walk_ins"
SEE_PARTICIPATION = "programs.see_participation"
TAKE_LISTS = workflow.TAKE_LISTS
TAKE_NUMBERS = workflow.TAKE_NUMBERS

VIEW_STOPS = "programs.view_stop"
ADD_STOPS = "programs.add_stop"
CHANGE_STOPS = "programs.change_stop"
SEE_MEETINGS = "programs.view_meetingrequest"
CHANGE_MEETINGS = "programs.change_meetingrequest"

_WORDS = (
    "program",
    "activity",
    "occurrence",
    "stop",
    "meetingtopic",
    "venue",
    "coursefield",
)


def grant_roles() -> None:
    """Called once, when the app is ready."""
    for role in (StaffRole.TRIPS, StaffRole.MANAGER):
        grant(
            role,
            *(
                f"programs.{action}_{word}"
                for action in ("view", "add", "change", "delete")
                for word in _WORDS
            ),
            VIEW_REGISTRATIONS,
            ADD_REGISTRATIONS,
            CHANGE_REGISTRATIONS,
            SEE_BOARDING_PHONES,
            MARK_ATTENDANCE,
            ADMIT_WALK_INS,
            SEE_MEETINGS,
            CHANGE_MEETINGS,
        )
    grant(StaffRole.GUIDE, MARK_ATTENDANCE, ADMIT_WALK_INS)
    for role in (
        StaffRole.TRIPS,
        StaffRole.MANAGER,
        StaffRole.PRIVACY,
        StaffRole.COMMUNICATIONS,
    ):
        grant(role, SEE_PARTICIPATION)
    grant(StaffRole.MANAGER, EXPORT_REGISTRATIONS)
    grant(
        StaffRole.MUHTAR,
        VIEW_OCCURRENCES,
        VIEW_STOPS,
        ADD_REGISTRATIONS,
        CHANGE_REGISTRATIONS,
    )
    for role in (StaffRole.MANAGER, StaffRole.PRIVACY):
        grant(role, OVERSEE)
    grant(
        StaffRole.PRIVACY,
        *(f"programs.view_{word}" for word in _WORDS),
        VIEW_REGISTRATIONS,
        EXPORT_REGISTRATIONS,
        SEE_MEETINGS,
    )


def sees_registrations(user: Any, occurrence: Occurrence) -> bool:
    """Whether some of its registrations are hers to see: all, or her own."""
    seen = Occurrence.objects.where_may(user, VIEW_REGISTRATIONS)
    return seen.filter(pk=occurrence.pk).exists() or _own_only(user, occurrence)


def enters_at_a_muhtar(user: Any, occurrence: Occurrence) -> bool:
    """Whether of its registrations she sees what she enters herself, and no other."""
    seen = Occurrence.objects.where_may(user, VIEW_REGISTRATIONS)
    return not seen.filter(pk=occurrence.pk).exists() and _own_only(user, occurrence)


def _own_only(user: Any, occurrence: Occurrence) -> bool:
    own = where_own_entries(user)
    return own is not None and bool(own.filter(pk=occurrence.pk).exists())


def sees_some_registrations(user: Any) -> bool:
    return bool(
        user.has_perm(VIEW_OWN_ENTRIES)
        or user.has_perm(VIEW_REGISTRATIONS)
        or held_duties(user).keeps_a_muhtars_desk
        or by_duty(user, VIEW_REGISTRATIONS)
        or Program.objects.where_may(user, VIEW_REGISTRATIONS).exists()
    )


def departures_to_mark(
    user: Any, permission: str = MARK_ATTENDANCE
) -> OccurrenceQuerySet:
    """Where she may mark who came: where she reads all, or is a guide.

    A guide by her duty in the program, or named for the departure. With
    `ADMIT_WALK_INS`: where she may also register who stands there.
    """
    reading = Occurrence.objects.where_may(user, VIEW_REGISTRATIONS)
    marking = reading & Occurrence.objects.where_may(user, permission)
    found = Q(pk__in=marking.order_by().values("pk"))
    giving = duties_giving(user, permission)
    found |= Q(activity__program__in=Program.objects.in_which(user, has=giving))
    if user.has_perm(permission):
        guided = Occurrence.objects.filter(guides__in=[user.pk])
        found |= Q(pk__in=guided.order_by().values("pk"))
    return Occurrence.objects.filter(found, state=OccurrenceState.PUBLISHED)


def possible_guides() -> QuerySet[Any]:
    """Active staff who may mark who came, superusers left aside."""
    permission = Permission.objects.filter(
        codename="mark_attendance", content_type__app_label="programs"
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


def by_duty(user: Any, permission: str) -> bool:
    """Whether one of her duties gives it, in whatever program or at a departure."""
    in_programs, at_departures = held_duties(user)
    return not (
        in_programs.isdisjoint(duties_giving(user, permission))
        and at_departures.isdisjoint(duties_giving_there(user, permission))
    )


class DutyPolicy(ScopedPolicy):
    """Rows that belong to a program: by her groups' permissions or her duty there."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        if super().user_has_permission(user, action):
            return True
        return by_duty(user, self._get_permission_name(action))

    def scope(self, user: Any) -> QuerySet[Any]:
        return self.where_may(user, self._get_permission_name("view"))

    def where_may(self, user: Any, permission: str) -> QuerySet[Any]:
        rows: QuerySet[Any] = self.model._default_manager.where_may(user, permission)
        return rows

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
            rows = rows | (
                self.scope(user)
                if action == "view"
                else self.where_may(user, self._get_permission_name(action))
            )
        return rows

    def withheld_from(self, user: Any) -> QuerySet[Any] | None:
        """What another team works on."""
        if user.has_perm(OVERSEE):
            return None
        rows = self.in_teams().exclude(pk__in=self.scope(user).order_by().values("pk"))
        return rows

    def in_teams(self) -> QuerySet[Any]:
        with_team = Program.objects.with_team()
        return self.model._default_manager.filter(**{f"{self.path}__in": with_team})

    #: from the model to its program, "pk" where the row is the program
    path = "program"


class ProgramPolicy(DutyPolicy):
    path = "pk"


class OccurrencePermissionPolicy(DutyPolicy):
    """A departure that the public has seen is cancelled, never deleted."""

    path = "activity__program"

    def where_may(self, user: Any, permission: str) -> QuerySet[Any]:
        rows = super().where_may(user, permission)
        if permission == self._get_permission_name("delete"):
            return rows.filter(state=OccurrenceState.DRAFT)
        return rows


class StopPolicy(DutyPolicy):
    path = "activity__program"


class MeetingPolicy(DutyPolicy):
    path = "activity__program"

    def scope(self, user: Any) -> QuerySet[Any]:
        return MeetingRequest.objects.visible_to(user)

    def where_may(self, user: Any, permission: str) -> QuerySet[Any]:
        return self.scope(user) & super().where_may(user, permission)


class RegistrationPolicy(DutyPolicy):
    """By duty or permission; a desk what it entered itself."""

    path = "occurrence__activity__program"
    partial = (VIEW_OWN_ENTRIES,)

    def user_has_permission(self, user: Any, action: str) -> bool:
        if action == "view" and held_duties(user).keeps_a_muhtars_desk:
            return True
        return super().user_has_permission(user, action)

    def scope(self, user: Any) -> QuerySet[Any]:
        return Registration.objects.visible_to(user)

    def where_may(self, user: Any, permission: str) -> QuerySet[Any]:
        return self.scope(user) & super().where_may(user, permission)

    def unseen_by(self, user: Any) -> QuerySet[Any]:
        return self.model._default_manager.exclude(visible_to(user))

    def withheld_from(self, user: Any) -> QuerySet[Any] | None:
        # As the usual one, without looking each row up among all that she sees.
        if user.has_perm(OVERSEE):
            return None
        return self.in_teams().exclude(visible_to(user))


def register_policies() -> None:
    """Called once, when the app is ready."""
    register_permission_policy(Program, ProgramPolicy(Program))
    register_permission_policy(Activity, DutyPolicy(Activity))
    register_permission_policy(Occurrence, OccurrencePermissionPolicy(Occurrence))
    register_permission_policy(Registration, RegistrationPolicy(Registration))
    register_permission_policy(Stop, StopPolicy(Stop))
    register_permission_policy(MeetingRequest, MeetingPolicy(MeetingRequest))
