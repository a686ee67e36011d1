"""Does a role fit a volunteer? What it asks for, and what she has of it."""

from collections.abc import Iterable
from dataclasses import dataclass

from volunteers.domain.requirements import Progress, progress_of
from volunteers.enums import AssignmentState
from volunteers.exceptions import RoleDenied
from volunteers.models import Application, Assignment, Role, VolunteerAgreement
from volunteers.service_exceptions import PeriodDenied


@dataclass(frozen=True, slots=True)
class Standing:
    """What a role asks of a volunteer, as far as it is on record."""

    progress: Progress
    has_agreement: bool
    has_clearance: bool
    held_roles: frozenset[int]


def standings_of(applications: Iterable[Application]) -> dict[int, Standing]:
    """By pk of the application, in a fixed number of queries."""
    rows = {one.pk: one for one in applications}
    progress = progress_of(rows.values())
    signed = set(
        VolunteerAgreement.objects.filter(application__in=rows).values_list(
            "application_id", flat=True
        )
    )
    held: dict[int, set[int]] = {}
    for application, role in Assignment.objects.filter(
        application__in=rows, state__in=AssignmentState.holding
    ).values_list("application_id", "role_id"):
        held.setdefault(application, set()).add(role)
    return {
        pk: Standing(
            progress=progress[pk],
            has_agreement=pk in signed,
            has_clearance=one.clearance_shown_on is not None,
            held_roles=frozenset(held.get(pk, ())),
        )
        for pk, one in rows.items()
    }


Reason = RoleDenied | PeriodDenied


def standing_denied_reason(standing: Standing, *, role: Role) -> Reason | None:
    """Why somebody of this standing cannot have the role, places left aside."""
    if not role.is_active:
        return RoleDenied.ROLE_CLOSED
    if role.is_over:
        return PeriodDenied.ROLE_OVER
    if standing.progress.missing_trainings(role.area_id):
        return RoleDenied.TRAINING_MISSING
    wanted = {module.pk for module in role.required_trainings.all()}
    if wanted - standing.progress.completed:
        return RoleDenied.ROLE_TRAINING_MISSING
    if not standing.has_agreement:
        return RoleDenied.AGREEMENT_MISSING
    if role.area.requires_child_clearance and not standing.has_clearance:
        return RoleDenied.CLEARANCE_MISSING
    if standing.progress.missing_documents(role.area_id):
        return RoleDenied.DOCUMENT_MISSING
    if role.pk in standing.held_roles:
        return RoleDenied.ALREADY_ASSIGNED
    return None


def role_denied_reason(application: Application, *, role: Role) -> Reason | None:
    """Why, if for any reason, this volunteer cannot have this role.

    Leaves out the places, which only count under the role's lock.
    """
    standing = standings_of([application])[application.pk]
    return standing_denied_reason(standing, role=role)
