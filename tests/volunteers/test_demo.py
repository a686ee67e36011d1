"""The demo tells every story through the verbs, once."""

import pytest

from messaging.models import Message
from people import demo as people_demo
from volunteers.demo import OPEN_CALL, build_demo
from volunteers.domain.queries import next_call, open_calls
from volunteers.models import Application, InterviewSlot, VolunteerArea


@pytest.fixture
def demo(db):
    people_demo.build_demo()
    build_demo()


def test_demo_has_applications_in_many_states(demo):
    states = sorted(set(Application.objects.values_list("state", flat=True)))

    assert states == [
        "accepted",
        "in_training",
        "information_asked",
        "interview_missed",
        "interviewed",
        "invited",
        "on_duty",
        "ready",
        "rejected",
        "reserve",
        "scheduled",
        "screening",
        "submitted",
        "trained",
        "withdrawn",
    ]
    assert Application.objects.count() == 20
    assert Application.objects.filter(possible_double=True).count() == 1
    assert [call.slug for call in open_calls()] == [OPEN_CALL]
    assert next_call() is None
    assert InterviewSlot.objects.free().count() > 20
    assert VolunteerArea.objects.filter(is_active=True).count() == 5


def test_demo_twice_adds_nothing(demo):
    before = (Application.objects.count(), Message.objects.count())

    people_demo.build_demo()
    build_demo()

    assert (Application.objects.count(), Message.objects.count()) == before
