"""Reminders: each once, never late, never at night, never to who is not coming."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.utils import timezone

from messaging.domain.delivery import deliver_due_messages
from messaging.enums import MessageState
from messaging.models import Message
from programs.domain import reminders
from programs.domain.occurrences import cancel_occurrence
from programs.domain.registrations import cancel_registration
from programs.domain.reminders import moment_of, queue_trip_reminders
from programs.models import Occurrence, Registration
from tests.factories.programs import OccurrenceFactory, register

pytestmark = pytest.mark.django_db
IZMIR = ZoneInfo("Europe/Istanbul")
START = datetime(2027, 5, 20, 9, 30, tzinfo=IZMIR)


@pytest.fixture
def clock(monkeypatch):
    """Sets what time it is; the test begins ten days before the departure."""
    now = {"is": START - timedelta(days=10)}
    monkeypatch.setattr(timezone, "now", lambda: now["is"])

    def set_to(day, hour, minute=0):
        now["is"] = datetime(2027, 5, day, hour, minute, tzinfo=IZMIR)

    return set_to


@pytest.fixture
def occurrence(clock):
    return OccurrenceFactory(starts_at=START)


@pytest.fixture
def seated(occurrence):
    return register(occurrence).registration


def written():
    return list(
        Message.objects.filter(template__startswith="programs.reminder")
        .order_by("pk")
        .values_list("template", flat=True)
    )


def test_reminders_come_three_days_and_one_day_before(seated, clock):
    for day, hour, expected in (
        (17, 9, []),
        (17, 10, ["programs.reminder_3"]),
        (18, 10, ["programs.reminder_3"]),
        (19, 9, ["programs.reminder_3"]),
        (19, 10, ["programs.reminder_3", "programs.reminder_1"]),
        (20, 9, ["programs.reminder_3", "programs.reminder_1"]),
    ):
        clock(day, hour)
        queue_trip_reminders()
        assert written() == expected


def test_reminder_is_written_once(seated, clock):
    clock(17, 10)

    assert [queue_trip_reminders(), queue_trip_reminders()] == [1, 0]


def test_late_first_reminder_gives_way_to_the_last(seated, clock):
    clock(19, 10)

    queue_trip_reminders()

    assert written() == ["programs.reminder_1"]


def test_no_reminder_after_the_departure(seated, clock):
    clock(20, 9, 30)

    assert queue_trip_reminders() == 0


def test_no_reminder_that_could_only_come_after_the_departure(seated, clock):
    Occurrence.objects.update(
        starts_at=START.replace(hour=7),
        cancel_until=START.replace(day=18),
        registration_closes_at=START.replace(day=15),
    )
    clock(19, 22)

    assert queue_trip_reminders() == 0


def test_reminder_waits_for_the_end_of_the_night(seated, clock):
    clock(19, 22)

    queue_trip_reminders()

    reminder = Message.objects.get(template="programs.reminder_1")
    assert reminder.next_attempt_at == START.replace(hour=8, minute=0)
    assert reminder.not_after == START


def test_reminder_is_useless_once_its_time_is_over(seated, occurrence, clock):
    clock(17, 10)
    queue_trip_reminders()
    reminder = Message.objects.get(template="programs.reminder_3")
    assert reminder.not_after == moment_of(occurrence, 1)

    clock(19, 10)
    mail.outbox.clear()
    deliver_due_messages()

    reminder.refresh_from_db()
    assert reminder.state == MessageState.CANCELLED


def test_who_was_seated_after_the_moment_is_not_reminded_of_it(occurrence, clock):
    Occurrence.objects.update(registration_closes_at=START)
    occurrence.refresh_from_db()
    clock(17, 11)
    register(occurrence)

    assert queue_trip_reminders() == 0


def test_who_waits_is_not_reminded(clock):
    occurrence = OccurrenceFactory(starts_at=START, capacity=1)
    register(occurrence, n=1)
    register(occurrence, n=2)
    clock(17, 10)

    assert queue_trip_reminders() == 1


def test_reminder_of_a_place_given_up_is_dropped(seated, clock):
    clock(17, 10)
    queue_trip_reminders()
    cancel_registration(seated, by=None)

    deliver_due_messages()

    reminder = Message.objects.get(template="programs.reminder_3")
    assert reminder.state == MessageState.CANCELLED


def test_reminder_of_a_cancelled_departure_is_dropped(seated, occurrence, clock):
    clock(17, 10)
    queue_trip_reminders()
    cancel_occurrence(occurrence, note="Fırtına", by=None)

    deliver_due_messages()

    reminder = Message.objects.get(template="programs.reminder_3")
    assert reminder.state == MessageState.CANCELLED


def test_departure_on_another_day_is_another_reminder(seated, clock):
    clock(17, 10)
    queue_trip_reminders()
    Occurrence.objects.update(
        starts_at=START + timedelta(days=1), ends_at=START + timedelta(days=1, hours=2)
    )
    clock(18, 10)

    assert queue_trip_reminders() == 1
    assert deliver_due_messages() > 0
    states = Message.objects.filter(template="programs.reminder_3").order_by("pk")
    assert [one.state for one in states] == [MessageState.CANCELLED, MessageState.SENT]


def test_reminder_says_where_and_when_in_her_language(seated, clock):
    Registration.objects.get().person.__class__.objects.update(language="en")
    clock(19, 10)

    queue_trip_reminders()

    reminder = Message.objects.get(template="programs.reminder_1")
    assert reminder.subject == "Reminder: your program tomorrow"
    assert "Place: Üçkuyular ferry quay" in reminder.body
    assert reminder.sealed_link


def test_one_run_ends(occurrence, clock, monkeypatch):
    monkeypatch.setattr(reminders, "BATCH", 2)
    for n in range(3):
        register(occurrence, n=n)
    clock(17, 10)

    assert [queue_trip_reminders(), queue_trip_reminders()] == [2, 1]
