"""Calling down the waiting list: when there is no time left for offers.

Clerks do not choose whom they call: `call_next` gives each the next in line who fits,
and keeps her and the seats for that call.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Count, Exists, OuterRef
from django.utils import timezone
from wagtail.log_actions import log

from people.domain.reach import may_be_called
from people.exceptions import Refusal
from people.models import Person
from programs import notifications
from programs.domain.deadlines import offer_deadline
from programs.domain.places import Places, lock_places
from programs.domain.registrations import decline_on_the_phone
from programs.domain.seating import give_seats, registration_now
from programs.domain.waiting_list import note_skips, who_fits
from programs.enums import CallOutcome, OccurrenceState, RegistrationRefusal, SkipReason
from programs.enums import CallRefusal as Reason
from programs.enums import RegistrationState as State
from programs.models import Occurrence, Registration, WaitingCall

#: A call without a result after so long is taken for broken off.
CALL_LASTS = timedelta(minutes=15)


def is_time_to_call(occurrence: Occurrence) -> bool:
    """The departure is to come, and no offer could be answered in time any more."""
    now = timezone.now()
    return (
        occurrence.state == OccurrenceState.PUBLISHED
        and occurrence.starts_at > now
        and not occurrence.awaits_draw
        and offer_deadline(now=now, starts_at=occurrence.starts_at) is None
    )


def call_next(occurrence: Occurrence, *, by: User) -> WaitingCall:
    """The next whom the free places fit and who may be called now, for this clerk."""
    with transaction.atomic():
        places = lock_places(occurrence.pk)
        _check_time(places)
        _end_broken_off(places)
        open_calls = list(_open_calls(places.occurrence).select_related("registration"))
        if any(call.caller_id == by.pk for call in open_calls):
            raise Refusal(Reason.CALLING_ALREADY)
        # What a colleague is offering on the phone is not free for this call.
        places.held += _seats_of(open_calls)
        registration = _next(places, open_calls, by)
        call: WaitingCall = WaitingCall.objects.create(
            registration=registration, caller=by, began_at=places.now
        )
        log(registration, "programs.registration.call", user=by)
    return call


def end_call(call: WaitingCall, *, outcome: CallOutcome, by: User) -> WaitingCall:
    """What she said: she takes the place, does not want it, or was not reached."""
    with transaction.atomic():
        places = lock_places(call.registration.occurrence_id)
        current: WaitingCall = WaitingCall.objects.get(pk=call.pk)
        if current.outcome != CallOutcome.OPEN or current.caller_id != by.pk:
            raise Refusal(Reason.OVER)
        registration = registration_now(call.registration, places)
        if outcome == CallOutcome.ACCEPTED:
            _seat(registration, places, by)
        elif outcome == CallOutcome.DECLINED:
            decline_on_the_phone(registration, places, by=by)
        current.outcome = outcome
        current.ended_at = places.now
        current.save(update_fields=["outcome", "ended_at"])
        log(
            registration,
            "programs.registration.call_end",
            user=by,
            data={"outcome": outcome.value},
        )
    return current


def _seat(registration: Registration, places: Places, by: User) -> None:
    if registration.state != State.WAITING:
        raise Refusal(RegistrationRefusal.MOVE_NOT_ALLOWED)
    asked_now = [
        call
        for call in _open_calls(places.occurrence).select_related("registration")
        if call.registration_id != registration.pk
    ]
    note_skips(
        registration,
        replace(places, held=places.held + _seats_of(asked_now)),
        otherwise=SkipReason.NOT_REACHED,
        but=[call.registration_id for call in asked_now],
    )
    give_seats(registration, State.CONFIRMED, places)
    log(registration, "programs.registration.accept", user=by)
    notifications.tell_confirmed(registration)


def _seats_of(calls: Iterable[WaitingCall]) -> int:
    return sum(call.registration.seats for call in calls)


def _check_time(places: Places) -> None:
    occurrence = places.occurrence
    coming = occurrence.state == OccurrenceState.PUBLISHED
    if not coming or occurrence.starts_at <= places.now or occurrence.awaits_draw:
        raise Refusal(Reason.NOT_COMING)
    if offer_deadline(now=places.now, starts_at=occurrence.starts_at) is not None:
        raise Refusal(Reason.STILL_OFFERED)


def _open_calls(occurrence: Occurrence) -> Any:
    return WaitingCall.objects.filter(
        registration__occurrence=occurrence, outcome=CallOutcome.OPEN
    )


def _end_broken_off(places: Places) -> None:
    _open_calls(places.occurrence).filter(began_at__lte=places.now - CALL_LASTS).update(
        outcome=CallOutcome.ABANDONED, ended_at=places.now
    )


def _next(places: Places, open_calls: list[WaitingCall], by: User) -> Registration:
    """Who was called least; among equals the order of the waiting list."""
    rows = (
        who_fits(places)
        .exclude(pk__in=[call.registration_id for call in open_calls])
        .select_related("person")
        .in_line()
        .annotate(times_called=Count("calls"))
    )
    calls: dict[int, int] = dict(rows.values_list("pk", "times_called"))
    for registration in sorted(rows, key=lambda row: calls[row.pk]):
        if not can_be_called(registration.person, places):
            continue
        if not Person.objects.visible_to(by).filter(pk=registration.person_id).exists():
            raise Refusal(Reason.FOR_OTHERS)
        return registration
    raise Refusal(Reason.NOBODY_LEFT)


def can_be_called(person: Person, places: Places) -> bool:
    return bool(person.phone) and may_be_called(person, now=places.now)


# --- the screen of the clerks -----------------------------------------------------


@dataclass(frozen=True, slots=True)
class CallLine:
    """One waiting party as the list to call down shows it."""

    registration: Registration
    place: int
    #: Somebody is calling her at this moment.
    open_call: WaitingCall | None
    last_call: WaitingCall | None
    times_called: int
    fits: bool
    may_be_called: bool


def call_list(occurrence: Occurrence, *, seen_by: Any) -> list[CallLine]:
    """The waiting list in order, with what came of the calls; always three queries."""
    seen = Person.objects.visible_to(seen_by).order_by().values("pk")
    rows = (
        Registration.objects.filter(occurrence=occurrence)
        .waiting()
        .select_related("person")
        .prefetch_related("calls__caller")
        .annotate(is_seen=Exists(seen.filter(pk=OuterRef("person"))))
        .in_line()
    )
    return [
        _line(row, place, occurrence)
        for place, row in enumerate(rows, start=1)
        if getattr(row, "is_seen")  # noqa: B009
    ]


def _line(row: Registration, place: int, occurrence: Occurrence) -> CallLine:
    calls = list(row.calls.all())
    fresh = timezone.now() - CALL_LASTS
    running = [
        call
        for call in calls
        if call.outcome == CallOutcome.OPEN and call.began_at > fresh
    ]
    ended = [call for call in calls if call.outcome != CallOutcome.OPEN]
    return CallLine(
        registration=row,
        place=place,
        open_call=running[0] if running else None,
        last_call=ended[0] if ended else None,
        times_called=len(calls),
        fits=row.seats <= occurrence.seats_left,
        may_be_called=bool(row.person.phone) and may_be_called(row.person),
    )


def call_of(user: Any, occurrence: Occurrence) -> WaitingCall | None:
    """The call this clerk has begun and not ended."""
    found: WaitingCall | None = (
        _open_calls(occurrence)
        .filter(caller=user, began_at__gt=timezone.now() - CALL_LASTS)
        .select_related("registration__person", "registration__boarding_point")
        .first()
    )
    return found
