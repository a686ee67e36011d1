"""The day on one page: what departs, and how many are aboard, expected or missing.

Numbers only. Whoever marks on a departure reads its numbers; whose registrations they
are is another question.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from programs.domain.departures import (
    of_the_day,
    stops_for_staff,
    with_all_for_staff,
)
from programs.domain.erasure import tells_access_needs
from programs.enums import AttendanceMark, OccurrenceState
from programs.enums import RegistrationState as State
from programs.models import CourseSession, Occurrence, Registration, SeatTally, Stop
from programs.models.occurrence import OccurrenceQuerySet
from programs.permissions import VIEW_OCCURRENCES, departures_to_mark


@dataclass(frozen=True, slots=True)
class DepartureOfTheDay:
    """One departure; people, not parties."""

    occurrence: Occurrence
    aboard: int
    #: Have a place, and nobody has said whether they came.
    expected: int
    missed: int
    excused: int
    #: Parties that told of an access need; what it is stands elsewhere.
    needs: int
    is_marked_by_her: bool


def departures_met_by(user: Any) -> OccurrenceQuerySet:
    """Published departures that she reads of, or on which she marks who came."""
    read = Occurrence.objects.where_may(user, VIEW_OCCURRENCES)
    marked = departures_to_mark(user)
    return Occurrence.objects.filter(
        Q(pk__in=read.order_by().values("pk"))
        | Q(pk__in=marked.order_by().values("pk")),
        state=OccurrenceState.PUBLISHED,
    )


def departures_of_today(user: Any) -> list[DepartureOfTheDay]:
    """Today's, and what is under way over midnight; soonest first."""
    return _counted(departures_met_by(user).filter(of_the_day()), user)


def departures_on(day: date, user: Any) -> list[DepartureOfTheDay]:
    """Of another day, without what stands under today already."""
    rows = departures_met_by(user).filter(starts_at__date=day)
    return _counted(rows.exclude(of_the_day()), user)


def _counted(rows: OccurrenceQuerySet, user: Any) -> list[DepartureOfTheDay]:
    """Courses and the times of stops are left out: see the sessions and the stops."""
    found = list(
        with_all_for_staff(rows.filter(session_plan={}, stop=None))
        .prefetch_related("boarding_points", "guides")
        .order_by("starts_at", "pk")
    )
    keys = [one.pk for one in found]
    marked = set(
        departures_to_mark(user).filter(pk__in=keys).values_list("pk", flat=True)
    )
    people: dict[int, dict[str, int]] = defaultdict(dict)
    needs: dict[int, int] = defaultdict(int)
    counted = (
        Registration.objects.filter(occurrence__in=keys, state__in=State.on_board_list)
        .order_by()
        .values("occurrence", "state")
        .annotate(people=Sum("seats"), needy=Count("pk", filter=tells_access_needs()))
    )
    for row in counted:
        people[row["occurrence"]][row["state"]] = row["people"]
        needs[row["occurrence"]] += row["needy"]
    return [
        DepartureOfTheDay(
            occurrence=one,
            aboard=people[one.pk].get(State.ATTENDED, 0),
            expected=people[one.pk].get(State.CONFIRMED, 0),
            missed=people[one.pk].get(State.MISSED, 0),
            excused=people[one.pk].get(State.EXCUSED, 0),
            needs=needs[one.pk],
            is_marked_by_her=one.pk in marked,
        )
        for one in found
    ]


def sessions_on(day: date, user: Any) -> "QuerySet[CourseSession]":
    """Sessions of that day, soonest first.

    Each with `learners`, `came` and whether it `is_marked_by_her`.
    """
    seated = (
        SeatTally.objects.filter(occurrence=OuterRef("occurrence"), is_waiting=False)
        .order_by()
        .values("occurrence")
        .annotate(total=Sum("seats"))
        .values("total")
    )
    came = Q(marks__mark=AttendanceMark.CAME)
    rows: QuerySet[CourseSession] = (
        CourseSession.objects.live()
        .filter(
            starts_at__date=day,
            occurrence__in=departures_met_by(user).order_by().values("pk"),
        )
        .select_related("occurrence__activity")
        .annotate(
            learners=Coalesce(Subquery(seated), 0),
            came=Count("marks", filter=came),
            is_marked_by_her=Exists(
                departures_to_mark(user).filter(pk=OuterRef("occurrence"))
            ),
        )
        .order_by("starts_at", "pk")
    )
    return rows


def stops_on(day: date, user: Any) -> "QuerySet[Stop]":
    return stops_for_staff(user).filter(day=day, times_count__gt=0).order_by("pk")
