"""Days on which the unit works: neither a weekend nor a public holiday.

The eve of a holiday, on which work ends at noon, is a working day.
"""

from datetime import date, datetime, timedelta

from django.utils import timezone

from language.public_holidays import holiday_on

_SATURDAY = 5


def is_working_day(day: date) -> bool:
    if day.weekday() >= _SATURDAY:
        return False
    holiday = holiday_on(day)
    return holiday is None or holiday.open_until is not None


def earliest_within(days: int, today: date) -> date:
    """The earliest day since which at most so many working days have passed.

    The day itself does not count, today does.
    """
    passed, day = 0, today
    while passed + is_working_day(day) <= days:
        passed += is_working_day(day)
        day -= timedelta(days=1)
    return day


def start_of(day: date) -> datetime:
    """Its first moment here."""
    return timezone.make_aware(datetime.combine(day, datetime.min.time()))
