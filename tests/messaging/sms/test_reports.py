"""The provider tells by HTTP what became of a text message."""

import logging

import pytest
from django.test import Client

from messaging.checks import check_sms_reports
from messaging.enums import MessageState, Route, StateReason
from messaging.models import EarlyReport, Message
from tests.factories.messaging import MessageFactory

pytestmark = pytest.mark.django_db

SECRET = "0123456789abcdef0123456789"
PATH = f"/bildirim/sms/{SECRET}/"


@pytest.fixture(autouse=True)
def mapping(settings):
    settings.SMS_REPORT_SECRET = SECRET
    settings.SMS_REPORT_PATTERN = (
        r'"jobid":"(?P<id>[^"]+)","gsm":"[^"]*","status":"(?P<status>[^"]*)"'
    )
    settings.SMS_REPORT_DELIVERED_PATTERN = "1|DELIVRD"
    settings.SMS_REPORT_FAILED_PATTERN = "2|UNDELIV|EXPIRED"
    settings.SMS_REPORT_BAD_NUMBER_PATTERN = "3"


@pytest.fixture
def message():
    return MessageFactory(
        state=MessageState.SENT,
        route=Route.SMS,
        provider_id="sms-77",
        person__phone="+905321234567",
    )


def report(status, name="sms-77"):
    return f'{{"jobid":"{name}","gsm":"905321234567","status":"{status}"}}'


def post(body, path=PATH):
    browser = Client(enforce_csrf_checks=True)
    return browser.post(path, body, content_type="application/json")


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("1", (MessageState.DELIVERED, "")),
        ("DELIVRD", (MessageState.DELIVERED, "")),
        ("2", (MessageState.FAILED, StateReason.NOT_DELIVERED)),
        ("3", (MessageState.FAILED, StateReason.NUMBER_REFUSED)),
        # The provider is still trying, or says what nobody told us.
        ("0", (MessageState.SENT, "")),
        ("11", (MessageState.SENT, "")),
        ("", (MessageState.SENT, "")),
    ],
)
def test_report_is_told_truthfully(status, expected, message):
    answer = post(report(status))

    message.refresh_from_db()
    assert (answer.status_code, answer.content) == (200, b"OK")
    assert (message.state, message.reason) == expected


def test_several_reports_at_once(message):
    other = MessageFactory(
        state=MessageState.SENT, route=Route.SMS, provider_id="sms-78"
    )

    post(f"[{report(1)},{report(2, 'sms-78')}]")

    message.refresh_from_db()
    other.refresh_from_db()
    assert (message.state, other.state) == (
        MessageState.DELIVERED,
        MessageState.FAILED,
    )


def test_report_in_the_address(message, settings):
    settings.SMS_REPORT_PATTERN = r"id=(?P<id>[^&]+)&durum=(?P<status>\w+)"

    answer = Client().get(PATH, {"id": f"message-{message.pk}", "durum": "DELIVRD"})

    message.refresh_from_db()
    assert answer.status_code == 200
    assert message.state == MessageState.DELIVERED


def test_unknown_message_is_answered_alike_and_kept(message):
    answer = post(report("1", "sms-1000"))

    assert (answer.status_code, answer.content) == (200, b"OK")
    assert EarlyReport.objects.get().name == "sms-1000"


@pytest.mark.parametrize(
    "path",
    [
        "/bildirim/sms/baska-bir-sir-0123456789/",
        f"/bildirim/sms/{SECRET[:-1]}/",
        f"/bildirim/sms/{SECRET}x/",
        "/bildirim/sms/é/",
    ],
)
def test_whoever_does_not_know_the_secret_finds_nothing(path, message):
    assert post(report("2"), path).status_code == 404

    assert Message.objects.get().state == MessageState.SENT
    assert EarlyReport.objects.count() == 0


@pytest.mark.parametrize("secret", ["", "kisa"])
def test_without_a_good_secret_there_is_no_such_page(secret, message, settings):
    settings.SMS_REPORT_SECRET = secret

    assert post(report("2"), f"/bildirim/sms/{secret or 'x'}/").status_code == 404


@pytest.mark.parametrize("body", ["", "{", "x" * 1000, "\x00", "şifre 905321234567"])
def test_nonsense_changes_nothing_and_is_logged_without_its_words(
    body, message, caplog
):
    with caplog.at_level(logging.WARNING, logger="messaging"):
        assert post(body).status_code == 200

    assert Message.objects.get().state == MessageState.SENT
    assert [one.getMessage() for one in caplog.records] == [
        "A report on text messages could not be read."
    ]
    assert "905321234567" not in caplog.text


def test_flood_in_one_report_is_refused(message):
    assert post("x" * 300_000).status_code == 413


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({}, []),
        ({"SMS_REPORT_SECRET": "", "SMS_REPORT_PATTERN": "("}, []),
        ({"SMS_REPORT_SECRET": "kisa"}, ["messaging.E006"]),
        ({"SMS_REPORT_PATTERN": r"id=(\d+)"}, ["messaging.E007"]),
        ({"SMS_REPORT_FAILED_PATTERN": "("}, ["messaging.E003"]),
    ],
)
def test_mapping_that_cannot_work_is_found_at_the_start(changes, errors, settings):
    for name, value in changes.items():
        setattr(settings, name, value)

    assert [error.id for error in check_sms_reports(None)] == errors
