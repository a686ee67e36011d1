"""Registering: the public form, the API and staff entry all come here.

Parties are seated whole or not at all, or wait; `seating` writes the seats.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
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
from programs.domain.draw import rank_of_latecomer
from programs.domain.party import EmergencyContact, Guest, members_of, seats_of
from programs.domain.places import Places, count_places, lock_places
from programs.domain.quotas import quota_for_newcomer
from programs.domain.seating import give_seats
from programs.domain.waiting_list import lapse_offers, note_skips, position, who_fits
from programs.enums import RegistrationRefusal as Reason
from programs.enums import RegistrationState as State
from programs.models import BoardingPoint, Occurrence, PartyMember, Registration
from programs.workflow import check_move


@dataclass(frozen=True, slots=True, kw_only=True)
class Admission:
    """What came of asking: the registration, the token of her page, her place."""

    registration: Registration
    token: str
    #: In the waiting list; None when she has a place, or when places are drawn later.
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
                person = enter_person(person, entered_through=channel, by=by)
            receipt = (
                record_notice(person, notice=notice, shown_through=channel)
                if notice
                else None
            )
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
                quota=quota_for_newcomer(occurrence, person),
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
            PartyMember.objects.bulk_create(members_of(registration, party))
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


def _admit(registration: Registration, *, overriding: bool) -> int | None:
    """Take the lock and decide; her position when she has to wait."""
    places = lock_places(registration.occurrence_id, priority=registration.priority)
    if denied := eligibility.window_denied_reason(
        places.occurrence, now=places.now, overriding=overriding
    ):
        raise denied
    if places.expired_offers:
        lapse_offers(places)
        places = count_places(places.occurrence, priority=registration.priority)
    registration.occurrence = places.occurrence
    registration.queued_at = places.now
    if places.occurrence.awaits_draw:
        # Noted for the draw; nobody has a place or a number before it.
        _wait(registration, places)
        return None
    somebody_first = (
        0 < places.smallest_ahead <= places.free
        and who_fits(places).ahead_of(registration).exists()
    )
    fits = registration.seats <= places.free_for(registration.quota_id)
    if fits and not somebody_first:
        if places.ahead:
            note_skips(registration, places)
        give_seats(registration, State.CONFIRMED, places)
        return None
    _wait(registration, places)
    return position(registration) if registration.drawn_rank else places.ahead + 1


def _wait(registration: Registration, places: Places) -> None:
    if not places.may_wait(seats=registration.seats, more=registration.seats):
        raise Refusal(Reason.FULL)
    check_move(registration.state, State.WAITING)
    registration.state = State.WAITING
    registration.drawn_rank = rank_of_latecomer(places.occurrence)
    registration.save(update_fields=["state", "queued_at", "drawn_rank"])


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
