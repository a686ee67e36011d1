"""The attendance sheet of a session: marked while it is open, closed once, corrected.

Trainers see a given name and an initial, and nothing else. Who may not be shown to
somebody is never absent by her word: her mark is left to a colleague.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from wagtail.log_actions import log

from people.exceptions import Refusal
from people.models.recusal import not_recused
from people.roles import SEE_PROTECTED
from programs.domain.checkin import MarkResult, SentMark
from programs.domain.sessions import closed_already
from programs.enums import AttendanceMark as Mark
from programs.enums import MarkOutcome as Outcome
from programs.enums import RegistrationState as State
from programs.enums import SessionRefusal as Reason
from programs.models import CourseResult, CourseSession, Registration, SessionMark
from programs.models.session import OPENS_BEFORE


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One participant as the sheet shows her."""

    code: str
    #: Given name and one initial; empty where she is protected.
    name: str
    #: Empty until she is marked.
    mark: str
    at: datetime | None
    registration_pk: int
    person_id: int


def sheet_of(session: CourseSession, *, seen_by: Any) -> list[SheetRow]:
    """Who had a place by then, in the order of names; the nameless come last.

    Two queries. Somebody from whom `seen_by` has recused herself is not on it.
    """
    rows = list(
        _listed(session, seen_by=seen_by)
        .select_related("person")
        .order_by("person__sort_key", "pk")
    )
    marks = {one.registration_id: one for one in session.marks.standing()}
    sees_protected = seen_by is None or seen_by.has_perm(SEE_PROTECTED)
    sheet = []
    for row in sorted(rows, key=lambda one: _is_hidden(one, sees_protected)):
        mark = marks.get(row.pk)
        hidden = _is_hidden(row, sees_protected)
        sheet.append(
            SheetRow(
                code=row.code,
                name="" if hidden else row.person.guarded_name,
                mark=mark.mark if mark else "",
                at=mark.at if mark else None,
                registration_pk=row.pk,
                person_id=row.person_id,
            )
        )
    return sheet


def with_a_place_by(session: CourseSession) -> Q:
    """Registrations that had a place when the session was held."""
    in_time = Q(seated_at__isnull=True) | Q(seated_at__lt=session.ends_at)
    return Q(state__in=State.on_board_list) & in_time


@transaction.atomic
def record_marks(
    session: CourseSession, marks: Iterable[SentMark], *, by: User | None
) -> list[MarkResult]:
    """Write each mark that can be written; each answer says what came of its own.

    Of two marks on one woman the later made stays, in whatever order they arrive;
    one that is sent twice counts once.
    """
    held = _locked(session)
    listed = {row.code: row for row in _listed(held, seen_by=by)}
    known = {one.registration_id: one for one in held.marks.all()}
    results, written = [], 0
    for sent in marks:
        row = listed.get(sent.code)
        last = known.get(row.pk) if row else None
        outcome = _outcome(held, row, last, sent)
        if outcome is None and row is not None:
            known[row.pk] = last = _written(held, row, sent, by=by)
            written += 1
        results.append(
            MarkResult(
                key=sent.key,
                code=sent.code,
                outcome=outcome or Outcome.DONE,
                at=last.at if last else None,
            )
        )
    if written:
        log(held, "programs.session.mark", user=by, data={"marks": written})
    return results


def close_sheet(session: CourseSession, *, by: User | None) -> int:
    """Who is not marked was absent; how many those are.

    Of two who close it at once the second is refused with `SHEET_CLOSED`. Whom the
    sheet does not name to `by` stays unmarked, for a colleague who may see her.
    """
    with transaction.atomic():
        held = _locked(session)
        if held.cancelled_at is not None:
            raise Refusal(Reason.CANCELLED)
        if held.is_closed:
            raise closed_already(held)
        if not held.may_be_marked:
            raise Refusal(Reason.NOT_BEGUN, since=held.starts_at - OPENS_BEFORE)
        now = timezone.now()
        absent = [
            row for row in sheet_of(held, seen_by=by) if row.name and not row.mark
        ]
        for row in absent:
            _write(held, row.registration_pk, Mark.MISSED, at=now, by=by)
        held.closed_at = now
        held.closed_by = by
        held.save(update_fields=["closed_at", "closed_by"])
        log(held, "programs.session.close", user=by, data={"absent": len(absent)})
    return len(absent)


@transaction.atomic
def correct_sheet(
    session: CourseSession, *, marks: Mapping[int, Mark], by: User | None
) -> int:
    """Change marks on a closed sheet, or set those left open; how many were.

    `marks`: registration pk -> mark. All of them are written, or none.
    """
    held = _locked(session)
    if not held.is_closed:
        raise Refusal(Reason.SHEET_OPEN)
    listed = set(_listed(held, seen_by=by).values_list("pk", flat=True))
    if set(marks) - listed:
        raise Refusal(Reason.NOT_LISTED)
    if CourseResult.objects.filter(registration__in=list(marks)).exists():
        raise Refusal(Reason.DECIDED)
    now = timezone.now()
    for pk, mark in marks.items():
        _write(held, pk, mark, at=now, by=by)
    if marks:
        log(held, "programs.session.correct", user=by, data={"marks": len(marks)})
    return len(marks)


def _locked(session: CourseSession) -> CourseSession:
    return (
        CourseSession.objects.select_for_update(of=("self",))
        .select_related("closed_by", "occurrence")
        .get(pk=session.pk)
    )


def _listed(session: CourseSession, *, seen_by: Any) -> "QuerySet[Registration]":
    rows: QuerySet[Registration] = Registration.objects.filter(
        with_a_place_by(session),
        occurrence=session.occurrence_id,
        anonymized_at__isnull=True,
    )
    return rows if seen_by is None else rows.filter(not_recused(seen_by, "person"))


def _is_hidden(row: Registration, sees_protected: bool) -> bool:
    return bool(row.person.is_protected and not sees_protected)


def _outcome(
    held: CourseSession,
    row: Registration | None,
    last: SessionMark | None,
    sent: SentMark,
) -> Outcome | None:
    """Why a mark is not written; None where it is."""
    if row is None:
        return Outcome.NOT_FOUND
    if held.cancelled_at is not None:
        return Outcome.OVER
    if last is not None and last.mark == sent.mark:
        return Outcome.DONE
    if held.is_closed:
        return Outcome.SHEET_CLOSED
    if not held.may_be_marked:
        return Outcome.TOO_EARLY
    if last is not None and last.at > sent.at:
        return Outcome.OVERTAKEN
    return None


def _written(
    held: CourseSession, row: Registration, sent: SentMark, *, by: User | None
) -> SessionMark:
    # A phone whose clock is wrong cannot leave the session.
    at = max(held.starts_at - OPENS_BEFORE, min(sent.at, timezone.now()))
    return _write(held, row.pk, sent.mark, at=at, by=by)


def _write(
    held: CourseSession,
    registration_pk: int,
    mark: Mark,
    *,
    at: datetime,
    by: User | None,
) -> SessionMark:
    written, _made = SessionMark.objects.update_or_create(
        session=held,
        registration_id=registration_pk,
        defaults={"mark": mark, "at": at, "by": by},
    )
    return written
