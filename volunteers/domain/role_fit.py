"""Does a role fit a volunteer? What it asks for, and what she has of it."""

from collections.abc import Iterable
from dataclasses import dataclass

from volunteers.domain.requirements import Progress, progress_of
from volunteers.enums import AssignmentState
from volunteers.exceptions import RoleDenied
from volunteers.models import Application, Assignment, Role, VolunteerAgreement
from volunteers.service_exceptions import FitNote, PeriodDenied


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


Reason = RoleDenied | PeriodDenied | FitNote


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that speaks for or against it; `names`: which training, which day."""

    reason: Reason
    names: tuple[str, ...] = ()

    def __str__(self) -> str:
        words = str(self.reason.label)
        return f"{words.rstrip('.')}: {', '.join(self.names)}" if self.names else words


def shortfalls(standing: Standing, *, role: Role) -> list[Finding]:
    """Everything for which she cannot have the role, places left aside."""
    progress, area = standing.progress, role.area_id
    trainings = progress.missing_trainings(area)
    known = {one.pk for one in progress.required.trainings_for(area)}
    of_role = [
        one
        for one in role.required_trainings.all()
        if one.pk not in progress.completed and one.pk not in known
    ]
    documents = progress.missing_documents(area)
    unclear = role.area.requires_child_clearance and not standing.has_clearance
    checks: list[tuple[bool, Reason, Iterable[object]]] = [
        (not role.is_active, RoleDenied.ROLE_CLOSED, ()),
        (role.is_over, PeriodDenied.ROLE_OVER, ()),
        (bool(trainings), RoleDenied.TRAINING_MISSING, trainings),
        (bool(of_role), RoleDenied.ROLE_TRAINING_MISSING, of_role),
        (not standing.has_agreement, RoleDenied.AGREEMENT_MISSING, ()),
        (unclear, RoleDenied.CLEARANCE_MISSING, ()),
        (bool(documents), RoleDenied.DOCUMENT_MISSING, documents),
        (role.pk in standing.held_roles, RoleDenied.ALREADY_ASSIGNED, ()),
    ]
    return [
        Finding(reason, tuple(str(one) for one in named))
        for is_so, reason, named in checks
        if is_so
    ]


def role_denied_reason(application: Application, *, role: Role) -> Reason | None:
    """Why, if for any reason, this volunteer cannot have this role.

    Leaves out the places, which only count under the role's lock.
    """
    found = shortfalls(standings_of([application])[application.pk], role=role)
    return found[0].reason if found else None
