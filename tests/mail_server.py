"""A real mail server for tests: it answers as it is told, and keeps what it takes."""

import asyncio
import email
import socket
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import Message as Mail
from threading import Lock

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

#: What `MailServer.at_data` and `at_recipient` may return to be rude instead.
RESET, HANG = "reset", "hang"
TAKEN = "250 OK"


class MailServer:
    """Answers; `at_recipient` and `at_data` are called for each, from its thread."""

    def __init__(self) -> None:
        self.at_recipient: Callable[[str], str] = lambda address: TAKEN
        self.at_data: Callable[[Mail], str] = lambda mail: TAKEN
        self.port = 0
        self._taken: list[Mail] = []
        self._lock = Lock()

    @property
    def taken(self) -> list[Mail]:
        """The mails it said yes to, in the order of coming."""
        with self._lock:
            return list(self._taken)

    def message_ids(self) -> Counter[str]:
        return Counter(mail["Message-ID"] for mail in self.taken)

    # --- what aiosmtpd calls ------------------------------------------------------

    async def handle_RCPT(
        self,
        server: SMTP,
        session: Session,
        envelope: Envelope,
        address: str,
        options: list[str],
    ) -> str:
        answer = await self._say(server, self.at_recipient(address))
        if answer == TAKEN:
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        content = envelope.content
        assert isinstance(content, bytes)
        mail = email.message_from_bytes(content)
        answer = await self._say(server, self.at_data(mail))
        if answer.startswith("250"):
            with self._lock:
                self._taken.append(mail)
        return answer

    async def _say(self, server: SMTP, answer: str) -> str:
        if answer == HANG:
            await asyncio.sleep(3600)
        if answer == RESET:
            transport = server.transport
            assert transport is not None
            transport.abort()
            return "421 gone"
        return answer


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """The server on a free port of this machine, as long as the block lasts."""
    handler = MailServer()
    with socket.create_server(("127.0.0.1", 0)) as probe:
        handler.port = probe.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=handler.port)
    controller.start()
    try:
        yield handler
    finally:
        controller.stop(no_assert=True)
