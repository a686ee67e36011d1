"""What a provider tells is not lost, also when it is quicker than our own note."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import ModelLogEntry

from messaging import channels
from messaging.domain.delivery import deliver
from messaging.domain.reports import apply_waiting_reports, note_report
from messaging.domain.review import send_again
from messaging.enums import MessageState, ReportKind, Route, StateReason
from messaging.models import BrokenRoute, EarlyReport, Message
from people.roles import StaffRole
from tests.factories.messaging import MessageFactory
from tests.factories.staff import make_staff

pytestmark = pytest.mark.django_db


def states():
    return list(Message.objects.values_list("state", "reason"))


@pytest.fixture
def early(monkeypatch):
    """A provider that reports before it has answered."""

    def install(kind, *, name="p-1", route=Route.EMAIL):
        def send(message):
            note_report(name.format(pk=message.pk), kind)
            return "p-1"

        monkeypatch.setitem(channels._registry, route, send)

    return install


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (ReportKind.NO_ADDRESS, (MessageState.BOUNCED, StateReason.ADDRESS_REFUSED)),
        (ReportKind.COMPLAINT, (MessageState.SENT, StateReason.COMPLAINED)),
        (ReportKind.DELIVERED, (MessageState.DELIVERED, "")),
    ],
)
def test_report_that_comes_before_the_message_stands_as_sent(kind, expected, early):
    early(kind)

    deliver(MessageFactory().key)

    assert states() == [expected]
    assert EarlyReport.objects.count() == 0
    broken = kind != ReportKind.DELIVERED
    assert BrokenRoute.objects.exists() is broken


def test_report_by_our_own_reference(early):
    early(ReportKind.NOT_DELIVERED, name="message-{pk}", route=Route.SMS)
    message = MessageFactory(
        route=Route.SMS,
        person__contact_channel="sms",
        person__phone="+905321234567",
    )

    deliver(message.key)

    assert states() == [(MessageState.FAILED, StateReason.NOT_DELIVERED)]


def test_reference_of_a_mail_is_not_believed():
    message = MessageFactory(state=MessageState.SENT)

    assert not note_report(f"message-{message.pk}", ReportKind.DELIVERED)

    assert states() == [(MessageState.SENT, "")]


def test_due_work_applies_what_was_left_between_the_two():
    """As if the worker had died after its note and before it looked for reports."""
    message = MessageFactory(state=MessageState.SENDING)
    note_report("p-1", ReportKind.NO_ADDRESS)
    Message.objects.update(
        state=MessageState.SENT, sent_at=timezone.now(), provider_id="p-1"
    )

    assert apply_waiting_reports() == 1
    assert apply_waiting_reports() == 0

    message.refresh_from_db()
    assert message.state == MessageState.BOUNCED
    assert EarlyReport.objects.count() == 0


def test_report_on_mail_of_others_is_forgotten_after_a_week():
    note_report("not-ours", ReportKind.NO_ADDRESS)
    assert apply_waiting_reports() == 0
    assert EarlyReport.objects.count() == 1

    EarlyReport.objects.update(at=timezone.now() - timedelta(days=8))
    apply_waiting_reports()

    assert EarlyReport.objects.count() == 0


def test_same_report_twice_is_noted_once():
    MessageFactory(state=MessageState.SENT, provider_id="p-1")

    assert note_report("p-1", ReportKind.MAILBOX_FULL)
    assert not note_report("p-1", ReportKind.MAILBOX_FULL)

    assert ModelLogEntry.objects.count() == 1
    assert EarlyReport.objects.count() == 0


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (ReportKind.DELIVERED, ReportKind.NOT_DELIVERED, MessageState.DELIVERED),
        (ReportKind.NOT_DELIVERED, ReportKind.DELIVERED, MessageState.DELIVERED),
    ],
)
def test_what_arrived_has_arrived_whatever_the_order(first, second, expected):
    MessageFactory(state=MessageState.SENT, provider_id="p-1", route=Route.SMS)

    note_report("p-1", first)
    note_report("p-1", second)

    assert states() == [(expected, "")]


def test_late_report_on_an_earlier_try_is_not_told_of_the_next():
    message = MessageFactory(state=MessageState.FAILED, provider_id="p-1")
    send_again(message, by=make_staff(StaffRole.MANAGER))

    note_report("p-1", ReportKind.NO_ADDRESS)

    assert states() == [(MessageState.QUEUED, "")]


def test_bad_number_breaks_the_route():
    message = MessageFactory(
        state=MessageState.SENT,
        provider_id="p-1",
        route=Route.SMS,
        person__phone="+905321234567",
    )

    note_report("p-1", ReportKind.BAD_NUMBER)

    broken = BrokenRoute.objects.get()
    assert (broken.person, broken.route) == (message.person, Route.SMS)
    assert broken.reason == StateReason.NUMBER_REFUSED
