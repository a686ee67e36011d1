"""The mail channel against a local Amazon SES, over HTTP."""

import socket
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import boto3
import pytest
from moto.server import ThreadedMotoServer

from messaging.channels import PermanentFailure, TemporaryFailure
from messaging.domain.delivery import deliver
from messaging.email import send_email
from messaging.enums import MessageState, StateReason
from tests.factories.messaging import MessageFactory
from tests.guards.test_settings import SECRETS, python

pytestmark = pytest.mark.django_db


def _use(settings, monkeypatch, url: str) -> None:
    settings.EMAIL_BACKEND = "django_ses.SESBackend"
    settings.AWS_SES_REGION_NAME = "eu-central-1"
    settings.AWS_SES_REGION_ENDPOINT_URL = url
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "deneme")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "deneme")


@pytest.fixture(scope="module")
def amazon():
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def ses(amazon, settings, monkeypatch):
    _use(settings, monkeypatch, amazon)
    client = boto3.client("ses", region_name="eu-central-1", endpoint_url=amazon)
    client.verify_email_identity(EmailAddress="bilgi@example.org")
    return amazon


def test_message_leaves_and_keeps_the_name_it_got(ses):
    message = MessageFactory()

    assert deliver(message.key) == MessageState.SENT

    message.refresh_from_db()
    assert len(message.provider_id) > 20


def test_mail_that_ses_rejects_is_not_tried_again(ses, settings):
    settings.DEFAULT_FROM_EMAIL = "baska@example.net"

    with pytest.raises(PermanentFailure) as refused:
        send_email(MessageFactory())

    assert refused.value.reason == StateReason.REJECTED


class _Answer(BaseHTTPRequestHandler):
    status, code, words = 400, "Throttling", "Maximum sending rate exceeded."
    asked = 0

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        type(self).asked += 1
        body = (
            "<ErrorResponse><Error><Type>Sender</Type>"
            f"<Code>{self.code}</Code><Message>{self.words}</Message></Error>"
            "<RequestId>1</RequestId></ErrorResponse>"
        ).encode()
        self.send_response(self.status)
        self.send_header("Content-Type", "text/xml")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


@pytest.mark.parametrize(
    ("status", "code", "words", "kind", "reason"),
    [
        (400, "Throttling", "Rate", TemporaryFailure, StateReason.SERVER_BUSY),
        (503, "ServiceUnavailable", "-", TemporaryFailure, StateReason.SERVER_BUSY),
        (500, "InternalFailure", "-", TemporaryFailure, StateReason.SERVER_BUSY),
        (400, "MessageRejected", "Virus", PermanentFailure, StateReason.REJECTED),
        (
            400,
            "MessageRejected",
            "Email address is not verified.",
            TemporaryFailure,
            StateReason.MISCONFIGURED,
        ),
        (
            403,
            "InvalidClientTokenId",
            "-",
            TemporaryFailure,
            StateReason.MISCONFIGURED,
        ),
    ],
)
def test_answers_of_ses_have_their_reasons(
    settings, monkeypatch, status, code, words, kind, reason
):
    handler = type(
        "Answer", (_Answer,), {"status": status, "code": code, "words": words}
    )
    server = HTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    _use(settings, monkeypatch, f"http://127.0.0.1:{server.server_port}")
    try:
        with pytest.raises(kind) as refused:
            send_email(MessageFactory())
    finally:
        server.shutdown()
        server.server_close()

    assert refused.value.reason == reason
    # The outbox decides when to try again, not the library.
    assert handler.asked == 1


def test_unreachable_ses_is_worth_another_try(settings, monkeypatch):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    _use(settings, monkeypatch, f"http://127.0.0.1:{port}")

    with pytest.raises(TemporaryFailure):
        send_email(MessageFactory())


@pytest.mark.parametrize(
    ("basis", "code"), [("", 1), ("because", 1), ("standard_contract:2026-14", 0)]
)
def test_program_does_not_start_with_ses_and_no_transfer_basis(basis, code):
    done = python(
        *("manage.py", "check"),
        DJANGO_SETTINGS_MODULE="config.settings.production",
        MAIL="ses",
        AWS_SES_REGION_NAME="eu-central-1",
        KVKK_TRANSFER_BASIS=basis,
        **SECRETS,
    )

    assert done.returncode == code, done.stderr
    assert ("messaging.E001" in done.stderr) == bool(code)


def test_endpoint_follows_the_region():
    done = python(
        "-c",
        "import django; django.setup()\n"
        "from django.core.mail import get_connection\n"
        "connection = get_connection(); connection.open()\n"
        "print(connection.connection.meta.endpoint_url)",
        DJANGO_SETTINGS_MODULE="config.settings.production",
        MAIL="ses",
        AWS_SES_REGION_NAME="eu-south-1",
        AWS_ACCESS_KEY_ID="deneme",
        AWS_SECRET_ACCESS_KEY="deneme",
        KVKK_TRANSFER_BASIS="demo",
        **SECRETS,
    )

    assert done.stdout.strip() == "https://email.eu-south-1.amazonaws.com", done.stderr
