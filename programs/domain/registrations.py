"""The end of a registration: given up by her, or taken away by staff."""

from django.contrib.auth.models import User
from django.db import transaction
from wagtail.log_actions import log

from messaging.domain.review import drop_outdated
from messaging.models import Message
from people.exceptions import Refusal
from programs import notifications
from programs.domain.places import Places, lock_places
from programs.domain.waiting_list import offer_places
from programs.enums import EndReason, OccurrenceState
from programs.enums import RegistrationRefusal as Reason
from programs.enums import RegistrationState as State
from programs.models import Registration
from programs.workflow import check_move


def cancel_registration(
    registration: Registration, *, by: User | None = None, note: str = ""
) -> Registration:
    """She gives it up; her place goes to the next in line.

    Without `by` she does it herself, and a place (not a number on the list) only
    until the deadline; staff may do it for her until the departure.
    """
    with transaction.atomic():
        places = lock_places(registration.occurrence_id)
        current = _current(registration, places)
        check_move(current.state, State.CANCELLED)
        occurrence = places.occurrence
        if occurrence.starts_at <= places.now:
            raise Refusal(Reason.DEPARTED)
        too_late = occurrence.cancel_until <= places.now
        if by is None and too_late and current.state == State.CONFIRMED:
            raise Refusal(Reason.CANCELLATION_CLOSED, until=occurrence.cancel_until)
        _end(current, State.CANCELLED, EndReason.HER_WISH, places, by=by, note=note)
        log(current, "programs.registration.cancel", user=by)
    return current


def decline_offer(
    registration: Registration, *, by: User | None = None
) -> Registration:
    """She does not want the place she was offered; the next in line is asked."""
    with transaction.atomic():
        places = lock_places(registration.occurrence_id)
        current = _current(registration, places)
        if current.state != State.OFFERED:
            raise Refusal(Reason.MOVE_NOT_ALLOWED)
        _end(current, State.DECLINED, EndReason.HER_WISH, places, by=by)
        log(current, "programs.registration.decline", user=by)
    return current


def decline_on_the_phone(
    registration: Registration, places: Places, *, by: User
) -> None:
    """She was called and does not want a place any more; the caller has the lock."""
    check_move(registration.state, State.DECLINED)
    _end(registration, State.DECLINED, EndReason.HER_WISH, places, by=by)
    log(registration, "programs.registration.decline", user=by)


def remove_registration(
    registration: Registration, *, note: str, by: User | None
) -> Registration:
    """Staff end it and say why; she is told that it is over, not the note.

    Without `by` the system does, when somebody is erased again after a restore.
    """
    if not note.strip():
        raise Refusal(Reason.NOTE_MISSING)
    with transaction.atomic():
        places = lock_places(registration.occurrence_id)
        current = _current(registration, places)
        check_move(current.state, State.REMOVED)
        _end(current, State.REMOVED, EndReason.BY_STAFF, places, by=by, note=note)
        log(current, "programs.registration.remove", user=by)
    return current


def is_still_registered(message: Message) -> bool:
    """Whether news of another time or place still concerns her."""
    registration = message.about
    return (
        isinstance(registration, Registration)
        and registration.state in State.live
        and registration.occurrence.state == OccurrenceState.PUBLISHED
    )


def _end(
    registration: Registration,
    state: State,
    reason: EndReason,
    places: Places,
    *,
    by: User | None,
    note: str = "",
) -> None:
    registration.state = state
    registration.end_reason = reason
    registration.end_note = note
    registration.ended_at = places.now
    registration.offer_expires_at = None
    registration.save(
        update_fields=[
            "state",
            "end_reason",
            "end_note",
            "ended_at",
            "offer_expires_at",
        ]
    )
    # She need not hear of another time for what she gave up.
    drop_outdated([registration], templates=notifications.ABOUT_THE_DATE, by=by)
    notifications.tell_end(registration)
    offer_places(places.occurrence, by=by)


def _current(registration: Registration, places: Places) -> Registration:
    """The row as it is under the lock."""
    current = Registration.objects.select_related("person").get(pk=registration.pk)
    current.occurrence = places.occurrence
    return current
