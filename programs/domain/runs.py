"""What staff read about the sessions of runs: which is next, whose sheet is missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from programs.enums import AttendanceMark as Mark
from programs.enums import RegistrationState as State
from programs.models import CourseSession, Occurrence, Registration, SessionMark
from programs.models.occurrence import OccurrenceQuerySet
from programs.models.session import OPENS_BEFORE


def sessions_of(occurrence: Occurrence) -> list[CourseSession]:
    """All of them in order of time, each with how many came, missed, were excused."""
    counts = {
        f"{mark.value}_count": Count("marks", filter=Q(marks__mark=mark))
        for mark in (Mark.CAME, Mark.MISSED, Mark.EXCUSED)
    }
    return list(
        occurrence.sessions.select_related("closed_by")
        .annotate(**counts)
        .order_by("starts_at", "pk")
    )


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is."""

    following: CourseSession | None
    open_sheets: list[CourseSession]
    closed: int
    live: int


def progress_of(sessions: Sequence[CourseSession]) -> Progress:
    now: datetime = timezone.now()
    live = [one for one in sessions if one.cancelled_at is None]
    return Progress(
        following=next((one for one in live if one.ends_at > now), None),
        open_sheets=[one for one in live if one.ends_at <= now and not one.is_closed],
        closed=sum(one.is_closed for one in live),
        live=len(live),
    )


def next_session(runs: OccurrenceQuerySet) -> CourseSession | None:
    """The first session of these runs whose sheet is not open yet."""
    found: CourseSession | None = (
        CourseSession.objects.live()
        .filter(
            occurrence__in=runs.order_by().values("pk"),
            starts_at__gt=timezone.now() + OPENS_BEFORE,
        )
        .select_related("occurrence__activity")
        .order_by("starts_at", "pk")
        .first()
    )
    return found


def sheets_to_mark(runs: OccurrenceQuerySet) -> "QuerySet[CourseSession]":
    """Sheets of these runs that are open by now, the oldest first."""
    rows: QuerySet[CourseSession] = (
        CourseSession.objects.awaiting_sheet()
        .filter(occurrence__in=runs.order_by().values("pk"))
        .select_related("occurrence__activity")
        .order_by("starts_at", "pk")
    )
    return rows


def sheets_left_open(
    runs: OccurrenceQuerySet, *, seen_by: Any
) -> "QuerySet[CourseSession]":
    """Closed sheets of these runs without a mark on somebody whom she sees.

    Whoever closed them was not shown her, and could not say whether she came.
    """
    marked = SessionMark.objects.standing().filter(
        registration=OuterRef("pk"), session=OuterRef(OuterRef("pk"))
    )
    in_time = Q(seated_at__isnull=True) | Q(seated_at__lt=OuterRef("ends_at"))
    unmarked = (
        Registration.objects.visible_to(seen_by)
        .filter(in_time, occurrence=OuterRef("occurrence"), state=State.CONFIRMED)
        .exclude(Exists(marked))
    )
    rows: QuerySet[CourseSession] = (
        CourseSession.objects.closed()
        .filter(Exists(unmarked), occurrence__in=runs.order_by().values("pk"))
        .select_related("occurrence__activity")
        .order_by("starts_at", "pk")
    )
    return rows
