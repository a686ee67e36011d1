"""What changes about a registration she keeps: who comes, where they board."""

from collections.abc import Sequence

from django.contrib.auth.models import User
from django.db import transaction
from wagtail.log_actions import log

from people.exceptions import Refusal
from programs import notifications
from programs.domain.eligibility import (
    boarding_denied_reason,
    changed_party_denied_reason,
)
from programs.domain.party import Guest, members_of, seats_of
from programs.domain.places import Places, lock_places
from programs.domain.seating import change_seats, registration_now
from programs.domain.waiting_list import offer_places, who_fits
from programs.enums import RegistrationRefusal as Reason
from programs.enums import RegistrationState as State
from programs.models import BoardingPoint, Draw, PartyMember, Registration

#: With an offer on the table she answers it first.
CHANGEABLE = (State.CONFIRMED, State.WAITING)


def has_something_to_change(registration: Registration) -> bool:
    """Somebody could come with her, or she could get on elsewhere."""
    activity = registration.occurrence.activity
    return bool(
        activity.children_allowed
        or activity.companion_allowed
        or registration.seats > 1
        or registration.occurrence.points
    )


def change_party(
    registration: Registration,
    *,
    party: Sequence[Guest],
    boarding_point: BoardingPoint | None,
    by: User | None = None,
) -> Registration:
    """The same registration with another party or boarding point, or a refusal.

    Without `by` she does it herself, until the deadline; staff may until the departure.
    Her place and her number in line stay. A larger party needs free places that
    nobody in line could have; what a smaller one frees is offered to the next.
    """
    with transaction.atomic():
        places = lock_places(registration.occurrence_id)
        current = registration_now(registration, places)
        if denied := (
            _denied(current, places, by)
            or changed_party_denied_reason(current, party=party)
            or boarding_denied_reason(places.occurrence, boarding_point=boarding_point)
        ):
            raise denied
        activity = places.occurrence.activity
        before, seats = current.seats, seats_of(party, activity=activity)
        if seats != before:
            _check_seats(current, seats, places)
            change_seats(current, seats=seats, places=places)
        current.boarding_point = boarding_point
        current.save(update_fields=["boarding_point"])
        PartyMember.objects.filter(registration=current).delete()
        PartyMember.objects.bulk_create(members_of(current, party))
        log(
            current,
            "programs.registration.change",
            user=by,
            data={"before": before, "after": seats},
        )
        notifications.tell_party_changed(current)
        if seats < before:
            offer_places(places.occurrence, by=by)
    return current


def _denied(
    registration: Registration, places: Places, by: User | None
) -> Refusal | None:
    occurrence = places.occurrence
    if registration.state not in CHANGEABLE:
        return Refusal(Reason.MOVE_NOT_ALLOWED)
    if occurrence.starts_at <= places.now:
        return Refusal(Reason.DEPARTED)
    if by is None and occurrence.cancel_until <= places.now:
        return Refusal(Reason.CHANGE_CLOSED, until=occurrence.cancel_until)
    return None


def _check_seats(registration: Registration, seats: int, places: Places) -> None:
    frozen = Draw.objects.filter(occurrence=places.occurrence, drawn_at__isnull=True)
    if frozen.exists():
        raise Refusal(Reason.DRAW_FROZEN)
    seated = registration.state == State.CONFIRMED
    if seated and seats > registration.seats and who_fits(places).exists():
        raise Refusal(Reason.NO_ROOM_FOR_MORE)
