"""What staff do with messages that have not reached anybody yet.

Each verb is one guarded UPDATE: done twice, or by two at once, it is done once.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.contrib.contenttypes.prefetch import GenericPrefetch
from django.db import transaction
from django.db.models import Count, F, Model
from django.utils import timezone
from wagtail.log_actions import log

from messaging.batches import rows_of_batches
from messaging.channels import automatic_routes
from messaging.domain.outbox import enqueue_when_due
from messaging.domain.routes import route_for
from messaging.enums import MessageState, Route, StateReason, ToldHow
from messaging.exceptions import MessageRefusal
from messaging.linting import PLACEHOLDER, subject_faults
from messaging.models import LINK_MARK, Batch, BatchText, Message
from messaging.releases import prepare_release
from messaging.templates import fill
from messaging.workflow import MOVES, Event, states_before
from people.exceptions import Refusal

# --- what waits -----------------------------------------------------------------


def batches_waiting_for(user: Any) -> list[Batch]:
    """Batches of which this user sees something held, what is needed first on top.

    Each has `waiting`: how many messages she sees. Two queries, and one for each kind
    of row that batches are about.
    """
    held = Message.objects.held().for_review(user).order_by()
    waiting = dict(held.values_list("batch").annotate(n=Count("pk")))
    if not waiting:
        return []
    batches = (
        Batch.objects.filter(pk__in=waiting)
        .select_related("made_by")
        .prefetch_related(GenericPrefetch("about", rows_of_batches()))
        .order_by(F("needed_by").asc(nulls_last=True), "-made_at", "-pk")
    )
    found = list(batches)
    for batch in found:
        batch.waiting = waiting[batch.pk]  # type: ignore[attr-defined]
    return found


# --- letting go -----------------------------------------------------------------


@transaction.atomic
def release_messages(pks: Collection[int], *, by: User) -> int:
    """Let held messages go, each by the way its person has chosen by now."""
    prepare_release(pks)
    held = _locked(pks, Event.RELEASE)
    for message in held:
        message.released_by = by
        message.released_at = timezone.now()
        message.shared_text, message.sealed_values = None, ""
        _set_out(message, Event.RELEASE, Event.RELEASE_TO_STAFF)
        log(message, "messaging.message.release", user=by)
    return len(held)


@dataclass(frozen=True, slots=True)
class SentAgain:
    """What became of messages that were to be sent again."""

    queued: int
    #: she has chosen another way by now, or hers does not work: staff tell her
    by_staff: int
    #: somebody else was quicker, or it did arrive
    left_alone: int


def send_again(message: Message, *, by: User) -> bool:
    """Another try for what did not arrive; by hand where she has chosen so by now."""
    return not send_all_again([message.pk], by=by).left_alone


@transaction.atomic
def send_all_again(pks: Collection[int], *, by: User) -> SentAgain:
    """The same for many; those that need no other try are left alone."""
    found = _locked(pks, Event.SEND_AGAIN)
    for one in found:
        one.attempts, one.next_attempt_at = 0, timezone.now()
        # What the provider still tells of the last try is not told of this one.
        one.provider_id = ""
        _set_out(one, Event.SEND_AGAIN, Event.SEND_AGAIN_BY_STAFF)
        log(one, "messaging.message.send_again", user=by)
    queued = sum(one.state == MessageState.QUEUED for one in found)
    return SentAgain(queued, len(found) - queued, len(set(pks)) - len(found))


def _set_out(message: Message, by_itself: Event, by_staff: Event) -> None:
    """Into the queue or onto the list of staff; never by a way she did not choose."""
    route, reason = route_for(message.person)
    # A letter of several pages is not sent as a text message, nor the other way round.
    fits = Route.SMS not in {route, message.route} or route == message.route
    leaves = fits and route in automatic_routes()
    message.route = route if leaves or route not in automatic_routes() else Route.STAFF
    message.reason = "" if leaves else reason or StateReason.PREFERS_SMS
    message.state = MOVES[MessageState(message.state)][
        by_itself if leaves else by_staff
    ]
    message.save()
    if leaves:
        enqueue_when_due(message.key, message.next_attempt_at)


# --- not telling, having told -----------------------------------------------------


@transaction.atomic
def drop_messages(pks: Collection[int], *, reason: str, by: User | None) -> int:
    """She is not told this; how many messages that was."""
    if reason not in StateReason.droppable:
        raise ValueError(f"{reason!r} is no reason to drop a message.")
    dropped = _locked(pks, Event.DROP)
    for message in dropped:
        message.state = MOVES[MessageState(message.state)][Event.DROP]
        message.reason, message.cancelled_by = reason, by
        message.sealed_link, message.sealed_values = "", ""
        message.shared_text = None
        message.save()
        log(message, "messaging.message.drop", user=by, data={"reason": reason})
    return len(dropped)


def drop_outdated(
    rows: Collection[Model], *, templates: Collection[str], by: User | None
) -> int:
    """What is held about these rows and no longer true; how many messages that was.

    Called by the verb that made it untrue, in its transaction. `rows` are of one model.
    """
    if not rows:
        return 0
    held = Message.objects.held().filter(
        about_type=ContentType.objects.get_for_model(next(iter(rows))),
        about_id__in=[row.pk for row in rows],
        template__in=templates,
    )
    pks = list(held.values_list("pk", flat=True))
    return drop_messages(pks, reason=StateReason.OUTDATED, by=by) if pks else 0


@transaction.atomic
def mark_told(message: Message, *, by: User, how: str = "") -> bool:
    """A member of staff has told her; False when there was nothing left to tell."""
    found = _locked([message.pk], Event.TELL)
    for one in found:
        one.state = MOVES[MessageState(one.state)][Event.TELL]
        one.sent_at, one.sealed_link = timezone.now(), ""
        one.told_by, one.told_how = by, ToldHow(how) if how else ""
        one.save()
        log(one, "messaging.message.tell", user=by, data={"how": how})
    return bool(found)


# --- changing the words -----------------------------------------------------------


@transaction.atomic
def edit_message(message: Message, *, subject: str, body: str, by: User) -> Message:
    """Other words for one held message; the mark of her private link stays in it."""
    found = _locked([message.pk], Event.EDIT)
    if not found:
        raise Refusal(MessageRefusal.NOT_HELD)
    [one] = found
    _check_words(subject, body, mark=LINK_MARK, linked=bool(one.sealed_link))
    one.subject, one.body = subject, body
    one.shared_text, one.sealed_values = None, ""
    one.edited_by, one.edited_at = by, timezone.now()
    one.save()
    log(one, "messaging.message.edit", user=by)
    return one


@transaction.atomic
def edit_shared_text(text: BatchText, *, subject: str, body: str, by: User) -> int:
    """Other words for all held messages that still follow `text`; how many."""
    locked = BatchText.objects.select_for_update().get(pk=text.pk)
    following = list(
        locked.messages.filter(state=MessageState.HELD)
        .order_by("pk")
        .select_for_update()
    )
    for message in following:
        _check_words(subject, body, mark="{link}", linked=bool(message.sealed_link))
        message.subject = _fill_in(subject, message.values)
        message.body = _fill_in(body, message.values)
        message.edited_by, message.edited_at = by, timezone.now()
    locked.subject, locked.body = subject, body
    locked.save()
    Message.objects.bulk_update(
        following, ["subject", "body", "edited_by", "edited_at"], batch_size=100
    )
    for message in following:
        log(message, "messaging.message.edit", user=by, data={"shared": True})
    return len(following)


def _check_words(subject: str, body: str, *, mark: str, linked: bool) -> None:
    if not subject.strip() or not body.strip():
        raise Refusal(MessageRefusal.TEXT_EMPTY)
    if faults := subject_faults(subject):
        raise Refusal(faults[0])
    if LINK_MARK in subject:
        raise Refusal(MessageRefusal.LINK_IN_SUBJECT)
    if linked and body.count(mark) != 1:
        raise Refusal(MessageRefusal.LINK_LOST, mark=mark)
    if not linked and mark in body:
        raise Refusal(MessageRefusal.LINK_ADDED, mark=mark)


def _fill_in(text: str, values: Mapping[str, str]) -> str:
    unknown = sorted(set(PLACEHOLDER.findall(text)) - set(values))
    if unknown:
        raise Refusal(MessageRefusal.UNKNOWN_PLACEHOLDER, names=", ".join(unknown))
    return fill(text, values)


def _locked(pks: Collection[int], event: Event) -> list[Message]:
    """The messages to which `event` may happen, locked in one order."""
    return list(
        Message.objects.filter(pk__in=pks, state__in=states_before(event))
        .select_for_update(of=("self",))
        .select_related("person")
        .prefetch_related("person__broken_routes")
        .order_by("pk")
    )
