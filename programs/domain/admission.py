"""The one way to a seat: public form, API, staff entry and promotion all come here.

Every state that holds a seat is written by `_seat`, under the lock of the occurrence
and against the places counted under it. Parties are seated whole or not at all.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from wagtail.log_actions import log

from people.domain.consents import record_consents, record_notice
from people.domain.links import issue_link
from people.domain.persons import PersonDetails, enter_person
from people.enums import EntryChannel, LinkPurpose
from people.exceptions import Refusal
from people.models import Notice, Person
from programs import notifications
from programs.domain import eligibility
from programs.domain.deadlines import offer_deadline
from programs.domain.party import EmergencyContact, Guest, seats_of
from programs.domain.places import Places, count_places, lock_places
from programs.enums import EndReason, MemberKind, OccurrenceState, SkipReason
from programs.enums import RegistrationRefusal as Reason
from programs.enums import RegistrationState as State
from programs.models import (
    BoardingPoint,
    Occurrence,
    PartyMember,
    PlaceSkip,
    Registration,
)
from programs.models.registration import RegistrationQuerySet
from programs.workflow import check_move

#: After so many offers without an answer she is no longer asked.
MOST_LAPSED_OFFERS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Admission:
    """What came of asking: the registration, the token of her page, her place."""

    registration: Registration
    token: str
    #: In the waiting list; None when she has a place.
    position: int | None = None
    #: False when the same request had been answered before.
    is_new: bool = True


def register_party(
    *,
    occurrence: Occurrence,
    person: Person | PersonDetails,
    party: Sequence[Guest] = (),
    boarding_point: BoardingPoint | None = None,
    channel: EntryChannel,
    by: User | None = None,
    notice: Notice | None = None,
    consents: Iterable[str] = (),
    emergency: EmergencyContact | None = None,
    override_note: str = "",
    idempotency_key: str = "",
    request_digest: str = "",
) -> Admission:
    """Seat the whole party, or put it on the waiting list, or refuse.

    Details make a new person; staff may pass an existing one. With `override_note`
    staff set the window, her age and the season aside, never the capacity. A key
    that was used before gives the registration it made then.
    """
    if idempotency_key and (earlier := _earlier(idempotency_key, request_digest)):
        return earlier
    overriding = bool(by is not None and override_note)
    season_key = "" if overriding else occurrence.activity.season_key(occurrence.day)
    if denied := eligibility.registration_denied_reason(
        occurrence,
        party=party,
        birth_date=person.birth_date,
        boarding_point=boarding_point,
        now=timezone.now(),
        overriding=overriding,
    ):
        raise denied
    priority = 0
    if isinstance(person, Person):
        if denied := eligibility.history_denied_reason(
            person, occurrence=occurrence, season_key=season_key
        ):
            raise denied
        priority = int(eligibility.has_taken_part(person, activity=occurrence.activity))
    try:
        with transaction.atomic():
            # Everything that needs no place is written before the lock is taken.
            if isinstance(person, PersonDetails):
                person = enter_person(person, entered_through=channel)
            receipt = record_notice(person, notice=notice) if notice else None
            record_consents(
                person,
                given=consents,
                language=person.language,
                entered_through=channel,
            )
            contact = emergency or EmergencyContact()
            registration = Registration.objects.create(
                occurrence=occurrence,
                person=person,
                seats=seats_of(party),
                boarding_point=boarding_point,
                priority=priority,
                queued_at=timezone.now(),
                season_key=season_key,
                channel=channel,
                entered_by=by,
                override_note=override_note if overriding else "",
                notice_receipt=receipt,
                emergency_name=contact.name,
                emergency_phone=contact.phone,
                idempotency_key=idempotency_key or None,
                request_digest=request_digest,
            )
            PartyMember.objects.bulk_create(_members(registration, party))
            token = issue_link(
                person, purpose=LinkPurpose.REGISTRATION, target=registration
            )
            position = _admit(registration, overriding=overriding)
            log(
                registration,
                "programs.registration.register",
                user=by,
                data={
                    "state": registration.state,
                    "seats": registration.seats,
                    "override": overriding,
                },
            )
            notifications.tell_admission(registration, token=token, position=position)
    except IntegrityError as error:
        return _after_conflict(error, idempotency_key, request_digest)
    return Admission(registration=registration, token=token, position=position)


def _members(registration: Registration, party: Sequence[Guest]) -> list[PartyMember]:
    return [
        PartyMember(registration=registration, kind=MemberKind.SELF),
        *(
            PartyMember(
                registration=registration,
                kind=guest.kind,
                given_name=guest.given_name,
                birth_year=guest.birth_year,
            )
            for guest in party
        ),
    ]


def _admit(registration: Registration, *, overriding: bool) -> int | None:
    """Take the lock and decide; her position when she has to wait."""
    places = lock_places(registration.occurrence_id, priority=registration.priority)
    if denied := eligibility.window_denied_reason(
        places.occurrence, now=places.now, overriding=overriding
    ):
        raise denied
    if places.expired_offers:
        _lapse(places)
        places = count_places(places.occurrence, priority=registration.priority)
    registration.occurrence = places.occurrence
    registration.queued_at = places.now
    somebody_first = (
        0 < places.smallest_ahead <= places.free
        and _fitting(places).ahead_of(registration).exists()
    )
    if registration.seats <= places.free and not somebody_first:
        if places.ahead:
            _note_skips(registration, places)
        _seat(registration, State.CONFIRMED, places)
        return None
    if (
        registration.seats > places.waiting_room
        or registration.seats > places.occurrence.capacity
    ):
        raise Refusal(Reason.FULL)
    check_move(registration.state, State.WAITING)
    registration.state = State.WAITING
    registration.save(update_fields=["state", "queued_at"])
    return places.ahead + 1


def _seat(
    registration: Registration,
    state: State,
    places: Places,
    *,
    until: datetime | None = None,
) -> None:
    """Write a state that holds seats: the only place where that happens."""
    if registration.occurrence_id != places.occurrence.pk:
        raise ValueError("These are the places of another occurrence.")
    check_move(registration.state, state)
    if registration.state not in State.holding:
        if registration.seats > places.free:
            raise Refusal(Reason.FULL)
        places.held += registration.seats
    registration.state = state
    registration.offer_expires_at = until
    if state == State.CONFIRMED and registration.seated_at is None:
        registration.seated_at = places.now
    registration.save(
        update_fields=["state", "offer_expires_at", "seated_at", "queued_at"]
    )


# --- the same request twice ---------------------------------------------------


def _earlier(key: str, digest: str) -> Admission | None:
    """What the same key was answered with, under a fresh link to her page."""
    registration = (
        Registration.objects.select_related("person", "occurrence__activity")
        .filter(idempotency_key=key)
        .first()
    )
    if registration is None:
        return None
    if registration.request_digest != digest:
        raise Refusal(Reason.KEY_REUSED)
    return Admission(
        registration=registration,
        token=issue_link(
            registration.person, purpose=LinkPurpose.REGISTRATION, target=registration
        ),
        position=position(registration),
        is_new=False,
    )


def _after_conflict(error: IntegrityError, key: str, digest: str) -> Admission:
    """Somebody else's transaction was first; the constraint tells with what."""
    if key and (earlier := _earlier(key, digest)):
        return earlier
    # PostgreSQL names the constraint, SQLite its columns.
    told = str(error)
    if "one_place_per_season" in told or "season_key" in told:
        raise Refusal(Reason.SEASON_USED) from error
    if "one_live_registration" in told or "occurrence_id" in told:
        raise Refusal(Reason.ALREADY_REGISTERED) from error
    raise error


# --- the waiting list ---------------------------------------------------------


def position(registration: Registration) -> int | None:
    """Her place in the waiting list, 1 being next; None when she is not waiting."""
    if registration.state != State.WAITING:
        return None
    waiting = Registration.objects.filter(occurrence=registration.occurrence_id)
    return waiting.waiting().ahead_of(registration).count() + 1


def offer_places(occurrence: Occurrence, *, by: User | None = None) -> int:
    """Offer what is free to those first in line whom it fits; returns how many."""
    with transaction.atomic():
        return _offer(lock_places(occurrence.pk), by=by)


def _offer(places: Places, *, by: User | None = None) -> int:
    occurrence = places.occurrence
    until = offer_deadline(now=places.now, starts_at=occurrence.starts_at)
    if until is None or occurrence.state != OccurrenceState.PUBLISHED:
        return 0
    offered = 0
    while places.free:
        fitting = (
            _fitting(places)
            .select_related("person", "boarding_point")
            .in_line()
            .first()
        )
        if fitting is None:
            break
        _note_skips(fitting, places)
        fitting.occurrence = occurrence
        _seat(fitting, State.OFFERED, places, until=until)
        log(
            fitting,
            "programs.registration.offer",
            user=by,
            data={"until": until.isoformat(), "seats": fitting.seats},
        )
        notifications.tell_offer(fitting)
        offered += 1
    return offered


def _fitting(places: Places) -> RegistrationQuerySet:
    """Who waits, fits into what is free and may take it."""
    season_used = Exists(
        Registration.objects.filter(
            person=OuterRef("person"),
            season_key=OuterRef("season_key"),
            state__in=State.season_using,
        )
    )
    return (
        Registration.objects.filter(occurrence=places.occurrence)
        .waiting()
        .filter(Q(season_key="") | ~season_used, seats__lte=places.free)
    )


def _note_skips(taker: Registration, places: Places) -> None:
    """Record who stood before `taker` and was passed over, and why."""
    PlaceSkip.objects.bulk_create(
        PlaceSkip(
            registration_id=pk,
            at=places.now,
            seats_free=places.free,
            reason=(
                SkipReason.TOO_LARGE if seats > places.free else SkipReason.SEASON_USED
            ),
        )
        for pk, seats in Registration.objects.filter(occurrence=places.occurrence)
        .waiting()
        .ahead_of(taker)
        .values_list("pk", "seats")
    )


def accept_offer(registration: Registration, *, by: User | None = None) -> Registration:
    """She takes the place she was offered, while the offer stands."""
    with transaction.atomic():
        places = lock_places(registration.occurrence_id)
        current = _current(registration, places)
        check_move(current.state, State.CONFIRMED)
        if current.offer_expires_at is None or current.offer_expires_at <= places.now:
            raise Refusal(Reason.OFFER_LAPSED)
        _seat(current, State.CONFIRMED, places)
        log(current, "programs.registration.accept", user=by)
        notifications.tell_confirmed(current)
    return current


def lapse_expired_offers() -> int:
    """Give every offer past its deadline to the next in line; returns how many."""
    expired = Registration.objects.filter(
        state=State.OFFERED, offer_expires_at__lte=timezone.now()
    )
    lapsed = 0
    for occurrence_pk in (
        expired.order_by().values_list("occurrence", flat=True).distinct()
    ):
        with transaction.atomic():
            lapsed += _lapse(lock_places(occurrence_pk))
    return lapsed


def _lapse(places: Places) -> int:
    expired = Registration.objects.filter(
        occurrence=places.occurrence,
        state=State.OFFERED,
        offer_expires_at__lte=places.now,
    ).select_related("person")
    lapsed = 0
    for registration in expired.in_line():
        registration.occurrence = places.occurrence
        registration.offers_lapsed += 1
        registration.offer_expires_at = None
        if registration.offers_lapsed >= MOST_LAPSED_OFFERS:
            registration.state = State.LAPSED
            registration.end_reason = EndReason.NO_ANSWER
            registration.ended_at = places.now
        else:
            registration.state = State.WAITING
        registration.save(
            update_fields=[
                "state",
                "offers_lapsed",
                "offer_expires_at",
                "end_reason",
                "ended_at",
            ]
        )
        places.held -= registration.seats
        log(registration, "programs.registration.lapse")
        notifications.tell_lapse(registration)
        lapsed += 1
    if lapsed:
        _offer(places)
    return lapsed


def seat_again(registration: Registration) -> Registration:
    """Back to a confirmed place, for a mark of attendance set by mistake."""
    places = lock_places(registration.occurrence_id)
    current = _current(registration, places)
    _seat(current, State.CONFIRMED, places)
    return current


def _current(registration: Registration, places: Places) -> Registration:
    """The row as it is under the lock."""
    current = Registration.objects.select_related("person", "boarding_point").get(
        pk=registration.pk
    )
    current.occurrence = places.occurrence
    return current
