"""Destroying what has been kept for its time.

Small batches, each its own transaction: a run may be killed anywhere and the next one
goes on from there. Two runs at once take turns at the lock of the rule.
"""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Max, Min, QuerySet
from django.utils import timezone
from wagtail.log_actions import log

from people.enums import RetentionUnit
from people.models import (
    DestructionLog,
    LegalHold,
    Person,
    RetentionRule,
    RetentionRun,
)
from people.retention import Period, RetentionKind, all_kinds, kind_of

BATCH = 500
#: How long one turn of the due work may take, so that other work is not kept waiting.
TURN = 30.0


def install_rules() -> int:
    """Add the rule of each kind that has none; returns how many."""
    known = set(RetentionRule.objects.values_list("kind", flat=True))
    missing = [
        RetentionRule(kind=kind.key, length=kind.keep.number, unit=kind.keep.unit)
        for kind in all_kinds()
        if kind.key not in known
    ]
    RetentionRule.objects.bulk_create(missing, ignore_conflicts=True)
    return len(missing)


def period_of(rule: RetentionRule) -> Period:
    """What staff decided, and never less than the law."""
    period = Period(rule.length, RetentionUnit(rule.unit))
    kind = kind_of(rule.kind)
    today = timezone.localdate()
    if kind and kind.least and period.after(today) < kind.least.after(today):
        return kind.least
    return period


def period_for(key: str) -> Period:
    """The same by the key of the kind; its default where no rule is stored yet."""
    rule = RetentionRule.objects.filter(kind=key).first()
    if rule is not None:
        return period_of(rule)
    kind = kind_of(key)
    if kind is None:
        raise LookupError(key)
    return kind.keep


def past_rows(
    kind: RetentionKind, rule: RetentionRule, *, now: datetime | None = None
) -> QuerySet[Any]:
    """What is still held though its time is over, legal holds or not."""
    before = period_of(rule).over_before(now or timezone.now())
    return kind.rows().filter(since__lt=before)


def without_holds(kind: RetentionKind, rows: QuerySet[Any]) -> QuerySet[Any]:
    if not kind.person_lookup:
        return rows
    held = LegalHold.objects.standing().values("person")
    return rows.exclude(**{f"{kind.person_lookup}__in": held})


# --- a run --------------------------------------------------------------------


def apply_retention(
    *, keys: Iterable[str] = (), by: Any = None, seconds: float | None = None
) -> tuple[RetentionRun, dict[str, int]]:
    """Destroy what is past its time; the run, and rows by kind of this turn.

    A run of all kinds that was broken off is gone on with. With `seconds` it stops
    after about so long, and the run stays open for the next turn.
    """
    install_rules()
    wanted = set(keys)
    run = None if wanted else _open_runs().first()
    if run is None:
        run = RetentionRun.objects.create(by=by, is_complete=not wanted)
    deadline = None if seconds is None else time.monotonic() + seconds
    done: dict[str, int] = {}
    for kind in all_kinds():
        if wanted and kind.key not in wanted:
            continue
        previous: list[Any] = []
        while deadline is None or time.monotonic() < deadline:
            batch, destroyed = _apply_batch(kind, run)
            if not batch:
                break
            if batch == previous:
                raise RuntimeError(f"{kind.key} leaves its rows as they are.")
            previous = batch
            done[kind.key] = done.get(kind.key, 0) + destroyed
        else:
            return run, done
    RetentionRun.objects.filter(pk=run.pk, finished_at__isnull=True).update(
        finished_at=timezone.now()
    )
    run.refresh_from_db()
    return run, done


def apply_due_retention() -> int:
    """Due work: one run a day, in turns; returns how many rows this turn took."""
    install_rules()
    with transaction.atomic():
        # Two timers meet here, so that a day has one run.
        RetentionRule.objects.select_for_update().order_by("pk").first()
        last = RetentionRun.objects.filter(is_complete=True).first()
        is_open = last is not None and last.finished_at is None
        ran_today = (
            last is not None
            and timezone.localdate(last.started_at) == timezone.localdate()
        )
        if ran_today and not is_open:
            return 0
        if not is_open:
            RetentionRun.objects.create()
    _run, done = apply_retention(seconds=TURN)
    return sum(done.values())


def _open_runs() -> QuerySet[RetentionRun]:
    return RetentionRun.objects.filter(is_complete=True, finished_at__isnull=True)


def _apply_batch(kind: RetentionKind, run: RetentionRun) -> tuple[list[Any], int]:
    """One batch under the rule's lock: its rows, and how many were destroyed."""
    with transaction.atomic():
        rule = RetentionRule.objects.select_for_update().get(kind=kind.key)
        if not rule.active:
            return [], 0
        rows = without_holds(kind, past_rows(kind, rule))
        batch = list(rows.order_by("pk").values_list("pk", flat=True)[:BATCH])
        if not batch:
            return [], 0
        destroyed = kind.apply(batch)
        period = period_of(rule)
        logged, _made = DestructionLog.objects.get_or_create(
            run=run,
            kind=kind.key,
            defaults={
                "effect": kind.effect,
                "length": period.number,
                "unit": period.unit,
                "by": run.by,
            },
        )
        DestructionLog.objects.filter(pk=logged.pk).update(
            rows=F("rows") + destroyed, ran_at=timezone.now()
        )
    return batch, destroyed


# --- changing a rule ----------------------------------------------------------


@transaction.atomic
def change_rule(rule: RetentionRule, *, by: Any) -> RetentionRule:
    """Write a changed rule and log the change; the next run goes by it."""
    before = RetentionRule.objects.select_for_update().get(pk=rule.pk)
    rule.save()
    log(
        rule,
        "people.retention_rule.change",
        user=by,
        data={
            "from": f"{before.length} {before.unit} {'on' if before.active else 'off'}",
            "to": f"{rule.length} {rule.unit} {'on' if rule.active else 'off'}",
        },
    )
    return rule


# --- what stands --------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PastDate:
    """What is still held of one kind though its time is over."""

    kind: RetentionKind
    rule: RetentionRule
    count: int
    on_hold: int
    #: since when the oldest was to be gone
    overdue_since: date | None

    @property
    def next_run_takes(self) -> int:
        return self.count - self.on_hold if self.rule.active else 0


def past_date(rule: RetentionRule) -> PastDate | None:
    """None for a rule whose kind no app registers any more."""
    kind = kind_of(rule.kind)
    if kind is None:
        return None
    rows = past_rows(kind, rule).order_by()
    told = rows.aggregate(oldest=Min("since"))["oldest"]
    count = rows.count() if told else 0
    free = without_holds(kind, rows).count() if count else 0
    since = period_of(rule).after(timezone.localdate(told)) if told else None
    return PastDate(kind, rule, count, count - free, since)


@dataclass(frozen=True, slots=True)
class KeptUntil:
    """Until when one kind of a person's data is kept."""

    label: Any
    #: the day on which the last of it goes
    until: date
    effect: str
    #: the rule is switched off, or a legal hold stands: it stays past that day
    stays: bool


def kept_until(person: Person) -> list[KeptUntil]:
    """For each kind of which something of hers is held and whose time runs."""
    rules = {rule.kind: rule for rule in RetentionRule.objects.all()}
    on_hold = LegalHold.objects.standing().filter(person=person).exists()
    kept = []
    for kind in all_kinds():
        if not kind.person_lookup:
            continue
        rule = rules.get(kind.key) or RetentionRule(
            kind=kind.key, length=kind.keep.number, unit=kind.keep.unit
        )
        last = (
            kind.rows()
            .filter(**{kind.person_lookup: person.pk})
            .order_by()
            .aggregate(last=Max("since"))["last"]
        )
        if last is not None:
            until = period_of(rule).after(timezone.localdate(last))
            kept.append(
                KeptUntil(kind.label, until, kind.effect, on_hold or not rule.active)
            )
    return kept


def last_run() -> RetentionRun | None:
    """The last run of all kinds that came to its end."""
    return RetentionRun.objects.filter(
        is_complete=True, finished_at__isnull=False
    ).first()
