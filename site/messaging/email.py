"""The e-mail channel: through whichever Django backend is configured."""

import re
from contextlib import suppress
from email.utils import formatdate

from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import BadHeaderError

from messaging import ses, smtp
from messaging.channels import PermanentFailure
from messaging.enums import StateReason
from messaging.models import Message

_METHOD = re.compile(r"^METHOD:([A-Z]+)\r?$", re.MULTILINE)
CALENDAR_NAME = "randevu.ics"


def send_email(message: Message) -> str:
    """Hand it to the mail server; see `messaging.channels`."""
    mail = _as_email(message)
    connection = get_connection()
    try:
        connection.open()
        connection.send_messages([mail])
    except (ClientError, BotoCoreError) as answer:
        raise ses.failure_of(answer) from None
    except BadHeaderError:
        raise PermanentFailure(StateReason.REJECTED) from None
    # Only what has no name and no address in it may be said of a failed mail.
    except (OSError, ValueError) as answer:
        raise smtp.failure_of(answer) from None
    finally:
        _hang_up(connection)
    # SES names each mail; other servers do not.
    return str(mail.extra_headers.get("message_id", ""))


def _hang_up(connection: BaseEmailBackend) -> None:
    """Django leaves the line open where a login fails, django-ses always."""
    line = getattr(connection, "connection", None)
    with suppress(OSError):
        connection.close()
    if line is not None:
        line.close()


def _as_email(message: Message) -> EmailMultiAlternatives:
    host = settings.SITE_URL.split("//")[-1].split(":")[0]
    mail = EmailMultiAlternatives(
        # A name she typed may stand in it: a line break would end the header.
        subject=" ".join(message.subject.split()),
        body=message.full_body,
        to=[message.address],
        headers={
            # Made of the key, so that a repeat is recognizable.
            "Message-ID": f"<message-{message.pk}@{host}>",
            "Date": formatdate(localtime=settings.EMAIL_USE_LOCALTIME),
            # Out-of-office replies would go to a mailbox that nobody reads.
            "Auto-Submitted": "auto-generated",
        },
    )
    if message.calendar:
        attach_calendar(mail, message.calendar)
    return mail


def attach_calendar(mail: EmailMultiAlternatives, calendar: str) -> None:
    """The part mail clients act upon, and the file for those that do not."""
    method = _METHOD.search(calendar)
    mail.attach_alternative(
        calendar, f"text/calendar; method={method[1] if method else 'PUBLISH'}"
    )
    mail.attach(CALENDAR_NAME, calendar.encode(), "application/ics")
