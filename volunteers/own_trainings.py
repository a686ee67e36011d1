"""The trainings on her own page: dates to choose, places, completions."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from volunteers.domain.promises import Promise, promises_of
from volunteers.domain.sessions import (
    completions_of,
    seats_of,
    sessions_to_choose,
    waits_of,
)
from volunteers.domain.training import covered_modules, renewable_from
from volunteers.enums import ApplicationState, Attendance, CompletionState
from volunteers.exceptions import BusyDenied
from volunteers.models import Application, Enrollment, SessionWait, TrainingSession


@dataclass(frozen=True, slots=True)
class Choice:
    """A date she may choose: take, change to, wait for, or answer an offer of."""

    session: TrainingSession
    wait: SessionWait | None
    #: in the line, 1 being next; 0 while a place is offered to her
    position: int
    #: her place on another date of the same, which this one would replace
    replaces: Enrollment | None
    #: what else she is expected at by then
    busy: BusyDenied | None = None

    @property
    def is_offered(self) -> bool:
        until = self.wait.offered_until if self.wait else None
        return until is not None and until > timezone.now()


def trainings_of(
    application: Application, now: datetime | None = None
) -> dict[str, Any]:
    """What the page shows, in a fixed number of queries."""
    now = now or timezone.now()
    is_learning = application.state in ApplicationState.may_learn
    seats = list(seats_of(application))
    waits = waits_of(application)
    sessions = list(sessions_to_choose(application)) if is_learning else []
    completions = [
        one
        for one in completions_of(application)
        if one.state in (CompletionState.CONFIRMED, CompletionState.PROPOSED)
    ]
    covered = covered_modules(
        seats,
        since={
            one.module_id: renewable_from(one.module, one.valid_until)
            for one in reversed(completions)
            if one.state == CompletionState.CONFIRMED
        },
    )
    promised = promises_of([application.person_id], starts_at=now) if sessions else []
    choices = []
    for session in sessions:
        is_covered = session.module_id in covered
        replaced = _replaced(seats, session, now, is_covered=is_covered)
        wait, position = waits.get(session.pk, (None, 0))
        if wait is not None or replaced is not None or not is_covered:
            busy = _busy(promised, session, replaced)
            choices.append(Choice(session, wait, position, replaced, busy))
    return {
        "is_learning": is_learning,
        "seats": [(seat, seat.session.starts_at > now) for seat in seats],
        "choices": choices,
        "offers": [one for one in choices if one.is_offered],
        "has_free_dates": any(one.session.places_left for one in choices),
        "completions": completions,
        "today": timezone.localdate(now),
    }


def _busy(
    promised: list[Promise], session: TrainingSession, replaced: Enrollment | None
) -> BusyDenied | None:
    given_back = replaced.session if replaced else None
    for one in promised:
        if one.what != given_back and one.meets(session.starts_at, session.ends_at):
            return one.kind
    return None


def _replaced(
    seats: list[Enrollment],
    session: TrainingSession,
    now: datetime,
    *,
    is_covered: bool,
) -> Enrollment | None:
    """The place she would give back: in the same part, or where she has enough."""
    for seat in seats:
        held = seat.session
        is_same = (
            held.module_id == session.module_id and held.part_id == session.part_id
        )
        if (
            is_same
            and (is_covered or held.part_id is not None)
            and held.starts_at > now
            and seat.attendance == Attendance.EXPECTED
        ):
            return seat
    return None
