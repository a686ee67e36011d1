"""Who of the staff may do what in `programs`."""

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db.models import Q, QuerySet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from people.permissions import VisiblePolicy
from people.roles import VIEW_OWN_ENTRIES, StaffRole, grant
from programs.enums import OccurrenceState
from programs.models import MeetingRequest, Occurrence, Registration
from programs.models.occurrence import OccurrenceQuerySet

VIEW_REGISTRATIONS = "programs.view_registration"
ADD_REGISTRATIONS = "programs.add_registration"
CHANGE_REGISTRATIONS = "programs.change_registration"
VIEW_OCCURRENCES = "programs.view_occurrence"
ADD_OCCURRENCES = "programs.add_occurrence"
CHANGE_OCCURRENCES = "programs.change_occurrence"
EXPORT_REGISTRATIONS = "programs.export_registration"
SEE_BOARDING_PHONES = "programs.see_boarding_phones"
MARK_ATTENDANCE = "programs.mark_attendance"
SEE_PARTICIPATION = "programs.see_participation"

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
            SEE_MEETINGS,
            CHANGE_MEETINGS,
        )
    grant(StaffRole.GUIDE, MARK_ATTENDANCE)
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
        "programs.view_stop",
        ADD_REGISTRATIONS,
        CHANGE_REGISTRATIONS,
    )
    grant(
        StaffRole.PRIVACY,
        *(f"programs.view_{word}" for word in _WORDS),
        VIEW_REGISTRATIONS,
        EXPORT_REGISTRATIONS,
        SEE_MEETINGS,
    )


def sees_registrations(user: Any) -> bool:
    """Whether some registrations are hers to see: all, or those she entered."""
    return bool(user.has_perm(VIEW_REGISTRATIONS) or user.has_perm(VIEW_OWN_ENTRIES))


def departures_to_mark(user: Any) -> OccurrenceQuerySet:
    """Where she may mark who came: everywhere, or where she is named as a guide."""
    published = Occurrence.objects.filter(state=OccurrenceState.PUBLISHED)
    if not user.has_perm(MARK_ATTENDANCE):
        return published.none()
    if user.has_perm(VIEW_REGISTRATIONS):
        return published
    return published.filter(guides=user)


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


class OccurrencePermissionPolicy(ModelPermissionPolicy):
    """A departure that the public has seen is cancelled, never deleted."""

    def user_has_permission_for_instance(
        self, user: Any, action: str, instance: Occurrence
    ) -> bool:
        if action == "delete" and instance.state != OccurrenceState.DRAFT:
            return False
        return bool(super().user_has_permission_for_instance(user, action, instance))


def register_policies() -> None:
    """Called once, when the app is ready."""
    register_permission_policy(Occurrence, OccurrencePermissionPolicy(Occurrence))
    register_permission_policy(Registration, VisiblePolicy(Registration))
    register_permission_policy(MeetingRequest, VisiblePolicy(MeetingRequest))
