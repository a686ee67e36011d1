"""When a woman may be called: the time she called safe, and whether it is now."""

from datetime import datetime, time

from django.utils import timezone

from people.enums import ContactChannel, SafeTime
from people.models import Person

#: From the first hour until just before the second, İzmir's clock, Monday to Friday.
SAFE_HOURS: dict[str, tuple[time, time]] = {
    SafeTime.MORNING: (time(9), time(12)),
    SafeTime.AFTERNOON: (time(12), time(17)),
    SafeTime.EVENING: (time(17), time(20)),
}
_SATURDAY = 5


def is_safe_time(person: Person, *, now: datetime | None = None) -> bool:
    """Whether a call at `now` falls into the time she chose."""
    hours = SAFE_HOURS.get(person.safe_time)
    if hours is None:
        return True
    here = timezone.localtime(now or timezone.now())
    first, end = hours
    return here.weekday() < _SATURDAY and first <= here.time() < end


def may_be_called(person: Person, *, now: datetime | None = None) -> bool:
    """Whether staff may take up the phone now."""
    return person.contact_channel != ContactChannel.SHE_CALLS and is_safe_time(
        person, now=now
    )
