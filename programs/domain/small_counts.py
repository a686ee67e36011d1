"""Figures that may leave the house, told so that nobody can be counted out of them.

In a small place a count of one is a woman. Hiding the small counts alone does not hide
them: what a total or a second report leaves over tells them again. So every figure is
rounded to the nearest five by itself, and a total is the sum of what is told, never of
what was counted (rounding of frequency tables: Hundepool et al., Handbook on
Statistical Disclosure Control, chapter 5). A group of fewer than five is not named at
all. Within a report no count below five follows from the others.

A report is of whole months, so that a day cannot be cut out between two of them. What
remains: whoever compares the reports of many months and programs may now and then
narrow down a group that is not named; the exact rows are in the lists, which have
permissions of their own.
"""

from dataclasses import fields, replace
from typing import Any

from programs.domain.statistics import ActivityCount, GroupCount, Participation

STEP = 5
#: A public figure grows by so many at once, whatever one departure added.
PUBLIC_STEP = 10


def told(count: int) -> int:
    """The nearest five; one and two are told as none."""
    return (count + STEP // 2) // STEP * STEP


def told_in_public(count: int) -> int:
    """Never more than were counted."""
    return count // PUBLIC_STEP * PUBLIC_STEP


def told_participation(counted: Participation) -> Participation:
    """The same as it may be shown; groups too small to be told are left out."""
    return Participation(
        activities=[_told_activity(row) for row in counted.activities],
        districts=_told_groups(counted.districts),
        ages=_told_groups(counted.ages),
    )


#: Known to everybody: which activity, and how often it took place.
_PUBLIC = ("activity", "departures")


def _told_activity(row: ActivityCount) -> ActivityCount:
    names = [one.name for one in fields(row) if one.name not in _PUBLIC]
    counts: dict[str, Any] = {name: told(getattr(row, name)) for name in names}
    return replace(row, **counts)


def _told_groups(groups: list[GroupCount]) -> list[GroupCount]:
    named = [group for group in groups if group.women >= STEP]
    return [replace(group, women=told(group.women)) for group in named]
