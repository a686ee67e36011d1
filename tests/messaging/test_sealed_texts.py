"""The words of a message are not to be read in a copy of the database."""

import pytest
from django.core import mail
from django.db import connection

from messaging.domain.delivery import deliver
from messaging.domain.outbox import hold_messages, queue_message
from messaging.domain.review import edit_shared_text
from messaging.enums import MessageState, StateReason
from messaging.models import BatchText, Message
from people.domain.rotation import rotate_keys
from people.exceptions import Refusal
from people.roles import StaffRole
from tests.factories.messaging import MessageFactory
from tests.factories.people import PersonFactory
from tests.factories.staff import make_staff

pytestmark = pytest.mark.django_db

COLUMNS = ("body", "calendar", "sealed_values")


def stored(pk):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT body, calendar, sealed_values FROM messaging_message WHERE id = %s",
            [pk],
        )
        return dict(zip(COLUMNS, cursor.fetchone(), strict=True))


def hold(person):
    queue_message(
        person,
        template="programs.link_renewed",
        key="deneme",
        about=person,
        values={"code": "K4MX-7TQP"},
        link_path="/kaydim/abc/",
        calendar="BEGIN:VCALENDAR",
        hold=hold_messages("test", by=None),
    )
    return Message.objects.get()


def test_text_calendar_and_values_are_sealed():
    message = hold(PersonFactory(given_name="Işıl", family_name="Çağlayan"))

    kept = stored(message.pk)

    assert all(value.startswith("v1:") for value in kept.values())
    assert "Çağlayan" not in str(kept)
    assert "Sayın Işıl Çağlayan" in message.body
    assert message.values["code"] == "K4MX-7TQP"
    assert message.calendar == "BEGIN:VCALENDAR"


def test_keys_are_changed(settings):
    message = hold(PersonFactory())
    old = settings.FIELD_KEYS[0]
    settings.FIELD_KEYS = ["the-new-key-" + "n" * 20, old]

    names = {one.name: one.resealed for one in rotate_keys()}

    assert [names[f"messaging.Message.{name}"] for name in COLUMNS] == [1, 1, 1]
    settings.FIELD_KEYS = settings.FIELD_KEYS[:1]
    message = Message.objects.get()
    assert message.is_readable
    assert message.values["code"] == "K4MX-7TQP"


def test_text_that_cannot_be_opened_is_not_sent(settings):
    message = MessageFactory()
    settings.FIELD_KEYS = ["another-key-than-the-one-that-sealed"]

    assert deliver(message.key) == MessageState.RETRYING

    assert mail.outbox == []
    assert Message.objects.get().reason == StateReason.MISCONFIGURED
    assert stored(message.pk)["body"].startswith("v1:")


def test_shared_text_is_not_changed_where_values_cannot_be_opened(settings):
    hold(PersonFactory())
    settings.FIELD_KEYS = ["another-key-than-the-one-that-sealed"]

    with pytest.raises(Refusal):
        edit_shared_text(
            BatchText.objects.get(),
            subject="Bilgi",
            body="{given_name} {link}",
            by=make_staff(StaffRole.TRIPS),
        )
