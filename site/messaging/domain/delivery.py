"""Sending what the outbox holds: claim, send, tell the truth about it."""

from datetime import timedelta

from django.conf import settings
from django.db.models import F
from django.utils import timezone
from wagtail.log_actions import log

from messaging.channels import (
    PermanentFailure,
    TemporaryFailure,
    automatic_routes,
    channel_for,
)
from messaging.domain.routes import mark_route_broken, route_for
from messaging.enums import MessageState, StateReason
from messaging.models import Message

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
        .filter(key=key, route__in=automatic_routes())
        .update(state=MessageState.SENDING, claimed_at=now, attempts=F("attempts") + 1)
    )
    message = Message.objects.select_related("person").filter(key=key).first()
    if message is None or not claimed:
        return message.state if message else ""
    person = message.person
    route, reason = route_for(person)
    if route != message.route:
        # Her preference may have changed since the message was written.
        return _note(message, MessageState.BY_HAND, reason=reason, route=route)
    channel = channel_for(route)
    if channel is None:
        return _note(message, MessageState.BY_HAND, reason=reason)
    try:
        provider_id = channel(message)
    except PermanentFailure as failure:
        if failure.breaks_route:
            mark_route_broken(person, route=route, reason=failure.reason)
        return _note(message, MessageState.FAILED, reason=failure.reason)
    except Exception as failure:  # noqa: BLE001  (the state must tell whatever it was)
        if message.attempts > len(BACKOFF):
            return _note(message, MessageState.FAILED, reason=StateReason.GAVE_UP)
        return _note(
            message,
            MessageState.RETRYING,
            reason=(
                failure.reason
                if isinstance(failure, TemporaryFailure)
                else StateReason.SERVER_BUSY
            ),
            next_attempt_at=timezone.now() + BACKOFF[message.attempts - 1],
        )
    kept = message.sealed_link if settings.KEEP_SENT_LINKS else ""
    return _note(
        message,
        MessageState.SENT,
        sent_at=timezone.now(),
        sealed_link=kept,
        provider_id=provider_id,
    )


def deliver_due_messages() -> int:
    """Give back what dead workers held, then send what is due; returns how many."""
    Message.objects.filter(
        state=MessageState.SENDING, claimed_at__lt=timezone.now() - CLAIM_LASTS
    ).update(state=MessageState.RETRYING, next_attempt_at=timezone.now())
    keys = list(
        Message.objects.due()
        .filter(route__in=automatic_routes())
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
