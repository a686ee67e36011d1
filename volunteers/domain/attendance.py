"""The attendance sheet: marked while it is open, closed once, then corrected.

What follows from attendance follows when the sheet is closed, so that a slip of the
finger tells nobody anything.

Nobody marks whom she may not see, nor makes her absent: such names stay open when the
sheet is closed, and who sees them marks them after that, each with what follows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from wagtail.log_actions import log

from volunteers.domain.completions import follow_attendance
from volunteers.domain.moves import Actor, lock
from volunteers.domain.places import lock_places, sheet_closed
from volunteers.domain.training import check_trains, settle, trained_by
from volunteers.enums import Attendance
from volunteers.exceptions import Refusal, TrainingDenied
from volunteers.models import Application, Enrollment, TrainingSession

#: The first come before it begins.
OPENS_BEFORE = timedelta(minutes=30)
_MARK_FIELDS = ("attendance", "marked_at", "marked_together")


@dataclass(frozen=True, slots=True)
class Mark:
    """One tap on the tablet: whose code, what, and how long ago it was made."""

    code: str
    attendance: Attendance
    age: timedelta
    #: Of "everybody present", or of taking that back: less than a word on her alone.
    together: bool = False


@dataclass(frozen=True, slots=True)
class Merged:
    """What became of marks that a tablet sent: by code, and codes that are unknown."""

    standing: dict[str, Attendance]
    unknown: list[str]
    #: Codes among those standing that "everybody present" has marked.
    together: list[str]


def may_be_marked(session: TrainingSession, now: datetime | None = None) -> bool:
    begun = session.starts_at - OPENS_BEFORE <= (now or timezone.now())
    return begun and session.closed_at is None and session.cancelled_at is None


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
    now = now or timezone.now()
    sheet = _sheet(session, Q(pk__in=list(marks)), by=by, now=now)
    _mark_each(sheet, marks, at=now)
    _write(sheet, sheet.seats, by=by)
    return len(sheet.seats)


@transaction.atomic
def record_everybody(
    session: TrainingSession,
    *,
    but: Mapping[int, Attendance],
    by: Actor,
    now: datetime | None = None,
) -> int:
    """Everybody came whom nobody has marked yet; returns how many that were.

    `but`: what is said of single names with it, as in `record_attendance`. Of two who
    say it at once, the second finds nobody left to mark.
    """
    now = now or timezone.now()
    asked = Q(attendance=Attendance.EXPECTED) | Q(pk__in=list(but))
    sheet = _sheet(session, asked, by=by, now=now)
    rest = [seat for seat in sheet.seats if seat.pk not in but]
    _mark_each(sheet, but, at=now)
    for seat in rest:
        _mark(seat, Attendance.PRESENT, at=now, together=True)
    _write(sheet, sheet.seats, by=by)
    return len(rest)


@transaction.atomic
def take_back_everybody(
    session: TrainingSession, *, by: Actor, now: datetime | None = None
) -> int:
    """On an open sheet: who is marked by "everybody present" alone is not marked."""
    now = now or timezone.now()
    sheet = _sheet(session, Q(marked_together=True), by=by, now=now)
    for seat in sheet.seats:
        _mark(seat, Attendance.EXPECTED, at=now)
    _write(sheet, sheet.seats, by=by)
    return len(sheet.seats)


@transaction.atomic
def merge_marks(
    session: TrainingSession,
    *,
    marks: Sequence[Mark],
    by: Actor,
    now: datetime | None = None,
) -> Merged:
    """Write what a tablet kept while it had no network. Sent twice, it counts once.

    Of two marks for one woman the later stands, whichever arrives first; but
    "everybody present" marks only whom nobody has marked, and is taken back only from
    whom it has marked. Codes that are not on this sheet, or of somebody whom she may
    not mark, change nothing and are told.
    """
    now = now or timezone.now()
    codes = [mark.code for mark in marks]
    sheet = _sheet(session, Q(code__in=codes), by=by, now=now)
    seats = {seat.code: seat for seat in sheet.seats}
    changed = {}
    for mark in sorted(marks, key=lambda one: -one.age):
        seat = seats.get(mark.code)
        made_at = now - max(mark.age, timedelta(0))
        if seat is None or _is_overtaken(mark, seat, made_at):
            continue
        _mark(seat, mark.attendance, at=made_at, together=mark.together)
        changed[seat.pk] = seat
    _write(sheet, list(changed.values()), by=by)
    return Merged(
        standing={str(code): Attendance(one.attendance) for code, one in seats.items()},
        unknown=sorted({mark.code for mark in marks} - set(map(str, seats))),
        together=[str(code) for code, one in seats.items() if one.marked_together],
    )


@transaction.atomic
def close_sheet(
    session: TrainingSession, *, by: Actor, now: datetime | None = None
) -> list[Application]:
    """Who is not marked was absent; what her attendance completes is written down.

    Of two who close it at once the second is refused with `SHEET_CLOSED`. Names that
    she reads but may not mark must be marked before; those that she may not see stay
    open: nobody is absent by the word of who does not know of her. Returns the
    applications whose state changed, as far as she sees them.
    """
    # The applications first, then the session: every verb locks in this order. Once
    # it has begun, no place is taken or given back.
    applications = Application.objects.select_for_update().filter(
        pk__in=session.enrollments.order_by().values("application")
    )
    locked = {one.pk: one for one in applications.order_by("pk")}
    held = _locked(session, now=now)
    if held.closed_at is not None:
        raise sheet_closed(held)
    hers = marked_by(held, by)
    if by is not None:
        # An empty sheet is refused too: it must not tell whether it is empty.
        if not hers.exists():
            raise Refusal(TrainingDenied.NOT_YOURS)
        if _read_only(held, by).filter(attendance=Attendance.EXPECTED).exists():
            raise Refusal(TrainingDenied.OTHERS_UNMARKED)
    trained = set(hers.values_list("application_id", flat=True))
    hers.filter(attendance=Attendance.EXPECTED).update(attendance=Attendance.ABSENT)
    held.closed_at = now or timezone.now()
    held.closed_by = by
    held.save(update_fields=["closed_at", "closed_by"])
    log(
        held,
        "volunteers.session.close_sheet",
        user=by,
        data={"names": len(trained)},
    )
    moved = [
        one
        for one in locked.values()
        if _follow(one, held, by=by if one.pk in trained else None)
    ]
    return [one for one in moved if one.pk in trained]


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
    _mark(seat, Attendance(attendance), at=timezone.now())
    seat.save(update_fields=_MARK_FIELDS)
    log(
        held,
        "volunteers.session.correct_attendance",
        user=by,
        data={"seat": seat.pk, "attendance": seat.attendance},
    )
    _follow(locked, held, by=by)
    return locked


def marked_by(session: TrainingSession, user: Actor) -> QuerySet[Enrollment]:
    """The names that she may mark; all of them for the system."""
    seats = session.enrollments.all()
    if user is None:
        return seats
    return seats.filter(application__in=trained_by(user).order_by().values("pk"))


def lacking_attendance(
    user: User, *, now: datetime | None = None
) -> QuerySet[TrainingSession]:
    """Sessions that are over and wait for her: the sheet, or names left open on it."""
    waiting = Enrollment.objects.filter(
        Q(session__closed_at__isnull=True) | Q(attendance=Attendance.EXPECTED),
        session__ends_at__lte=now or timezone.now(),
        application__in=trained_by(user).order_by().values("pk"),
    )
    return TrainingSession.objects.filter(pk__in=waiting.order_by().values("session"))


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A session under its lock, with the names among those asked that may be marked."""

    session: TrainingSession
    seats: list[Enrollment]
    applications: dict[int, Application]


def _sheet(
    session: TrainingSession, asked: Q, *, by: Actor, now: datetime | None
) -> _Sheet:
    """On a closed sheet only the names that were left open."""
    # The applications first, as in every verb: a mark on a closed sheet moves them.
    hers = marked_by(session, by).filter(asked)
    rows = Application.objects.select_for_update().filter(
        pk__in=hers.order_by().values("application")
    )
    locked = {one.pk: one for one in rows.order_by("pk")}
    held = _locked(session, now=now)
    seats = hers.filter(application__in=locked)
    if held.closed_at is not None:
        seats = seats.filter(attendance=Attendance.EXPECTED)
        if not seats.exists():
            raise sheet_closed(held)
    return _Sheet(held, list(seats), locked)


def _locked(session: TrainingSession, *, now: datetime | None) -> TrainingSession:
    """The session under its lock, once it may be marked."""
    held = lock_places(session.pk, now=now).session
    if held.cancelled_at is not None:
        raise Refusal(TrainingDenied.CANCELLED)
    if held.closed_at is None and not may_be_marked(held, now):
        raise Refusal(TrainingDenied.NOT_BEGUN)
    return held


def _read_only(held: TrainingSession, user: User) -> QuerySet[Enrollment]:
    """Names that she sees in calls where training is none of her duties."""
    seen = Application.objects.visible_to(user).order_by().values("pk")
    hers = marked_by(held, user).order_by().values("pk")
    return held.enrollments.filter(application__in=seen).exclude(pk__in=hers)


def _is_overtaken(mark: Mark, seat: Enrollment, made_at: datetime) -> bool:
    """Whether something else is known of her that counts more."""
    if mark.together:
        takes_back = mark.attendance == Attendance.EXPECTED
        if takes_back != seat.marked_together:
            return True
        if not takes_back and seat.attendance != Attendance.EXPECTED:
            return True
    elif seat.marked_together:
        return False
    return seat.marked_at is not None and seat.marked_at >= made_at


def _mark_each(sheet: _Sheet, marks: Mapping[int, Attendance], *, at: datetime) -> None:
    seats = {seat.pk: seat for seat in sheet.seats}
    if set(marks) - set(seats):
        raise Refusal(TrainingDenied.FOREIGN_ENROLLMENT)
    for pk, attendance in marks.items():
        _mark(seats[pk], Attendance(attendance), at=at)


def _mark(
    seat: Enrollment, attendance: Attendance, *, at: datetime, together: bool = False
) -> None:
    seat.attendance, seat.marked_at = attendance, at
    seat.marked_together = together and attendance == Attendance.PRESENT


def _write(sheet: _Sheet, seats: list[Enrollment], *, by: Actor) -> None:
    if not seats:
        return
    Enrollment.objects.bulk_update(seats, _MARK_FIELDS)
    log(
        sheet.session,
        "volunteers.session.record_attendance",
        user=by,
        data={"marks": len(seats)},
    )
    if sheet.session.closed_at is not None:
        for seat in seats:
            _follow(sheet.applications[seat.application_id], sheet.session, by=by)


def _follow(locked: Application, held: TrainingSession, *, by: Actor) -> bool:
    """Whether her state changed by what follows from the sheet."""
    before = locked.state
    follow_attendance(locked, held.module, by=by)
    settle(locked, by=by)
    return bool(locked.state != before)
