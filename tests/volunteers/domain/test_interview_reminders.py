"""Reminders: on the day before and three hours before, by day, while still true."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from messaging.models import Message
from messaging.rechecks import is_still_true
from tests.factories.volunteers import ApplicationFactory, InterviewFactory, SlotFactory
from volunteers.domain import interviews
from volunteers.enums import ApplicationState, InterviewState

pytestmark = pytest.mark.django_db


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of December 2026 by İzmir's clock; far from now on purpose."""
    return timezone.make_aware(datetime(2036, 12, day, hour, minute))


def booked(starts_at, *, since=None):
    application = ApplicationFactory(state=ApplicationState.SCHEDULED)
    slot = SlotFactory(call=application.call, starts_at=starts_at)
    return InterviewFactory(
        application=application, slot=slot, booked_at=since or at(1, 9)
    )


def templates() -> list[str]:
    return list(Message.objects.order_by("pk").values_list("template", flat=True))


def test_each_reminder_goes_out_once_at_its_time():
    booked(at(10, 14))
    moments = [at(9, 13), at(9, 14), at(9, 15), at(10, 10), at(10, 11), at(10, 12)]

    written = [interviews.queue_interview_reminders(now=now) for now in moments]

    assert written == [0, 1, 0, 0, 1, 0]
    assert templates() == ["volunteers.reminder", "volunteers.reminder_soon"]


def test_tomorrow_is_not_said_on_the_day_itself():
    booked(at(10, 14))

    # Nothing ran on the day before.
    assert interviews.queue_interview_reminders(now=at(10, 0, 30)) == 0


def test_early_interview_is_not_reminded_of_at_night():
    interview = booked(at(10, 8, 30))

    written = [
        interviews.queue_interview_reminders(now=now)
        for now in (at(9, 8, 30), at(10, 5, 30), at(10, 7, 50))
    ]

    assert written == [1, 0, 0]
    message = Message.objects.get()
    assert message.not_after == at(10, 0)
    assert message.not_after < interview.slot.starts_at


def test_what_falls_due_at_night_waits_for_the_morning():
    # 24 hours before a quarter past nine in the evening is night.
    booked(at(10, 21, 15))

    interviews.queue_interview_reminders(now=at(9, 21, 15))

    # At eight it would be "tomorrow" no more: it is not written at all.
    assert templates() == []


def test_nobody_is_reminded_of_what_she_has_just_booked():
    booked(at(10, 14), since=at(9, 15))

    assert interviews.queue_interview_reminders(now=at(9, 16)) == 0
    # Three hours before she is: by then she may have forgotten.
    assert interviews.queue_interview_reminders(now=at(10, 11)) == 1


@pytest.mark.parametrize("state", sorted(set(InterviewState) - {InterviewState.BOOKED}))
def test_what_does_not_stand_is_not_reminded_of(state):
    interview = booked(at(10, 14))
    interview.state = state
    interview.save()

    assert interviews.queue_interview_reminders(now=at(9, 14)) == 0


def test_reminder_is_dropped_when_it_is_true_no_more():
    interview = booked(at(10, 14))
    interviews.queue_interview_reminders(now=at(9, 14))
    message = Message.objects.get()
    assert is_still_true(message)

    interview.slot = SlotFactory(call=interview.application.call, starts_at=at(12, 9))
    interview.save()

    assert not is_still_true(Message.objects.get())
    assert message.not_after == at(10, 14).replace(hour=0)


def test_moved_time_is_reminded_of_anew():
    interview = booked(at(10, 14))
    interviews.queue_interview_reminders(now=at(9, 14))
    later = SlotFactory(call=interview.application.call, starts_at=at(12, 14))

    interviews.move_interview(interview.application, slot=later, now=at(9, 15))
    Message.objects.filter(template="volunteers.moved").delete()

    assert interviews.queue_interview_reminders(now=at(11, 14)) == 1
    assert templates() == ["volunteers.reminder", "volunteers.reminder"]


def test_run_that_finds_many_stops_and_goes_on(monkeypatch):
    for _n in range(3):
        booked(at(10, 14))
    monkeypatch.setattr("volunteers.domain.interviews.reminders.BATCH", 2)

    first = interviews.queue_interview_reminders(now=at(9, 14))
    second = interviews.queue_interview_reminders(now=at(9, 14) + timedelta(minutes=1))

    assert (first, second) == (2, 1)
