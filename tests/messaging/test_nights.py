"""Nobody is written to between 21.00 and 08.00, by the clock of İzmir."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.utils import timezone

from messaging.domain.delivery import deliver, deliver_due_messages
from messaging.enums import MessageState
from messaging.nights import by_day
from tests.factories.messaging import MessageFactory

IZMIR = ZoneInfo("Europe/Istanbul")


def at(day, hour, minute=0):
    return datetime(2026, 6, day, hour, minute, tzinfo=IZMIR)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (at(1, 8), at(1, 8)),
        (at(1, 20, 59), at(1, 20, 59)),
        (at(1, 21), at(2, 8)),
        (at(1, 23, 59), at(2, 8)),
        (at(2, 0), at(2, 8)),
        (at(2, 7, 59), at(2, 8)),
    ],
)
def test_night_ends_in_the_morning(moment, expected):
    assert by_day(moment) == expected


@pytest.mark.django_db
@pytest.mark.parametrize(("hour", "sent"), [(7, 1), (8, 2), (20, 2), (21, 1)])
def test_only_what_is_urgent_leaves_at_night(hour, sent, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: at(2, hour))
    MessageFactory(urgent=True, next_attempt_at=at(1, 12))
    MessageFactory(urgent=False, next_attempt_at=at(1, 12))

    assert deliver_due_messages() == sent
    assert len(mail.outbox) == sent


@pytest.mark.django_db
def test_message_that_waits_for_the_morning_keeps_its_state(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: at(2, 23))
    message = MessageFactory(urgent=False, next_attempt_at=at(2, 12))

    assert deliver(message.key) == MessageState.QUEUED
    assert mail.outbox == []
