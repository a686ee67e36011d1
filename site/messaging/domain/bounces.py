"""What a provider tells of a message after it took it: it came back, or worse."""

from django.db import transaction
from wagtail.log_actions import log

from messaging.domain.routes import mark_route_broken
from messaging.enums import BounceKind, MessageState, Route, StateReason
from messaging.models import Message

_REASONS = {
    BounceKind.NO_ADDRESS: StateReason.ADDRESS_REFUSED,
    BounceKind.MAILBOX_FULL: StateReason.MAILBOX_FULL,
    BounceKind.REJECTED: StateReason.REJECTED,
    BounceKind.COMPLAINT: StateReason.COMPLAINED,
}
#: After these nothing more is sent to the address.
_BREAKS = frozenset({BounceKind.NO_ADDRESS, BounceKind.COMPLAINT})


@transaction.atomic
def note_bounce(provider_id: str, kind: BounceKind) -> bool:
    """Note it once, whatever the order of notices; False when there is nothing to note.

    A complaint tells that she got the message: that stays sent. Anything else tells
    that she did not.
    """
    message = (
        Message.objects.select_for_update(of=("self",))
        .select_related("person")
        .filter(provider_id=provider_id, state=MessageState.SENT)
        .exclude(provider_id="")
        .first()
    )
    reason = _REASONS[kind]
    if message is None or message.reason == reason:
        return False
    if kind != BounceKind.COMPLAINT:
        message.state = MessageState.BOUNCED
    message.reason = reason
    message.save(update_fields=["state", "reason"])
    log(message, "messaging.message.bounce", data={"kind": kind.value})
    if kind in _BREAKS and message.person.email and not message.is_elsewhere:
        mark_route_broken(message.person, route=Route(message.route), reason=reason)
    return True
