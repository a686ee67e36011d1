"""Sessions proposed for certain days of the week, without public holidays."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from language.public_holidays import holiday_on

#: No course has more.
MOST_SESSIONS = 120
#: Nothing is planned further than this after the first day.
_LONGEST = timedelta(days=2 * 365)


@dataclass(frozen=True, slots=True)
class Weekly:
    """Days of the week (Monday is 0), times, and where it ends: at a day or a count."""

    first_day: date
    weekdays: Collection[int]
    begins: time
    ends: time
    count: int | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Planned:
    """One session to be; on a holiday it is named and left out."""

    starts_at: datetime
    ends_at: datetime
    holiday: str = ""


def propose(weekly: Weekly) -> list[Planned]:
    """The sessions in order, those that fall on a holiday among them, named.

    A holiday does not use up the count: so many sessions are held as were asked for.
    """
    proposed: list[Planned] = []
    held, day = 0, weekly.first_day
    last = weekly.until or weekly.first_day + _LONGEST
    most = min(weekly.count or MOST_SESSIONS, MOST_SESSIONS)
    while day <= last and held < most:
        if day.weekday() in weekly.weekdays:
            one = _on(day, weekly)
            proposed.append(one)
            held += not one.holiday
        day += timedelta(days=1)
    return proposed


def again(held: Sequence[tuple[datetime, datetime]]) -> list[Planned]:
    """As many sessions at these times as there are, but none on a holiday.

    What falls on one is made up for after the last, as the last week goes on.
    """
    if not held:
        return []
    last = [one for one in held if one[0] > held[-1][0] - timedelta(weeks=1)]
    found = [_unless_holiday(*one) for one in held]
    week = timedelta(weeks=1)
    until = held[-1][0] + _LONGEST
    while sum(not one.holiday for one in found) < len(held):
        last = [(begins + week, ends + week) for begins, ends in last]
        if last[0][0] > until:
            break
        found += [_unless_holiday(*one) for one in last]
    return [one for one in found if not one.holiday][: len(held)]


def _on(day: date, weekly: Weekly) -> Planned:
    return _unless_holiday(
        timezone.make_aware(datetime.combine(day, weekly.begins)),
        timezone.make_aware(datetime.combine(day, weekly.ends)),
    )


def _unless_holiday(starts_at: datetime, ends_at: datetime) -> Planned:
    holiday = holiday_on(timezone.localdate(starts_at))
    is_free = holiday is not None and (
        holiday.open_until is None
        or timezone.localtime(ends_at).time() > holiday.open_until
    )
    return Planned(
        starts_at=starts_at,
        ends_at=ends_at,
        holiday=holiday.name if holiday and is_free else "",
    )
