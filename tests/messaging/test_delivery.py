"""What became of a message is told truthfully, and nothing is lost."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from messaging import rechecks, templates
from messaging.channels import register_channel
from messaging.domain.delivery import (
    BACKOFF,
    claim_lasts,
    deliver,
    deliver_due_messages,
    give_back_lost_claims,
)
from messaging.domain.review import mark_told, send_again
from messaging.email import send_email
from messaging.enums import MessageState, Route, StateReason
from messaging.models import Message
from people.domain.consents import record_consents
from people.domain.defaults import install_defaults
from people.enums import ContactChannel
from people.models import Person
from tests.factories.messaging import MessageFactory

pytestmark = pytest.mark.django_db

#: Nobody listens there: every connection is refused at once.
CLOSED_PORT = 9


@pytest.fixture
def dead_server(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = CLOSED_PORT


def test_message_is_sent_once(settings):
    message = MessageFactory()

    assert deliver(message.key) == MessageState.SENT
    assert deliver(message.key) == MessageState.SENT
    assert len(mail.outbox) == 1


def test_repeat_is_recognisable():
    message = MessageFactory()

    deliver(message.key)

    assert (
        mail.outbox[0].extra_headers["Message-ID"]
        == f"<message-{message.pk}@127.0.0.1>"
    )


def test_dead_server_means_another_try(dead_server):
    message = MessageFactory()

    assert deliver(message.key) == MessageState.RETRYING

    message.refresh_from_db()
    assert message.reason == StateReason.SERVER_BUSY
    assert message.attempts == 1
    wait = message.next_attempt_at - timezone.now()
    assert BACKOFF[0] - timedelta(seconds=5) < wait <= BACKOFF[0]


def test_next_try_waits_for_its_time(dead_server):
    message = MessageFactory()
    deliver(message.key)

    assert deliver_due_messages() == 0

    message.refresh_from_db()
    assert message.attempts == 1


def test_message_is_sent_when_the_server_is_back(dead_server, settings):
    message = MessageFactory()
    deliver(message.key)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    Message.objects.update(next_attempt_at=timezone.now())

    assert deliver_due_messages() == 1

    message.refresh_from_db()
    assert message.state == MessageState.SENT
    assert message.reason == ""


def test_after_the_last_try_it_has_failed(dead_server):
    message = MessageFactory(attempts=len(BACKOFF))

    assert deliver(message.key) == MessageState.FAILED

    message.refresh_from_db()
    assert message.reason == StateReason.GAVE_UP


def test_failed_message_can_be_sent_again(dead_server, settings, django_user_model):
    message = MessageFactory(attempts=len(BACKOFF))
    deliver(message.key)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    assert send_again(message, by=django_user_model.objects.create_user("x"))
    call_command("run_due_work")

    message.refresh_from_db()
    assert message.state == MessageState.SENT


def test_message_of_a_dead_worker_is_taken_up_again():
    message = MessageFactory(
        state=MessageState.SENDING,
        claimed_at=timezone.now() - claim_lasts() - timedelta(seconds=1),
    )

    assert deliver_due_messages() == 1

    message.refresh_from_db()
    assert message.state == MessageState.SENT


def test_message_in_another_workers_hands_is_left_alone():
    message = MessageFactory(state=MessageState.SENDING, claimed_at=timezone.now())

    assert deliver_due_messages() == 0
    assert deliver(message.key) == MessageState.SENDING
    assert mail.outbox == []


def test_changed_preference_stops_the_mail():
    message = MessageFactory()
    message.person.contact_channel = ContactChannel.PHONE
    message.person.save()

    assert deliver(message.key) == MessageState.BY_HAND
    assert mail.outbox == []


def test_told_message_leaves_the_list_once(django_user_model):
    staff = django_user_model.objects.create_user("x")
    message = MessageFactory(state=MessageState.BY_HAND)

    assert mark_told(message, by=staff) is True
    assert mark_told(message, by=staff) is False
    assert list(Message.objects.to_tell()) == []


def test_calendar_goes_as_an_attachment():
    message = MessageFactory(calendar="BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")

    deliver(message.key)

    [(name, _content, kind)] = mail.outbox[0].attachments
    assert (name, kind) == ("randevu.ics", "application/ics")


def test_late_worker_does_not_overwrite_what_another_did():
    message = MessageFactory()

    def meanwhile(_message):
        # The claim runs out while the server is thinking; another worker sends it.
        Message.objects.filter(pk=message.pk).update(
            claimed_at=timezone.now() - claim_lasts() - timedelta(seconds=1)
        )
        give_back_lost_claims()
        return "late"

    register_channel(Route.EMAIL, meanwhile)
    try:
        deliver(message.key)
    finally:
        register_channel(Route.EMAIL, send_email)

    message.refresh_from_db()
    assert (message.state, message.reason, message.provider_id) == (
        MessageState.RETRYING,
        StateReason.WORKER_LOST,
        "",
    )


def test_message_that_comes_too_late_is_dropped():
    message = MessageFactory(not_after=timezone.now() - timedelta(seconds=1))

    assert deliver(message.key) == MessageState.CANCELLED

    message.refresh_from_db()
    assert message.reason == StateReason.OUTDATED
    assert mail.outbox == []


@pytest.mark.parametrize("still_true", [True, False])
def test_message_is_sent_only_while_it_is_true(still_true, monkeypatch):
    monkeypatch.setattr(rechecks, "_registry", {})
    rechecks.register_recheck("test.greeting", lambda _message: still_true)
    message = MessageFactory()

    deliver(message.key)

    assert len(mail.outbox) == still_true


def test_nothing_is_sent_to_somebody_erased():
    message = MessageFactory()
    Person.objects.filter(pk=message.person_id).update(
        anonymized_at=timezone.now(),
        **dict.fromkeys(
            ["given_name", "family_name", "phone", "email", "name_fold", "sort_key"],
            "",
        ),
        birth_date=None,
    )

    assert deliver(message.key) == MessageState.CANCELLED
    assert mail.outbox == []


@pytest.mark.parametrize("agrees", [True, False])
def test_message_that_rests_on_a_consent_needs_it_when_it_leaves(agrees, monkeypatch):
    monkeypatch.setattr(templates, "_registry", {})
    templates.register_template(
        templates.MessageTemplate(
            "test.greeting", {"tr": ("x", "x {link}")}, consent="news_email"
        )
    )
    install_defaults()
    message = MessageFactory()
    if agrees:
        record_consents(
            message.person, given=["news_email"], language="tr", entered_through="web"
        )

    deliver(message.key)

    message.refresh_from_db()
    assert (message.state, message.reason) == (
        (MessageState.SENT, "")
        if agrees
        else (MessageState.CANCELLED, StateReason.NO_CONSENT)
    )


def test_every_try_is_on_record(dead_server, settings):
    message = MessageFactory()
    deliver(message.key)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    Message.objects.update(next_attempt_at=timezone.now())
    deliver(message.key)

    tries = message.delivery_tries.values_list("number", "outcome", "reason")
    assert list(tries) == [
        (1, MessageState.RETRYING, StateReason.SERVER_BUSY),
        (2, MessageState.SENT, ""),
    ]
