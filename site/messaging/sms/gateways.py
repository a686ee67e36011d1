"""How a text message leaves: one small interface, chosen by `settings.SMS`."""

import sys
from typing import Protocol

from django.conf import settings

from messaging.enums import SmsBackend
from messaging.sms.encoding import parts
from messaging.sms.http import HttpGateway


class SmsGateway(Protocol):
    def send(self, number: str, text: str, *, reference: str) -> str:
        """Hand one text to the provider; returns its name for it, or "".

        `number` is in E.164. `reference` is the same for a repeat, so that a provider
        can tell. Raises the failures of `messaging.channels`.
        """


class ConsoleGateway:
    """For development: says that it would have sent, and nothing of what."""

    def send(self, number: str, text: str, *, reference: str) -> str:
        sys.stdout.write(f"SMS to ***{number[-4:]}, parts: {parts(text)}\n")
        return ""


def gateway() -> SmsGateway | None:
    """None where no provider is configured: staff send the text."""
    match SmsBackend(settings.SMS):
        case SmsBackend.CONSOLE:
            return ConsoleGateway()
        case SmsBackend.HTTP:
            return HttpGateway.from_settings()
    return None
