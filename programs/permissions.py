"""Who of the staff may do what in `programs`."""

from typing import Any

from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from people.permissions import VisiblePolicy
from people.roles import VIEW_OWN_ENTRIES, StaffRole, grant
from programs.enums import OccurrenceState
from programs.models import Occurrence, Registration

VIEW_REGISTRATIONS = "programs.view_registration"
ADD_REGISTRATIONS = "programs.add_registration"
CHANGE_REGISTRATIONS = "programs.change_registration"
VIEW_OCCURRENCES = "programs.view_occurrence"
ADD_OCCURRENCES = "programs.add_occurrence"
CHANGE_OCCURRENCES = "programs.change_occurrence"
EXPORT_REGISTRATIONS = "programs.export_registration"
SEE_BOARDING_PHONES = "programs.see_boarding_phones"

_WORDS = ("program", "activity", "occurrence")


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
        )
    grant(StaffRole.MANAGER, EXPORT_REGISTRATIONS)
    grant(StaffRole.MUHTAR, VIEW_OCCURRENCES, ADD_REGISTRATIONS, CHANGE_REGISTRATIONS)
    grant(
        StaffRole.PRIVACY,
        *(f"programs.view_{word}" for word in _WORDS),
        VIEW_REGISTRATIONS,
        EXPORT_REGISTRATIONS,
    )


def sees_registrations(user: Any) -> bool:
    """Whether some registrations are hers to see: all, or those she entered."""
    return bool(user.has_perm(VIEW_REGISTRATIONS) or user.has_perm(VIEW_OWN_ENTRIES))


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
