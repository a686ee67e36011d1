"""The waiting list of a training session: joining it, leaving it, taking an offer."""

from datetime import datetime

from django.db import transaction

from volunteers.domain.moves import Actor, lock
from volunteers.domain.places import lock_places, note, offer_free_places
from volunteers.domain.promises import check_free_for
from volunteers.domain.seats import (
    begin,
    check_bookable,
    free_seat,
    give_up,
    learner,
    may_sit,
    replaced_by,
    seat_her,
)
from volunteers.domain.training import check_lacks_places, check_trains
from volunteers.exceptions import Refusal, TrainingDenied
from volunteers.models import Application, Enrollment, SessionWait, TrainingSession


@transaction.atomic
def wait_for_session(
    application: Application,
    *,
    session: TrainingSession,
    by: Actor = None,
    now: datetime | None = None,
) -> Enrollment | SessionWait:
    """Wait for a place in a full session; where one is free she gets it at once."""
    locked = learner(application, by=by)
    places = lock_places(session.pk, now=now)
    earlier = (
        locked.enrollments.filter(session=places.session).first()
        or locked.session_waits.filter(session=places.session).first()
    )
    if earlier is not None:
        return earlier
    check_bookable(locked, places)
    if may_sit(locked, places):
        check_lacks_places(locked, places.session.module)
        check_free_for(locked, places.session)
        return seat_her(locked, places, by=by)
    if places.session.waits.count() >= places.session.waiting_capacity:
        raise Refusal(TrainingDenied.WAITING_FULL)
    wait = SessionWait.objects.create(
        application=locked, session=places.session, asked_at=places.now
    )
    note(locked, "wait", places.session, by=by)
    begin(locked, by=by)
    return wait


@transaction.atomic
def leave_waiting_list(
    wait: SessionWait, *, by: Actor = None, now: datetime | None = None
) -> Application:
    """She waits no longer, or declines what is offered: the next one is asked."""
    locked = lock(wait.application)
    check_trains([locked], by=by)
    places = lock_places(wait.session_id, now=now)
    current = locked.session_waits.filter(pk=wait.pk).first()
    if current is not None:
        give_up(current, places, by=by)
        if current.offered_until is not None:
            offer_free_places(places)
    return locked


@transaction.atomic
def accept_offer(
    wait: SessionWait, *, by: Actor = None, now: datetime | None = None
) -> Enrollment:
    """She takes the place she was offered; what it replaces comes free."""
    locked = learner(wait.application, by=by)
    replaced = replaced_by(locked, wait.session)
    pks = {wait.session_id, *(seat.session_id for seat in replaced)}
    locks = {pk: lock_places(pk, now=now) for pk in sorted(pks)}
    places = locks[wait.session_id]
    current = locked.session_waits.filter(pk=wait.pk).first()
    if current is None or current.offered_until is None:
        raise Refusal(TrainingDenied.NO_OFFER)
    if current.offered_until <= places.now:
        raise Refusal(TrainingDenied.OFFER_LAPSED, until=current.offered_until)
    check_bookable(locked, places)
    for seat in replaced:
        free_seat(seat, locks[seat.session_id], by=by)
    check_lacks_places(locked, places.session.module)
    check_free_for(locked, places.session)
    current.delete()
    places.held -= 1
    return seat_her(locked, places, by=by, instead_of=replaced)
