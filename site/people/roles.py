"""The staff roles and what each may do; the apps above add their permissions.

Groups are made by `sync_roles`; afterwards staff may change them in the admin.
"""

from dataclasses import dataclass, field
from enum import StrEnum


class StaffRole(StrEnum):
    """Group names, as staff read them."""

    COMMUNICATIONS = "İletişim Ekibi"
    APPLICATIONS = "Başvuru Sorumlusu"
    INTERVIEWER = "Mülakatçı"
    TRAINING = "Eğitim Sorumlusu"
    TRIPS = "Gezi Sorumlusu"
    PRIVACY = "KVKK Sorumlusu"
    MANAGER = "Yönetici"


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


def may_be_absent() -> set[str]:
    return _grants.of_others


def granted() -> dict[StaffRole, set[str]]:
    return _grants.permissions
