"""How a role that somebody holds is changed, and what follows by itself."""

from datetime import date

from django.db.models import QuerySet
from django.utils import timezone
from wagtail.log_actions import log

from volunteers.domain.duties import may
from volunteers.domain.moves import Actor, lock, move
from volunteers.domain.shifts import free_coming_shifts
from volunteers.enums import (
    ApplicationEvent,
    ApplicationState,
    AssignmentState,
    WishKind,
)
from volunteers.exceptions import Refusal, RoleDenied
from volunteers.models import Application, Assignment, DutyWish
from volunteers.workflow import Permission

#: A wish is open as long as its role is in this state.
WISHED_IN = {
    WishKind.PAUSE: AssignmentState.ACTIVE,
    WishKind.RETURN: AssignmentState.PAUSED,
}


def lock_holder(assignment: Assignment, *, by: Actor) -> Application:
    """Her application, held; with several roles no move asks whose duty it is."""
    locked = lock(assignment.application)
    if by is not None and not may(by, Permission.ASSIGN, locked):
        raise Refusal(RoleDenied.NOT_YOURS)
    return locked


def write_state(
    locked: Application,
    assignment: Assignment,
    state: AssignmentState,
    *,
    by: Actor,
    reason: str = "",
    ended_on: date | None = None,
) -> None:
    """`ended_on`: the last day of what ends; today unless it is said."""
    assignment.state = state
    if state == AssignmentState.ENDED:
        last = ended_on or timezone.localdate()
        assignment.ends_on = max(last, assignment.starts_on)
        assignment.end_reason = reason[:300]
    assignment.save(update_fields=["state", "ends_on", "end_reason"])
    log(
        locked,
        "volunteers.assignment.change",
        user=by,
        data={"role": assignment.role_id, "state": state.value},
    )
    follow_change(assignment, by=by)


def settle_duty(locked: Application, *, by: Actor, role: int) -> None:
    """Let the state follow from the roles she holds."""
    states = set(locked.assignments.holding().values_list("state", flat=True))
    if AssignmentState.ACTIVE in states:
        wanted, event = ApplicationState.ON_DUTY, ApplicationEvent.RETURN_TO_DUTY
    elif states:
        wanted, event = ApplicationState.PAUSED, ApplicationEvent.PAUSE_DUTY
    else:
        wanted, event = ApplicationState.READY, ApplicationEvent.END_DUTY
    if locked.state != wanted:
        move(locked, event, by=by, data={"role": role})


def follow_change(assignment: Assignment, *, by: Actor) -> None:
    """Her coming shifts go to others; a wish that has come true is settled."""
    if assignment.state != AssignmentState.ACTIVE:
        free_coming_shifts(assignment, by=by)
    open_wishes = DutyWish.objects.filter(assignment=assignment, settled_at=None)
    gone = [
        one.pk
        for one in open_wishes
        if WISHED_IN[WishKind(one.kind)] != assignment.state
    ]
    _settle(DutyWish.objects.filter(pk__in=gone), by)


def follow_leaving(application: Application, *, by: Actor) -> None:
    """Nothing is open any more of who left."""
    _settle(DutyWish.objects.filter(application=application, settled_at=None), by)


def _settle(wishes: "QuerySet[DutyWish]", by: Actor) -> None:
    wishes.update(settled_at=timezone.now(), settled_by=by)
