"""Applications as a board: how many are in each stage, and those longest in it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Count, F, Min, QuerySet, Window
from django.db.models.functions import RowNumber

from volunteers.enums import ApplicationState
from volunteers.models import Application

#: So many cards stand in a column; the list has all of them.
MOST_CARDS = 8
#: More are not numbered one by one: only the first of each stage are read.
MOST_NUMBERED = 5000


@dataclass(frozen=True, slots=True)
class StageCount:
    state: ApplicationState
    count: int
    #: since when the one is in it that has been longest
    oldest: datetime


def stage_counts(applications: QuerySet[Application]) -> list[StageCount]:
    """The stages that somebody is in, in their order; one query."""
    rows = (
        applications.order_by()
        .values("state")
        .annotate(count=Count("pk"), oldest=Min("state_since"))
        .values_list("state", "count", "oldest")
    )
    found = {state: StageCount(ApplicationState(state), *rest) for state, *rest in rows}
    return [found[state] for state in ApplicationState if state in found]


def first_of_each_stage(
    applications: QuerySet[Application], stages: Sequence[StageCount]
) -> dict[str, list[int]]:
    """Stage -> keys of those longest in it, at most so many as are shown; one query."""
    many = sum(stage.count for stage in stages) > MOST_NUMBERED
    by_stage = connection.features.supports_slicing_ordering_in_compound
    rows = (
        _first_of(applications, stages)
        if many and by_stage
        else _numbered(applications)
    )
    keys: dict[str, list[int]] = defaultdict(list)
    for state, pk in rows:
        keys[state].append(pk)
    return keys


def _numbered(applications: QuerySet[Application]) -> Iterable[tuple[str, int]]:
    """Each gets its place in its stage: all of them are read."""
    return (
        applications.order_by()
        .annotate(
            place=Window(
                RowNumber(),
                partition_by=[F("state")],
                order_by=[F("state_since"), F("pk")],
            )
        )
        .filter(place__lte=MOST_CARDS)
        .order_by("state", "place")
        .values_list("state", "pk")
    )


def _first_of(
    applications: QuerySet[Application], stages: Sequence[StageCount]
) -> Iterable[tuple[str, int]]:
    """Stage by stage from the index, which ends as soon as there are enough."""
    first, *rest = (
        applications.filter(state=stage.state)
        .order_by("state_since", "pk")
        .values_list("state", "pk")[:MOST_CARDS]
        for stage in stages
    )
    return first.union(*rest, all=True) if rest else first
