"""What is done about a data breach, step by step."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from wagtail.log_actions import log

from people.enums import BreachRefusal, BreachStepKind, DataCategory
from people.exceptions import Refusal
from people.models import AccessRecord, Breach, BreachStep
from people.models.breach import TIME_TO_REPORT


@transaction.atomic
def open_breach(
    *,
    what_happened: str,
    learned_at: datetime,
    categories: Sequence[str] = (),
    persons_count: int | None = None,
    records_count: int | None = None,
    measures: str = "",
    by: Any,
) -> Breach:
    """Start the record; the Board is to be told within 72 hours of `learned_at`."""
    if learned_at > timezone.now():
        raise Refusal(BreachRefusal.IN_THE_FUTURE)
    breach = Breach.objects.create(
        what_happened=what_happened,
        learned_at=learned_at,
        deadline=learned_at + TIME_TO_REPORT,
        categories=[DataCategory(one).value for one in categories],
        persons_count=persons_count,
        records_count=records_count,
        measures=measures,
    )
    _step(breach, BreachStepKind.OPENED, by=by)
    return breach


@transaction.atomic
def note_step(breach: Breach, *, note: str, by: Any) -> BreachStep:
    return _step(_lock_open(breach), BreachStepKind.NOTED, by=by, note=note)


@transaction.atomic
def count_concerned(
    breach: Breach, *, account: Any, since: datetime, until: datetime, by: Any
) -> int:
    """How many people's data `account` saw in a period; kept with the breach."""
    locked = _lock_open(breach)
    if until < since:
        raise Refusal(BreachRefusal.PERIOD_BACKWARDS)
    seen = AccessRecord.objects.filter(user=account, at__gte=since, at__lte=until)
    people = seen.exclude(person=None).order_by().values("person").distinct().count()
    locked.persons_count = people
    locked.records_count = seen.count()
    locked.save(update_fields=["persons_count", "records_count"])
    words = gettext(
        "Account %(account)s, %(since)s – %(until)s: %(people)s people, "
        "%(records)s accesses."
    ) % {
        "account": account.pk,
        "since": _moment(since),
        "until": _moment(until),
        "people": people,
        "records": locked.records_count,
    }
    _step(locked, BreachStepKind.COUNTED, by=by, note=words)
    return people


@transaction.atomic
def report_breach(
    breach: Breach, *, at: datetime, late_reason: str = "", note: str = "", by: Any
) -> Breach:
    """The Board was told at `at`; after the 72 hours a reason is needed."""
    locked = _lock_open(breach)
    if locked.reported_to_board_at is not None:
        raise Refusal(BreachRefusal.ALREADY_REPORTED)
    _check_moment(locked, at)
    is_late = at > locked.deadline
    if is_late and not late_reason.strip():
        raise Refusal(BreachRefusal.LATE_REASON_MISSING)
    locked.reported_to_board_at = at
    locked.late_reason = late_reason.strip() if is_late else ""
    locked.save(update_fields=["reported_to_board_at", "late_reason"])
    _step(locked, BreachStepKind.REPORTED, by=by, note=note)
    return locked


@transaction.atomic
def inform_people(breach: Breach, *, at: datetime, note: str = "", by: Any) -> Breach:
    """Those concerned were told, the way `note` says."""
    locked = _lock_open(breach)
    if locked.people_informed_at is not None:
        raise Refusal(BreachRefusal.ALREADY_INFORMED)
    _check_moment(locked, at)
    locked.people_informed_at = at
    locked.save(update_fields=["people_informed_at"])
    _step(locked, BreachStepKind.INFORMED, by=by, note=note)
    return locked


@transaction.atomic
def close_breach(breach: Breach, *, note: str = "", by: Any) -> Breach:
    """Nothing more is to be done. Without a report to the Board `note` says why."""
    locked = _lock_open(breach)
    if locked.reported_to_board_at is None and not note.strip():
        raise Refusal(BreachRefusal.REASON_MISSING)
    locked.closed_at = timezone.now()
    locked.save(update_fields=["closed_at"])
    _step(locked, BreachStepKind.CLOSED, by=by, note=note)
    return locked


def _lock_open(breach: Breach) -> Breach:
    locked = Breach.objects.select_for_update().get(pk=breach.pk)
    if locked.closed_at is not None:
        raise Refusal(BreachRefusal.CLOSED)
    return locked


def _check_moment(breach: Breach, at: datetime) -> None:
    if at > timezone.now():
        raise Refusal(BreachRefusal.IN_THE_FUTURE)
    if at < breach.learned_at:
        raise Refusal(BreachRefusal.BEFORE_LEARNED)


def _step(
    breach: Breach, kind: BreachStepKind, *, by: Any, note: str = ""
) -> BreachStep:
    step = BreachStep.objects.create(breach=breach, kind=kind, by=by, note=note.strip())
    log(breach, f"people.breach.{kind.value}", user=by)
    return step


def _moment(at: datetime) -> str:
    return date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT")
