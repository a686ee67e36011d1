"""Every state with every event: what the verbs do is what the table says."""

import pytest
from django.utils import timezone

from messaging.channels import PermanentFailure, TemporaryFailure, register_channel
from messaging.domain import delivery, reports, review
from messaging.domain.erasure import erase_messages
from messaging.email import send_email
from messaging.enums import MessageState, ReportKind, Route, StateReason, ToldHow
from messaging.models import Message
from messaging.workflow import MOVES, Event, may, states_before
from people.enums import ContactChannel
from people.exceptions import Refusal
from tests.factories.messaging import MessageFactory
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db

PAIRS = [(state, event) for state in MessageState for event in Event]


@pytest.fixture
def staff(django_user_model):
    return django_user_model.objects.create_user("gülşah")


@pytest.fixture
def mail_server():
    """Answers as a test says; the real channel comes back afterwards."""
    yield lambda channel: register_channel(Route.EMAIL, channel)
    register_channel(Route.EMAIL, send_email)


def busy(message):
    raise TemporaryFailure


def refusing(message):
    raise PermanentFailure(StateReason.REJECTED)


def edit(message, staff):
    try:
        review.edit_message(message, subject="Bilgi", body="Yeni söz", by=staff)
    except Refusal:
        return


#: What staff do; those of workers start from a claim and follow below.
STAFF_VERBS = {
    Event.EDIT: edit,
    Event.RELEASE: lambda one, staff: review.release_messages([one.pk], by=staff),
    Event.RELEASE_TO_STAFF: lambda one, staff: review.release_messages(
        [one.pk], by=staff
    ),
    Event.DROP: lambda one, staff: review.drop_messages(
        [one.pk], reason=StateReason.MISTAKEN, by=staff
    ),
    Event.SEND_AGAIN: lambda one, staff: review.send_again(one, by=staff),
    Event.SEND_AGAIN_BY_STAFF: lambda one, staff: review.send_again(one, by=staff),
    Event.TELL: lambda one, staff: review.mark_told(one, by=staff, how=ToldHow.PHONE),
    Event.ERASE: lambda one, staff: erase_messages([one.person_id]),
}
TO_STAFF = {Event.RELEASE_TO_STAFF, Event.SEND_AGAIN_BY_STAFF}


@pytest.mark.parametrize(("state", "event"), PAIRS)
def test_table_answers_for_every_state_and_event(state, event):
    assert may(state, event) is (state in states_before(event))
    assert MOVES[state].get(event, state) in MessageState


@pytest.mark.parametrize("state", MessageState)
@pytest.mark.parametrize("event", STAFF_VERBS)
def test_verb_of_staff_moves_as_the_table_says(event, state, staff):
    channel = ContactChannel.PHONE if event in TO_STAFF else ContactChannel.EMAIL
    message = MessageFactory(state=state, person=PersonFactory(contact_channel=channel))

    STAFF_VERBS[event](message, staff)

    message.refresh_from_db()
    assert message.state == MOVES[state].get(event, state)


@pytest.mark.parametrize("state", MessageState)
def test_worker_claims_only_what_the_table_lets_it_claim(state):
    message = MessageFactory(state=state)

    delivery.deliver(message.key)

    message.refresh_from_db()
    claimed = MOVES[state].get(Event.CLAIM)
    expected = MOVES[claimed][Event.ACCEPT] if claimed else state
    assert message.state == expected


@pytest.mark.parametrize(
    ("event", "channel"), [(Event.POSTPONE, busy), (Event.REFUSE, refusing)]
)
def test_answer_of_the_server_moves_as_the_table_says(event, channel, mail_server):
    mail_server(channel)
    message = MessageFactory()

    delivery.deliver(message.key)

    message.refresh_from_db()
    assert message.state == MOVES[MessageState.SENDING][event]


def test_changed_wish_moves_as_the_table_says():
    person = PersonFactory(contact_channel=ContactChannel.PHONE)
    message = MessageFactory(person=person)

    delivery.deliver(message.key)

    message.refresh_from_db()
    assert message.state == MOVES[MessageState.SENDING][Event.HAND_OVER]


def test_passed_time_moves_as_the_table_says():
    message = MessageFactory(not_after=timezone.now())

    delivery.deliver(message.key)

    message.refresh_from_db()
    assert message.state == MOVES[MessageState.SENDING][Event.OUTDATE]


@pytest.mark.parametrize("state", MessageState)
@pytest.mark.parametrize(
    ("event", "kind"),
    [
        (Event.BOUNCE, ReportKind.MAILBOX_FULL),
        (Event.CONFIRM, ReportKind.DELIVERED),
        (Event.LOSE, ReportKind.NOT_DELIVERED),
    ],
)
def test_report_of_the_provider_moves_as_the_table_says(event, kind, state):
    message = MessageFactory(state=state, provider_id="p-1")

    reports.note_report("p-1", kind)

    message.refresh_from_db()
    assert message.state == MOVES[state].get(event, state)


@pytest.mark.parametrize("state", MessageState)
def test_lost_claim_is_given_back_from_being_sent_only(state, settings):
    settings.MESSAGE_CLAIM_SECONDS = 0
    message = MessageFactory(state=state)

    delivery.give_back_lost_claims()

    expected = (
        MOVES[MessageState.SENDING][Event.POSTPONE]
        if state == MessageState.SENDING
        else state
    )
    assert Message.objects.get(pk=message.pk).state == expected
