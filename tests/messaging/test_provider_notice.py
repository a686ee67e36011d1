"""Notices of mail that came back: genuine ones are noted, forged ones are not."""

import base64
import json
import logging
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509.oid import NameOID
from django.test import Client
from django.utils import timezone
from django_ses import utils
from wagtail.models import ModelLogEntry

from messaging.domain.routes import route_for
from messaging.enums import MessageState, Route, StateReason
from messaging.models import BrokenRoute
from tests.factories.messaging import MessageFactory

pytestmark = pytest.mark.django_db

TOPIC = "arn:aws:sns:eu-central-1:123456789012:geri-donen"
CERTIFICATE = (
    "https://sns.eu-central-1.amazonaws.com/SimpleNotificationService-abc123.pem"
)
PATH = "/bildirim/"
DIGESTS = {"1": hashes.SHA1, "2": hashes.SHA256}


def _key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def _certificate(key: rsa.RSAPrivateKey, *, days: int = 1) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "sns.amazonaws.com")])
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=30))
        .not_valid_after(now + timedelta(days=days))
        .sign(key, hashes.SHA256())
    )


@pytest.fixture(scope="module")
def key():
    return _key()


@pytest.fixture(autouse=True)
def sns(settings, key):
    """SES is on; the certificate of SNS was fetched already and is ours."""
    settings.EMAIL_BACKEND = "django_ses.SESBackend"
    settings.AWS_SES_SNS_TOPIC_ARN = TOPIC
    utils._CERT_CACHE[CERTIFICATE] = _certificate(key)
    yield
    utils.clear_cert_cache()


@pytest.fixture
def message():
    return MessageFactory(
        state=MessageState.SENT,
        sent_at=timezone.now(),
        provider_id="ses-1",
        person__email="ipek@example.org",
    )


def bounce(kind="Permanent", sub="General", **changes):
    return {
        "notificationType": "Bounce",
        "bounce": {
            "bounceType": kind,
            "bounceSubType": sub,
            "bouncedRecipients": [{"emailAddress": "ipek@example.org"}],
        },
        "mail": {"messageId": "ses-1", "destination": ["ipek@example.org"]},
        **changes,
    }


def notice(key, event=None, *, version="2", **changes):
    """Signed as SNS signs it: the names and values of its fields, line by line."""
    body = {
        "Type": "Notification",
        "MessageId": "22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324",
        "TopicArn": TOPIC,
        "Message": json.dumps(bounce() if event is None else event),
        "Timestamp": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z"),
        "SignatureVersion": version,
        "SigningCertURL": CERTIFICATE,
        **changes,
    }
    fields = ["Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"]
    if body["Type"] != "Notification":
        fields = ["Message", "MessageId", "SubscribeURL", "Timestamp", "Token"]
        fields += ["TopicArn", "Type"]
    text = "".join(f"{name}\n{body[name]}\n" for name in fields if name in body)
    digest = DIGESTS[version]()
    signature = key.sign(text.encode(), padding.PKCS1v15(), digest)
    return {**body, "Signature": base64.b64encode(signature).decode()}


def post(body) -> int:
    client = Client(enforce_csrf_checks=True)
    data = body if isinstance(body, bytes) else json.dumps(body)
    return client.post(PATH, data, content_type="text/plain").status_code


def assert_nothing_happened(message):
    message.refresh_from_db()
    assert (message.state, message.reason) == (MessageState.SENT, "")
    assert BrokenRoute.objects.count() == 0
    assert ModelLogEntry.objects.count() == 0


@pytest.mark.parametrize("version", ["1", "2"])
def test_permanent_bounce_breaks_the_route(key, message, version):
    assert post(notice(key, version=version)) == 200

    message.refresh_from_db()
    assert message.state == MessageState.BOUNCED
    assert message.reason == StateReason.ADDRESS_REFUSED
    broken = BrokenRoute.objects.get()
    assert (broken.person, broken.reason) == (
        message.person,
        StateReason.ADDRESS_REFUSED,
    )
    assert route_for(message.person) == (Route.STAFF, StateReason.ROUTE_BROKEN)


def test_log_of_a_bounce_holds_no_address(key, message):
    post(notice(key))

    entries = list(ModelLogEntry.objects.order_by("pk"))
    assert [entry.action for entry in entries] == [
        "messaging.message.bounce",
        "messaging.route.break",
    ]
    for entry in entries:
        assert "ipek" not in f"{entry.label}{entry.data}"


def test_full_mailbox_is_noted_and_breaks_nothing(key, message):
    assert post(notice(key, bounce("Transient", "MailboxFull"))) == 200

    message.refresh_from_db()
    assert message.state == MessageState.BOUNCED
    assert message.reason == StateReason.MAILBOX_FULL
    assert BrokenRoute.objects.count() == 0


def test_complaint_breaks_the_route_and_the_message_stays_sent(key, message):
    event = {
        "eventType": "Complaint",
        "complaint": {},
        "mail": {"messageId": "ses-1"},
    }

    assert post(notice(key, event)) == 200

    message.refresh_from_db()
    assert (message.state, message.reason) == (
        MessageState.SENT,
        StateReason.COMPLAINED,
    )
    assert BrokenRoute.objects.get().reason == StateReason.COMPLAINED


@pytest.mark.parametrize("event", [bounce(), {**bounce(), "mail": {"messageId": ""}}])
def test_same_notice_twice_is_noted_once(key, message, event):
    MessageFactory(state=MessageState.SENT, sent_at=timezone.now(), provider_id="")
    body = notice(key, event)

    assert post(body) == post(body) == 200

    bounces = ModelLogEntry.objects.filter(action="messaging.message.bounce")
    assert bounces.count() == (1 if event["mail"]["messageId"] else 0)


def test_unknown_message_is_taken_and_changes_nothing(key, message):
    assert post(notice(key, bounce(mail={"messageId": "baska"}))) == 200

    assert_nothing_happened(message)


@pytest.mark.parametrize(
    "event",
    [
        {"notificationType": "Delivery", "mail": {"messageId": "ses-1"}},
        {"notificationType": "Bounce"},
        ["Bounce"],
        "Successfully validated SNS topic for Amazon SES event publishing.",
    ],
)
def test_what_is_no_bounce_changes_nothing(key, message, event):
    assert post(notice(key, event)) == 200

    assert_nothing_happened(message)


HOUR = timedelta(hours=1)


def _stamp(ago: timedelta) -> str:
    return (datetime.now(UTC) - ago).strftime("%Y-%m-%dT%H:%M:%S.000Z")


@pytest.mark.parametrize(
    ("forge", "reason"),
    [
        (lambda key: notice(_key()), "bad_signature"),
        (lambda key: notice(_key(), version="1"), "bad_signature"),
        (lambda key: {**notice(key), "Signature": "AAAA"}, "bad_signature"),
        (lambda key: {**notice(key), "Signature": "ışıl"}, "bad_signature"),
        (lambda key: {**notice(key), "Signature": ""}, "bad_signature"),
        (lambda key: {**notice(key), "SignatureVersion": "3"}, "bad_signature"),
        (lambda key: {**notice(key), "SignatureVersion": "1"}, "bad_signature"),
        (
            lambda key: {
                **notice(key),
                "Message": json.dumps(bounce("Permanent", "x")),
            },
            "bad_signature",
        ),
        (lambda key: notice(key, Type="Other"), "bad_signature"),
        (lambda key: notice(key, TopicArn=TOPIC + "x"), "foreign_topic"),
        (lambda key: notice(key, TopicArn=""), "foreign_topic"),
        (lambda key: notice(key, Timestamp=_stamp(8 * HOUR)), "old"),
        (lambda key: notice(key, Timestamp=_stamp(-HOUR)), "old"),
        (lambda key: notice(key, Timestamp="2026-11-24"), "old"),
        (lambda key: notice(key, Timestamp=""), "old"),
        *(
            (
                lambda key, url=url: notice(key, SigningCertURL=url),
                "foreign_certificate",
            )
            for url in (
                "https://sns.eu-central-1.amazonaws.com.kotu.example/"
                "SimpleNotificationService-abc123.pem",
                "https://kotu.example/SimpleNotificationService-abc123.pem",
                "https://kotu.example/?sns.eu-central-1.amazonaws.com/"
                "SimpleNotificationService-abc123.pem",
                "https://kotu@sns.eu-central-1.amazonaws.com/"
                "SimpleNotificationService-abc123.pem",
                "https://kotu.s3.amazonaws.com/SimpleNotificationService-a.pem",
                CERTIFICATE.replace("https", "http"),
                CERTIFICATE + "\n",
                "file:///etc/passwd",
                "",
                None,
            )
        ),
        (lambda key: b"{", "unreadable"),
        (lambda key: b"[]", "unreadable"),
        (lambda key: b"\xff", "unreadable"),
        (lambda key: b"", "unreadable"),
    ],
)
def test_forged_notice_is_refused_and_changes_nothing(
    key, message, forge, reason, caplog
):
    with caplog.at_level(logging.WARNING, logger="messaging"):
        status = post(forge(key))

    assert status == 403
    assert_nothing_happened(message)
    [record] = [one for one in caplog.records if one.name == "messaging.views"]
    assert record.getMessage() == f"A notice was not believed: {reason}"
    assert "ipek" not in caplog.text
    assert "notification" not in record.__dict__


def test_expired_certificate_is_not_believed(key, message):
    utils._CERT_CACHE[CERTIFICATE] = _certificate(key, days=-1)

    assert post(notice(key)) == 403

    assert_nothing_happened(message)


def test_certificate_that_could_not_be_fetched_is_asked_for_again(key, message):
    utils._CERT_CACHE[CERTIFICATE] = None
    assert post(notice(key)) == 403

    utils._CERT_CACHE.setdefault(CERTIFICATE, _certificate(key))

    assert post(notice(key)) == 200


def test_without_ses_there_is_no_such_page(key, message, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"

    assert post(notice(key)) == 404
    assert_nothing_happened(message)


def test_without_a_topic_nothing_is_believed(key, message, settings):
    settings.AWS_SES_SNS_TOPIC_ARN = ""

    assert post(notice(key, TopicArn="")) == 403
    assert_nothing_happened(message)


def test_it_cannot_be_read(client):
    assert client.get(PATH).status_code == 405


@pytest.mark.parametrize(
    "url",
    [
        "http://sns.eu-central-1.amazonaws.com/?Action=ConfirmSubscription",
        "https://kotu.example/?Action=ConfirmSubscription",
        "https://sns.eu-central-1.amazonaws.com.kotu.example/",
        "https://sns.eu-central-1.amazonaws.com@kotu.example/",
        "file:///etc/passwd",
    ],
)
def test_subscription_is_never_confirmed_elsewhere(key, url, caplog):
    body = notice(key, Type="SubscriptionConfirmation", SubscribeURL=url, Token="t")

    assert post(body) == 403
    assert "foreign_address" in caplog.text
