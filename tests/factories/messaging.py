"""Messages, ready to be sent."""

import factory
from django.utils import timezone

from messaging.enums import MessageState, Route
from messaging.models import Batch, Message
from tests.factories.people import PersonFactory


class BatchFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Batch

    label = "test.decision"


class MessageFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Message

    key = factory.Sequence(lambda n: f"test:{n}")
    person = factory.SubFactory(PersonFactory)
    template = "test.greeting"
    route = Route.EMAIL
    language = "tr"
    subject = "Kaydınız alındı"
    body = "Sayın ilgili, kaydınızı aldık."
    state = MessageState.QUEUED
    #: Tests run at night, too.
    urgent = True
    sent_at = factory.Maybe(
        factory.LazyAttribute(
            lambda one: one.state in (*MessageState.left, MessageState.BOUNCED)
        ),
        yes_declaration=factory.LazyFunction(timezone.now),
        no_declaration=None,
    )
    claimed_at = factory.Maybe(
        factory.LazyAttribute(lambda one: one.state == MessageState.SENDING),
        yes_declaration=factory.LazyFunction(timezone.now),
        no_declaration=None,
    )
    batch = factory.Maybe(
        factory.LazyAttribute(lambda one: one.state == MessageState.HELD),
        yes_declaration=factory.SubFactory(BatchFactory),
        no_declaration=None,
    )
