"""The trainings on her own page: dates to choose, places, completions."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from volunteers.domain.sessions import (
    completions_of,
    seats_of,
    sessions_to_choose,
    waits_of,
)
from volunteers.enums import ApplicationState, Attendance, CompletionState
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
    choices = [
        Choice(
            session,
            *waits.get(session.pk, (None, 0)),
            replaces=_replaced(seats, session, now),
        )
        for session in sessions
    ]
    completions = [
        one
        for one in completions_of(application)
        if one.state in (CompletionState.CONFIRMED, CompletionState.PROPOSED)
    ]
    return {
        "is_learning": is_learning,
        "seats": [(seat, seat.session.starts_at > now) for seat in seats],
        "choices": choices,
        "offers": [one for one in choices if one.is_offered],
        "has_free_dates": any(one.session.places_left for one in choices),
        "completions": completions,
        "today": timezone.localdate(now),
    }


def _replaced(
    seats: list[Enrollment], session: TrainingSession, now: datetime
) -> Enrollment | None:
    for seat in seats:
        held = seat.session
        if (
            held.module_id == session.module_id
            and held.part_id == session.part_id
            and held.starts_at > now
            and seat.attendance == Attendance.EXPECTED
        ):
            return seat
    return None
