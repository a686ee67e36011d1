"""Places in trainings, attendance, and when a training counts as completed.

A module is attended when the hours of the sessions at which she was present reach its
`required_share` of its `hours`; excused hours do not count. The training is completed
when every module that the call, and her area in it, requires is attended. This happens
by itself with the attendance that completes it, and is taken back with it as long as no
agreement is signed.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from volunteers import notifications
from volunteers.domain.duties import Rights
from volunteers.domain.moves import Actor, check, lock, move
from volunteers.domain.requirements import progress_of
from volunteers.enums import ApplicationEvent, ApplicationState, Attendance
from volunteers.exceptions import Refusal, TrainingDenied
from volunteers.models import (
    Application,
    Enrollment,
    TrainingModule,
    TrainingSession,
)
from volunteers.workflow import Permission


def missing_trainings(application: Application) -> list[TrainingModule]:
    """Modules that her call and her area there require, and she has not attended."""
    return missing_trainings_of([application])[application.pk]


def missing_trainings_of(
    applications: Iterable[Application],
) -> dict[int, list[TrainingModule]]:
    """The same for many, by pk of the application, in a fixed number of queries."""
    return {
        pk: progress.missing_trainings(progress.area)
        for pk, progress in progress_of(applications).items()
    }


@transaction.atomic
def begin_training(application: Application, *, by: Actor) -> Application:
    """She is expected at trainings; done with the first place she takes, or before."""
    locked = move(lock(application), ApplicationEvent.BEGIN_TRAINING, by=by)
    return _settle(locked, by=by)


@transaction.atomic
def enroll_in_session(
    application: Application,
    *,
    session: TrainingSession,
    by: Actor = None,
    now: datetime | None = None,
) -> Enrollment:
    """Take a place in a session. Asked for twice, it is taken once."""
    locked = lock(application)
    if locked.state not in ApplicationState.learning:
        raise Refusal(TrainingDenied.NOT_LEARNING)
    # The application first, then the session: every verb locks in this order.
    held = TrainingSession.objects.select_for_update().get(pk=session.pk)
    earlier = Enrollment.objects.filter(application=locked, session=held).first()
    if earlier is not None:
        return earlier
    if held.starts_at <= (now or timezone.now()):
        raise Refusal(TrainingDenied.SESSION_PAST)
    if _has_enough_of(locked, held.module):
        raise Refusal(TrainingDenied.ENOUGH_SESSIONS)
    if held.enrollments.count() >= held.capacity:
        raise Refusal(TrainingDenied.SESSION_FULL)
    seat = Enrollment.objects.create(application=locked, session=held)
    log(
        locked,
        "volunteers.application.enroll",
        user=by,
        data={"session": held.pk},
    )
    if locked.state == ApplicationState.ACCEPTED:
        move(locked, ApplicationEvent.BEGIN_TRAINING, by=by)
    notifications.tell_enrolled(locked, seat)
    return seat


@transaction.atomic
def leave_session(
    enrollment: Enrollment, *, by: Actor = None, now: datetime | None = None
) -> Application:
    """Give the place back, before the session begins."""
    locked = lock(enrollment.application)
    if enrollment.session.starts_at <= (now or timezone.now()):
        raise Refusal(TrainingDenied.SESSION_PAST)
    deleted, _kinds = Enrollment.objects.filter(
        pk=enrollment.pk, application=locked
    ).delete()
    if deleted:
        log(
            locked,
            "volunteers.application.leave_session",
            user=by,
            data={"session": enrollment.session_id},
        )
    return locked


@transaction.atomic
def record_attendance(
    session: TrainingSession,
    *,
    marks: Mapping[int, Attendance],
    by: Actor,
    now: datetime | None = None,
) -> list[Application]:
    """Note who came; returns the applications whose state changed by it.

    `marks`: enrollment pk -> attendance. All of them are written, or none.
    """
    if session.starts_at > (now or timezone.now()):
        raise Refusal(TrainingDenied.NOT_BEGUN)
    seats = {seat.pk: seat for seat in session.enrollments.filter(pk__in=list(marks))}
    if set(marks) - set(seats):
        raise Refusal(TrainingDenied.FOREIGN_ENROLLMENT)
    applications = Application.objects.select_for_update().filter(
        pk__in=[seat.application_id for seat in seats.values()]
    )
    locked = {one.pk: one for one in applications.order_by("pk")}
    if by is not None:
        rights = Rights(by)
        if not all(rights.may(Permission.TRAINING, one) for one in locked.values()):
            raise Refusal(TrainingDenied.FOREIGN_ENROLLMENT)
    for pk, seat in seats.items():
        seat.attendance = Attendance(marks[pk])
    Enrollment.objects.bulk_update(seats.values(), ["attendance"])
    log(
        session,
        "volunteers.session.record_attendance",
        user=by,
        data={"marks": len(marks)},
    )
    before = {pk: one.state for pk, one in locked.items()}
    for one in locked.values():
        _settle(one, by=by)
    return [one for pk, one in locked.items() if one.state != before[pk]]


def _settle(locked: Application, *, by: Actor) -> Application:
    """Let the state follow from the attendance."""
    is_complete = not missing_trainings(locked)
    match locked.state:
        case ApplicationState.IN_TRAINING if is_complete:
            move(locked, ApplicationEvent.COMPLETE_TRAINING, by=by)
            notifications.tell_trained(locked)
        case ApplicationState.TRAINED if not is_complete:
            move(locked, ApplicationEvent.REOPEN_TRAINING, by=by)
        case (
            ApplicationState.READY | ApplicationState.ON_DUTY | ApplicationState.PAUSED
        ) if not is_complete:
            raise Refusal(TrainingDenied.ATTENDANCE_SETTLED)
    return locked


@transaction.atomic
def complete_training(application: Application, *, by: Actor) -> Application:
    """What attendance does by itself, asked for by hand: nothing may be missing."""
    locked = lock(application)
    check(locked, ApplicationEvent.COMPLETE_TRAINING, by=by)
    if missing_trainings(locked):
        raise Refusal(TrainingDenied.TRAINING_MISSING)
    return _settle(locked, by=by)


def _has_enough_of(application: Application, module: TrainingModule) -> bool:
    """Whether the places she holds, if she comes, complete the module already."""
    seats = application.enrollments.select_related("session").filter(
        session__module=module,
        attendance__in=[Attendance.EXPECTED, Attendance.PRESENT],
    )
    hours = sum((seat.session.hours for seat in seats), Decimal(0))
    return hours * 100 >= module.hours * module.required_share
