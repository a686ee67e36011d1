"""Seats held while a woman fills in the form, so that nobody takes them meanwhile.

Whose a hold is only its token tells, which lies in her session. Holds together never
take more than half of a departure: nobody can empty a boat by starting forms.
"""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from people.domain.links import hash_token
from programs.domain.eligibility import window_denied_reason
from programs.domain.places import Places, count_places, lock_places
from programs.domain.quotas import Home, quota_for_newcomer
from programs.domain.waiting_list import find_room, offer_free_places
from programs.enums import HoldOutcome, SelectionMode
from programs.models import Occurrence, PlaceQuota, Registration, SeatHold

HOLD_LASTS = timedelta(minutes=15)
MOST_EXTENSIONS = 2


def hold_seats(
    occurrence: Occurrence, *, seats: int, token: str, home: Home
) -> HoldOutcome:
    """Hold seats for her whole party, or change how many; the time does not change.

    Never before somebody who waits and fits. Where nothing can be held, what was held
    for a party of another size goes back too: a party is seated whole.
    """
    quota = quota_for_newcomer(occurrence, home)
    with transaction.atomic():
        places = lock_places(occurrence.pk, hold_hash=hash_token(token))
        if not _can_be_held(places):
            _give_back(places)
            return HoldOutcome.NOTHING
        asked = Registration(
            occurrence=places.occurrence,
            seats=seats,
            quota=quota,
            queued_at=places.now,
        )
        places, has_room = find_room(asked, places)
        if not has_room:
            may_wait = places.may_wait(seats=seats, more=seats)
            _give_back(places)
            return HoldOutcome.TOO_FEW if may_wait else HoldOutcome.FULL
        if places.in_forms and places.in_forms + seats > _most_held(places):
            _give_back(places)
            return HoldOutcome.MANY_HELD
        _write(places, seats=seats, quota=quota, token=token)
    return HoldOutcome.HELD


def extend_hold(occurrence: Occurrence, *, token: str) -> SeatHold | None:
    """She needs more time; None when hers is over, or was extended twice already."""
    with transaction.atomic():
        hold = lock_places(occurrence.pk, hold_hash=hash_token(token)).hold
        if hold is None or hold.times_extended >= MOST_EXTENSIONS:
            return None
        hold.expires_at += HOLD_LASTS
        hold.times_extended += 1
        hold.save(update_fields=["expires_at", "times_extended"])
    return hold


def release_hold(occurrence: Occurrence, *, token: str) -> None:
    """She does not go on; the seats go to the next in line."""
    with transaction.atomic():
        _give_back(lock_places(occurrence.pk, hold_hash=hash_token(token)))


def sweep_holds() -> int:
    """Take away the holds whose time is over, offer their seats; returns how many."""
    over = SeatHold.objects.filter(expires_at__lte=timezone.now()).order_by()
    swept = 0
    for occurrence_pk in over.values_list("occurrence", flat=True).distinct():
        with transaction.atomic():
            places = lock_places(occurrence_pk)
            gone, _by_model = SeatHold.objects.filter(
                occurrence=occurrence_pk, expires_at__lte=places.now
            ).delete()
            if gone:
                offer_free_places(places)
            swept += gone
    return swept


def live_hold(token: str) -> SeatHold | None:
    """What is held under this token at this moment."""
    found: SeatHold | None = SeatHold.objects.filter(
        key_hash=hash_token(token), expires_at__gt=timezone.now()
    ).first()
    return found


def _can_be_held(places: Places) -> bool:
    """Registration is open, and who is first gets the place."""
    return (
        places.occurrence.selection != SelectionMode.DRAW
        and window_denied_reason(places.occurrence, now=places.now, overriding=False)
        is None
    )


def _most_held(places: Places) -> int:
    return places.occurrence.capacity // 2


def _write(places: Places, *, seats: int, quota: PlaceQuota | None, token: str) -> None:
    hold = places.hold
    if hold is None:
        key_hash = hash_token(token)
        # Her last one, whose time is over and which nobody has swept yet.
        SeatHold.objects.filter(key_hash=key_hash).delete()
        SeatHold.objects.create(
            occurrence=places.occurrence,
            seats=seats,
            quota=quota,
            key_hash=key_hash,
            expires_at=places.now + HOLD_LASTS,
            created_at=places.now,
        )
        return
    fewer = seats < hold.seats
    changed = hold.seats != seats or hold.quota_id != (quota.pk if quota else None)
    if changed:
        hold.seats, hold.quota = seats, quota
        hold.save(update_fields=["seats", "quota"])
    if fewer:
        offer_free_places(count_places(places.occurrence))


def _give_back(places: Places) -> None:
    if places.hold is not None:
        places.hold.delete()
        offer_free_places(count_places(places.occurrence))
