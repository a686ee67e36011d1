"""What follows by itself when a role is paused, taken up again or ended."""

from django.db.models import QuerySet
from django.utils import timezone

from volunteers.domain.moves import Actor
from volunteers.domain.shifts import free_coming_shifts
from volunteers.enums import AssignmentState, WishKind
from volunteers.models import Application, Assignment, DutyWish

#: A wish is open as long as its role is in this state.
WISHED_IN = {
    WishKind.PAUSE: AssignmentState.ACTIVE,
    WishKind.RETURN: AssignmentState.PAUSED,
}


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
