"""The mail channel against a real mail server on this machine."""

import email
import email.policy
import socket
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult

from messaging.channels import PermanentFailure, TemporaryFailure
from messaging.email import send_email
from messaging.enums import StateReason
from tests.factories.messaging import MessageFactory

pytestmark = pytest.mark.django_db

CALENDAR = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:CANCEL\r\nX-YER:Üçkuyular İskelesi\r\n"
    "END:VCALENDAR\r\n"
)


@dataclass
class Answers:
    """What the server says, and what it took."""

    mail: str = "250 2.1.0 OK"
    rcpt: str = "250 2.1.5 OK"
    data: str = "250 2.0.0 OK"
    taken: list[bytes] = field(default_factory=list)

    async def handle_MAIL(self, server, session, envelope, address, options):
        if self.mail.startswith("250"):
            envelope.mail_from = address
        return self.mail

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.rcpt.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.rcpt

    async def handle_DATA(self, server, session, envelope):
        if self.data.startswith("250"):
            self.taken.append(envelope.original_content)
        return self.data


class Server(Controller):
    """Listens on a free port; `options` go to the server it makes."""

    def __init__(self, handler, **options):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        super().__init__(handler, hostname="127.0.0.1", port=port)
        self.options = options

    def factory(self):
        return SMTP(self.handler, hostname="sunucu.example.org", **self.options)


@pytest.fixture
def use(settings):
    running = []

    def start(answers: Answers, **options) -> Answers:
        server = Server(answers, **options)
        server.start()
        running.append(server)
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        return answers

    yield start
    for server in running:
        server.stop()


@pytest.fixture
def taken(use) -> Iterator[list[bytes]]:
    return use(Answers()).taken


def parsed(raw: bytes):
    return email.message_from_bytes(raw, policy=email.policy.default)


def test_mail_is_plain_neutral_and_says_that_a_machine_wrote_it(taken):
    message = MessageFactory(body="Sayın İpek Öztürk,\n\nkaydınızı aldık. Iıİi ğşç")

    assert send_email(message) == ""

    mail = parsed(taken[0])
    assert mail.get_content_type() == "text/plain"
    assert mail.get_content().replace("\r\n", "\n") == message.body + "\n"
    assert mail["Subject"] == "Kaydınız alındı"
    assert mail["From"] == "İzmir Bilgi <bilgi@example.org>"
    assert mail["To"] == message.person.email
    assert mail["Message-ID"] == f"<message-{message.pk}@127.0.0.1>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Date"].datetime is not None
    assert "List-Unsubscribe" not in mail
    assert b"http" not in taken[0]


def test_calendar_is_a_part_to_act_upon_and_a_file(taken):
    message = MessageFactory(calendar=CALENDAR)

    send_email(message)

    mail = parsed(taken[0])
    assert [part.get_content_type() for part in mail.walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/calendar",
        "application/ics",
    ]
    _mixed, _alternative, _text, part, file = mail.walk()
    assert part.get_param("method") == "CANCEL"
    assert part.get_content_charset() == "utf-8"
    assert part.get_payload(decode=True).decode() == CALENDAR
    assert file.get_filename() == "randevu.ics"
    assert file.get_payload(decode=True).decode() == CALENDAR


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"])
def test_line_break_in_a_subject_adds_no_header(taken, line_break):
    message = MessageFactory(subject=f"Kayıt{line_break}Bcc: kotu@example.org")

    send_email(message)

    mail = parsed(taken[0])
    assert mail["Subject"] == "Kayıt Bcc: kotu@example.org"
    assert "Bcc" not in mail


def test_line_break_in_an_address_is_never_sent(taken):
    message = MessageFactory()
    message.person.email = "a@example.org\nBcc: kotu@example.org"

    with pytest.raises(PermanentFailure):
        send_email(message)

    assert taken == []


@pytest.mark.parametrize(
    ("answer", "reason", "breaks"),
    [
        ("550 5.1.1 No such user", StateReason.ADDRESS_REFUSED, True),
        ("550 5.1.2 Bad domain", StateReason.ADDRESS_REFUSED, True),
        ("550 5.2.1 Mailbox disabled", StateReason.ADDRESS_REFUSED, True),
        ("550 Unknown user", StateReason.ADDRESS_REFUSED, True),
        ("553 Not a mailbox", StateReason.ADDRESS_REFUSED, True),
        ("554 5.7.1 Blocked by policy", StateReason.REJECTED, False),
        ("554 Go away", StateReason.REJECTED, False),
    ],
)
def test_refused_recipient_is_final(use, answer, reason, breaks):
    use(Answers(rcpt=answer))

    with pytest.raises(PermanentFailure) as refused:
        send_email(MessageFactory())

    assert (refused.value.reason, refused.value.breaks_route) == (reason, breaks)


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ("552 5.2.2 Quota exceeded", StateReason.MAILBOX_FULL),
        ("452 4.2.2 Over quota", StateReason.MAILBOX_FULL),
        ("552 Mailbox full", StateReason.MAILBOX_FULL),
        ("450 4.2.0 Greylisted", StateReason.SERVER_BUSY),
        ("451 Try later", StateReason.SERVER_BUSY),
        ("550 5.7.1 Relaying denied", StateReason.MISCONFIGURED),
        ("530 5.7.0 Authentication required", StateReason.MISCONFIGURED),
    ],
)
def test_recipient_may_be_taken_later(use, answer, reason):
    use(Answers(rcpt=answer))

    with pytest.raises(TemporaryFailure) as refused:
        send_email(MessageFactory())

    assert refused.value.reason == reason


@pytest.mark.parametrize(
    ("stage", "answer", "kind", "reason"),
    [
        ("data", "554 5.6.0 Looks like spam", PermanentFailure, StateReason.REJECTED),
        ("data", "550 5.1.1 Gone", PermanentFailure, StateReason.ADDRESS_REFUSED),
        ("data", "552 5.2.2 Full", TemporaryFailure, StateReason.MAILBOX_FULL),
        ("data", "451 4.3.0 Busy", TemporaryFailure, StateReason.SERVER_BUSY),
        ("mail", "451 4.3.0 Busy", TemporaryFailure, StateReason.SERVER_BUSY),
        ("mail", "550 5.7.1 Not yours", TemporaryFailure, StateReason.MISCONFIGURED),
        ("mail", "530 5.7.0 Log in", TemporaryFailure, StateReason.MISCONFIGURED),
        ("mail", "552 5.3.4 Too large", PermanentFailure, StateReason.REJECTED),
    ],
)
def test_refused_sender_and_content(use, stage, answer, kind, reason):
    use(Answers(**{stage: answer}))

    with pytest.raises(kind) as refused:
        send_email(MessageFactory())

    assert refused.value.reason == reason


def test_wrong_password_is_our_trouble(use, settings):
    use(
        Answers(),
        authenticator=lambda *_all: AuthResult(success=False, handled=False),
        auth_require_tls=False,
    )
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "site", "yanlis"

    with pytest.raises(TemporaryFailure) as refused:
        send_email(MessageFactory())

    assert refused.value.reason == StateReason.MISCONFIGURED


def test_server_without_tls_is_our_trouble(use, settings):
    answers = use(Answers())
    settings.EMAIL_USE_TLS = True

    with pytest.raises(TemporaryFailure) as refused:
        send_email(MessageFactory())

    assert refused.value.reason == StateReason.MISCONFIGURED
    assert answers.taken == []


def test_closed_port_and_hanging_server_are_worth_another_try(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_TIMEOUT = "127.0.0.1", 1
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        for port in (9, silent.getsockname()[1]):
            settings.EMAIL_PORT = port

            with pytest.raises(TemporaryFailure) as refused:
                send_email(MessageFactory())

            assert refused.value.reason == StateReason.SERVER_BUSY


def test_failure_tells_no_address(use):
    use(Answers(rcpt="550 5.1.1 <ipek@example.org> unknown"))

    with pytest.raises(PermanentFailure) as refused:
        send_email(MessageFactory(person__email="ipek@example.org"))

    assert "ipek" not in str(refused.value)
    assert refused.value.__suppress_context__
