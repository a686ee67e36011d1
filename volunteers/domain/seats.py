"""Seats in training sessions: taken, moved, given back.

The application is locked before the sessions, and sessions in the order of their keys.
Nobody new takes a place that is offered to who waits: see `places`.
"""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from volunteers import notifications
from volunteers.calendar_files import training_appointment
from volunteers.domain.moves import Actor, lock, lock_hers, move
from volunteers.domain.places import (
    Places,
    check_coming,
    check_open,
    lapse_offers,
    lock_places,
    note,
    offer_free_places,
)
from volunteers.domain.promises import check_free_for
from volunteers.domain.training import (
    check_lacks_places,
    check_needs,
    check_trains,
)
from volunteers.enums import ApplicationEvent, ApplicationState, Attendance
from volunteers.exceptions import Refusal, TrainingDenied
from volunteers.models import Application, Enrollment, SessionWait, TrainingSession


@transaction.atomic
def enroll_in_session(
    application: Application,
    *,
    session: TrainingSession,
    by: Actor = None,
    now: datetime | None = None,
) -> Enrollment:
    """Take a place in a session. Asked for twice, it is taken once."""
    locked = learner(application, by=by)
    places = lock_places(session.pk, now=now)
    earlier = locked.enrollments.filter(session=places.session).first()
    if earlier is not None:
        return earlier
    check_bookable(locked, places)
    check_lacks_places(locked, places.session.module)
    check_free_for(locked, places.session)
    if not may_sit(locked, places):
        raise Refusal(TrainingDenied.SESSION_FULL)
    return seat_her(locked, places, by=by)


@transaction.atomic
def move_to_session(
    enrollment: Enrollment,
    *,
    session: TrainingSession,
    by: Actor = None,
    now: datetime | None = None,
) -> Enrollment:
    """Change to another date of the same training; the old place comes free."""
    locked = learner(enrollment.application, by=by)
    if enrollment.session_id == session.pk:
        return enrollment
    first, second = sorted((enrollment.session_id, session.pk))
    both = {pk: lock_places(pk, now=now) for pk in (first, second)}
    left, places = both[enrollment.session_id], both[session.pk]
    if left.session.module_id != places.session.module_id:
        raise Refusal(TrainingDenied.OTHER_TRAINING)
    check_coming(left)
    check_bookable(locked, places)
    held = locked.enrollments.filter(pk=enrollment.pk).first()
    check_lacks_places(locked, places.session.module, but=[enrollment.pk])
    check_free_for(locked, places.session, besides=[left.session])
    if not may_sit(locked, places):
        raise Refusal(TrainingDenied.SESSION_FULL)
    if held is not None:
        free_seat(held, left, by=by)
    given_back = [held] if held is not None else []
    return seat_her(locked, places, by=by, instead_of=given_back)


@transaction.atomic
def leave_session(
    enrollment: Enrollment, *, by: Actor = None, now: datetime | None = None
) -> Application:
    """Give the place back, before the session begins; her calendar follows."""
    locked = lock(enrollment.application)
    check_trains([locked], by=by)
    places = lock_places(enrollment.session_id, now=now)
    check_coming(places)
    seat = locked.enrollments.filter(pk=enrollment.pk).first()
    if seat is not None:
        free_seat(seat, places, by=by)
        if by is None:
            notifications.tell_session_left(locked, seat)
    return locked


def release_places(locked: Application, *, by: Actor) -> None:
    """Whoever stops frees what she holds of sessions to come, and waits no longer."""
    now = timezone.now()
    seats = locked.enrollments.filter(
        attendance=Attendance.EXPECTED, session__starts_at__gt=now
    )
    sessions = {
        *seats.values_list("session_id", flat=True),
        *locked.session_waits.values_list("session_id", flat=True),
    }
    for pk in sorted(sessions):
        places = lock_places(pk, now=now)
        for held in (
            *seats.filter(session=pk),
            *locked.session_waits.filter(session=pk),
        ):
            if isinstance(held, Enrollment) or held.offered_until is not None:
                places.held -= 1
            held.delete()
        if places.session.starts_at > now:
            offer_free_places(places)


# --- pieces of every verb that seats ------------------------------------------


def learner(application: Application, *, by: Actor) -> Application:
    locked = lock_hers(application.pk)
    check_trains([locked], by=by)
    if locked.anonymized_at or locked.state not in ApplicationState.may_learn:
        raise Refusal(TrainingDenied.NOT_LEARNING)
    return locked


def check_bookable(locked: Application, places: Places) -> None:
    check_coming(places)
    check_open(places.session)
    check_needs(locked, places.session.module)


def may_sit(locked: Application, places: Places) -> bool:
    """Whether one place is hers now: offered to her, or free and nobody is before."""
    lapse_offers(places)
    offer_free_places(places)
    offered = locked.session_waits.filter(session=places.session).offered().first()
    if offered is not None:
        offered.delete()
        places.held -= 1
        return True
    return places.free > 0


def seat_her(
    locked: Application,
    places: Places,
    *,
    by: Actor,
    instead_of: Collection[Enrollment] = (),
) -> Enrollment:
    """`instead_of`: places that she gave back for it; her calendar follows."""
    locked.session_waits.filter(session=places.session).delete()
    gone = [training_appointment(seat) for seat in instead_of]
    seat = Enrollment.objects.create(application=locked, session=places.session)
    places.held += 1
    note(locked, "enroll", places.session, by=by)
    begin(locked, by=by)
    notifications.tell_enrolled(locked, seat, gone=gone)
    return seat


def replaced_by(
    locked: Application, session: TrainingSession, *, now: datetime | None = None
) -> list[Enrollment]:
    """Her places to come in the same part that one in `session` makes superfluous."""
    seats = (
        locked.enrollments.filter(
            session__module=session.module_id,
            session__part=session.part_id,
            session__starts_at__gt=now or timezone.now(),
            attendance=Attendance.EXPECTED,
        )
        .exclude(session=session)
        .select_related("session")
    )
    replaced: list[Enrollment] = []
    for seat in seats.order_by("-session__starts_at", "pk"):
        try:
            check_lacks_places(locked, session.module, but=[one.pk for one in replaced])
        except Refusal:
            replaced.append(seat)
        else:
            break
    return replaced


def free_seat(seat: Enrollment, places: Places, *, by: Actor) -> None:
    give_up(seat, places, by=by)
    offer_free_places(places)


def give_up(held: Enrollment | SessionWait, places: Places, *, by: Actor) -> None:
    """A seat or a turn in line is hers no more; what comes free is not offered yet."""
    if isinstance(held, Enrollment):
        what, took_place = "leave_session", held.attendance in Attendance.seated
        # Its key names the entry in her calendar: the row is kept as it was.
        Enrollment.objects.filter(pk=held.pk).delete()
    else:
        what, took_place = "stop_waiting", held.offered_until is not None
        SessionWait.objects.filter(pk=held.pk).delete()
    if took_place:
        places.held -= 1
    note(held.application, what, places.session, by=by)


def begin(locked: Application, *, by: Actor) -> None:
    """Whoever takes a place, or waits for one, is in training."""
    if locked.state == ApplicationState.ACCEPTED:
        move(locked, ApplicationEvent.BEGIN_TRAINING, by=by)
