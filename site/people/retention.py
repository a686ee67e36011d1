"""How long each kind of data is kept: the registry of kinds, and how time is counted.

Each app registers its kinds in `AppConfig.ready()`; the rules that staff may change are
rows of `RetentionRule`; `domain.retention` applies them.
"""

import calendar
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Exists, QuerySet
from django.utils import timezone

from people.enums import RetentionEffect, RetentionUnit


@dataclass(frozen=True, slots=True)
class Period:
    """So many days, calendar months or years.

    A month ends on the day of the same number; where there is none (31 January and a
    month, 29 February and a year) on the last day of that month.
    """

    number: int
    unit: RetentionUnit

    def after(self, day: date) -> date:
        if self.unit == RetentionUnit.DAYS:
            return day + timedelta(days=self.number)
        months = self.number * (12 if self.unit == RetentionUnit.YEARS else 1)
        year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
        last = calendar.monthrange(year, month + 1)[1]
        return date(year, month + 1, min(day.day, last))

    def latest_day_over_on(self, today: date) -> date:
        """The latest day from which the period has passed by `today`."""
        day = today - timedelta(days=self.number)
        if self.unit != RetentionUnit.DAYS:
            back = Period(-self.number, self.unit)
            day = back.after(today)
        while self.after(day + timedelta(days=1)) <= today:
            day += timedelta(days=1)
        return day

    def over_before(self, now: datetime) -> datetime:
        """Whatever began before this moment has been kept for the whole period."""
        today = timezone.localdate(now)
        next_day = self.latest_day_over_on(today) + timedelta(days=1)
        return timezone.make_aware(datetime.combine(next_day, time()))


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionKind:
    """One kind of data with one time limit."""

    #: "app.word"; rules and logs name it for ever
    key: str
    #: lazy translation
    label: Any
    #: lazy translation: the law or the decision that the limit follows from
    basis: Any
    keep: Period
    effect: RetentionEffect
    #: What is still held and whose time runs, annotated with the moment `since`.
    rows: Callable[[], QuerySet[Any]]
    #: Destroys these rows (primary keys, a batch); afterwards `rows` lacks them.
    apply: Callable[[Sequence[Any]], int]
    #: Path from a row to the person, for legal holds; "" where there is none.
    person_lookup: str = ""
    #: The shortest time that the law allows.
    least: Period | None = None
    #: Higher ones are applied after all lower ones.
    rank: int = 0


_kinds: dict[str, RetentionKind] = {}
_needs: dict[str, Callable[[], Exists]] = {}


def register_kind(kind: RetentionKind) -> None:
    if kind.key in _kinds:
        raise ValueError(f"The kind {kind.key} is registered twice.")
    _kinds[kind.key] = kind


def all_kinds() -> list[RetentionKind]:
    """In the order in which they are applied."""
    return sorted(_kinds.values(), key=lambda kind: kind.rank)


def kind_of(key: str) -> RetentionKind | None:
    return _kinds.get(key)


def register_need(name: str, need: Callable[[], Exists]) -> None:
    """`need` is a condition on persons: who is still needed, and why
    her own row may not be anonymized yet."""
    _needs[name] = need


def needs() -> list[Exists]:
    return [need() for need in _needs.values()]
