"""Who asked for a letter gets one: neutral, without a link, counted once."""

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from messaging.domain.letters import letter_text, mark_printed, waiting_letters
from messaging.domain.outbox import queue_message
from messaging.enums import MessageState, Route, StateReason
from messaging.models import Message
from people.enums import AccessKind, ContactChannel
from people.forms import ReachForm
from people.models import AccessRecord
from people.roles import StaffRole
from tests.factories.messaging import MessageFactory
from tests.factories.people import PersonFactory
from tests.factories.staff import make_staff

pytestmark = pytest.mark.django_db

LETTERS = reverse("messaging_message:letters")


def letter(**changes):
    values = {
        "person__contact_channel": ContactChannel.LETTER,
        "person__neighborhood": "Çiğdem Mahallesi",
        "route": Route.PAPER,
        "state": MessageState.BY_HAND,
    }
    return MessageFactory(**{**values, **changes})


@pytest.fixture
def clerk(db):
    return make_staff(StaffRole.TRIPS)


@pytest.fixture
def desk(client, clerk):
    client.force_login(clerk)
    return client


def write(person):
    queue_message(
        person,
        template="programs.link_renewed",
        key="deneme",
        about=person,
        values={"code": "K4MX-7TQP"},
        link_path="/kaydim/gizli-anahtar/",
    )
    return Message.objects.get()


def test_message_to_her_who_asked_for_a_letter_waits_to_be_printed():
    message = write(PersonFactory(contact_channel=ContactChannel.LETTER))

    assert (message.route, message.state) == (Route.PAPER, MessageState.BY_HAND)
    assert message.reason == StateReason.PREFERS_PAPER


def test_who_gave_no_address_is_not_written_to_at_home():
    message = write(PersonFactory(email="", phone=""))

    assert (message.route, message.reason) == (Route.STAFF, StateReason.NO_ADDRESS)


def test_letter_has_a_number_to_call_and_no_link(settings):
    settings.LETTER_PHONE = "0232 000 00 00"
    message = write(PersonFactory(contact_channel=ContactChannel.LETTER))

    text = letter_text(message)

    assert "Ayrıntılar: 0232 000 00 00" in text
    assert "gizli-anahtar" not in text
    assert "[[" not in text


def test_sheet_has_name_and_neighborhood_and_names_no_organization(desk, settings):
    settings.LETTER_SENDER = "İzmir Bilgi"
    message = letter()

    page = desk.get(LETTERS).content.decode()

    person = message.person
    sheet = page.split("<article")[1].split("</article>")[0]
    for shown in (person.full_name, "Çiğdem Mahallesi", "İzmir Bilgi", "Muhtarlık"):
        assert shown in sheet
    for hidden in ("Eşit", "Kadın", "Belediye", str(person.phone), "href"):
        assert hidden not in sheet


def test_printing_is_in_the_log_of_who_saw_whom(desk, clerk):
    letters = [letter(), letter()]

    desk.get(LETTERS)

    records = AccessRecord.objects.filter(kind=AccessKind.PRINT, user=clerk)
    assert {one.person_id for one in records} == {one.person_id for one in letters}


def test_chosen_letters_are_printed_alone(desk):
    one, other = letter(body="Birinci"), letter(body="İkinci")

    page = desk.get(LETTERS, {"ileti": [one.pk, "x", "²"]}).content.decode()

    assert ("Birinci" in page, "İkinci" in page) == (True, False)
    assert f'value="{other.pk}"' not in page


def test_printed_letters_are_told_once(desk, clerk):
    message = letter(sealed_link="x")
    waiting = letter()

    for _time in range(2):
        desk.post(LETTERS, {"ileti": [message.pk]})

    message.refresh_from_db()
    assert (message.state, message.sealed_link) == (MessageState.TOLD, "")
    assert message.sent_at is not None
    assert (message.told_by, message.told_how) == (clerk, "letter")
    assert list(waiting_letters(clerk)) == [waiting]
    entry = ModelLogEntry.objects.get(action="messaging.message.print")
    assert entry.user == clerk


def test_opening_the_page_marks_nothing(desk):
    message = letter()

    desk.get(LETTERS)

    message.refresh_from_db()
    assert message.state == MessageState.BY_HAND


@pytest.mark.parametrize("state", [MessageState.TOLD, MessageState.CANCELLED])
def test_only_what_waits_can_be_marked(clerk, state):
    assert mark_printed([letter(state=state, sent_at=timezone.now()).pk], by=clerk) == 0


def test_message_that_goes_another_way_cannot_be_marked(clerk):
    message = MessageFactory(state=MessageState.BY_HAND, route=Route.STAFF)

    assert mark_printed([message.pk], by=clerk) == 0


def test_protected_people_are_printed_by_few(desk, clerk):
    message = letter(person__is_protected=True, body="Gizli söz")

    assert "Gizli söz" not in desk.get(LETTERS).content.decode()
    assert mark_printed([message.pk], by=clerk) == 0
    assert AccessRecord.objects.count() == 0


def test_who_may_not_change_messages_prints_none(client):
    client.force_login(make_staff(StaffRole.COMMUNICATIONS))

    message = letter(body="Gizli söz")

    for answer in (
        client.get(LETTERS, follow=True),
        client.post(LETTERS, {"ileti": [message.pk]}, follow=True),
    ):
        assert answer.redirect_chain == [(reverse("wagtailadmin_home"), 302)]
        assert "Gizli söz" not in answer.content.decode()
    message.refresh_from_db()
    assert message.state == MessageState.BY_HAND


@pytest.mark.parametrize("count", [1, 30])
def test_page_asks_the_database_as_often_for_one_as_for_many(
    desk, count, django_assert_num_queries
):
    for _n in range(count):
        letter()
    desk.get(LETTERS)

    with django_assert_num_queries(6):
        desk.get(LETTERS)


def test_form_on_the_web_offers_no_letter():
    offered = [value for value, _label in ReachForm().fields["contact_channel"].choices]

    assert offered == ["email", "sms", "phone", "she_calls"]
