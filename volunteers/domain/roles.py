"""The agreement, and roles: assigned, paused, ended by a person."""

from datetime import date

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from people.models import Recusal
from volunteers import notifications
from volunteers.domain.assignment_changes import (
    follow_leaving,
    lock_holder,
    settle_duty,
    write_state,
)
from volunteers.domain.duties import may
from volunteers.domain.moves import Actor, check, lock, move, require_reason
from volunteers.domain.papers import text_of_version
from volunteers.domain.role_fit import role_denied_reason
from volunteers.domain.role_periods import check_period
from volunteers.domain.seats import release_places
from volunteers.enums import ApplicationEvent, AssignmentState
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
    check_period(held, starts_on=starts_on, ends_on=ends_on)
    if held.assignments.holding().count() >= held.places:
        raise Refusal(RoleDenied.ROLE_FULL)
    assignment = Assignment.objects.create(
        application=locked,
        role=held,
        starts_on=starts_on,
        ends_on=ends_on,
        supervisor=_whom_to_turn_to(locked, held, named=supervisor),
    )
    move(locked, ApplicationEvent.ASSIGN_ROLE, by=by, data={"role": held.pk})
    notifications.tell_assigned(locked)
    return assignment


def _whom_to_turn_to(
    application: Application, role: Role, *, named: User | None
) -> User | None:
    """Whom staff name, or who leads the role; nobody who keeps out of it."""
    found = named or role.supervisor
    recused = Recusal.objects.filter(person=application.person_id, user=found)
    if found is None or not recused.exists():
        return found
    if named is not None:
        raise Refusal(RoleDenied.SUPERVISOR_RECUSED)
    return None


@transaction.atomic
def pause_assignment(assignment: Assignment, *, by: Actor) -> Assignment:
    """She pauses; the place stays hers."""
    locked = lock_holder(assignment, by=by)
    fresh = Assignment.objects.get(pk=assignment.pk)
    if fresh.state != AssignmentState.ACTIVE:
        raise Refusal(RoleDenied.NOT_ACTIVE)
    write_state(locked, fresh, AssignmentState.PAUSED, by=by)
    settle_duty(locked, by=by, role=fresh.role_id)
    return fresh


@transaction.atomic
def return_to_assignment(assignment: Assignment, *, by: Actor) -> Assignment:
    locked = lock_holder(assignment, by=by)
    fresh = Assignment.objects.get(pk=assignment.pk)
    if fresh.state != AssignmentState.PAUSED:
        raise Refusal(RoleDenied.NOT_PAUSED)
    write_state(locked, fresh, AssignmentState.ACTIVE, by=by)
    settle_duty(locked, by=by, role=fresh.role_id)
    return fresh


@transaction.atomic
def end_assignment(assignment: Assignment, *, reason: str, by: Actor) -> Assignment:
    """The role ends; without another one she is ready for the next."""
    locked = lock_holder(assignment, by=by)
    fresh = Assignment.objects.get(pk=assignment.pk)
    if fresh.state not in AssignmentState.holding:
        raise Refusal(RoleDenied.ENDED)
    reason = require_reason(reason)
    write_state(locked, fresh, AssignmentState.ENDED, by=by, reason=reason)
    settle_duty(locked, by=by, role=fresh.role_id)
    return fresh


@transaction.atomic
def record_leaving(
    application: Application, *, reason: str, by: Actor, by_law: bool = False
) -> Application:
    """She stops volunteering; every role she holds ends with it."""
    locked = lock(application)
    check(locked, ApplicationEvent.LEAVE, by=by, by_law=by_law)
    reason = require_reason(reason)
    for assignment in locked.assignments.holding():
        write_state(locked, assignment, AssignmentState.ENDED, by=by, reason=reason)
    release_places(locked, by=by)
    follow_leaving(locked, by=by)
    return move(locked, ApplicationEvent.LEAVE, by=by, by_law=by_law)
