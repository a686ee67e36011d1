"""Who completed a course: proposed by the rule, confirmed by staff in one go.

Hours count by closed sheets. Excused hours are told apart; they are neither present
nor taken off what was held, so that the rule is the same for everybody.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from paper.codes import new_certificate_code
from people.exceptions import Refusal
from programs.domain.attendance import (
    mark_attended,
    mark_excused,
    mark_missed,
    undo_attendance,
)
from programs.domain.places import lock_places
from programs.enums import AttendanceMark as Mark
from programs.enums import RegistrationState as State
from programs.enums import ResultRefusal as Reason
from programs.enums import ResultState
from programs.models import (
    CourseResult,
    CourseSession,
    Occurrence,
    Registration,
    SessionMark,
)

_NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where one participant stands by the sheets that are closed."""

    registration: Registration
    held: Decimal
    present: Decimal
    excused: Decimal
    #: Closed sheets on which she is still without a mark.
    unmarked: int
    #: The share of hours that completes the course, in percent.
    least: int
    came: bool
    missed: bool
    result: CourseResult | None

    @property
    def share(self) -> int:
        """Of the hours held, in whole percent, never rounded up."""
        return int(self.present * 100 / self.held) if self.held else 0

    @property
    def absent(self) -> Decimal:
        return self.held - self.present - self.excused

    @property
    def completes(self) -> bool:
        return bool(self.held) and self.present * 100 >= self.held * self.least

    @property
    def may_be_decided(self) -> bool:
        return self.result is None and not self.unmarked

    @property
    def follows(self) -> State:
        """The state her registration takes from the sheets."""
        if self.came:
            return State.ATTENDED
        return State.MISSED if self.missed else State.EXCUSED


def standings(occurrence: Occurrence, *, seen_by: Any) -> list[Standing]:
    """Everybody with a place whom `seen_by` may see, in the order of names.

    Three queries, however many they are. `seen_by` None: everybody.
    """
    sessions = list(occurrence.sessions.closed())
    rows = occurrence.registrations.filter(state__in=State.on_board_list)
    if seen_by is not None:
        rows = rows.visible_to(seen_by)
    rows = rows.select_related("person", "course_result").order_by(
        "person__sort_key", "pk"
    )
    marks: dict[tuple[int, int], str] = {
        (registration, session): mark
        for registration, session, mark in SessionMark.objects.standing()
        .filter(session__occurrence=occurrence)
        .values_list("registration", "session", "mark")
    }
    least = occurrence.activity.least_attendance
    return [_standing(row, sessions, marks, least) for row in rows]


def _standing(
    row: Registration,
    sessions: Collection[CourseSession],
    marks: dict[tuple[int, int], str],
    least: int,
) -> Standing:
    hours = {Mark.CAME: _NOTHING, Mark.EXCUSED: _NOTHING, Mark.MISSED: _NOTHING}
    unmarked = 0
    for session in sessions:
        mark = marks.get((row.pk, session.pk))
        if mark is not None:
            hours[Mark(mark)] += session.hours
        elif row.seated_at is None or row.seated_at < session.ends_at:
            unmarked += 1
    return Standing(
        registration=row,
        held=sum((one.hours for one in sessions), _NOTHING),
        present=hours[Mark.CAME],
        excused=hours[Mark.EXCUSED],
        unmarked=unmarked,
        least=least,
        came=hours[Mark.CAME] > 0,
        missed=hours[Mark.MISSED] > 0 or not hours[Mark.EXCUSED],
        result=getattr(row, "course_result", None),
    )


def not_yet_decided(
    occurrence: Occurrence, *, now: datetime | None = None
) -> Refusal | None:
    """Why the results of a run cannot be confirmed yet; None when they can."""
    live = list(occurrence.sessions.live())
    if not live:
        return Refusal(Reason.NO_SESSIONS)
    if live[-1].ends_at > (now or timezone.now()):
        return Refusal(Reason.NOT_OVER)
    if count := sum(not one.is_closed for one in live):
        return Refusal(Reason.SHEETS_OPEN, count=count)
    return None


@transaction.atomic
def confirm_results(
    occurrence: Occurrence,
    *,
    completed: Collection[int],
    note: str = "",
    by: User | None,
) -> list[CourseResult]:
    """Decide on everybody whom `by` sees and who is not decided on yet.

    `completed`: the primary keys of the registrations that complete the course. Who
    is treated otherwise than the rule says needs a note. Whose marks are missing
    stays open. The registration becomes attended, missed or excused by the sheets.
    """
    places = lock_places(occurrence.pk)
    current = places.occurrence
    if refusal := not_yet_decided(current, now=places.now):
        raise refusal
    open_ones = [one for one in standings(current, seen_by=by) if one.may_be_decided]
    if not open_ones:
        raise Refusal(Reason.NOTHING_TO_DECIDE)
    wanted = set(completed)
    if wanted - {one.registration.pk for one in open_ones}:
        raise Refusal(Reason.NOT_LISTED)
    note = note.strip()[:300]
    otherwise = {
        one.registration.pk
        for one in open_ones
        if one.completes != (one.registration.pk in wanted)
    }
    if otherwise and not note:
        raise Refusal(Reason.NOTE_MISSING)
    sessions = list(current.sessions.closed())
    made = []
    for one in open_ones:
        pk = one.registration.pk
        made.append(
            _decide(
                one,
                sessions,
                completes=pk in wanted,
                certificate=current.activity.gives_certificate,
                note=note if pk in otherwise else "",
                by=by,
                now=places.now,
            )
        )
    log(
        current,
        "programs.occurrence.results",
        user=by,
        data={"decided": len(made), "completed": len(wanted)},
    )
    return made


_STATE_VERBS: dict[State, Callable[..., Registration]] = {
    State.ATTENDED: mark_attended,
    State.MISSED: mark_missed,
    State.EXCUSED: mark_excused,
}


def _decide(
    one: Standing,
    sessions: Collection[CourseSession],
    *,
    completes: bool,
    certificate: bool,
    note: str,
    by: User | None,
    now: datetime,
) -> CourseResult:
    registration = one.registration
    days = [timezone.localtime(session.starts_at).date() for session in sessions]
    result: CourseResult = CourseResult.objects.create(
        registration=registration,
        state=ResultState.COMPLETED if completes else ResultState.NOT_COMPLETED,
        hours_held=one.held,
        hours_present=one.present,
        hours_excused=one.excused,
        began_on=days[0],
        completed_on=days[-1],
        code=new_certificate_code() if completes and certificate else None,
        note=note,
        decided_by=by,
        decided_at=now,
    )
    if registration.state != one.follows:
        _STATE_VERBS[one.follows](registration, by=by)
    log(
        registration,
        "programs.registration.complete"
        if completes
        else "programs.registration.not_complete",
        user=by,
    )
    return result


@transaction.atomic
def take_back_result(registration: Registration, *, by: User | None) -> Registration:
    """A course that was not completed is open again: the sheets may be corrected."""
    lock_places(registration.occurrence_id)
    result = _result_of(registration)
    if result is None or result.state != ResultState.NOT_COMPLETED:
        raise Refusal(Reason.NOT_LISTED)
    result.delete()
    current = undo_attendance(registration, by=by)
    log(current, "programs.registration.reopen", user=by)
    return current


@transaction.atomic
def revoke_certificate(
    registration: Registration, *, reason: str, by: User
) -> CourseResult:
    """It counts no more; the public page says so. Staff tell her themselves."""
    result = _result_of(registration)
    if result is None or not result.has_certificate:
        raise Refusal(Reason.NO_CERTIFICATE)
    if not reason.strip():
        raise Refusal(Reason.REASON_MISSING)
    result.state = ResultState.REVOKED
    result.revoke_reason = reason.strip()[:300]
    result.revoked_by = by
    result.revoked_at = timezone.now()
    result.save(update_fields=["state", "revoke_reason", "revoked_by", "revoked_at"])
    log(registration, "programs.registration.revoke", user=by)
    return result


def _result_of(registration: Registration) -> CourseResult | None:
    found: CourseResult | None = (
        CourseResult.objects.select_for_update()
        .filter(registration=registration.pk)
        .first()
    )
    return found
