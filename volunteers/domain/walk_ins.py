"""Who came to a training without a place, put on its sheet on the day."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from volunteers.domain.attendance import may_be_marked
from volunteers.domain.places import check_open, lock_places, note
from volunteers.domain.seats import begin, free_seat, learner, replaced_by
from volunteers.domain.training import check_lacks_places, check_needs
from volunteers.enums import Attendance
from volunteers.exceptions import Refusal, TrainingDenied
from volunteers.models import Application, Enrollment, TrainingSession


def may_be_added(session: TrainingSession, now: datetime | None = None) -> bool:
    """While the sheet is open, until the end of the day."""
    now = now or timezone.now()
    today = timezone.localdate(now) <= timezone.localdate(session.ends_at)
    return today and may_be_marked(session, now)


@transaction.atomic
def add_walk_in(
    application: Application,
    *,
    session: TrainingSession,
    by: User,
    now: datetime | None = None,
) -> Enrollment:
    """She is here: a seat, marked as present. Asked for twice, it is one.

    As with a place: she was accepted, needs the training, and there is a seat, that
    of who was excused or did not come among them. A place that she has on a later
    date of the same comes free. Nothing is sent: she is here.
    """
    now = now or timezone.now()
    locked = learner(application, by=by)
    replaced = replaced_by(locked, session, now=now)
    pks = {session.pk, *(seat.session_id for seat in replaced)}
    locks = {pk: lock_places(pk, now=now) for pk in sorted(pks)}
    held = locks[session.pk].session
    check_open(held)
    if not may_be_marked(held, now):
        raise Refusal(TrainingDenied.NOT_BEGUN)
    if not may_be_added(held, now):
        raise Refusal(TrainingDenied.WALK_IN_LATE)
    earlier = locked.enrollments.filter(session=held).first()
    if earlier is not None:
        return earlier
    check_needs(locked, held.module)
    for seat in replaced:
        free_seat(seat, locks[seat.session_id], by=by)
    check_lacks_places(locked, held.module)
    if not locks[session.pk].free:
        raise Refusal(TrainingDenied.WALK_IN_FULL)
    locked.session_waits.filter(session=held).delete()
    came = Enrollment.objects.create(
        application=locked,
        session=held,
        attendance=Attendance.PRESENT,
        marked_at=now,
        walked_in=True,
    )
    note(locked, "walk_in", held, by=by)
    begin(locked, by=by)
    return came
