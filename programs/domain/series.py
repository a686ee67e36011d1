"""Many dates at once: every week on chosen days, or a whole season again."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from language.public_holidays import holiday_on
from programs.domain.occurrences import copy_occurrence
from programs.enums import OccurrenceState, Weekday
from programs.models import Activity, Occurrence

#: A series reaches no further than this.
LONGEST = timedelta(weeks=53)
#: And makes no more dates than these at once.
MOST_DATES = 120


@dataclass(frozen=True, slots=True)
class PlannedDate:
    """One date of a series, before it is made."""

    of: Occurrence
    starts_at: datetime
    #: The public holiday it falls on; "" on other days.
    holiday: str = ""
    is_past: bool = False
    #: The activity has a date at this time already.
    is_taken: bool = False

    @property
    def will_be_made(self) -> bool:
        return not (self.holiday or self.is_past or self.is_taken)


def weekly(
    occurrence: Occurrence, *, weekdays: Iterable[str], first: date, until: date
) -> list[PlannedDate]:
    """The same clock time on each of these weekdays, both ends included."""
    numbers = {Weekday(day).number for day in weekdays}
    clock = timezone.localtime(occurrence.starts_at).time()
    last = min(until, first + LONGEST)
    days = [
        first + timedelta(days=n)
        for n in range((last - first).days + 1)
        if (first + timedelta(days=n)).weekday() in numbers
    ]
    asked = [
        (occurrence, timezone.make_aware(datetime.combine(day, clock))) for day in days
    ]
    return _looked_at(asked[:MOST_DATES])


def season_again(
    activity: Activity, *, first: date, last: date, weeks: int
) -> list[PlannedDate]:
    """Every date held between two days, so many weeks later: weekdays stay."""
    held = (
        Occurrence.objects.filter(
            activity=activity,
            stop=None,
            invitation="",
            starts_at__date__gte=first,
            starts_at__date__lte=last,
        )
        .exclude(state=OccurrenceState.CANCELLED)
        .select_related("activity")
        .order_by("starts_at", "pk")
    )
    return _looked_at(
        [(one, _weeks_later(one.starts_at, weeks)) for one in held[:MOST_DATES]]
    )


def make_dates(planned: Sequence[PlannedDate], *, by: User | None) -> list[Occurrence]:
    """A draft for each date that nothing speaks against; each is logged by itself."""
    with transaction.atomic():
        return [
            copy_occurrence(one.of, starts_at=one.starts_at, by=by)
            for one in planned
            if one.will_be_made
        ]


def digest_of(planned: Sequence[PlannedDate]) -> str:
    """Tells whether these are the dates that somebody was shown."""
    made = [f"{one.of.pk} {one.starts_at}" for one in planned if one.will_be_made]
    return hashlib.sha256("\n".join(made).encode()).hexdigest()


def _weeks_later(moment: datetime, weeks: int) -> datetime:
    """The same time of the clock, also where the clock was changed in between."""
    local = timezone.localtime(moment)
    day = local.date() + timedelta(weeks=weeks)
    return timezone.make_aware(datetime.combine(day, local.time()))


def _looked_at(asked: list[tuple[Occurrence, datetime]]) -> list[PlannedDate]:
    now = timezone.now()
    taken = set(
        Occurrence.objects.filter(
            activity__in={of.activity_id for of, _moment in asked},
            starts_at__in=[moment for _of, moment in asked],
        )
        .exclude(state=OccurrenceState.CANCELLED)
        .values_list("activity", "starts_at")
    )
    return [
        PlannedDate(
            of=of,
            starts_at=moment,
            holiday=_holiday(moment),
            is_past=moment <= now,
            is_taken=(of.activity_id, moment) in taken,
        )
        for of, moment in asked
    ]


def _holiday(moment: datetime) -> str:
    local = timezone.localtime(moment)
    holiday = holiday_on(local.date())
    if holiday is None:
        return ""
    works_still = holiday.open_until and local.time() < holiday.open_until
    return "" if works_still else holiday.name
