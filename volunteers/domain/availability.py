"""Interview times that follow from available hours, and weeks that are copied.

What somebody has is never touched: it is counted, and staff are told.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from wagtail.log_actions import log

from volunteers.domain.duties import may_in
from volunteers.domain.moves import Actor
from volunteers.domain.plans import Plan, PlannedSlot, people_of, plan_copy, plan_slots
from volunteers.domain.slots import check_interviewers, has_bookings, hold_interviewers
from volunteers.enums import InterviewState
from volunteers.exceptions import Refusal, SlotDenied
from volunteers.models import AvailabilityWindow, Call, InterviewSlot
from volunteers.permissions import WindowPolicy
from volunteers.workflow import Permission

#: The longest stretch for which times are opened at once.
MOST_WEEKS = 12


def calls_for_hours(user: User) -> QuerySet[Call]:
    """Calls in which she holds interviews, or looks after everybody's hours."""
    interviews = Call.objects.where_may(user, Permission.INTERVIEW)
    return interviews | Call.objects.where_may(user, "add_availabilitywindow")


def windows_to_open(user: User) -> QuerySet[AvailabilityWindow]:
    """Hours from which she may open times.

    Her own in calls in which she holds interviews, everybody's in those whose
    interview times she looks after.
    """
    interviews = Call.objects.where_may(user, Permission.INTERVIEW)
    keeps = Call.objects.where_may(user, "add_interviewslot")
    own = Q(interviewer=user) | Q(colleague=user)
    return AvailabilityWindow.objects.filter(
        Q(call__in=keeps.order_by().values("pk"))
        | own & Q(call__in=interviews.order_by().values("pk"))
    )


@transaction.atomic
def make_slots(
    windows: Iterable[AvailabilityWindow],
    *,
    first_day: date,
    last_day: date,
    by: Actor,
    now: datetime | None = None,
) -> Plan:
    """Open what follows from the hours, and take back what follows no more.

    Asked for twice, it does nothing the second time. Returns what was done.
    """
    if last_day - first_day > timedelta(weeks=MOST_WEEKS):
        raise Refusal(SlotDenied.RANGE_TOO_LONG, weeks=MOST_WEEKS)
    asked = [window.pk for window in windows]
    fresh = list(
        AvailabilityWindow.objects.filter(pk__in=asked).select_related(
            "interviewer", "colleague"
        )
    )
    if by is not None:
        hers = windows_to_open(by).filter(pk__in=[one.pk for one in fresh])
        if hers.count() != len(fresh):
            raise Refusal(SlotDenied.NOT_YOURS)
    hold_interviewers(people_of(fresh))
    plan = plan_slots(fresh, first_day=first_day, last_day=last_day, now=now)
    removed = take_back(plan.removing, by=by)
    # Somebody took one of them in this moment: hers it is.
    plan.kept += [slot for slot in plan.removing if slot not in removed]
    plan.removing = removed
    for planned in plan.opening:
        _open(planned, window=planned.like, by=by)
    return plan


@transaction.atomic
def copy_week(
    slots: Collection[InterviewSlot],
    *,
    weeks: int,
    by: Actor,
    now: datetime | None = None,
) -> Plan:
    """Offer the same hours again so many weeks later; holidays, times off and what is
    there already are left out."""
    if weeks == 0:
        raise Refusal(SlotDenied.SAME_WEEK)
    calls = {slot.call_id for slot in slots}
    if by is not None:
        hers = Call.objects.where_may(by, "add_interviewslot").filter(pk__in=calls)
        if hers.count() != len(calls):
            raise Refusal(SlotDenied.NOT_YOURS)
    hold_interviewers(
        {one.pk: one for slot in slots for one in slot.interviewers.all()}.values()
    )
    plan = plan_copy(slots, weeks=weeks, now=now)
    if not plan.opening:
        raise Refusal(SlotDenied.NOTHING_TO_COPY)
    for planned in plan.opening:
        _open(planned, window=None, by=by)
    return plan


@transaction.atomic
def save_window(window: AvailabilityWindow, *, by: Actor) -> AvailabilityWindow:
    """Write hours: one's own in a call in which one holds interviews, or anybody's.

    Anybody's whom the call's interviews are given to, where one looks after them.
    """
    is_new = window.pk is None
    if not is_new:
        held = _held(window)
        if held is None:
            raise Refusal(SlotDenied.CHANGED_MEANWHILE)
        _require_care(held, by, "change")
    if by is not None:
        permission = (
            Permission.INTERVIEW
            if window.interviewer_id == by.pk
            else f"{'add' if is_new else 'change'}_availabilitywindow"
        )
        if not may_in(by, permission, window.call_id):
            raise Refusal(SlotDenied.NOT_YOURS)
    check_interviewers(people_of([window]), call=window.call_id)
    window.save()
    log(window, "wagtail.create" if is_new else "wagtail.edit", user=by)
    return window


@transaction.atomic
def withdraw_window(
    window: AvailabilityWindow, *, by: Actor, now: datetime | None = None
) -> tuple[int, int]:
    """Remove available hours with their free times: one's own, or those in one's care.

    Returns how many times went, and how many stay because somebody has them.
    """
    held = _held(window)
    if held is None:  # somebody else just did
        return 0, 0
    _require_care(held, by, "delete")
    hold_interviewers(people_of([held]))
    coming = InterviewSlot.objects.filter(
        window=window, starts_at__gt=now or timezone.now(), closed_at__isnull=True
    )
    before = list(coming)
    removed = take_back(before, by=by)
    booked = coming.filter(interviews__state=InterviewState.BOOKED).count()
    log(held, "wagtail.delete", user=by)
    held.delete()
    return len(removed), booked


def _held(window: AvailabilityWindow) -> AvailabilityWindow | None:
    rows = AvailabilityWindow.objects.select_for_update(of=("self",))
    return rows.select_related("interviewer", "colleague").filter(pk=window.pk).first()


def _require_care(window: AvailabilityWindow, by: Actor, action: str) -> None:
    if by is None:
        return
    policy = WindowPolicy(AvailabilityWindow)
    if not policy.open_to(by, action).filter(pk=window.pk).exists():
        raise Refusal(SlotDenied.NOT_YOURS)


def take_back(slots: Sequence[InterviewSlot], *, by: Actor) -> list[InterviewSlot]:
    """Remove those of them that nobody was ever given; returns these."""
    locked = InterviewSlot.objects.select_for_update().filter(
        pk__in=[slot.pk for slot in slots]
    )
    removed = []
    for slot in locked.order_by("pk"):
        if not has_bookings(slot):
            removed.append(slot.pk)
            log(slot, "wagtail.delete", user=by)
    InterviewSlot.objects.filter(pk__in=removed).delete()
    return [slot for slot in slots if slot.pk in removed]


def _open(
    planned: PlannedSlot,
    *,
    window: AvailabilityWindow | InterviewSlot | None,
    by: Actor,
) -> InterviewSlot:
    like = planned.like
    slot = InterviewSlot.objects.create(
        call_id=like.call_id,
        window_id=window.pk if window is not None else None,
        starts_at=planned.starts_at,
        minutes=like.minutes,
        is_online=like.is_online,
        place=like.place,
    )
    slot.interviewers.set(planned.interviewers)
    log(slot, "wagtail.create", user=by)
    return slot
