"""The outbox in the admin."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from messaging.enums import MessageState, Route, StateReason
from messaging.models import DeliveryAttempt, Message
from messaging.viewsets.messages import MessageViewSet
from people.enums import ContactChannel
from people.roles import StaffRole
from people.sealing import seal
from tests.factories.messaging import MessageFactory
from tests.factories.people import PersonFactory
from tests.factories.staff import make_staff

pytestmark = pytest.mark.django_db
LIST = "messaging_message:index"


@pytest.fixture
def clerk(client):
    client.force_login(make_staff(StaffRole.APPLICATIONS))
    return client


def test_message_reads_as_she_reads_it(clerk):
    message = MessageFactory(
        body="Ayrıntılar: [[link]]", sealed_link=seal("http://127.0.0.1:8000/kaydim/x/")
    )

    page = clerk.get(reverse("messaging_message:inspect", args=[message.pk]))

    html = page.content.decode()
    assert 'href="http://127.0.0.1:8000/kaydim/x/"' in html


def test_text_of_a_message_is_escaped(clerk):
    message = MessageFactory(body="<script>alert(1)</script>")

    page = clerk.get(reverse("messaging_message:inspect", args=[message.pk]))

    assert "<script>alert(1)" not in page.content.decode()


def test_contact_preference_stands_on_the_message(clerk):
    message = MessageFactory()

    page = clerk.get(reverse("messaging_message:inspect", args=[message.pk]))

    assert "Mesaj bırakmayın." in page.content.decode()


def test_told_message_is_noted(clerk):
    message = MessageFactory(state=MessageState.BY_HAND)

    clerk.post(reverse("messaging_message:tell", args=[message.pk]), {"how": "phone"})

    message.refresh_from_db()
    assert message.state == MessageState.TOLD


def test_reading_an_action_does_nothing(clerk):
    message = MessageFactory(state=MessageState.BY_HAND)

    answer = clerk.get(reverse("messaging_message:send_again", args=[message.pk]))
    clerk.get(reverse("messaging_message:tell", args=[message.pk]))

    message.refresh_from_db()
    assert answer.status_code == 405
    assert message.state == MessageState.BY_HAND


def test_search_forgives_turkish_letters(clerk):
    person = PersonFactory(given_name="Işıl", family_name="Çağlayan")
    MessageFactory(person=person, subject="Onun iletisi")
    MessageFactory(
        person=PersonFactory(given_name="İpek", family_name="Öztürk"),
        subject="Başkasının iletisi",
    )

    page = clerk.get(reverse(LIST), {"q": "CAGLAYAN"}).content.decode()

    assert "Onun iletisi" in page
    assert "Başkasının iletisi" not in page


def count_queries(client):
    with CaptureQueriesContext(connection) as context:
        assert client.get(reverse(LIST)).status_code == 200
    return len(context)


def test_list_costs_the_same_for_1_and_30(clerk):
    MessageFactory()
    count_queries(clerk)
    one = count_queries(clerk)
    MessageFactory.create_batch(29)

    assert count_queries(clerk) == one


@pytest.mark.parametrize("role", [StaffRole.COMMUNICATIONS, StaffRole.INTERVIEWER])
def test_others_see_no_message(client, role):
    client.force_login(make_staff(role))
    message = MessageFactory(state=MessageState.BY_HAND)

    for name in ("inspect", "tell"):
        url = reverse(f"messaging_message:{name}", args=[message.pk])
        assert client.post(url).status_code in (302, 403, 405)
    assert (
        b"Kayd\xc4\xb1n\xc4\xb1z al\xc4\xb1nd\xc4\xb1"
        not in client.get(
            reverse("messaging_message:inspect", args=[message.pk]), follow=True
        ).content
    )
    assert Message.objects.get().state == MessageState.BY_HAND


def test_messages_are_not_written_or_edited_by_hand():
    names = {pattern.name for pattern in MessageViewSet().get_urlpatterns()}

    assert names == {
        "index", "index_results", "inspect", "history", "history_results",
        "tell", "send_again", "edit_text", "drop", "letters", "mend", "not_arrived",
    }  # fmt: skip


def test_every_try_stands_on_the_message(clerk):
    message = MessageFactory(state=MessageState.RETRYING)
    DeliveryAttempt.objects.create(
        message=message,
        number=1,
        route=Route.EMAIL,
        outcome=MessageState.RETRYING,
        reason=StateReason.MAILBOX_FULL,
    )

    page = clerk.get(reverse("messaging_message:inspect", args=[message.pk]))

    assert "Posta kutusu dolu" in page.content.decode()


def test_list_counts_each_state_and_leads_to_it(clerk):
    MessageFactory.create_batch(2, state=MessageState.FAILED)
    MessageFactory(subject="Giden ileti", state=MessageState.SENT)

    page = clerk.get(reverse(LIST)).content.decode()
    failed = clerk.get(reverse(LIST), {"state": "failed"}).content.decode()

    assert f'href="{reverse(LIST)}?state=failed"' in page
    assert "Giden ileti" in page
    assert "Giden ileti" not in failed


def test_message_leads_to_what_it_is_about(clerk):
    person = PersonFactory()
    message = MessageFactory(person=person)
    Message.objects.update(
        about_type=ContentType.objects.get_for_model(person), about_id=person.pk
    )

    page = clerk.get(reverse("messaging_message:inspect", args=[message.pk]))

    assert f">{person}</a></dd>" in page.content.decode()


def test_list_hides_messages_to_protected_records(clerk):
    MessageFactory(person=PersonFactory(is_protected=True), subject="Saklı ileti")

    assert "Saklı ileti" not in clerk.get(reverse(LIST)).content.decode()


@pytest.mark.parametrize(
    ("channel", "offered"),
    [(ContactChannel.PHONE, False), (ContactChannel.EMAIL, True)],
)
def test_mail_is_offered_again_only_to_who_chose_it(clerk, channel, offered):
    message = MessageFactory(
        state=MessageState.BY_HAND, person=PersonFactory(contact_channel=channel)
    )

    page = clerk.get(reverse("messaging_message:inspect", args=[message.pk]))

    again = reverse("messaging_message:send_again", args=[message.pk])
    assert (again in page.content.decode()) is offered
