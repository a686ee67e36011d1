"""The agreement, and roles: assigned, paused, ended by a person."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from volunteers import notifications
from volunteers.domain.assignment_changes import follow_change, follow_leaving
from volunteers.domain.duties import may
from volunteers.domain.moves import Actor, check, lock, move, require_reason
from volunteers.domain.papers import text_of_version
from volunteers.domain.requirements import Progress, progress_of
from volunteers.domain.seats import release_places
from volunteers.enums import ApplicationEvent, ApplicationState, AssignmentState
from volunteers.exceptions import Refusal, RoleDenied
from volunteers.models import Application, Assignment, Role, VolunteerAgreement
from volunteers.workflow import Permission


@transaction.atomic
def sign_agreement(
    application: Application, *, version: str, signed_on: date, by: Actor
) -> Application:
    """Record the paper she signed; she is then ready for a role."""
    locked = lock(application)
    check(locked, ApplicationEvent.SIGN_AGREEMENT, by=by)
    if signed_on > timezone.localdate():
        raise Refusal(RoleDenied.SIGNED_IN_FUTURE)
    VolunteerAgreement.objects.create(
        application=locked,
        version=version,
        text=text_of_version(version),
        signed_on=signed_on,
    )
    return move(
        locked, ApplicationEvent.SIGN_AGREEMENT, by=by, data={"version": version}
    )


@transaction.atomic
def record_clearance(
    application: Application, *, shown_on: date, by: User
) -> Application:
    """She showed her clearance for work with children. Nothing of it is kept."""
    locked = lock(application)
    if not may(by, Permission.ASSIGN, locked):
        raise Refusal(RoleDenied.NOT_YOURS)
    if shown_on > timezone.localdate():
        raise Refusal(RoleDenied.CLEARANCE_IN_FUTURE)
    locked.clearance_shown_on = shown_on
    locked.clearance_seen_by = by
    locked.save(update_fields=["clearance_shown_on", "clearance_seen_by"])
    log(
        locked,
        "volunteers.application.record_clearance",
        user=by,
        data={"shown_on": shown_on.isoformat()},
    )
    return locked


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


def standing_denied_reason(standing: Standing, *, role: Role) -> RoleDenied | None:
    """Why somebody of this standing cannot have the role, places left aside."""
    if not role.is_active:
        return RoleDenied.ROLE_CLOSED
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


def role_denied_reason(application: Application, *, role: Role) -> RoleDenied | None:
    """Why, if for any reason, this volunteer cannot have this role.

    Leaves out the places, which only count under the role's lock.
    """
    standing = standings_of([application])[application.pk]
    return standing_denied_reason(standing, role=role)


@transaction.atomic
def assign_role(
    application: Application,
    *,
    role: Role,
    starts_on: date,
    ends_on: date | None = None,
    supervisor: User | None = None,
    by: Actor,
) -> Assignment:
    """Give her one of the role's places. She is told through her private page."""
    locked = lock(application)
    check(locked, ApplicationEvent.ASSIGN_ROLE, by=by)
    # The application first, then the role: every verb locks in this order.
    held = Role.objects.select_for_update().get(pk=role.pk)
    reason = role_denied_reason(locked, role=held)
    if reason:
        raise Refusal(reason)
    if ends_on is not None and ends_on < starts_on:
        raise Refusal(RoleDenied.DATES_WRONG)
    if (
        held.assignments.filter(state__in=AssignmentState.holding).count()
        >= held.places
    ):
        raise Refusal(RoleDenied.ROLE_FULL)
    assignment = Assignment.objects.create(
        application=locked,
        role=held,
        starts_on=starts_on,
        ends_on=ends_on,
        supervisor=supervisor or held.supervisor,
    )
    move(locked, ApplicationEvent.ASSIGN_ROLE, by=by, data={"role": held.pk})
    notifications.tell_assigned(locked)
    return assignment


@transaction.atomic
def pause_assignment(assignment: Assignment, *, by: Actor) -> Assignment:
    """She pauses; the place stays hers."""
    locked = _lock_for(assignment, by=by)
    fresh = Assignment.objects.get(pk=assignment.pk)
    if fresh.state != AssignmentState.ACTIVE:
        raise Refusal(RoleDenied.NOT_ACTIVE)
    _write(locked, fresh, AssignmentState.PAUSED, by=by)
    _settle_duty(locked, by=by, role=fresh.role_id)
    return fresh


@transaction.atomic
def return_to_assignment(assignment: Assignment, *, by: Actor) -> Assignment:
    locked = _lock_for(assignment, by=by)
    fresh = Assignment.objects.get(pk=assignment.pk)
    if fresh.state != AssignmentState.PAUSED:
        raise Refusal(RoleDenied.NOT_PAUSED)
    _write(locked, fresh, AssignmentState.ACTIVE, by=by)
    _settle_duty(locked, by=by, role=fresh.role_id)
    return fresh


@transaction.atomic
def end_assignment(assignment: Assignment, *, reason: str, by: Actor) -> Assignment:
    """The role ends; without another one she is ready for the next."""
    locked = _lock_for(assignment, by=by)
    fresh = Assignment.objects.get(pk=assignment.pk)
    if fresh.state not in AssignmentState.holding:
        raise Refusal(RoleDenied.ENDED)
    reason = require_reason(reason)
    _write(locked, fresh, AssignmentState.ENDED, by=by, reason=reason)
    _settle_duty(locked, by=by, role=fresh.role_id)
    return fresh


@transaction.atomic
def record_leaving(
    application: Application, *, reason: str, by: Actor, by_law: bool = False
) -> Application:
    """She stops volunteering; every role she holds ends with it."""
    locked = lock(application)
    check(locked, ApplicationEvent.LEAVE, by=by, by_law=by_law)
    reason = require_reason(reason)
    for assignment in locked.assignments.filter(state__in=AssignmentState.holding):
        _write(locked, assignment, AssignmentState.ENDED, by=by, reason=reason)
    release_places(locked, by=by)
    follow_leaving(locked, by=by)
    return move(locked, ApplicationEvent.LEAVE, by=by, by_law=by_law)


def _lock_for(assignment: Assignment, *, by: Actor) -> Application:
    """Her application, held; with several roles no move asks whose duty it is."""
    locked = lock(assignment.application)
    if by is not None and not may(by, Permission.ASSIGN, locked):
        raise Refusal(RoleDenied.NOT_YOURS)
    return locked


def _write(
    locked: Application,
    assignment: Assignment,
    state: AssignmentState,
    *,
    by: Actor,
    reason: str = "",
) -> None:
    assignment.state = state
    if state == AssignmentState.ENDED:
        assignment.ends_on = max(timezone.localdate(), assignment.starts_on)
        assignment.end_reason = reason[:300]
    assignment.save(update_fields=["state", "ends_on", "end_reason"])
    log(
        locked,
        "volunteers.assignment.change",
        user=by,
        data={"role": assignment.role_id, "state": state.value},
    )
    follow_change(assignment, by=by)


def _settle_duty(locked: Application, *, by: Actor, role: int) -> None:
    """Let the state follow from the roles she holds."""
    states = set(
        locked.assignments.filter(state__in=AssignmentState.holding).values_list(
            "state", flat=True
        )
    )
    if AssignmentState.ACTIVE in states:
        wanted, event = ApplicationState.ON_DUTY, ApplicationEvent.RETURN_TO_DUTY
    elif states:
        wanted, event = ApplicationState.PAUSED, ApplicationEvent.PAUSE_DUTY
    else:
        wanted, event = ApplicationState.READY, ApplicationEvent.END_DUTY
    if locked.state != wanted:
        move(locked, event, by=by, data={"role": role})
