"""What waits for a decision of a member of staff, and until when.

Each list holds what is hers to decide, by the same rules as the page behind it.
"""

from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils import timezone

from programs import permissions
from programs.domain.calling import is_time_to_call
from programs.enums import AttendanceMark, OccurrenceState, SelectionMode
from programs.enums import RegistrationState as State
from programs.models import CourseSession, Occurrence, Registration, SessionMark
from programs.models.occurrence import OccurrenceQuerySet

#: An offer ends at the latest so long before the start; what departs later is not
#: looked at for the phone.
CALLED_WITHIN = timedelta(days=3)
#: What nobody marked in so many days is not asked for any more.
ASKED_FOR = timedelta(days=60)


def _where_may(user: Any, *needed: str) -> OccurrenceQuerySet:
    found = Occurrence.objects.filter(state=OccurrenceState.PUBLISHED)
    for permission in needed:
        may = Occurrence.objects.where_may(user, permission)
        found = found.filter(pk__in=may.order_by().values("pk"))
    return found.select_related("activity")


def draws_to_make(user: Any) -> OccurrenceQuerySet:
    """Registration is over, the departure is to come, and nobody has drawn."""
    now = timezone.now()
    return (
        _where_may(user, permissions.CHANGE_OCCURRENCES)
        .filter(
            selection=SelectionMode.DRAW,
            drawn_at=None,
            registration_closes_at__lte=now,
            starts_at__gt=now,
        )
        .order_by("starts_at", "pk")
    )


def lists_to_call(user: Any) -> list[Occurrence]:
    """Free places, people who wait, and no time left to offer by message."""
    now = timezone.now()
    near = (
        _where_may(
            user,
            permissions.SEE_BOARDING_PHONES,
            permissions.VIEW_REGISTRATIONS,
            permissions.CHANGE_REGISTRATIONS,
        )
        .filter(starts_at__gt=now, starts_at__lt=now + CALLED_WITHIN)
        .with_places()
        .order_by("starts_at", "pk")
    )
    return [
        one
        for one in near
        if one.seats_left and one.waiting_count and is_time_to_call(one)
    ]


def departures_unmarked(user: Any) -> OccurrenceQuerySet:
    """They are over, and of somebody with a place nobody said whether she came."""
    now = timezone.now()
    hers = permissions.departures_to_mark(user)
    expected = Registration.objects.filter(
        occurrence=OuterRef("pk"), state=State.CONFIRMED
    )
    return (
        Occurrence.objects.filter(
            Exists(expected),
            pk__in=hers.order_by().values("pk"),
            session_plan={},
            ends_at__lt=now,
            ends_at__gt=now - ASKED_FOR,
        )
        .select_related("activity")
        .order_by("starts_at", "pk")
    )


def first_sessions_missed(user: Any) -> list[Occurrence]:
    """Runs in which places of who missed the first session may be given on."""
    sessions = CourseSession.objects.live().filter(occurrence=OuterRef("pk"))
    absent = SessionMark.objects.standing().filter(
        session=OuterRef("first"),
        mark=AttendanceMark.MISSED,
        registration__in=Registration.objects.visible_to(user)
        .filter(state=State.CONFIRMED)
        .order_by()
        .values("pk"),
    )
    runs = (
        _where_may(
            user, permissions.VIEW_REGISTRATIONS, permissions.CHANGE_REGISTRATIONS
        )
        .filter(
            activity__first_session_frees_place=True,
            ends_at__gt=timezone.now(),
            session_plan__has_key="second",
        )
        .annotate(
            first=Subquery(sessions.order_by("starts_at", "pk").values("pk")[:1]),
        )
        .filter(
            Exists(absent),
            first__in=CourseSession.objects.closed().order_by().values("pk"),
        )
        .order_by("starts_at", "pk")
    )
    return [run for run in runs if run.entry_until > timezone.now()]


def results_to_confirm(user: Any) -> "QuerySet[Occurrence]":
    """Runs that are over with every sheet closed, and somebody without a result."""
    live = CourseSession.objects.live().filter(occurrence=OuterRef("pk"))
    undecided = Registration.objects.visible_to(user).filter(
        occurrence=OuterRef("pk"),
        state__in=State.on_board_list,
        course_result__isnull=True,
    )
    return (
        _where_may(
            user, permissions.VIEW_REGISTRATIONS, permissions.CHANGE_REGISTRATIONS
        )
        .filter(
            Exists(live),
            ~Exists(live.filter(closed_at__isnull=True)),
            Exists(undecided),
            ends_at__lte=timezone.now(),
        )
        .order_by("ends_at", "pk")
    )
