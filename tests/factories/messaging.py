"""Messages, ready to be sent."""

import factory

from messaging.enums import MessageState, Route
from messaging.models import Message
from tests.factories.people import PersonFactory


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
