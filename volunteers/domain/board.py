"""Applications as a board: how many are in each stage, and those longest in it."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Min, QuerySet, Window
from django.db.models.functions import RowNumber

from volunteers.enums import ApplicationState
from volunteers.models import Application

#: So many cards stand in a column; the list has all of them.
MOST_CARDS = 20


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


def first_of_each_stage(applications: QuerySet[Application]) -> dict[str, list[int]]:
    """Stage -> keys of those longest in it, at most so many as are shown; one query."""
    rows = (
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
    keys: dict[str, list[Any]] = defaultdict(list)
    for state, pk in rows:
        keys[state].append(pk)
    return keys
