"""Registering: the public form, the API and staff entry all come here.

Parties are seated whole or not at all, or wait; `seating` writes the seats.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils import timezone

from messaging.models import MessageText
from people.domain.consents import draft_consents, draft_receipt
from people.domain.links import draft_link, issue_link
from people.domain.persons import PersonDetails, draft_person
from people.enums import EntryChannel, LinkPurpose
from people.exceptions import Refusal
from people.log_rows import draft_log
from people.models import Notice, NoticeReceipt, Person, PrivateLink
from people.prepared import Statement, insert_rows, inserting, reserve_keys
from programs import notifications
from programs.domain import eligibility
from programs.domain.draw import rank_of_latecomer
from programs.domain.holds import use_hold
from programs.domain.party import (
    EmergencyContact,
    Guest,
    members_of,
    needs_line,
    seats_of,
)
from programs.domain.places import Places, count_places, lock_places
from programs.domain.quotas import quota_for_newcomer
from programs.domain.rules import Asked
from programs.domain.seating import give_seats, take_from_absent
from programs.domain.standing import standing_of
from programs.domain.waiting_list import lapse_offers, note_skips, position, who_fits
from programs.enums import RegistrationRefusal as Reason
from programs.enums import RegistrationState as State
from programs.enums import SkipReason
from programs.models import BoardingPoint, Occurrence, Registration
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
    access_needs: Iterable[str] = (),
    states_woman: bool = False,
    states_took_part: bool = False,
    override_note: str = "",
    idempotency_key: str = "",
    request_digest: str = "",
    hold_token: str = "",
    is_walk_in: bool = False,
    text_read: list[MessageText] | None = None,
) -> Admission:
    """Seat the whole party, or put it on the waiting list, or refuse.

    Details make a new person; staff may pass an existing one. With `override_note`
    staff set the window, her age, the chosen rules and the season aside, never the
    capacity. A key
    that was used before gives the registration it made then. What `hold_token` holds
    is hers to take. `is_walk_in`: she stands there on the day; see `walk_ins`.
    `text_read`: what `confirmation_asking` gave, for who asked it with other things.
    """
    request = _Request(
        occurrence=occurrence,
        person=person,
        party=party,
        boarding_point=boarding_point,
        channel=channel,
        by=by,
        notice=notice,
        consents=consents,
        emergency=emergency or EmergencyContact(),
        access_needs=access_needs,
        states_woman=states_woman,
        states_took_part=states_took_part,
        override_note=override_note if by is not None else "",
        idempotency_key=idempotency_key,
        request_digest=request_digest,
        hold_token=hold_token,
        is_walk_in=is_walk_in,
        text_read=text_read,
    )
    try:
        return _register(request)
    except (IntegrityError, Refusal) as error:
        # The same request may have had its answer: from then on it would be refused.
        if idempotency_key and (earlier := _earlier(idempotency_key, request_digest)):
            return earlier
        if isinstance(error, Refusal):
            raise
        raise _refusal_for(error, request) from error


@dataclass(frozen=True, slots=True, kw_only=True)
class _Request:
    """What `register_party` was asked."""

    occurrence: Occurrence
    person: Person | PersonDetails
    party: Sequence[Guest]
    boarding_point: BoardingPoint | None
    channel: EntryChannel
    by: User | None
    notice: Notice | None
    consents: Iterable[str]
    emergency: EmergencyContact
    access_needs: Iterable[str]
    states_woman: bool
    states_took_part: bool
    #: Of staff only; with one the rules that may be set aside are.
    override_note: str
    idempotency_key: str
    request_digest: str
    hold_token: str
    is_walk_in: bool
    text_read: list[MessageText] | None

    @property
    def is_overriding(self) -> bool:
        return bool(self.override_note)


def _register(request: _Request) -> Admission:
    registration = _draft(request)
    new_person = registration.person._state.adding
    with transaction.atomic():
        # Everything that needs no place is made and written before the lock.
        people = [registration.person] if new_person else []
        keys = reserve_keys(Registration, NoticeReceipt, *map(type, people))
        registration.pk = keys[0]
        for person, key in zip(people, keys[2:], strict=True):
            person.pk = key
        # Once more, now that she has a key.
        registration.person = registration.person
        receipt = _receipt(request, registration.person, keys[1])
        registration.notice_receipt = receipt
        expected = _Expected.of(request.occurrence)
        token, link, told = _told(registration, expected.state, request)
        writing = inserting(
            *people,
            *([receipt] if receipt else []),
            *link,
            *members_of(registration, request.party),
            *draft_consents(
                registration.person,
                given=request.consents,
                language=registration.person.language,
                entered_through=request.channel,
            ),
        )
        position = _admit(registration, writing=writing, request=request)
        if told and not expected.is_what_came_of(registration, position):
            told = notifications.draft_admission(
                registration,
                state=State(registration.state),
                position=position,
                token=token,
                text_read=request.text_read,
            )
        entry = draft_log(
            registration,
            "programs.registration.walk_in"
            if request.is_walk_in
            else "programs.registration.register",
            user=request.by,
            data={
                "state": registration.state,
                "seats": registration.seats,
                "override": request.is_overriding,
            },
        )
        insert_rows(registration, entry, *notifications.with_delivery(told))
    return Admission(registration=registration, token=token, position=position)


def _told(
    registration: Registration, state: State, request: _Request
) -> tuple[str, list[PrivateLink], list[Model]]:
    """Her page's token, its row, and what is written to her.

    Nothing where she stands there: she hears it, and there is no day to wait for.
    """
    if request.is_walk_in:
        return "", [], []
    token, link = draft_link(
        registration.person, purpose=LinkPurpose.REGISTRATION, target=registration
    )
    told = notifications.draft_admission(
        registration,
        state=state,
        token=token,
        text_read=request.text_read,
    )
    return token, [link], told


def _draft(request: _Request) -> Registration:
    """The registration as it was asked for, if the rules allow it."""
    occurrence, person = request.occurrence, request.person
    overriding = request.is_overriding
    season_key = occurrence.once_key(overriding=overriding)
    activity = occurrence.activity
    states_took_part = request.states_took_part and activity.asks_took_part
    standing = standing_of(
        person, occurrence=occurrence, states_took_part=states_took_part
    )
    if denied := eligibility.registration_denied_reason(
        occurrence,
        asked=Asked(
            day=occurrence.day,
            party=request.party,
            takes_place=activity.guardian_takes_place,
            birth_date=person.birth_date,
            district=person.district,
            is_woman=request.states_woman,
            took_part=standing.took_part,
        ),
        boarding_point=request.boarding_point,
        now=timezone.now(),
        overriding=overriding,
        on_the_day=request.is_walk_in,
    ):
        raise denied
    if isinstance(person, Person):
        if denied := eligibility.history_denied_reason(
            person, occurrence=occurrence, season_key=season_key
        ):
            raise denied
    else:
        person = draft_person(person, entered_through=request.channel, by=request.by)
    return Registration(
        occurrence=occurrence,
        person=person,
        seats=seats_of(request.party, activity=activity),
        boarding_point=request.boarding_point,
        priority=standing.priority_in(activity),
        states_took_part=states_took_part,
        quota=quota_for_newcomer(occurrence, person),
        season_key=season_key,
        channel=request.channel,
        is_walk_in=request.is_walk_in,
        entered_by=request.by,
        override_note=request.override_note,
        emergency_name=request.emergency.name,
        emergency_phone=request.emergency.phone,
        access_needs=needs_line(request.access_needs),
        idempotency_key=request.idempotency_key or None,
        request_digest=request.request_digest,
    )


@dataclass(frozen=True, slots=True)
class _Expected:
    """What will most likely come of asking: so much is written before the lock."""

    state: State
    #: What the message says of the departure.
    said: tuple[object, ...]

    @classmethod
    def of(cls, occurrence: Occurrence) -> "_Expected":
        state = State.WAITING if occurrence.awaits_draw else State.CONFIRMED
        return cls(state, _said_of(occurrence))

    def is_what_came_of(self, registration: Registration, position: int | None) -> bool:
        """Not when the departure was moved meanwhile, or she has to wait."""
        return (
            position is None
            and registration.state == self.state
            and _said_of(registration.occurrence) == self.said
        )


def _said_of(occurrence: Occurrence) -> tuple[object, ...]:
    return (
        occurrence.starts_at,
        occurrence.ends_at,
        occurrence.cancel_until,
        occurrence.meeting_point,
        occurrence.venue_id,
        occurrence.session_plan,
    )


def _receipt(request: _Request, person: Person, key: int) -> NoticeReceipt | None:
    if request.notice is None:
        return None
    receipt = draft_receipt(
        person, notice=request.notice, shown_through=request.channel
    )
    receipt.pk = key
    return receipt


def _admit(
    registration: Registration, *, writing: Sequence[Statement], request: _Request
) -> int | None:
    """Take the lock, after `writing`, and decide; her position when she has to wait."""
    places = lock_places(
        registration.occurrence_id,
        activity=registration.occurrence.activity,
        priority=registration.priority,
        hold_token=request.hold_token,
        writing=writing,
    )
    registration.occurrence = places.occurrence
    registration.queued_at = places.now
    if request.is_walk_in:
        seat_on_the_day(registration, places, by=request.by)
        return None
    if denied := eligibility.window_denied_reason(
        places.occurrence, now=places.now, overriding=request.is_overriding
    ):
        raise denied
    if places.occurrence.awaits_draw:
        # Noted for the draw; nobody has a place or a number before it.
        _wait(registration, places)
        return None
    registration.drawn_rank = rank_of_latecomer(places.occurrence)
    if registration.seats <= places.hers:
        _take_held(registration, places)
        return None
    fits = registration.seats <= places.free_for(registration.quota_id)
    if (places.ahead or not fits) and places.expired_offers:
        lapse_offers(places)
        places = count_places(
            places.occurrence,
            priority=registration.priority,
            hold_token=request.hold_token,
        )
        fits = registration.seats <= places.free_for(registration.quota_id)
        registration.queued_at = places.now
    somebody_first = (
        places.free > 0
        and 0 < places.smallest_ahead <= places.free
        and who_fits(places).ahead_of(registration).exists()
    )
    if fits and not somebody_first:
        if places.ahead:
            note_skips(registration, places)
        give_seats(registration, State.CONFIRMED, places)
        use_hold(places, seats=registration.seats)
        return None
    _wait(registration, places)
    use_hold(places, seats=0)
    return position(registration) if registration.drawn_rank else places.ahead + 1


def seat_on_the_day(
    registration: Registration, places: Places, *, by: User | None
) -> None:
    """A place for who stands there: a free one, or that of an absent party."""
    if denied := eligibility.day_denied_reason(places.occurrence, now=places.now):
        raise denied
    if not registration.holds_seats:
        take_from_absent(places, seats=registration.seats, by=by)
        note_skips(registration, places, otherwise=SkipReason.NOT_THERE)
    give_seats(registration, State.CONFIRMED, places)


def _take_held(registration: Registration, places: Places) -> None:
    """She has what was held for her, whoever waits by now.

    Passed over is who waited already when it was held, and is too large for the rest.
    """
    if places.hold is not None and places.ahead:
        others = places.besides_hers()
        later = Registration.objects.filter(
            occurrence=places.occurrence, queued_at__gte=places.hold.created_at
        )
        not_passed = {
            *who_fits(others).values_list("pk", flat=True),
            *later.waiting().values_list("pk", flat=True),
        }
        note_skips(registration, others, but=not_passed)
    give_seats(registration, State.CONFIRMED, places)
    use_hold(places, seats=registration.seats)


def _wait(registration: Registration, places: Places) -> None:
    if not places.may_wait(seats=registration.seats, more=registration.seats):
        raise Refusal(Reason.FULL)
    check_move(registration.state, State.WAITING)
    registration.state = State.WAITING


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


def _refusal_for(error: IntegrityError, request: _Request) -> Exception:
    """Somebody else's transaction was first; the constraint tells with what."""
    # PostgreSQL names the constraint, SQLite its columns.
    told = str(error)
    if "one_place_per_season" in told or "season_key" in told:
        key = request.occurrence.once_key(overriding=request.is_overriding)
        return eligibility.once_refusal(request.occurrence, key)
    if "one_live_registration" in told or "occurrence_id" in told:
        return Refusal(Reason.ALREADY_REGISTERED)
    return error
