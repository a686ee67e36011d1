"""Sending what the outbox holds: claim, send, tell the truth about it."""

import smtplib
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import F
from django.utils import timezone
from wagtail.log_actions import log

from messaging.enums import MessageState, Route, StateReason
from messaging.models import Message
from people.enums import ContactChannel

#: Waits between tries; after the last one the message has failed.
BACKOFF = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=8),
)
#: A worker that claimed a message and did not finish in this time has died.
CLAIM_LASTS = timedelta(minutes=10)
#: How many one run of the due work sends, so that it ends.
BATCH = 500


def deliver(key: str) -> str:
    """Send the message `key` if it is due and unclaimed; returns its state.

    At least once: a worker killed between the server's answer and the note of it
    leaves the message claimed, and it is tried again after `CLAIM_LASTS`. The
    Message-ID is made of the key, so that a repeat is recognisable.
    """
    now = timezone.now()
    claimed = (
        Message.objects.due()
        .filter(key=key, route=Route.EMAIL)
        .update(state=MessageState.SENDING, claimed_at=now, attempts=F("attempts") + 1)
    )
    message = Message.objects.select_related("person").filter(key=key).first()
    if message is None or not claimed:
        return message.state if message else ""
    person = message.person
    if person.contact_channel != ContactChannel.EMAIL or not person.email:
        # Her preference may have changed since the message was written.
        return _note(
            message,
            MessageState.BY_HAND,
            reason=StateReason.NO_ADDRESS,
            route=Route.STAFF,
        )
    try:
        _as_email(message).send()
    except smtplib.SMTPRecipientsRefused:
        return _note(message, MessageState.FAILED, reason=StateReason.ADDRESS_REFUSED)
    except Exception:  # noqa: BLE001  (whatever went wrong, the state must tell it)
        if message.attempts > len(BACKOFF):
            return _note(message, MessageState.FAILED, reason=StateReason.GAVE_UP)
        return _note(
            message,
            MessageState.RETRYING,
            reason=StateReason.SERVER_BUSY,
            next_attempt_at=timezone.now() + BACKOFF[message.attempts - 1],
        )
    kept = message.sealed_link if settings.KEEP_SENT_LINKS else ""
    return _note(message, MessageState.SENT, sent_at=timezone.now(), sealed_link=kept)


def deliver_due_messages() -> int:
    """Give back what dead workers held, then send what is due; returns how many."""
    Message.objects.filter(
        state=MessageState.SENDING, claimed_at__lt=timezone.now() - CLAIM_LASTS
    ).update(state=MessageState.RETRYING, next_attempt_at=timezone.now())
    keys = list(
        Message.objects.due()
        .filter(route=Route.EMAIL)
        .order_by("next_attempt_at")
        .values_list("key", flat=True)[:BATCH]
    )
    return sum(deliver(key) == MessageState.SENT for key in keys)


def mark_told(message: Message, *, by: object) -> bool:
    """A member of staff has told her; False when there was nothing left to tell."""
    told = (
        Message.objects.to_tell()
        .filter(pk=message.pk)
        .update(state=MessageState.TOLD, sent_at=timezone.now(), sealed_link="")
    )
    if told:
        log(message, "messaging.message.tell", user=by)
    return bool(told)


def send_again(message: Message, *, by: object) -> bool:
    """Put a failed message back into the queue, due at once."""
    queued = Message.objects.filter(pk=message.pk, state=MessageState.FAILED).update(
        state=MessageState.QUEUED, reason="", attempts=0, next_attempt_at=timezone.now()
    )
    if queued:
        log(message, "messaging.message.send_again", user=by)
    return bool(queued)


def _note(message: Message, state: MessageState, **changes: object) -> str:
    fields = {"reason": "", **changes}
    Message.objects.filter(pk=message.pk, state=MessageState.SENDING).update(
        state=state, claimed_at=None, **fields
    )
    return state


def _as_email(message: Message) -> EmailMessage:
    host = settings.SITE_URL.split("//")[-1].split(":")[0]
    mail = EmailMessage(
        subject=message.subject,
        body=message.full_body,
        to=[message.person.email],
        headers={"Message-ID": f"<message-{message.pk}@{host}>"},
    )
    if message.calendar:
        mail.attach("randevu.ics", message.calendar, "text/calendar; charset=utf-8")
    return mail
