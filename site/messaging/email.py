"""The e-mail channel: through whichever Django backend is configured."""

import smtplib

from django.conf import settings
from django.core.mail import EmailMessage

from messaging.channels import PermanentFailure
from messaging.enums import StateReason
from messaging.models import Message


def send_email(message: Message) -> str:
    """Hand it to the mail server; see `messaging.channels`."""
    try:
        _as_email(message).send()
    except smtplib.SMTPRecipientsRefused:
        raise PermanentFailure(StateReason.ADDRESS_REFUSED, breaks_route=True) from None
    return ""


def _as_email(message: Message) -> EmailMessage:
    host = settings.SITE_URL.split("//")[-1].split(":")[0]
    mail = EmailMessage(
        subject=message.subject,
        body=message.full_body,
        to=[message.person.email],
        # Made of the key, so that a repeat is recognizable.
        headers={"Message-ID": f"<message-{message.pk}@{host}>"},
    )
    if message.calendar:
        mail.attach("randevu.ics", message.calendar, "text/calendar; charset=utf-8")
    return mail
