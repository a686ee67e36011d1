"""What the answers of a mail server mean for a message.

RFC 3463 gives answers a class (4 for now, 5 for ever) and a subject (1 the address,
2 the mailbox, 7 policy); servers that do not use it have the plain code only.
"""

import re
import smtplib
import ssl

from messaging.channels import PermanentFailure, TemporaryFailure
from messaging.enums import StateReason

_ENHANCED = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
#: Plain answers to RCPT TO that speak of the address (RFC 5321, 4.2.2).
_NO_SUCH_ADDRESS = frozenset({550, 551, 553})
_FULL = 552
_FULL_FOR_NOW = 452
#: The server wants us to log in, or to encrypt, before it takes anything.
_NOT_ALLOWED = frozenset({530, 534, 535, 538})

Failure = TemporaryFailure | PermanentFailure


def failure_of(answer: Exception) -> Failure:
    """The failure behind whatever `smtplib` raised."""
    match answer:
        case smtplib.SMTPRecipientsRefused():
            [(code, words), *_others] = answer.recipients.values()
            return _of_recipient(int(code), _text(words))
        case smtplib.SMTPNotSupportedError():
            return TemporaryFailure(StateReason.MISCONFIGURED)
        # A refused login, greeting or sender is our trouble; nothing is wrong with
        # the address, and once it is mended the mail can go.
        case (
            smtplib.SMTPAuthenticationError()
            | smtplib.SMTPHeloError()
            | smtplib.SMTPSenderRefused()
        ):
            return _of_our_trouble(answer.smtp_code, _text(answer.smtp_error))
        case smtplib.SMTPConnectError():
            return TemporaryFailure()
        case smtplib.SMTPResponseException():
            return _of_content(answer.smtp_code, _text(answer.smtp_error))
        case ssl.SSLError():
            return TemporaryFailure(StateReason.MISCONFIGURED)
        case UnicodeError():
            # The address cannot be written in a mail at all.
            return PermanentFailure(StateReason.ADDRESS_REFUSED, breaks_route=True)
        case ValueError():
            return PermanentFailure(StateReason.REJECTED)
    return TemporaryFailure()


def _of_recipient(code: int, words: str) -> Failure:
    if _says_full(code, words):
        return TemporaryFailure(StateReason.MAILBOX_FULL)
    if code in _NOT_ALLOWED or _refuses_to_relay(words):
        return TemporaryFailure(StateReason.MISCONFIGURED)
    if code < 500:
        return TemporaryFailure()
    subject = _subject(words)
    if subject in ("1", "2") or (subject is None and code in _NO_SUCH_ADDRESS):
        return PermanentFailure(StateReason.ADDRESS_REFUSED, breaks_route=True)
    return PermanentFailure(StateReason.REJECTED)


def _of_content(code: int, words: str) -> Failure:
    if _says_full(code, words):
        return TemporaryFailure(StateReason.MAILBOX_FULL)
    if code in _NOT_ALLOWED:
        return TemporaryFailure(StateReason.MISCONFIGURED)
    if code < 500:
        return TemporaryFailure()
    if _subject(words) == "1":
        return PermanentFailure(StateReason.ADDRESS_REFUSED, breaks_route=True)
    return PermanentFailure(StateReason.REJECTED)


def _of_our_trouble(code: int, words: str) -> Failure:
    if code < 500:
        return TemporaryFailure()
    if words.startswith("5.3.4"):
        return PermanentFailure(StateReason.REJECTED)
    return TemporaryFailure(StateReason.MISCONFIGURED)


def _says_full(code: int, words: str) -> bool:
    found = _ENHANCED.search(words)
    if found:
        return (found[2], found[3]) == ("2", "2")
    return code in (_FULL, _FULL_FOR_NOW)


def _refuses_to_relay(words: str) -> bool:
    return "relay" in words.casefold() and _subject(words) in (None, "7")


def _subject(words: str) -> str | None:
    found = _ENHANCED.search(words)
    return found[2] if found else None


def _text(words: bytes | str) -> str:
    return words.decode(errors="replace") if isinstance(words, bytes) else words
