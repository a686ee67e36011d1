"""Reminding her of her interview: on the day before, and some hours before."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from messaging.models import Message
from messaging.nights import by_day
from volunteers import notifications
from volunteers.domain.interviews.booking import live_interview
from volunteers.domain.interviews.links import link_of_booking
from volunteers.domain.moves import lock
from volunteers.enums import InterviewState
from volunteers.models import Application, Interview

#: How many reminders one run writes, so that it ends.
BATCH = 500


def _its_day(starts_at: datetime) -> datetime:
    return timezone.make_aware(
        datetime.combine(timezone.localdate(starts_at), time.min)
    )


@dataclass(frozen=True, slots=True)
class Reminder:
    """`name` of its message; due so long before, useless from `over` on."""

    name: str
    before: timedelta
    over: Callable[[datetime], datetime]

    def moment(self, starts_at: datetime) -> datetime:
        return starts_at - self.before


REMINDERS = (
    # It says "tomorrow".
    Reminder("reminder", timedelta(hours=24), _its_day),
    Reminder(
        "reminder_soon",
        timedelta(hours=3),
        lambda starts_at: starts_at - timedelta(minutes=30),
    ),
)


def queue_interview_reminders(now: datetime | None = None) -> int:
    """Due work: write the reminders whose moment has come; returns how many.

    Each once for a booking and its time, by day, and none for a time that she took
    after the reminder's moment: the message of the booking said the same.
    """
    now = now or timezone.now()
    written = 0
    for reminder in REMINDERS:
        due = Interview.objects.filter(
            state=InterviewState.BOOKED,
            slot__starts_at__gt=now,
            slot__starts_at__lte=now + reminder.before,
            application__person__anonymized_at=None,
        ).values_list("pk", "application_id")
        for pk, application_id in due:
            if written >= BATCH:
                break
            with transaction.atomic():
                written += _remind(pk, application_id, reminder, now=now)
    return written


def _remind(pk: int, application_id: int, reminder: Reminder, *, now: datetime) -> bool:
    """Look once more under the lock: it may have been moved or given up."""
    application = lock(Application(pk=application_id))
    interview = live_interview(application)
    if interview is None or interview.pk != pk:
        return False
    starts_at = interview.slot.starts_at
    until = reminder.over(starts_at)
    if not interview.booked_at < reminder.moment(starts_at) <= now < until:
        return False
    if by_day(now) >= until or notifications.was_reminded(interview, reminder.name):
        return False
    token = link_of_booking(application, interview)
    notifications.tell_reminder(
        application, interview, reminder.name, token=token, until=until
    )
    return True


def is_still_booked(message: Message) -> bool:
    """Whether a reminder about to leave is true: she has that time, and it is to
    come."""
    application = message.about
    if not isinstance(application, Application):
        return False
    interview = live_interview(application)
    return (
        interview is not None
        and interview.slot.starts_at > timezone.now()
        and notifications.is_reminder_of(message, interview)
    )
