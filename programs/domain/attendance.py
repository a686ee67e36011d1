"""Who came: marked on the day, taken back when it was a mistake."""

import uuid
from collections.abc import Callable
from datetime import datetime

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from wagtail.log_actions import log

from people.exceptions import Refusal
from programs.domain.eligibility import MARKED_FROM, once_refusal
from programs.domain.places import Places, lock_places
from programs.domain.seating import give_seats, seat_again
from programs.domain.standing import forgive
from programs.enums import AttendanceMark
from programs.enums import RegistrationRefusal as Reason
from programs.enums import RegistrationState as State
from programs.models import AttendanceRecord, Registration
from programs.workflow import check_move


def mark_attended(
    registration: Registration,
    *,
    by: User | None,
    at: datetime | None = None,
    key: uuid.UUID | None = None,
) -> Registration:
    """`at`: when it was seen, for a phone that had no network; now when None."""
    return _mark(registration, State.ATTENDED, AttendanceMark.CAME, by, at, key)


def mark_missed(
    registration: Registration,
    *,
    by: User | None,
    at: datetime | None = None,
    key: uuid.UUID | None = None,
) -> Registration:
    return _mark(registration, State.MISSED, AttendanceMark.MISSED, by, at, key)


def mark_excused(
    registration: Registration,
    *,
    by: User | None,
    at: datetime | None = None,
    key: uuid.UUID | None = None,
) -> Registration:
    """She could not come and let it be known: nothing counts against her."""
    return _mark(registration, State.EXCUSED, AttendanceMark.EXCUSED, by, at, key)


def undo_attendance(
    registration: Registration,
    *,
    by: User | None,
    at: datetime | None = None,
    key: uuid.UUID | None = None,
) -> Registration:
    """Take the mark back: her place is confirmed, as it was."""
    try:
        with transaction.atomic():
            places = lock_places(registration.occurrence_id)
            current = seat_again(registration)
            forgive(current)
            _record(current, AttendanceMark.UNDONE, by, _moment(at, places), key)
            log(current, "programs.registration.unmark", user=by)
    except IntegrityError as error:
        raise _used_meanwhile(registration) from error
    return current


def _used_meanwhile(registration: Registration) -> Refusal:
    return once_refusal(registration.occurrence, registration.season_key)


#: What writes each mark.
VERBS: dict[AttendanceMark, Callable[..., Registration]] = {
    AttendanceMark.CAME: mark_attended,
    AttendanceMark.MISSED: mark_missed,
    AttendanceMark.EXCUSED: mark_excused,
    AttendanceMark.UNDONE: undo_attendance,
}

_LOGGED = {
    AttendanceMark.CAME: "programs.registration.attend",
    AttendanceMark.MISSED: "programs.registration.miss",
    AttendanceMark.EXCUSED: "programs.registration.excuse",
}


def _mark(
    registration: Registration,
    state: State,
    mark: AttendanceMark,
    by: User | None,
    at: datetime | None,
    key: uuid.UUID | None,
) -> Registration:
    try:
        with transaction.atomic():
            places = lock_places(registration.occurrence_id)
            current = Registration.objects.get(pk=registration.pk)
            check_move(current.state, state)
            if places.now < (since := marked_from(places)):
                raise Refusal(Reason.TOO_EARLY, since=since)
            if current.state == State.MISSED:
                forgive(current)
            if state == State.ATTENDED and current.given_on_at:
                _find_a_place(current, places)
            else:
                current.state = state
                current.save(update_fields=["state"])
            _record(current, mark, by, _moment(at, places), key)
            log(current, _LOGGED[mark], user=by)
    except IntegrityError as error:
        # Marked as missed, she took another place this season.
        raise _used_meanwhile(registration) from error
    return current


def confirm_mark(
    registration: Registration,
    mark: AttendanceMark,
    places: Places,
    *,
    by: User | None,
    at: datetime,
    key: uuid.UUID,
) -> None:
    """The same once more: nothing changes, and what was marked between is overtaken.

    The caller holds the lock of `places`.
    """
    _record(registration, mark, by, _moment(at, places), key)


def _find_a_place(registration: Registration, places: Places) -> None:
    """She came after all, and somebody else has her place by now."""
    registration.occurrence = places.occurrence
    if registration.seats > places.free_for(registration.quota_id):
        raise Refusal(Reason.PLACE_GIVEN_ON)
    give_seats(registration, State.ATTENDED, places)


def marked_from(places: Places) -> datetime:
    return places.occurrence.starts_at - MARKED_FROM


def _moment(at: datetime | None, places: Places) -> datetime:
    """When it was marked; a phone whose clock is wrong cannot leave the day."""
    if at is None:
        return places.now
    return max(marked_from(places), min(at, places.now))


def _record(
    registration: Registration,
    mark: AttendanceMark,
    by: User | None,
    at: datetime,
    key: uuid.UUID | None,
) -> None:
    AttendanceRecord.objects.create(
        registration=registration,
        mark=mark,
        at=at,
        by=by,
        key=key or uuid.uuid4(),
    )
