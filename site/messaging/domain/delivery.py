"""Sending what the outbox holds: claim, send, tell the truth about it.

At least once: a worker killed between the server's answer and the note of it leaves
the message claimed, and it is tried again once the claim has run out. The Message-ID is
made of the key, so that a repeat is recognizable.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from messaging.channels import (
    PermanentFailure,
    TemporaryFailure,
    automatic_routes,
    channel_for,
)
from messaging.domain.reports import apply_reports, reference_of
from messaging.domain.routes import mark_route_broken, route_for
from messaging.enums import MessageState, Route, StateReason
from messaging.models import DeliveryAttempt, Message
from messaging.rechecks import is_still_true
from messaging.templates import consent_for
from people.domain.consents import has_consented

#: Waits between tries; after the last one the message has failed.
BACKOFF = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=8),
)
#: How many one run of the due work sends, so that it ends.
BATCH = 500


@dataclass(frozen=True, slots=True)
class _Outcome:
    state: MessageState
    reason: StateReason = StateReason.NONE
    changes: dict[str, Any] = field(default_factory=dict)


def deliver(key: str) -> str:
    """Send the message `key` if it is due and unclaimed; returns its state."""
    message = _claim(key)
    if message is None:
        return str(
            Message.objects.filter(key=key).values_list("state", flat=True).first()
            or ""
        )
    outcome = _outdated(message) or _hand_over(message)
    _write(message, outcome)
    if outcome.state == MessageState.SENT:
        _apply_early_reports(message, outcome.changes["provider_id"])
    return outcome.state


def deliver_due_messages() -> int:
    """Give back what dead workers held, then send what is due; returns how many."""
    give_back_lost_claims()
    keys = list(
        Message.objects.due()
        .filter(route__in=automatic_routes())
        .order_by("next_attempt_at")
        .values_list("key", flat=True)[:BATCH]
    )
    return sum(deliver(key) == MessageState.SENT for key in keys)


def give_back_lost_claims() -> int:
    """Put what a dead worker had claimed back into the queue; returns how many."""
    now = timezone.now()
    lost = Message.objects.filter(
        state=MessageState.SENDING, claimed_at__lt=now - claim_lasts()
    )
    given_back = 0
    for message in lost.only("pk", "attempts", "route", "claimed_at")[:BATCH]:
        given_back += bool(
            _write(
                message,
                _Outcome(
                    MessageState.RETRYING,
                    StateReason.WORKER_LOST,
                    {"next_attempt_at": now},
                ),
            )
        )
    return given_back


def claim_lasts() -> timedelta:
    """A worker that claimed a message and did not finish in this time has died."""
    return timedelta(seconds=settings.MESSAGE_CLAIM_SECONDS)


# --- one message ----------------------------------------------------------------


def _claim(key: str) -> Message | None:
    """The message, held by this worker alone; None when there is nothing to do.

    One UPDATE decides: of two workers the second finds the row no longer due.
    """
    claimed = (
        Message.objects.due()
        .filter(key=key, route__in=automatic_routes())
        .update(
            state=MessageState.SENDING,
            claimed_at=timezone.now(),
            attempts=F("attempts") + 1,
        )
    )
    if not claimed:
        return None
    return Message.objects.select_related("person").get(key=key)


def _outdated(message: Message) -> _Outcome | None:
    """What has passed is dropped: it would tell her something untrue."""
    person = message.person
    too_late = message.not_after is not None and message.not_after <= timezone.now()
    # What goes to an address kept for this one message outlives the record: the
    # answer to who asked for her erasure.
    forgotten = person.anonymized_at is not None and not message.is_elsewhere
    if too_late or forgotten or not is_still_true(message):
        return _Outcome(
            MessageState.CANCELLED, StateReason.OUTDATED, {"sealed_link": ""}
        )
    consent = consent_for(message.template)
    if consent and not has_consented(person, consent):
        return _Outcome(
            MessageState.CANCELLED, StateReason.NO_CONSENT, {"sealed_link": ""}
        )
    return None


def _hand_over(message: Message) -> _Outcome:
    """Give it to its channel; whatever happens there becomes a state and a reason."""
    person = message.person
    if not message.is_readable:
        # Its key is missing; she must not be sent the sentence that says so.
        return _another_try(message, StateReason.MISCONFIGURED)
    route, reason = route_for(person)
    if message.is_elsewhere:
        # An address she has to confirm is not her route yet.
        route = Route(message.route)
    channel = channel_for(route)
    if route != message.route or channel is None:
        # Her preference may have changed since the message was written.
        return _Outcome(MessageState.BY_HAND, reason, {"route": route})
    try:
        provider_id = channel(message)
    except PermanentFailure as failure:
        if failure.breaks_route and not message.is_elsewhere:
            mark_route_broken(person, route=route, reason=failure.reason)
        return _Outcome(MessageState.FAILED, failure.reason)
    except TemporaryFailure as failure:
        return _another_try(message, failure.reason)
    except Exception:  # noqa: BLE001  (the state must tell, whatever it was)
        return _another_try(message, StateReason.SERVER_BUSY)
    kept = message.sealed_link if settings.KEEP_SENT_LINKS else ""
    return _Outcome(
        MessageState.SENT,
        changes={
            "sent_at": timezone.now(),
            "sealed_link": kept,
            "sealed_address": "",
            "provider_id": provider_id,
        },
    )


def _another_try(message: Message, reason: StateReason) -> _Outcome:
    if message.attempts > len(BACKOFF):
        gave_up = reason == StateReason.SERVER_BUSY
        return _Outcome(MessageState.FAILED, StateReason.GAVE_UP if gave_up else reason)
    wait = BACKOFF[message.attempts - 1]
    return _Outcome(
        MessageState.RETRYING, reason, {"next_attempt_at": timezone.now() + wait}
    )


def _apply_early_reports(message: Message, provider_id: str) -> None:
    """Of what the provider told before it stood here that the message has left."""
    names = [provider_id] if provider_id else []
    if message.route == Route.SMS:
        names.append(reference_of(message))
    if names:
        apply_reports(names)


@transaction.atomic
def _write(message: Message, outcome: _Outcome) -> int:
    """Note what came of a claim, unless it ran out and somebody else has it now."""
    held: datetime | None = message.claimed_at
    written = Message.objects.filter(
        pk=message.pk, state=MessageState.SENDING, claimed_at=held
    ).update(
        state=outcome.state, reason=outcome.reason, claimed_at=None, **outcome.changes
    )
    if written:
        DeliveryAttempt.objects.create(
            message=message,
            number=message.attempts,
            route=outcome.changes.get("route", message.route),
            outcome=outcome.state,
            reason=outcome.reason,
        )
    return written
