"""Marks that guides' phones send, some of them long after they were made.

Several guides mark at once, also without a network. Each mark carries a key of the
phone and the moment it was made: sent twice it counts once, and of two marks on one
party the later made stays, in whatever order they arrive.
"""

import itertools
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import TextChoices
from django.utils import timezone

from people.exceptions import Refusal
from people.models import Person
from programs.domain.attendance import VERBS, confirm_mark
from programs.domain.places import lock_places
from programs.enums import AttendanceMark, MarkOutcome
from programs.enums import RegistrationRefusal as Reason
from programs.enums import RegistrationState as State
from programs.models import AttendanceRecord, Occurrence, Registration

#: Who marked within this time is told to the others.
_RECENTLY = timedelta(minutes=10)

_STATE_OF = {
    AttendanceMark.CAME: State.ATTENDED,
    AttendanceMark.MISSED: State.MISSED,
    AttendanceMark.EXCUSED: State.EXCUSED,
    AttendanceMark.UNDONE: State.CONFIRMED,
}

_OUTCOMES: dict[TextChoices, MarkOutcome] = {
    Reason.TOO_EARLY: MarkOutcome.TOO_EARLY,
    Reason.PLACE_GIVEN_ON: MarkOutcome.PLACE_GIVEN,
}


@dataclass(frozen=True, slots=True)
class SentMark:
    """One mark as a phone sends it."""

    key: uuid.UUID
    code: str
    mark: AttendanceMark
    at: datetime


@dataclass(frozen=True, slots=True)
class MarkResult:
    key: uuid.UUID
    code: str
    outcome: MarkOutcome
    #: When she boarded, or the other departure leaves; None where there is no such.
    at: datetime | None = None


def record_marks(
    occurrence: Occurrence, marks: Iterable[SentMark], *, by: User
) -> list[MarkResult]:
    """Write each mark that can be written; each answer says what came of its own.

    One that is refused never holds up the others.
    """
    return [_record_one(occurrence, mark, by) for mark in marks]


@transaction.atomic
def _record_one(occurrence: Occurrence, sent: SentMark, by: User) -> MarkResult:
    places = lock_places(occurrence.pk)
    row = Registration.objects.filter(code=sent.code).first()
    if row is None or row.anonymized_at:
        return _told(sent, MarkOutcome.NOT_FOUND)
    if row.occurrence_id != occurrence.pk:
        # Where a woman goes whom she may not see is not told to whoever has a code.
        if not Person.objects.visible_to(by).filter(pk=row.person_id).exists():
            return _told(sent, MarkOutcome.NOT_FOUND)
        leaves = row.occurrence.starts_at
        return _told(sent, MarkOutcome.OTHER_DEPARTURE, leaves)
    if row.state not in State.on_board_list:
        waits = row.state in (State.WAITING, State.OFFERED, State.RECEIVED)
        return _told(sent, MarkOutcome.WAITING if waits else MarkOutcome.OVER)
    last = row.attendance_records.first()
    if AttendanceRecord.objects.filter(key=sent.key).exists():
        return _told(sent, MarkOutcome.DONE, last.at if last else None)
    if row.state == _STATE_OF[sent.mark]:
        if last is not None and sent.at > last.at:
            confirm_mark(row, sent.mark, places, by=by, at=sent.at, key=sent.key)
        already = sent.mark == AttendanceMark.CAME
        return _told(
            sent, MarkOutcome.ALREADY if already else MarkOutcome.DONE, _since(row)
        )
    if last is not None and last.at > sent.at:
        return _told(sent, MarkOutcome.OVERTAKEN, last.at)
    try:
        VERBS[sent.mark](row, by=by, at=sent.at, key=sent.key)
    except Refusal as refusal:
        return _told(sent, _OUTCOMES.get(refusal.reason, MarkOutcome.REFUSED))
    boarded = sent.mark == AttendanceMark.CAME
    return _told(sent, MarkOutcome.BOARDED if boarded else MarkOutcome.DONE, sent.at)


def _since(registration: Registration) -> datetime | None:
    """When it was first marked as it is now; later marks only said it again."""
    records = list(registration.attendance_records.values_list("mark", "at"))
    same = itertools.takewhile(lambda one: one[0] == records[0][0], records)
    return min((at for _mark, at in same), default=None)


def _told(
    sent: SentMark, outcome: MarkOutcome, at: datetime | None = None
) -> MarkResult:
    return MarkResult(key=sent.key, code=sent.code, outcome=outcome, at=at)


def marks_of(occurrence: Occurrence) -> dict[str, tuple[str, datetime | None]]:
    """State of every party on the list, and since when it is marked so, by code.

    Also codes that are over or wait, so that a phone without a network knows them.
    """
    rows = occurrence.registrations.order_by().values_list("pk", "code", "state")
    last: dict[int, str] = {}
    since: dict[int, datetime] = {}
    records = AttendanceRecord.objects.filter(
        registration__occurrence=occurrence
    ).order_by("at", "pk")
    for pk, mark, at in records.values_list("registration", "mark", "at"):
        if last.get(pk) != mark:
            last[pk], since[pk] = mark, at
    return {
        code: (state, since.get(pk) if state in State.marked else None)
        for pk, code, state in rows
    }


def who_else_marks(occurrence: Occurrence, *, user: Any) -> list[str]:
    """Colleagues who marked somebody here a short while ago."""
    recent = (
        AttendanceRecord.objects.filter(
            registration__occurrence=occurrence,
            recorded_at__gt=timezone.now() - _RECENTLY,
            by__isnull=False,
        )
        .exclude(by=user)
        .order_by("by__first_name", "by__last_name", "by")
        .values_list("by__first_name", "by__last_name", "by__username")
        .distinct()
    )
    return [
        f"{given} {family}".strip() or username for given, family, username in recent
    ]
