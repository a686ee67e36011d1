"""What follows from available hours: which interview times open, which go, which stay.

A plan is worked out without writing anything, so that staff see it before; the verbs
of `domain.availability` work it out once more under the lock, and carry it out.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.contrib.auth.models import User
from django.db.models import Q
from django.utils import timezone

from language.public_holidays import holiday_on
from volunteers.domain.slots import LONGEST, holders_in, run_of_times
from volunteers.enums import InterviewState, Weekday
from volunteers.models import Absence, AvailabilityWindow, InterviewSlot

_WEEKDAYS = list(Weekday)


@dataclass(frozen=True, slots=True)
class PlannedSlot:
    """An interview time that would open; `like` is the hours or the time it is of."""

    like: AvailabilityWindow | InterviewSlot
    starts_at: datetime
    interviewers: tuple[User, ...]

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.like.minutes)

    def is_as(self, slot: InterviewSlot) -> bool:
        """Whether the slot is what this would open."""
        return (
            slot.minutes == self.like.minutes
            and slot.is_online == self.like.is_online
            and slot.place == self.like.place
            and slot.call_id == self.like.call_id
            and {one.pk for one in slot.interviewers.all()}
            == {one.pk for one in self.interviewers}
        )


@dataclass(slots=True)
class Plan:
    opening: list[PlannedSlot] = field(default_factory=list)
    #: Free times that follow from the hours no more.
    removing: list[InterviewSlot] = field(default_factory=list)
    #: The same, but somebody has them: they stay until she or staff move them.
    kept: list[InterviewSlot] = field(default_factory=list)
    #: Not opened: an interviewer has something else by then.
    busy: list[PlannedSlot] = field(default_factory=list)
    #: Days left out, with the name of the holiday.
    holidays: list[tuple[date, str]] = field(default_factory=list)
    #: How many are there already, as they should be.
    present: int = 0

    @property
    def is_empty(self) -> bool:
        return not self.opening and not self.removing


@dataclass(slots=True)
class Timetable:
    """Who has what when, by interviewer; and when nobody may have anything."""

    absences: list[Absence]
    taken: dict[int, list[tuple[datetime, datetime]]] = field(default_factory=dict)

    def take(self, people: Iterable[int], start: datetime, end: datetime) -> None:
        for pk in people:
            self.taken.setdefault(pk, []).append((start, end))

    def is_busy(self, people: Iterable[int], start: datetime, end: datetime) -> bool:
        return any(
            begun < end and start < ended
            for pk in people
            for begun, ended in self.taken.get(pk, ())
        )

    def is_off(self, people: Collection[int], start: datetime, end: datetime) -> bool:
        """Whether a holiday or a time off lies across it."""
        first, last = timezone.localtime(start), timezone.localtime(end)
        holiday = holiday_on(first.date())
        if holiday and (
            holiday.open_until is None
            or last.replace(tzinfo=None)
            > datetime.combine(first.date(), holiday.open_until)
        ):
            return True
        return any(
            absence.from_day <= first.date() <= absence.until_day
            and (absence.interviewer_id is None or absence.interviewer_id in people)
            and _overlaps(absence, first, last)
            for absence in self.absences
        )


def _overlaps(absence: Absence, first: datetime, last: datetime) -> bool:
    if absence.first is None or absence.until is None:
        return True
    begins = datetime.combine(first.date(), absence.first)
    ends = datetime.combine(first.date(), absence.until)
    return begins < last.replace(tzinfo=None) and first.replace(tzinfo=None) < ends


def timetable(first_day: date, last_day: date) -> Timetable:
    absences = Absence.objects.filter(from_day__lte=last_day, until_day__gte=first_day)
    return Timetable(list(absences))


def people_of(windows: Iterable[AvailabilityWindow]) -> list[User]:
    found = {}
    for window in windows:
        for one in (window.interviewer, window.colleague):
            if one is not None:
                found[one.pk] = one
    return list(found.values())


def _hands(
    rows: Iterable[tuple[int, Iterable[User]]],
) -> dict[int, set[int]]:
    """Call -> who of those named there holds interviews in it, by key."""
    by_call: dict[int, dict[int, User]] = {}
    for call, people in rows:
        by_call.setdefault(call, {}).update({one.pk: one for one in people})
    return {call: holders_in(call, them.values()) for call, them in by_call.items()}


def plan_slots(
    windows: Collection[AvailabilityWindow],
    *,
    first_day: date,
    last_day: date,
    now: datetime | None = None,
) -> Plan:
    """From the first day to the end of the last one, for the hours given.

    Whoever holds no interviews in the call any more is in no time that opens; hours
    of her own open none.
    """
    now = now or timezone.now()
    plan = Plan()
    off = timetable(first_day, last_day)
    people = people_of(windows)
    own = {window.pk for window in windows}
    slots = list(_slots_near(people, own, first_day, last_day))
    by_key = {
        (slot.window_id, slot.starts_at): slot for slot in slots if slot.window_id
    }
    wanted, missing = set(), []
    for planned in _wanted(windows, first_day, last_day, off, plan):
        if planned.starts_at <= now:
            continue
        present = by_key.get((planned.like.pk, planned.starts_at))
        if present is not None and (present.closed_at or planned.is_as(present)):
            wanted.add(present.pk)
            plan.present += present.closed_at is None
        else:
            missing.append(planned)
    begins, ends = _bounds(first_day, last_day)
    for slot in slots:
        is_ours = slot.window_id in own and slot.pk not in wanted
        if is_ours and max(begins, now) < slot.starts_at < ends and not slot.closed_at:
            states = [one.state for one in slot.interviews.all()]
            if not states:
                plan.removing.append(slot)
                continue
            if InterviewState.BOOKED in states:
                plan.kept.append(slot)
        pks = [one.pk for one in slot.interviewers.all()]
        off.take(pks, slot.starts_at, slot.ends_at)
    for planned in missing:
        present = by_key.get((planned.like.pk, planned.starts_at))
        if present is not None and present not in plan.removing:
            plan.busy.append(planned)  # somebody has it as it was before
        else:
            _place(planned, off, plan)
    return plan


def plan_copy(
    slots: Iterable[InterviewSlot], *, weeks: int, now: datetime | None = None
) -> Plan:
    """The same hours so many weeks later, with the same interviewers.

    Without those who hold no interviews in the call any more.
    """
    now = now or timezone.now()
    plan = Plan()
    copies = []
    slots = list(slots)
    hands = _hands((slot.call_id, slot.interviewers.all()) for slot in slots)
    for slot in slots:
        local = timezone.localtime(slot.starts_at).replace(tzinfo=None)
        starts_at = timezone.make_aware(local + timedelta(weeks=weeks))
        hers = hands[slot.call_id]
        people = tuple(one for one in slot.interviewers.all() if one.pk in hers)
        copies.append(PlannedSlot(slot, starts_at, people))
    if not copies:
        return plan
    days = [timezone.localdate(one.starts_at) for one in copies]
    off = timetable(min(days), max(days))
    everybody = {one.pk: one for copy in copies for one in copy.interviewers}
    calls = {copy.like.call_id for copy in copies}
    for slot in _slots_near(everybody.values(), set(), min(days), max(days), calls):
        if slot.closed_at is None:
            off.take(
                _holders(slot.interviewers.all(), slot.call_id),
                slot.starts_at,
                slot.ends_at,
            )
    seen_holidays: dict[date, str] = {}
    for copy in copies:
        pks = [one.pk for one in copy.interviewers]
        holiday = holiday_on(timezone.localdate(copy.starts_at))
        if off.is_off(pks, copy.starts_at, copy.ends_at):
            if holiday:
                seen_holidays[timezone.localdate(copy.starts_at)] = holiday.name
            else:
                plan.busy.append(copy)
        elif copy.starts_at > now:
            _place(copy, off, plan)
    plan.holidays = sorted(seen_holidays.items())
    return plan


def _holders(people: Iterable[User], call_id: int) -> list[int]:
    """Whose time it takes; without interviewers it meets those of its own call."""
    return [one.pk for one in people] or [-call_id]


def _place(planned: PlannedSlot, off: Timetable, plan: Plan) -> None:
    pks = _holders(planned.interviewers, planned.like.call_id)
    if off.is_busy(pks, planned.starts_at, planned.ends_at):
        plan.busy.append(planned)
        return
    off.take(pks, planned.starts_at, planned.ends_at)
    plan.opening.append(planned)


def _wanted(
    windows: Collection[AvailabilityWindow],
    first_day: date,
    last_day: date,
    off: Timetable,
    plan: Plan,
) -> Iterator[PlannedSlot]:
    hands = _hands((one.call_id, people_of([one])) for one in windows)
    windows = [one for one in windows if one.interviewer_id in hands[one.call_id]]
    for number in range((last_day - first_day).days + 1):
        day = first_day + timedelta(days=number)
        weekday = _WEEKDAYS[day.weekday()]
        that_day = [
            one
            for one in windows
            if one.weekday == weekday and one.from_day <= day <= one.until_day
        ]
        holiday = holiday_on(day)
        if holiday and that_day:
            plan.holidays.append((day, holiday.name))
        for window in sorted(that_day, key=lambda one: (one.first, one.pk)):
            hers = hands[window.call_id]
            people = tuple(one for one in people_of([window]) if one.pk in hers)
            begins = timezone.make_aware(datetime.combine(day, window.first))
            ends = timezone.make_aware(datetime.combine(day, window.until))
            for start in run_of_times(begins, ends, minutes=window.minutes):
                planned = PlannedSlot(window, start, people)
                if not off.is_off([one.pk for one in people], start, planned.ends_at):
                    yield planned


def _slots_near(
    people: Iterable[User],
    windows: Collection[int],
    first_day: date,
    last_day: date,
    calls: Collection[int] = (),
) -> Iterable[InterviewSlot]:
    begins, ends = _bounds(first_day, last_day)
    return (
        InterviewSlot.objects.filter(
            Q(interviewers__in=[one.pk for one in people])
            | Q(window__in=windows)
            | Q(call__in=calls),
            starts_at__gt=begins - LONGEST,
            starts_at__lt=ends,
        )
        .distinct()
        .prefetch_related("interviewers", "interviews")
        .order_by("starts_at", "pk")
    )


def _bounds(first_day: date, last_day: date) -> tuple[datetime, datetime]:
    """From the first midnight to the one after the last day."""
    return (
        timezone.make_aware(datetime.combine(first_day, time.min)),
        timezone.make_aware(datetime.combine(last_day + timedelta(days=1), time.min)),
    )
