"""Who came: marked on the day, taken back when it was a mistake."""

from datetime import timedelta

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from wagtail.log_actions import log

from people.exceptions import Refusal
from programs.domain.places import lock_places
from programs.domain.seating import seat_again
from programs.enums import RegistrationRefusal as Reason
from programs.enums import RegistrationState as State
from programs.models import Registration
from programs.workflow import check_move

#: Boarding begins well before the departure.
MARKED_FROM = timedelta(hours=6)


def mark_attended(registration: Registration, *, by: User | None) -> Registration:
    return _mark(registration, State.ATTENDED, "programs.registration.attend", by)


def mark_missed(registration: Registration, *, by: User | None) -> Registration:
    return _mark(registration, State.MISSED, "programs.registration.miss", by)


def undo_attendance(registration: Registration, *, by: User | None) -> Registration:
    """Take the mark back: her place is confirmed, as it was."""
    try:
        with transaction.atomic():
            current = seat_again(registration)
            log(current, "programs.registration.unmark", user=by)
    except IntegrityError as error:
        raise Refusal(Reason.SEASON_USED) from error
    return current


def _mark(
    registration: Registration, state: State, action: str, by: User | None
) -> Registration:
    try:
        with transaction.atomic():
            places = lock_places(registration.occurrence_id)
            current = Registration.objects.get(pk=registration.pk)
            check_move(current.state, state)
            since = places.occurrence.starts_at - MARKED_FROM
            if places.now < since:
                raise Refusal(Reason.TOO_EARLY, since=since)
            current.state = state
            current.save(update_fields=["state"])
            log(current, action, user=by)
    except IntegrityError as error:
        # Marked as missed, she took another place this season.
        raise Refusal(Reason.SEASON_USED) from error
    return current
