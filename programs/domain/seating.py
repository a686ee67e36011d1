"""The one place that gives a seat.

Every state that holds a seat is written by `give_seats`, under the lock of the
occurrence and against the places counted under it.
"""

from datetime import datetime

from people.exceptions import Refusal
from programs.domain.places import Places, lock_places
from programs.enums import RegistrationRefusal as Reason
from programs.enums import RegistrationState as State
from programs.models import Registration
from programs.workflow import check_move


def give_seats(
    registration: Registration,
    state: State,
    places: Places,
    *,
    until: datetime | None = None,
) -> None:
    """Write a state that holds seats: the only place where that happens.

    A registration that is not in the database yet is written by admission, which
    holds the same lock.
    """
    if registration.occurrence_id != places.occurrence.pk:
        raise ValueError("These are the places of another occurrence.")
    check_move(registration.state, state)
    if registration.state not in State.holding:
        if registration.seats > places.free_for(registration.quota_id):
            raise Refusal(Reason.FULL)
        places.take(registration)
    registration.state = state
    registration.offer_expires_at = until
    if state == State.CONFIRMED and registration.seated_at is None:
        registration.seated_at = places.now
    if not registration._state.adding:
        registration.save(update_fields=["state", "offer_expires_at", "seated_at"])


def change_seats(
    registration: Registration, *, seats: int, places: Places
) -> Registration:
    """A larger or smaller party; a larger one only into places that are free."""
    more = seats - registration.seats
    if registration.state in State.holding:
        if more > places.free_for(registration.quota_id):
            raise Refusal(Reason.NO_ROOM_FOR_MORE)
        places.held += more
    elif more > 0 and not places.may_wait(seats=seats, more=more):
        raise Refusal(Reason.NO_ROOM_FOR_MORE)
    registration.seats = seats
    registration.save(update_fields=["seats"])
    return registration


def seat_again(registration: Registration) -> Registration:
    """Back to a confirmed place, for a mark of attendance set by mistake."""
    places = lock_places(registration.occurrence_id)
    current = registration_now(registration, places)
    give_seats(current, State.CONFIRMED, places)
    return current


def registration_now(registration: Registration, places: Places) -> Registration:
    """The row as it is under the lock."""
    current = Registration.objects.select_related("person", "boarding_point").get(
        pk=registration.pk
    )
    current.occurrence = places.occurrence
    return current
