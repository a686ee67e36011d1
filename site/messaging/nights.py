"""Nobody is written to at night, unless it cannot wait."""

from datetime import datetime, time, timedelta

from django.utils import timezone

#: By the clock of İzmir.
NIGHT_BEGINS, NIGHT_ENDS = time(21), time(8)


def by_day(moment: datetime) -> datetime:
    """`moment`, or the end of the night that it lies in."""
    local = timezone.localtime(moment)
    if NIGHT_ENDS <= local.time() < NIGHT_BEGINS:
        return moment
    day = local.date() + timedelta(days=local.time() >= NIGHT_BEGINS)
    return timezone.make_aware(datetime.combine(day, NIGHT_ENDS))
