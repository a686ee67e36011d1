"""By which way a person may be reached, and which ways no longer work."""

from django.utils import timezone
from wagtail.log_actions import log

from messaging.channels import automatic_routes
from messaging.enums import Route, StateReason
from messaging.models import BrokenRoute
from people.enums import ContactChannel
from people.models import Person


def route_for(person: Person) -> tuple[Route, StateReason]:
    """The one way she allowed, and why it is staff's work where it is."""
    match person.contact_channel:
        case ContactChannel.EMAIL if person.email:
            return _unless_broken(person, Route.EMAIL)
        case ContactChannel.SMS if person.phone and Route.SMS in automatic_routes():
            return _unless_broken(person, Route.SMS)
        case ContactChannel.PHONE:
            return Route.STAFF, StateReason.PREFERS_PHONE
        case ContactChannel.SMS:
            return Route.STAFF, StateReason.PREFERS_SMS
        case ContactChannel.SHE_CALLS:
            return Route.STAFF, StateReason.SHE_CALLS
        case ContactChannel.LETTER:
            return Route.PAPER, StateReason.PREFERS_PAPER
    return Route.STAFF, StateReason.NO_ADDRESS


def address_of(person: Person, route: str) -> str:
    return person.email if route == Route.EMAIL else str(person.phone)


def mark_route_broken(person: Person, *, route: Route, reason: StateReason) -> None:
    """Note that what is sent to her present address comes back."""
    broken, made = BrokenRoute.objects.get_or_create(
        person=person,
        route=route,
        address_hash=BrokenRoute.hash_of(address_of(person, route)),
        defaults={"reason": reason, "since": timezone.now()},
    )
    if made:
        log(broken, "messaging.route.break", data={"route": route, "reason": reason})


def mend_route(broken: BrokenRoute, *, by: object) -> None:
    """Staff found that the address works again."""
    log(broken, "messaging.route.mend", user=by, data={"route": broken.route})
    broken.delete()


def _unless_broken(person: Person, route: Route) -> tuple[Route, StateReason]:
    # A record that is about to be written has no history.
    broken = not person._state.adding and any(
        one.route == route and one.is_about(address_of(person, route))
        for one in person.broken_routes.all()
    )
    if broken:
        return Route.STAFF, StateReason.ROUTE_BROKEN
    return route, StateReason.NONE
