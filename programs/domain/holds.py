"""Seats are held while she fills in the form.

A hold belongs to whoever has its token and knows nothing of her; therefore nothing of
it is logged. It is made, changed and used under the lock of the departure.
"""

import secrets
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from people.domain.links import TOKEN_BYTES, hash_token
from people.exceptions import Refusal
from programs.domain.eligibility import window_denied_reason
from programs.domain.places import Places, count_places, lock_places
from programs.domain.waiting_list import offer_free_places, who_fits
from programs.enums import RegistrationRefusal as Reason
from programs.models import Occurrence, SeatHold
from programs.models.hold import HOLD_LASTS


def hold_seats(
    occurrence: Occurrence, *, seats: int, token: str = ""
) -> tuple[str, SeatHold] | None:
    """Hold seats for a whole party; the token is what keeps them.

    With the token of a live hold that one is made larger or smaller, and its end
    stays. None where nothing is held: then nothing is held by the token any more.
    """
    if not _ever_holds(occurrence) and not token:
        return None
    with transaction.atomic():
        places = lock_places(
            occurrence.pk, activity=occurrence.activity, hold_token=token
        )
        mine = places.hold
        if not _may_hold(places, seats):
            if mine is not None:
                _let_go(mine, places)
            return None
        if mine is None:
            token = secrets.token_urlsafe(TOKEN_BYTES)
            return token, SeatHold.objects.create(
                occurrence=places.occurrence,
                seats=seats,
                key_hash=hash_token(token),
                expires_at=_end(places),
            )
        before, mine.seats = mine.seats, seats
        mine.save(update_fields=["seats"])
        if seats < before:
            offer_free_places(count_places(places.occurrence))
    return token, mine


def live_hold(token: str) -> SeatHold | None:
    """What the token holds now."""
    return (
        SeatHold.objects.select_related("occurrence")
        .filter(key_hash=hash_token(token), expires_at__gt=timezone.now())
        .first()
    )


def extend_hold(token: str, *, after: int | None = None) -> SeatHold:
    """A quarter of an hour more.

    `after`: how often it was extended when she asked. The same wish sent again, by a
    page that is loaded anew, changes nothing.
    """
    with transaction.atomic():
        locked = _lock(token)
        if locked is None:
            raise Refusal(Reason.HOLD_LAPSED)
        places, mine = locked
        if after is not None and after < mine.times_extended:
            return mine
        if not mine.may_be_extended:
            raise Refusal(Reason.HOLD_NOT_LONGER)
        mine.expires_at = min(
            mine.expires_at + HOLD_LASTS, places.occurrence.registration_closes_at
        )
        mine.times_extended += 1
        mine.save(update_fields=["expires_at", "times_extended"])
    return mine


def release_hold(token: str) -> bool:
    """Give the seats back before the time is over; whether there were any."""
    with transaction.atomic():
        locked = _lock(token)
        if locked is None:
            return False
        places, mine = locked
        _let_go(mine, places)
    return True


def use_hold(places: Places, *, seats: int) -> None:
    """She took so many of the seats she held, and the hold is over.

    What she left of them is offered by the next `sweep_holds`.
    """
    if places.hold is None:
        return
    if seats >= places.hold.seats:
        places.hold.delete()
    else:
        places.hold.expires_at = places.now
        places.hold.save(update_fields=["expires_at"])


def sweep_holds() -> int:
    """Take away the expired holds; what comes free is offered. Returns how many."""
    expired = SeatHold.objects.filter(expires_at__lte=timezone.now())
    swept = 0
    for occurrence_pk in (
        expired.order_by().values_list("occurrence", flat=True).distinct()
    ):
        with transaction.atomic():
            places = lock_places(occurrence_pk)
            gone, _by_model = SeatHold.objects.filter(
                occurrence=occurrence_pk, expires_at__lte=places.now
            ).delete()
            if gone:
                offer_free_places(places)
            swept += gone
    return swept


def _ever_holds(occurrence: Occurrence) -> bool:
    return (
        not occurrence.awaits_draw
        and window_denied_reason(occurrence, now=timezone.now()) is None
    )


def _may_hold(places: Places, seats: int) -> bool:
    """Whether she would have her places if she registered at this moment.

    And whether enough is left for those who are quick: held in forms is at most half
    of the departure, or one party.
    """
    if seats < 1 or not _ever_holds(places.occurrence):
        return False
    if seats <= places.hers:
        return True
    if seats > places.free_for(None):
        return False
    if places.on_hold and 2 * (places.on_hold + seats) > places.occurrence.capacity:
        return False
    # What is free is first of those who wait, if one of them fits.
    return not (places.waiting_seats and who_fits(places.besides_hers()).exists())


def _end(places: Places) -> datetime:
    return min(places.now + HOLD_LASTS, places.occurrence.registration_closes_at)


def _lock(token: str) -> tuple[Places, SeatHold] | None:
    """The places and the live hold of the token, under the lock of its departure."""
    found = SeatHold.objects.filter(key_hash=hash_token(token)).first()
    if found is None:
        return None
    places = lock_places(found.occurrence_id, hold_token=token)
    return (places, places.hold) if places.hold is not None else None


def _let_go(hold: SeatHold, places: Places) -> None:
    hold.delete()
    offer_free_places(count_places(places.occurrence))
