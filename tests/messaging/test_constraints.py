"""What must never be, the database refuses."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from messaging.enums import MessageState
from messaging.models import BatchText, Message
from tests.factories.messaging import BatchFactory, MessageFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("state", "changes", "name"),
    [
        ("held", {"sent_at": timezone.now()}, "held_message_not_sent"),
        ("held", {"batch": None}, "held_message_in_a_batch"),
        ("sent", {"sent_at": None}, "sent_message_has_its_moment"),
        ("told", {"sent_at": None}, "sent_message_has_its_moment"),
        ("sending", {"claimed_at": None}, "message_being_sent_is_claimed"),
    ],
)
def test_state_that_lies_is_refused(state, changes, name):
    message = MessageFactory(state=MessageState(state))

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Message.objects.filter(pk=message.pk).update(**changes)


def test_released_message_follows_no_shared_text():
    message = MessageFactory()
    text = BatchText.objects.create(
        batch=BatchFactory(), template="test.greeting", language="tr"
    )

    with (
        pytest.raises(IntegrityError, match="shared_text_only_while_held"),
        transaction.atomic(),
    ):
        Message.objects.filter(pk=message.pk).update(shared_text=text)
