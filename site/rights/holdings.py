"""What `rights` holds on somebody, in her words: see `people.holdings`."""

from django.utils.translation import gettext_lazy as _

from people.holdings import HeldRecord, Holding, register_holding, tell
from people.models import Person
from rights.models import AddressChange, DataRequest


def requests_of(person: Person) -> list[HeldRecord]:
    return [
        tell(
            str(one),
            [
                ("kind", _("Kind"), one.get_kind_display()),
                ("received_at", _("Received at"), one.received_at),
                ("through", _("Received through"), one.get_received_through_display()),
                ("wish", _("What is asked"), one.wish),
                ("state", _("State"), one.get_state_display()),
                ("due_at", _("Answer by"), one.due_at),
                ("answered_at", _("Answered at"), one.answered_at),
                (
                    "ground",
                    _("Ground of the refusal"),
                    one.get_refusal_ground_display(),
                ),
                ("reply", _("Answer"), one.reply),
            ],
            kind=one.kind,
            state=one.state,
            through=one.received_through,
        )
        for one in person.data_requests.order_by("received_at", "pk")
    ]


def addresses_to_confirm(person: Person) -> list[HeldRecord]:
    return [
        tell(
            one.get_kind_display(),
            [
                ("value", _("New"), one.value),
                ("asked_at", _("Asked at"), one.asked_at),
            ],
            kind=one.kind,
        )
        for one in person.address_changes.all()
    ]


def register_holdings() -> None:
    register_holding(
        Holding("rights.requests", _("Your requests"), requests_of, (DataRequest,))
    )
    register_holding(
        Holding(
            "rights.addresses",
            _("Addresses to confirm"),
            addresses_to_confirm,
            (AddressChange,),
        )
    )
