"""Messages that did not arrive, sent again together."""

import pytest
from django.contrib.messages import get_messages
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from messaging.enums import MessageState, Route, StateReason
from messaging.models import Message
from people.enums import ContactChannel
from people.models import AccessRecord
from people.roles import StaffRole
from tests.factories.messaging import MessageFactory
from tests.factories.people import PersonFactory
from tests.factories.staff import make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(client):
    client.force_login(make_staff(StaffRole.TRIPS))
    return client


def url():
    return reverse("messaging_message:not_arrived")


def said(answer):
    return [str(one).strip() for one in get_messages(answer.wsgi_request)]


def lost(**changes):
    changes.setdefault("state", MessageState.FAILED)
    changes.setdefault("reason", StateReason.GAVE_UP)
    return MessageFactory(**changes)


def test_page_says_by_reason_who_was_not_reached(clerk):
    lost(person=PersonFactory(given_name="Işıl"))
    lost(state=MessageState.BOUNCED, reason=StateReason.MAILBOX_FULL)
    MessageFactory(state=MessageState.SENT, person__given_name="Ulaşan")

    page = clerk.get(url())

    words = page.content.decode()
    assert [len(group["messages"]) for group in page.context["groups"]] == [1, 1]
    assert "Işıl" in words
    assert "2 ileti ulaşmadı." in words
    assert "Posta kutusu dolu." in words
    assert "Ulaşan" not in words
    assert AccessRecord.objects.count() == 2


def test_all_are_sent_again_and_the_result_says_how_many(
    clerk, django_capture_on_commit_callbacks
):
    lost()
    lost(state=MessageState.BOUNCED, reason=StateReason.MAILBOX_FULL)
    calling = lost(person=PersonFactory(contact_channel=ContactChannel.PHONE))

    with django_capture_on_commit_callbacks(execute=True):
        answer = clerk.post(url(), {"all": "1"})

    calling.refresh_from_db()
    assert len(mail.outbox) == 2
    assert (calling.state, calling.route) == (MessageState.BY_HAND, Route.STAFF)
    assert said(answer) == [
        "2 ileti yeniden gönderim sırasında. "
        "1 ileti kendiliğinden gidemiyor; lütfen siz haber verin."
    ]


def test_only_the_ticked_ones_go_and_nothing_else_that_is_named(clerk):
    ticked, left = lost(), lost()
    sent = MessageFactory(state=MessageState.SENT)
    waiting = MessageFactory(state=MessageState.HELD)

    clerk.post(url(), {"message": [ticked.pk, sent.pk, waiting.pk, "x"]})

    assert dict(Message.objects.values_list("pk", "state")) == {
        ticked.pk: MessageState.QUEUED,
        left.pk: MessageState.FAILED,
        sent.pk: MessageState.SENT,
        waiting.pk: MessageState.HELD,
    }


def test_nothing_ticked_is_said(clerk):
    lost()

    answer = clerk.post(url(), {})

    assert said(answer) == [
        "Hiçbir ileti yeniden gönderilmedi. Önce iletileri işaretleyin."
    ]


def test_second_press_is_harmless(clerk, django_capture_on_commit_callbacks):
    message = lost()

    for _twice in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            clerk.post(url(), {"message": [message.pk]})

    assert len(mail.outbox) == 1


def test_protected_records_are_not_there(clerk):
    hidden = lost(person=PersonFactory(given_name="Saklı", is_protected=True))

    page = clerk.get(url()).content.decode()
    clerk.post(url(), {"all": "1"})

    hidden.refresh_from_db()
    assert "Saklı" not in page
    assert "Bütün iletiler ulaştı ya da yolda." in page
    assert hidden.state == MessageState.FAILED


def test_who_may_not_change_messages_is_refused(client):
    client.force_login(make_staff(StaffRole.COMMUNICATIONS))
    message = lost()

    client.get(url())
    client.post(url(), {"all": "1"})

    message.refresh_from_db()
    assert message.state == MessageState.FAILED


def test_page_costs_the_same_for_1_and_30(clerk):
    def cost():
        with CaptureQueriesContext(connection) as context:
            assert clerk.get(url()).status_code == 200
        return len(context)

    lost()
    cost()
    one = cost()
    for _row in range(29):
        lost()
    # Whom she sees for the first time is noted.
    cost()

    assert cost() == one


def test_list_has_a_tab_of_what_needs_a_hand(clerk):
    lost(subject="Giden ama ulaşmayan")
    MessageFactory(state=MessageState.BOUNCED, subject="Geri dönen")
    MessageFactory(state=MessageState.BY_HAND, subject="Söylenecek")
    MessageFactory(state=MessageState.SENT, subject="Giden ileti")
    index = reverse("messaging_message:index")
    query = "state=by_hand&state=failed&state=bounced"

    whole = clerk.get(index).content.decode()
    page = clerk.get(f"{index}?{query}").content.decode()

    assert "İlgi bekliyor" in whole
    assert "Söylenecek" in page and "Geri dönen" in page
    assert "Giden ileti" not in page


@pytest.mark.parametrize("state", [MessageState.FAILED, MessageState.BOUNCED])
def test_who_was_not_reached_is_told_by_phone(clerk, state):
    message = lost(state=state)

    clerk.post(reverse("messaging_message:tell", args=[message.pk]), {"how": "phone"})

    message.refresh_from_db()
    assert (message.state, message.told_how) == (MessageState.TOLD, "phone")
