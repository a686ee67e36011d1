"""What `messaging` holds on somebody, in her words: see `people.holdings`."""

from django.utils.translation import gettext_lazy as _

from messaging.models import BrokenRoute, DeliveryAttempt, Message
from people.holdings import HeldRecord, Holding, register_holding, tell
from people.models import Person


def messages_to(person: Person) -> list[HeldRecord]:
    """The text as it was sent; a link stands as a mark, for it opens things."""
    return [
        tell(
            message.subject,
            [
                ("created_at", _("Written at"), message.created_at),
                ("route", _("Way"), message.get_route_display()),
                ("state", _("State"), message.get_state_display()),
                ("sent_at", _("Sent at"), message.sent_at),
                ("attempts", _("Tries"), message.attempts or None),
                ("text", _("Text"), message.body),
            ],
            template=message.template,
            route=message.route,
            state=message.state,
        )
        for message in person.messages.order_by("created_at", "pk")
    ]


def broken_routes_of(person: Person) -> list[HeldRecord]:
    return [
        tell(
            broken.get_route_display(),
            [
                ("since", _("Since"), broken.since),
                ("reason", _("Reason"), broken.get_reason_display()),
            ],
            route=broken.route,
            reason=broken.reason,
        )
        for broken in person.broken_routes.order_by("since")
    ]


def register_holdings() -> None:
    register_holding(
        Holding(
            "messaging.messages",
            _("Messages to you"),
            messages_to,
            (Message, DeliveryAttempt),
        )
    )
    register_holding(
        Holding(
            "messaging.broken_routes",
            _("Addresses from which messages came back"),
            broken_routes_of,
            (BrokenRoute,),
        )
    )
