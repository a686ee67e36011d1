"""A time that frees up is told to those who asked; the first who chooses has it."""

from datetime import datetime

import pytest
from django.utils import timezone

from messaging.models import Message
from messaging.rechecks import is_still_true
from people.exceptions import Refusal
from tests.factories.volunteers import (
    ApplicationFactory,
    CallFactory,
    InterviewFactory,
    SlotFactory,
)
from volunteers.domain import applications, interviews
from volunteers.domain.interviews.earlier import offer_freed_time
from volunteers.enums import ApplicationState
from volunteers.exceptions import InterviewDenied

pytestmark = pytest.mark.django_db


def at(day: int, hour: int) -> datetime:
    return timezone.make_aware(datetime(2036, 12, day, hour))


NOW = at(1, 12)


@pytest.fixture
def call():
    return CallFactory()


def booked(call, day, *, wants_earlier=False):
    application = ApplicationFactory(call=call, state=ApplicationState.SCHEDULED)
    slot = SlotFactory(call=call, starts_at=at(day, 14))
    return InterviewFactory(
        application=application, slot=slot, wants_earlier=wants_earlier
    )


def told():
    offers = Message.objects.filter(template="volunteers.earlier")
    return [message.person_id for message in offers.order_by("pk")]


def test_those_who_asked_and_come_later_are_told(call):
    leaving = booked(call, 5)
    later = booked(call, 8, wants_earlier=True)
    booked(call, 9)
    booked(call, 4, wants_earlier=True)
    booked(CallFactory(), 8, wants_earlier=True)

    interviews.give_up_interview(leaving.application, now=NOW)

    assert told() == [later.application.person_id]


@pytest.mark.parametrize(
    "verb",
    [
        lambda a, free: interviews.give_up_interview(a, now=NOW),
        lambda a, free: interviews.move_interview(a, slot=free, now=NOW),
        lambda a, free: interviews.record_excused_interview(a, by=None, now=NOW),
        lambda a, free: interviews.call_off_interview(
            a, by=None, keep_time=True, now=NOW
        ),
        lambda a, free: applications.withdraw_application(a),
    ],
    ids=["given up", "moved", "excused", "called off", "withdrawn"],
)
def test_every_way_to_free_a_time_is_told(call, verb):
    leaving = booked(call, 5)
    later = booked(call, 8, wants_earlier=True)
    free = SlotFactory(call=call, starts_at=at(9, 9))

    verb(leaving.application, free)

    assert told() == [later.application.person_id]


def test_who_left_a_time_is_not_told_of_it(call):
    leaving = booked(call, 5, wants_earlier=True)
    later = SlotFactory(call=call, starts_at=at(9, 9))

    interviews.move_interview(leaving.application, slot=later, now=NOW)

    assert told() == []


def test_closed_time_is_told_to_nobody(call):
    leaving = booked(call, 5)
    booked(call, 8, wants_earlier=True)

    interviews.call_off_interview(leaving.application, by=None, now=NOW)

    assert told() == []


@pytest.mark.parametrize(
    ("now", "count"), [(at(5, 1), 1), (at(5, 3), 0), (at(4, 22), 1)]
)
def test_time_that_begins_too_soon_is_told_to_nobody(call, now, count):
    slot = SlotFactory(call=call, starts_at=at(5, 14))
    booked(call, 8, wants_earlier=True)

    assert offer_freed_time(slot, now=now) == count


def test_each_is_told_once_of_a_time(call):
    slot = SlotFactory(call=call, starts_at=at(5, 14))
    booked(call, 8, wants_earlier=True)

    assert [offer_freed_time(slot, now=NOW) for _n in range(2)] == [1, 0]


def test_taking_an_earlier_time_is_none_of_her_changes(call):
    first = SlotFactory(call=call, starts_at=at(5, 14))
    second = SlotFactory(call=call, starts_at=at(4, 14))
    third = SlotFactory(call=call, starts_at=at(6, 14))
    later = booked(call, 8, wants_earlier=True)
    later.moved_count = call.interview_changes
    later.save()

    interviews.move_interview(later.application, slot=first, now=NOW)
    moved = interviews.move_interview(later.application, slot=second, now=NOW)

    assert moved.slot == second
    assert moved.moved_count == call.interview_changes
    with pytest.raises(Refusal) as caught:
        interviews.move_interview(later.application, slot=third, now=NOW)
    assert caught.value.reason == InterviewDenied.NO_MORE_CHANGES


def test_offer_is_dropped_when_it_is_true_no_more(call):
    slot = SlotFactory(call=call, starts_at=at(5, 14))
    later = booked(call, 8, wants_earlier=True)
    offer_freed_time(slot, now=NOW)
    message = Message.objects.get()
    assert is_still_true(message)

    InterviewFactory(application=ApplicationFactory(call=call), slot=slot)
    assert not is_still_true(Message.objects.get())

    slot.interviews.all().delete()
    interviews.ask_for_earlier_times(later.application, wanted=False)
    assert not is_still_true(Message.objects.get())


def test_wish_needs_a_booking():
    with pytest.raises(Refusal) as caught:
        interviews.ask_for_earlier_times(
            ApplicationFactory(state=ApplicationState.INVITED), wanted=True
        )

    assert caught.value.reason == InterviewDenied.NO_INTERVIEW
