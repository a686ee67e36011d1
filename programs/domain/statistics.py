"""Who took part, counted: by activity, by district, by age. Nobody is named.

Counts from what is left when people are forgotten: seats, the year of a birth or the
age band, the district. These counts are exact; what is shown of them goes through
`small_counts`.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import ExtractYear
from django.utils import timezone

from people.enums import AgeBand, District
from people.fields import age_band_of
from programs.domain.standing import took_part_before
from programs.enums import MemberKind, OccurrenceState
from programs.enums import RegistrationState as State
from programs.models import Activity, Occurrence, PartyMember, Program, Registration

#: Who waited, and for whom no place came free that she took.
NEVER_PLACED = (State.WAITING, State.LAPSED, State.UNPLACED)


@dataclass(frozen=True, slots=True)
class ActivityCount:
    """One activity within the time that was asked for."""

    activity: Activity
    departures: int
    #: people, children and companions with them, and who was only counted
    attended: int
    children: int
    #: parties
    parties: int
    first_timers: int
    missed: int
    excused: int
    never_placed: int


@dataclass(frozen=True, slots=True)
class GroupCount:
    """Women who registered themselves and came, of one district or age band."""

    label: str
    women: int


@dataclass(frozen=True, slots=True)
class Participation:
    activities: list[ActivityCount]
    districts: list[GroupCount]
    ages: list[GroupCount]

    def total(self, name: str) -> int:
        return sum(getattr(row, name) for row in self.activities)


def participation(
    *,
    first: date,
    last: date,
    program: Program | None = None,
    programs: QuerySet[Program] | None = None,
) -> Participation:
    """What departures from `first` to `last` reached. Six queries, however many.

    Of `programs` only, where somebody may not see the numbers of all.
    """
    held = Occurrence.objects.filter(
        state=OccurrenceState.PUBLISHED,
        starts_at__date__gte=first,
        starts_at__date__lte=last,
    )
    if program is not None:
        held = held.filter(activity__program=program)
    if programs is not None:
        held = held.filter(activity__program__in=programs.order_by().values("pk"))
    rows = Registration.objects.filter(occurrence__in=held)
    return Participation(
        activities=_by_activity(held, rows),
        districts=_by_district(rows),
        ages=_by_age(rows),
    )


def first_year() -> int | None:
    """The year of the earliest date; None where there is none yet."""
    earliest = Occurrence.objects.order_by("starts_at").values_list("starts_at").first()
    return timezone.localtime(earliest[0]).year if earliest else None


def people_reached(program: Program, *, since: date) -> int:
    """How many took part in the program from that day on."""
    reached = Registration.objects.filter(
        state=State.ATTENDED,
        occurrence__activity__program=program,
        occurrence__starts_at__date__gte=since,
    ).aggregate(people=Sum("seats", default=0))
    counted = Occurrence.objects.filter(
        activity__program=program, starts_at__date__gte=since
    ).aggregate(people=Sum("head_count", default=0))
    return int(reached["people"]) + int(counted["people"])


def _by_activity(
    held: QuerySet[Occurrence], rows: QuerySet[Registration]
) -> list[ActivityCount]:
    came = Q(state=State.ATTENDED)
    nothing: dict[str, Any] = dict.fromkeys(
        ("attended", "parties", "first_timers", "missed", "excused", "never_placed"), 0
    )
    parties = {
        row["occurrence__activity"]: {
            name: number for name, number in row.items() if name in nothing
        }
        for row in rows.order_by()
        .values("occurrence__activity")
        .annotate(
            attended=Sum("seats", filter=came, default=0),
            parties=Count("pk", filter=came),
            first_timers=Count("pk", filter=came & ~took_part_before()),
            missed=Count("pk", filter=Q(state=State.MISSED)),
            excused=Count("pk", filter=Q(state=State.EXCUSED)),
            never_placed=Count("pk", filter=Q(state__in=NEVER_PLACED)),
        )
    }
    children = dict(
        PartyMember.objects.filter(
            registration__in=rows.filter(came), kind=MemberKind.CHILD
        )
        .order_by()
        .values_list("registration__occurrence__activity")
        .annotate(number=Count("pk"))
    )
    departures: dict[int, int] = {}
    heads: dict[int, int] = {}
    for pk, number, counted in (
        held.order_by()
        .values_list("activity")
        .annotate(number=Count("pk"), heads=Sum("head_count", default=0))
    ):
        departures[pk], heads[pk] = number, counted
    activities = Activity.objects.select_related("program").in_bulk(departures)
    return [
        ActivityCount(
            activity=activity,
            departures=departures[pk],
            children=children.get(pk, 0),
            **_with_heads(parties.get(pk, nothing), heads[pk]),
        )
        for pk, activity in sorted(
            activities.items(), key=lambda item: (item[1].program_id, item[1].sort)
        )
    ]


def _with_heads(numbers: dict[str, Any], heads: int) -> dict[str, Any]:
    """Who was counted where nobody registers is one of those who came."""
    return {**numbers, "attended": numbers["attended"] + heads}


def _by_district(rows: QuerySet[Registration]) -> list[GroupCount]:
    counted = dict(
        rows.filter(state=State.ATTENDED)
        .order_by()
        .values_list("person__district")
        .annotate(number=Count("pk"))
    )
    groups = [
        GroupCount(str(District(value).label if value else AgeBand.UNKNOWN.label), n)
        for value, n in counted.items()
    ]
    return sorted(groups, key=lambda group: (-group.women, group.label))


def _by_age(rows: QuerySet[Registration]) -> list[GroupCount]:
    """By the age she reaches in the year; of anonymized women, at her entry."""
    counted: dict[AgeBand, int] = defaultdict(int)
    years = (
        rows.filter(state=State.ATTENDED)
        .order_by()
        .annotate(
            age=ExtractYear("occurrence__starts_at")
            - ExtractYear("person__birth_date"),
            band=F("person__age_band"),
        )
        .values_list("age", "band")
        .annotate(number=Count("pk"))
    )
    for age, band, number in years:
        counted[AgeBand(band) if age is None else age_band_of(age)] += number
    return [
        GroupCount(str(band.label), counted[band]) for band in AgeBand if counted[band]
    ]
