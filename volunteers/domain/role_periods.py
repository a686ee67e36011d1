"""How long a role is held: within the role, and extended or ended by a person.

Nothing ends by itself: whose time is over is listed until somebody decides.
"""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import override as speaking
from wagtail.log_actions import log

from volunteers.domain.assignment_changes import (
    lock_holder,
    settle_duty,
    write_state,
)
from volunteers.domain.moves import Actor
from volunteers.enums import AssignmentState
from volunteers.exceptions import Refusal, RoleDenied
from volunteers.models import Assignment, Role
from volunteers.service_exceptions import PeriodDenied

#: Staff and she are told so many days before a role that she holds ends.
ENDS_SOON_DAYS = 14


def check_period(role: Role, *, starts_on: date, ends_on: date | None) -> None:
    """Refuse dates that are the wrong way round or lie outside those of the role."""
    if ends_on is not None and ends_on < starts_on:
        raise Refusal(RoleDenied.DATES_WRONG)
    if starts_on < role.starts_on:
        raise Refusal(PeriodDenied.BEFORE_ROLE, day=role.starts_on)
    if role.ends_on is None:
        return
    if starts_on > role.ends_on:
        raise Refusal(PeriodDenied.AFTER_ROLE, day=role.ends_on)
    if ends_on is not None and ends_on > role.ends_on:
        raise Refusal(PeriodDenied.LONGER_THAN_ROLE, day=role.ends_on)


@transaction.atomic
def extend_assignment(
    assignment: Assignment, *, ends_on: date, reason: str = "", by: Actor
) -> Assignment:
    """She has the role until that day. It may also end earlier than was thought."""
    locked = lock_holder(assignment, by=by)
    fresh = Assignment.objects.select_related("role").get(pk=assignment.pk)
    if fresh.state not in AssignmentState.holding:
        raise Refusal(RoleDenied.ENDED)
    if ends_on < timezone.localdate():
        raise Refusal(PeriodDenied.END_IN_PAST)
    # Held from before the role began, as it may be of old: only the end is new.
    starts_on = max(fresh.starts_on, fresh.role.starts_on)
    check_period(fresh.role, starts_on=starts_on, ends_on=ends_on)
    fresh.ends_on = ends_on
    fresh.extend_reason = reason.strip()[:300]
    fresh.save(update_fields=["ends_on", "extend_reason"])
    log(
        locked,
        "volunteers.assignment.extend",
        user=by,
        data={"role": fresh.role_id, "ends_on": ends_on.isoformat()},
    )
    return fresh


@transaction.atomic
def end_as_planned(assignment: Assignment, *, by: Actor) -> Assignment:
    """End what is past its end, on the day on which it was to end."""
    locked = lock_holder(assignment, by=by)
    fresh = Assignment.objects.select_related("role").get(pk=assignment.pk)
    if fresh.state not in AssignmentState.holding:
        raise Refusal(RoleDenied.ENDED)
    if not fresh.is_past_end:
        raise Refusal(PeriodDenied.NOT_PAST_END)
    with speaking("tr"):
        reason = gettext("Its time was over")
    write_state(
        locked,
        fresh,
        AssignmentState.ENDED,
        by=by,
        reason=reason,
        ended_on=fresh.last_day,
    )
    settle_duty(locked, by=by, role=fresh.role_id)
    return fresh
