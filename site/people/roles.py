"""The staff roles and what each may do; the apps above add their permissions.

Groups are made by `sync_roles`; afterwards staff may change them in the admin.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

#: Who has it and may not view all of a kind sees of that kind what she entered.
VIEW_OWN_ENTRIES = "people.view_own_entries"
SEE_PROTECTED = "people.see_protected"


class StaffRole(StrEnum):
    """Group names, as staff read them."""

    COMMUNICATIONS = "İletişim Ekibi"
    APPLICATIONS = "Başvuru Sorumlusu"
    INTERVIEWER = "Mülakatçı"
    TRAINING = "Eğitim Sorumlusu"
    TRIPS = "Gezi Sorumlusu"
    GUIDE = "Gezi Rehberi"
    PRIVACY = "KVKK Sorumlusu"
    MANAGER = "Yönetici"
    MUHTAR = "Muhtarlık Masası"


@dataclass(slots=True)
class _Grants:
    permissions: dict[StaffRole, set[str]] = field(
        default_factory=lambda: {
            role: {"wagtailadmin.access_admin"} for role in StaffRole
        }
    )
    #: Made by a migration of another package, so that nothing makes them again.
    of_others: set[str] = field(default_factory=set)


_grants = _Grants()


def grant(role: StaffRole, *permissions: str) -> None:
    """Let `role` have "app.codename" permissions; call it in `AppConfig.ready()`."""
    _grants.permissions[role].update(permissions)


def grant_if_present(role: StaffRole, *permissions: str) -> None:
    """`grant` what another package's migration makes; an emptied database lacks it."""
    grant(role, *permissions)
    _grants.of_others.update(permissions)


def sees_own_entries_only(user: Any, *, view: str) -> bool:
    """Whether of the kind with permission `view` she sees only what she entered."""
    return not user.has_perm(view) and user.has_perm(VIEW_OWN_ENTRIES)


def may_be_absent() -> set[str]:
    return _grants.of_others


def granted() -> dict[StaffRole, set[str]]:
    return _grants.permissions
