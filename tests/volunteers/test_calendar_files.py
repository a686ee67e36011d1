"""An interview is added to her calendar, moved in it and taken out of it."""

import pytest

from messaging.models import Message
from tests.factories.volunteers import ApplicationFactory, SlotFactory
from tests.messaging.calendar_reading import read_event
from volunteers.domain import interviews
from volunteers.enums import ApplicationState

pytestmark = pytest.mark.django_db


def test_interview_is_added_moved_and_removed_in_place():
    application = ApplicationFactory(state=ApplicationState.INVITED)
    one, two = SlotFactory.create_batch(2, call=application.call)

    interviews.book_interview(application, slot=one)
    interviews.move_interview(application, slot=two)
    interviews.give_up_interview(application)

    added, moved, removed = (
        read_event(message.calendar) for message in Message.objects.order_by("pk")
    )
    assert added["uid"] == moved["uid"] == removed["uid"]
    assert [event["sequence"] for event in (added, moved, removed)] == [0, 1, 2]
    assert [event["method"] for event in (added, moved, removed)] == [
        "REQUEST",
        "REQUEST",
        "CANCEL",
    ]
    assert [event["status"] for event in (added, moved, removed)] == [
        "CONFIRMED",
        "CONFIRMED",
        "CANCELLED",
    ]
    assert added["starts_at"] == one.starts_at.replace(microsecond=0)
    assert moved["starts_at"] == two.starts_at.replace(microsecond=0)
    assert removed["starts_at"] == moved["starts_at"]
    assert added["attendee"] == f"mailto:{application.person.email}"
