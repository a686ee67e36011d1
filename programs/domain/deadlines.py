"""Until when a freed place is held for whom it was offered to."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from programs.models import Occurrence

USUAL_WINDOW = timedelta(hours=24)
SHORT_WINDOW = timedelta(hours=3)
#: From here on the short window counts.
NEAR_DEPARTURE = timedelta(hours=48)
#: No answer is waited for later than this before the departure.
LAST_ANSWER = timedelta(hours=2)
#: An offer that leaves less time than this is not made; staff may still call.
LEAST_TIME = timedelta(minutes=30)
NIGHT_BEGINS = time(22)
NIGHT_ENDS = time(8)
MORNING = time(9)


def offer_deadline(*, now: datetime, starts_at: datetime) -> datetime | None:
    """The end of an offer made now; None when there is no time left for one.

    24 hours, or 3 when the departure is nearer than 48; never in the night (then at
    nine in the morning), never later than 2 hours before the departure. Where these
    two collide, the offer ends when the night begins.
    """
    window = SHORT_WINDOW if starts_at - now < NEAR_DEPARTURE else USUAL_WINDOW
    deadline = min(_after_the_night(now + window), latest_answer(starts_at))
    return deadline if deadline - now >= LEAST_TIME else None


def answers_until(occurrence: Occurrence, *, now: datetime) -> datetime | None:
    """Until when an offer made now would stand; None when there is no time for one."""
    return offer_deadline(now=now, starts_at=occurrence.entry_until)


def latest_answer(starts_at: datetime) -> datetime:
    """When the last offer for a departure ends: then everybody knows."""
    latest = starts_at - LAST_ANSWER
    return _before_the_night(latest) if _in_the_night(latest) else latest


def _in_the_night(moment: datetime) -> bool:
    clock = timezone.localtime(moment).time()
    return clock > NIGHT_BEGINS or clock < NIGHT_ENDS


def _after_the_night(moment: datetime) -> datetime:
    if not _in_the_night(moment):
        return moment
    local = timezone.localtime(moment)
    day = local.date() + timedelta(days=local.time() > NIGHT_BEGINS)
    return timezone.make_aware(datetime.combine(day, MORNING), local.tzinfo)


def _before_the_night(moment: datetime) -> datetime:
    local = timezone.localtime(moment)
    day = local.date() - timedelta(days=local.time() < NIGHT_ENDS)
    return timezone.make_aware(datetime.combine(day, NIGHT_BEGINS), local.tzinfo)
