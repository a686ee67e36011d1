"""The attendance sheet: marked while it is open, closed once, then corrected.

What follows from attendance follows when the sheet is closed, so that a slip of the
finger tells nobody anything.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from wagtail.log_actions import log

from volunteers.domain.completions import follow_attendance
from volunteers.domain.moves import Actor, lock
from volunteers.domain.places import lock_places, sheet_closed
from volunteers.domain.training import check_trains, settle
from volunteers.enums import Attendance
from volunteers.exceptions import Refusal, TrainingDenied
from volunteers.models import Application, Call, Enrollment, TrainingSession
from volunteers.workflow import Permission

#: The first come before it begins.
OPENS_BEFORE = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Mark:
    """One tap on the tablet: whose code, what, and how long ago it was made."""

    code: str
    attendance: Attendance
    age: timedelta


@dataclass(frozen=True, slots=True)
class Merged:
    """What became of marks that a tablet sent: by code, and codes that are unknown."""

    standing: dict[str, Attendance]
    unknown: list[str]


def may_be_marked(session: TrainingSession, now: datetime | None = None) -> bool:
    begun = session.starts_at - OPENS_BEFORE <= (now or timezone.now())
    return begun and session.closed_at is None


@transaction.atomic
def record_attendance(
    session: TrainingSession,
    *,
    marks: Mapping[int, Attendance],
    by: Actor,
    now: datetime | None = None,
) -> int:
    """Note who came, on an open sheet. `marks`: enrollment pk -> attendance.

    All of them are written, or none; returns how many.
    """
    held = _open_sheet(session, now=now)
    seats = {seat.pk: seat for seat in _hers(held, by=by).filter(pk__in=list(marks))}
    if set(marks) - set(seats):
        raise Refusal(TrainingDenied.FOREIGN_ENROLLMENT)
    for pk, seat in seats.items():
        seat.attendance = Attendance(marks[pk])
        seat.marked_at = now or timezone.now()
    _write(held, list(seats.values()), by=by)
    return len(seats)


@transaction.atomic
def merge_marks(
    session: TrainingSession,
    *,
    marks: Sequence[Mark],
    by: Actor,
    now: datetime | None = None,
) -> Merged:
    """Write what a tablet kept while it had no network. Sent twice, it counts once.

    Of two marks for one woman the later stands, whichever arrives first. Codes that
    are not on this sheet, or of calls where training is none of her duties, change
    nothing and are told.
    """
    now = now or timezone.now()
    held = _open_sheet(session, now=now)
    seats = {
        seat.code: seat
        for seat in _hers(held, by=by).filter(code__in=[mark.code for mark in marks])
    }
    changed = {}
    for mark in sorted(marks, key=lambda one: -one.age):
        seat = seats.get(mark.code)
        made_at = now - max(mark.age, timedelta(0))
        if seat is None or (seat.marked_at and seat.marked_at >= made_at):
            continue
        seat.attendance, seat.marked_at = mark.attendance, made_at
        changed[seat.pk] = seat
    _write(held, list(changed.values()), by=by)
    return Merged(
        standing={str(code): Attendance(one.attendance) for code, one in seats.items()},
        unknown=sorted({mark.code for mark in marks} - set(map(str, seats))),
    )


@transaction.atomic
def close_sheet(
    session: TrainingSession, *, by: Actor, now: datetime | None = None
) -> list[Application]:
    """Who is not marked was absent; what her attendance completes is written down.

    Of two who close it at once the second is refused with `SHEET_CLOSED`. Where calls
    share the session, names of calls that are not hers must be marked before: nobody is
    absent by the word of another team. Returns the applications whose state changed.
    """
    # The applications first, then the session: every verb locks in this order. Once
    # it has begun, no place is taken or given back.
    applications = Application.objects.select_for_update().filter(
        pk__in=session.enrollments.order_by().values("application")
    )
    locked = {one.pk: one for one in applications.order_by("pk")}
    held = _open_sheet(session, now=now)
    hers = _hers(held, by=by)
    if held.enrollments.exists() and not hers.exists():
        raise Refusal(TrainingDenied.NOT_YOURS)
    unmarked = held.enrollments.filter(attendance=Attendance.EXPECTED)
    if unmarked.exclude(pk__in=hers.order_by().values("pk")).exists():
        raise Refusal(TrainingDenied.OTHERS_UNMARKED)
    trained = set(hers.values_list("application_id", flat=True))
    unmarked.update(attendance=Attendance.ABSENT)
    held.closed_at = now or timezone.now()
    held.closed_by = by
    held.save(update_fields=["closed_at", "closed_by"])
    log(
        held,
        "volunteers.session.close_sheet",
        user=by,
        data={"names": len(locked)},
    )
    return [
        one
        for one in locked.values()
        if _follow(one, held, by=by if one.pk in trained else None)
    ]


@transaction.atomic
def correct_attendance(
    enrollment: Enrollment, *, attendance: Attendance, by: Actor
) -> Application:
    """Change one mark on a closed sheet, and what followed from it."""
    locked = lock(enrollment.application)
    check_trains([locked], by=by)
    held = lock_places(enrollment.session_id).session
    if held.closed_at is None:
        raise Refusal(TrainingDenied.SHEET_OPEN)
    seat = locked.enrollments.get(pk=enrollment.pk)
    seat.attendance, seat.marked_at = Attendance(attendance), timezone.now()
    seat.save(update_fields=["attendance", "marked_at"])
    log(
        held,
        "volunteers.session.correct_attendance",
        user=by,
        data={"seat": seat.pk, "attendance": seat.attendance},
    )
    _follow(locked, held, by=by)
    return locked


def _open_sheet(session: TrainingSession, *, now: datetime | None) -> TrainingSession:
    """The session under its lock, with a sheet that may be marked."""
    held = lock_places(session.pk, now=now).session
    if held.closed_at is not None:
        raise sheet_closed(held)
    if not may_be_marked(held, now):
        raise Refusal(TrainingDenied.NOT_BEGUN)
    return held


def _hers(held: TrainingSession, *, by: Actor) -> QuerySet[Enrollment]:
    """The names of calls in which training is her duty; all of them for the system."""
    seats = held.enrollments.all()
    if by is None:
        return seats
    calls = Call.objects.where_may(by, Permission.TRAINING)
    return seats.filter(application__call__in=calls.order_by().values("pk"))


def _write(held: TrainingSession, seats: list[Enrollment], *, by: Actor) -> None:
    if not seats:
        return
    Enrollment.objects.bulk_update(seats, ["attendance", "marked_at"])
    log(
        held,
        "volunteers.session.record_attendance",
        user=by,
        data={"marks": len(seats)},
    )


def _follow(locked: Application, held: TrainingSession, *, by: Actor) -> bool:
    """Whether her state changed by what follows from the sheet."""
    before = locked.state
    follow_attendance(locked, held.module, by=by)
    settle(locked, by=by)
    return bool(locked.state != before)
