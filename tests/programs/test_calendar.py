"""A registration is added to her calendar, moved in it and taken out of it."""

from datetime import time, timedelta

import pytest
from wagtail.models import ModelLogEntry

from messaging.models import Message
from people.models import Person
from programs.domain import occurrences
from programs.domain.registrations import cancel_registration
from tests.factories.programs import BoardingPointFactory, OccurrenceFactory, register
from tests.messaging.calendar_reading import read_event

pytestmark = pytest.mark.django_db


def move(occurrence, **changes):
    before = occurrences.appointments_of(occurrence)
    for name, value in changes.items():
        setattr(occurrence, name, value)
    occurrence.save()
    return occurrences.tell_changes(occurrence, before=before, by=None)


def events():
    return [read_event(one.calendar) for one in Message.objects.order_by("pk")]


@pytest.mark.parametrize(
    "end",
    [
        lambda occurrence, registration: cancel_registration(registration),
        lambda occurrence, registration: occurrences.cancel_occurrence(
            occurrence, note="Fırtına", by=None
        ),
    ],
    ids=["by herself", "the whole departure"],
)
def test_registration_is_added_moved_and_removed_in_place(end):
    occurrence = OccurrenceFactory()
    registration = register(occurrence).registration
    later = occurrence.starts_at + timedelta(minutes=45)

    assert move(occurrence, starts_at=later) == 1
    registration.refresh_from_db()
    end(occurrence, registration)

    found = events()
    assert len({event["uid"] for event in found}) == 1
    assert [(e["method"], e["sequence"], e["status"]) for e in found] == [
        ("REQUEST", 0, "CONFIRMED"),
        ("REQUEST", 1, "CONFIRMED"),
        ("CANCEL", 2, "CANCELLED"),
    ]
    assert found[1]["starts_at"] == found[2]["starts_at"] == later


def test_those_who_wait_are_told_without_a_calendar():
    occurrence = OccurrenceFactory(capacity=1, waiting_capacity=5)
    register(occurrence)
    register(occurrence, n=1)

    assert move(occurrence, ends_at=occurrence.ends_at + timedelta(hours=1)) == 2

    told = Message.objects.filter(template="programs.occurrence_moved")
    assert sorted(bool(one.calendar) for one in told) == [False, True]


def test_moved_boarding_point_is_told_to_those_who_board_there():
    occurrence = OccurrenceFactory()
    here, there = BoardingPointFactory.create_batch(2, occurrence=occurrence)
    register(occurrence, boarding_point=here)
    register(occurrence, n=1, boarding_point=there)
    before = occurrences.appointments_of(occurrence)
    here.boards_at = time(8, 45)
    here.save()

    assert occurrences.tell_changes(occurrence, before=before, by=None) == 1

    message = Message.objects.get(template="programs.occurrence_moved")
    assert message.person == Person.objects.order_by("pk").first()
    assert "Saat: 08.45" in message.body
    entry = ModelLogEntry.objects.get(action="programs.occurrence.move")
    assert entry.data == {"registrations": 1}


@pytest.mark.parametrize("state", ["draft", "cancelled"])
def test_nobody_is_told_of_a_departure_that_is_not_public(state):
    occurrence = OccurrenceFactory()
    register(occurrence)
    occurrence.state = state

    assert move(occurrence, ends_at=occurrence.ends_at + timedelta(hours=1)) == 0


def test_change_that_nobody_notices_is_not_told():
    occurrence = OccurrenceFactory()
    register(occurrence)

    assert move(occurrence, waiting_capacity=3) == 0
