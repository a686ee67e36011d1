"""Reminding those who have a place, three days and one day before."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from messaging.models import Message
from messaging.nights import by_day
from programs import notifications
from programs.enums import OccurrenceState, RegistrationState
from programs.models import Occurrence, Registration

#: The first reminder, and the last.
DAYS_BEFORE = (3, 1)
#: At what time of that day, by the clock of İzmir.
REMIND_AT = time(10)
#: How many reminders one run writes, so that it ends.
BATCH = 500


def moment_of(occurrence: Occurrence, days: int) -> datetime:
    """When the reminder `days` before is due."""
    day = occurrence.day - timedelta(days=days)
    return timezone.make_aware(datetime.combine(day, REMIND_AT))


def queue_trip_reminders() -> int:
    """Write the reminders whose moment has come; returns how many.

    Each once for a registration and a moment. One that comes too late is not written:
    the first after the moment of the last, the last after the departure; neither for
    a place that was confirmed after its moment, for that message said the same.
    """
    now = timezone.now()
    written = 0
    for occurrence, days, until in _due(now):
        moment = moment_of(occurrence, days)
        if by_day(now) >= until:
            continue
        waiting = (
            Registration.objects.filter(
                occurrence=occurrence,
                state=RegistrationState.CONFIRMED,
                seated_at__lt=moment,
                person__anonymized_at=None,
            )
            .exclude(pk__in=notifications.reminded(occurrence, days))
            .select_related("person", "boarding_point")
            .order_by("pk")
        )
        for registration in waiting[: BATCH - written]:
            with transaction.atomic():
                written += _remind(registration, days, until)
    return written


def _due(now: datetime) -> Iterator[tuple[Occurrence, int, datetime]]:
    """Departures to come, with the reminder whose time it is and when that is over."""
    coming = (
        Occurrence.objects.filter(
            state=OccurrenceState.PUBLISHED,
            starts_at__gt=now,
            starts_at__lt=now + timedelta(days=max(DAYS_BEFORE) + 1),
        )
        .select_related("activity")
        .order_by("starts_at", "pk")
    )
    for occurrence in coming:
        ends = [moment_of(occurrence, days) for days in DAYS_BEFORE[1:]]
        for days, until in zip(DAYS_BEFORE, [*ends, occurrence.starts_at], strict=True):
            if moment_of(occurrence, days) <= now < until:
                yield occurrence, days, until


def _remind(registration: Registration, days: int, until: datetime) -> bool:
    """Look once more under the lock: she may have cancelled in this moment."""
    locked = (
        Registration.objects.select_for_update(of=("self",))
        .select_related("person", "boarding_point", "occurrence__activity")
        .filter(
            pk=registration.pk,
            state=RegistrationState.CONFIRMED,
            occurrence__state=OccurrenceState.PUBLISHED,
        )
        .first()
    )
    if locked is None:
        return False
    notifications.tell_reminder(locked, days=days, until=until)
    return True


def is_still_coming(message: Message) -> bool:
    """Whether a reminder about to leave is true: she has her place, that day."""
    registration = message.about
    return (
        isinstance(registration, Registration)
        and registration.state == RegistrationState.CONFIRMED
        and registration.occurrence.state == OccurrenceState.PUBLISHED
        and notifications.is_reminder_for(message, registration.occurrence)
    )
