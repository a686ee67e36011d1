"""The one place that gives a seat.

Every state that holds a seat is written by `give_seats`, under the lock of the
occurrence and against the places counted under it.
"""

from datetime import datetime

from django.contrib.auth.models import User
from wagtail.log_actions import log

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
    if not registration.holds_seats:
        if registration.seats > places.free_for(registration.quota_id):
            raise Refusal(Reason.FULL)
        places.take(registration)
    registration.state = state
    registration.given_on_at = None
    registration.offer_expires_at = until
    if state == State.CONFIRMED and registration.seated_at is None:
        registration.seated_at = places.now
    if not registration._state.adding:
        registration.save(
            update_fields=["state", "given_on_at", "offer_expires_at", "seated_at"]
        )


def take_from_absent(places: Places, *, seats: int, by: User | None) -> None:
    """See that so many are free on the day, whole places of absent parties at a time.

    Before the departure nobody is absent yet, whatever was marked.
    """
    if seats <= places.free:
        return
    if places.now < places.occurrence.starts_at:
        raise Refusal(Reason.NOBODY_TO_REPLACE)
    absent = Registration.objects.filter(
        occurrence=places.occurrence, state__in=State.absent, given_on_at__isnull=True
    )
    taken: list[Registration] = []
    for row in absent.order_by("queued_at", "pk"):
        if seats <= places.free:
            break
        places.held -= row.seats
        taken.append(row)
    if seats > places.free:
        raise Refusal(Reason.NOBODY_TO_REPLACE)
    for row in taken:
        row.given_on_at = places.now
        row.save(update_fields=["given_on_at"])
        log(row, "programs.registration.give_on", user=by)


def change_seats(
    registration: Registration, *, seats: int, places: Places
) -> Registration:
    """A larger or smaller party; a larger one only into places that are free."""
    more = seats - registration.seats
    if registration.holds_seats:
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
