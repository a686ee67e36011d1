"""Places in shifts: taken and given back by her, or by staff for her.

Whoever takes a place holds all her applications first, then the shift: so she is never
in two places at once, a shift never has more places taken than it has, and none is
removed under who has just taken a place in it.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from wagtail.log_actions import log

from people.exceptions import Refusal
from volunteers import notifications
from volunteers.domain.duties import may_to_all
from volunteers.domain.moves import Actor, lock_hers
from volunteers.domain.promises import Promise, busy_with, promises_of
from volunteers.enums import AVAILABILITY, AssignmentState, PartOfDay, Weekday
from volunteers.exceptions import BusyDenied
from volunteers.models import Application, Assignment, Shift, ShiftPlace
from volunteers.permissions import roles_led_by
from volunteers.service_exceptions import ShiftDenied
from volunteers.workflow import Permission

#: From these hours on it is noon, and evening.
_NOON, _EVENING = 12, 17


@transaction.atomic
def take_shift(
    assignment: Assignment,
    *,
    shift: Shift,
    by: Actor = None,
    now: datetime | None = None,
) -> ShiftPlace:
    """Take a place in a shift of her role. Asked for twice, it is taken once."""
    locked = lock_hers(assignment.application_id)
    _require_duty(locked, by)
    fresh = Assignment.objects.select_related("role").get(pk=assignment.pk)
    held = _hold(shift)
    earlier = ShiftPlace.objects.filter(assignment=fresh, shift=held).first()
    if earlier is not None:
        return earlier
    reason = _denied_reason(fresh, held, now or timezone.now())
    if reason:
        raise Refusal(reason)
    busy = busy_with(locked, held)
    if busy is not None:
        raise Refusal(_reason(busy), moment=busy.starts_at)
    if held.shift_places.count() >= held.places:
        raise Refusal(ShiftDenied.FULL)
    place = ShiftPlace.objects.create(assignment=fresh, shift=held)
    log(locked, "volunteers.shift.take", user=by, data={"shift": held.pk})
    if by is not None:
        notifications.tell_shift_given(locked, held)
    return place


@transaction.atomic
def give_back_shift(
    place: ShiftPlace, *, by: Actor = None, now: datetime | None = None
) -> None:
    """The place comes free for somebody else, before the shift begins."""
    locked = lock_hers(place.assignment.application_id)
    _require_duty(locked, by)
    shift = Shift.objects.get(pk=place.shift_id)
    if shift.starts_at <= (now or timezone.now()):
        raise Refusal(ShiftDenied.PAST)
    deleted, _kinds = ShiftPlace.objects.filter(pk=place.pk).delete()
    if not deleted:
        return
    log(locked, "volunteers.shift.give_back", user=by, data={"shift": shift.pk})
    if by is not None:
        notifications.tell_shift_removed(locked, shift)


def free_coming_shifts(
    assignment: Assignment, *, by: Actor, now: datetime | None = None
) -> int:
    """Her places in what is still to come, when she pauses or stops."""
    coming = ShiftPlace.objects.filter(
        assignment=assignment, shift__starts_at__gt=now or timezone.now()
    )
    shifts = list(coming.values_list("shift_id", flat=True))
    coming.delete()
    for shift in shifts:
        log(
            assignment.application,
            "volunteers.shift.give_back",
            user=by,
            data={"shift": shift},
        )
    return len(shifts)


@transaction.atomic
def save_shift(shift: Shift, *, by: Actor) -> Shift:
    """Write what staff changed; where somebody has a place, its time stays."""
    if shift.pk is None:
        _require_role(shift, by)
        _require_term(shift)
        shift.save()
        log(shift, "wagtail.create", user=by)
        return shift
    held = _hold(shift)
    for one in (held, shift):
        _require_role(one, by)
    taken = held.shift_places.count()
    if taken:
        fixed = ("role_id", "starts_at", "ends_at")
        if any(getattr(held, name) != getattr(shift, name) for name in fixed):
            raise Refusal(ShiftDenied.TIMES_FIXED)
        if shift.places < taken:
            raise Refusal(ShiftDenied.TOO_FEW_PLACES, taken=taken)
    if (held.role_id, held.starts_at) != (shift.role_id, shift.starts_at):
        _require_term(shift)
    shift.save()
    log(shift, "wagtail.edit", user=by)
    return shift


@transaction.atomic
def delete_shift(shift: Shift, *, by: Actor) -> None:
    """Remove a shift in which nobody has a place; removed twice, it is gone once."""
    held = Shift.objects.select_for_update().filter(pk=shift.pk).first()
    if held is None:
        return
    _require_role(held, by)
    if held.shift_places.exists():
        raise Refusal(ShiftDenied.TAKEN)
    log(held, "wagtail.delete", user=by)
    held.delete()


def _hold(shift: Shift) -> Shift:
    held = Shift.objects.select_for_update().filter(pk=shift.pk).first()
    if held is None:
        raise Refusal(ShiftDenied.GONE)
    return held


def _require_role(shift: Shift, by: Actor) -> None:
    if by is not None and not roles_led_by(by).filter(pk=shift.role_id).exists():
        raise Refusal(ShiftDenied.ROLE_NOT_YOURS)


def _require_term(shift: Shift) -> None:
    role = shift.role
    if role.lasts_on(timezone.localdate(shift.starts_at)):
        return
    if role.ends_on is None:
        raise Refusal(ShiftDenied.BEFORE_ROLE, day=role.starts_on)
    raise Refusal(ShiftDenied.NOT_IN_ROLE, day=role.starts_on, last=role.ends_on)


def coming_places(
    application: Application, now: datetime | None = None
) -> QuerySet[ShiftPlace]:
    """What she has taken and is not over yet."""
    return (
        ShiftPlace.objects.filter(
            assignment__application=application,
            shift__ends_at__gt=now or timezone.now(),
        )
        .select_related("shift__role", "assignment")
        .order_by("shift__starts_at", "pk")
    )


def shifts_to_choose(
    application: Application, now: datetime | None = None
) -> list[tuple[Shift, Assignment, ShiftDenied | BusyDenied | None]]:
    """Coming shifts of the roles she is active in, without those she has.

    With why she cannot take one, where she cannot. In a fixed number of queries.
    """
    now = now or timezone.now()
    active = {
        one.role_id: one
        for one in application.assignments.filter(
            state=AssignmentState.ACTIVE
        ).select_related("role")
    }
    if not active:
        return []
    promised = promises_of([application.person_id], starts_at=now)
    hers = [one.what.pk for one in promised if isinstance(one.what, Shift)]
    shifts = (
        Shift.objects.coming(now)
        .filter(role__in=active)
        .exclude(pk__in=hers)
        .with_places()
        .select_related("role")
        .order_by("starts_at", "pk")
    )
    rows = []
    for shift in shifts:
        reason: ShiftDenied | BusyDenied | None = _denied_reason(
            active[shift.role_id], shift, now
        )
        if reason == ShiftDenied.OUTSIDE_TERM:
            continue
        for one in promised:
            if reason is None and one.meets(shift.starts_at, shift.ends_at):
                reason = _reason(one)
        if reason is None and not shift.places_left:
            reason = ShiftDenied.FULL
        rows.append((shift, active[shift.role_id], reason))
    return rows


def candidates_of(
    shift: Shift, *, assignments: QuerySet[Assignment]
) -> list[tuple[Assignment, BusyDenied | None, bool]]:
    """Who of `assignments` may have a place: with whether she is free, and said so.

    (assignment, what she is expected at by then, told us that she is free then)
    """
    day = timezone.localdate(shift.starts_at)
    active = (
        assignments.filter(role=shift.role_id, state=AssignmentState.ACTIVE)
        .exclude(shift_places__shift=shift)
        .select_related("application__person", "role")
        .order_by("application__person__sort_key", "pk")
    )
    rows = [one for one in active if one.covers(day)]
    people = {one.application.person_id for one in rows}
    busy = {
        one.person_id: one.kind
        for one in promises_of(people, starts_at=shift.starts_at, ends_at=shift.ends_at)
        if one.what != shift
    }
    cells = cells_of(shift.starts_at, shift.ends_at)
    return [
        (
            one,
            busy.get(one.application.person_id),
            cells <= set(one.application.availability),
        )
        for one in rows
    ]


def cells_of(starts_at: datetime, ends_at: datetime) -> set[str]:
    """The cells of the availability grid that a time touches."""
    found, at = set(), timezone.localtime(starts_at)
    until = timezone.localtime(ends_at)
    while at < until:
        part = (
            PartOfDay.MORNING
            if at.hour < _NOON
            else PartOfDay.NOON
            if at.hour < _EVENING
            else PartOfDay.EVENING
        )
        found.add(f"{list(Weekday)[at.weekday()].value}-{part.value}")
        at = at.replace(minute=0) + timedelta(hours=1)
    return found & set(AVAILABILITY)


def _require_duty(application: Application, by: Actor) -> None:
    if by is not None and not may_to_all(by, Permission.ASSIGN, [application.pk]):
        raise Refusal(ShiftDenied.NOT_YOURS)


def _denied_reason(
    assignment: Assignment, shift: Shift, now: datetime
) -> ShiftDenied | None:
    """Places and other shifts left aside."""
    if assignment.role_id != shift.role_id:
        return ShiftDenied.FOREIGN
    if assignment.state != AssignmentState.ACTIVE:
        return ShiftDenied.NOT_ON_DUTY
    if shift.starts_at <= now:
        return ShiftDenied.PAST
    if not assignment.covers(timezone.localdate(shift.starts_at)):
        return ShiftDenied.OUTSIDE_TERM
    return None


def _reason(busy: Promise) -> ShiftDenied | BusyDenied:
    return ShiftDenied.BUSY if isinstance(busy.what, Shift) else busy.kind


def with_people(shifts: Iterable[Shift]) -> dict[int, list[ShiftPlace]]:
    """Shift -> who is there, in one query."""
    found: dict[int, list[ShiftPlace]] = {}
    for place in (
        ShiftPlace.objects.filter(shift__in=[one.pk for one in shifts])
        .select_related("assignment__application__person")
        .order_by("assignment__application__person__sort_key")
    ):
        found.setdefault(place.shift_id, []).append(place)
    return found
