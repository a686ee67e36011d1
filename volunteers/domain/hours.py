"""Hours given: noted by her or for her, approved or returned by staff."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet, Sum
from django.utils import timezone
from wagtail.log_actions import log

from people.exceptions import Refusal
from volunteers import notifications
from volunteers.domain.duties import may_to_all
from volunteers.domain.moves import Actor, lock
from volunteers.enums import HoursState
from volunteers.models import Application, Assignment, HourEntry, Role, VolunteerArea
from volunteers.models.hours import QUARTERS_A_DAY, as_hours
from volunteers.service_exceptions import HoursDenied
from volunteers.workflow import Permission

LONGEST = 200


@transaction.atomic
def log_hours(
    assignment: Assignment,
    *,
    day: date,
    quarters: int,
    what: str,
    by: Actor = None,
    today: date | None = None,
) -> HourEntry:
    """Note hours; what staff note for her is approved with it."""
    locked = lock(assignment.application)
    if by is not None and not may_to_all(by, Permission.ASSIGN, [locked.pk]):
        raise Refusal(HoursDenied.NOT_YOURS)
    fresh = Assignment.objects.select_related("role").get(pk=assignment.pk)
    entry = HourEntry(assignment=fresh, logged_at=timezone.now())
    _write(locked, entry, day=day, quarters=quarters, what=what, today=today)
    if by is not None:
        _settle(entry, HoursState.APPROVED, by=by)
    entry.save()
    log(locked, "volunteers.hours.log", user=by, data={"entry": entry.pk})
    return entry


@transaction.atomic
def correct_hours(
    entry: HourEntry,
    *,
    day: date,
    quarters: int,
    what: str,
    today: date | None = None,
) -> HourEntry:
    """She changes what is not approved; it waits for approval again."""
    locked = lock(entry.assignment.application)
    fresh = _still_hers(entry)
    _write(locked, fresh, day=day, quarters=quarters, what=what, today=today)
    fresh.state, fresh.returned_word = HoursState.LOGGED, ""
    fresh.settled_at = fresh.settled_by = None
    fresh.save()
    log(locked, "volunteers.hours.log", data={"entry": fresh.pk})
    return fresh


@transaction.atomic
def take_back_hours(entry: HourEntry) -> None:
    """She takes away what is not approved."""
    locked = lock(entry.assignment.application)
    fresh = _still_hers(entry)
    log(locked, "volunteers.hours.take_back", data={"entry": fresh.pk})
    fresh.delete()


@transaction.atomic
def approve_hours(pks: Collection[int], *, by: User) -> int:
    """Approve those that wait; how many were approved. All of them are hers to settle,
    or none is approved."""
    entries = _locked_entries(pks, by=by)
    waiting = [one for one in entries if one.state == HoursState.LOGGED]
    for entry in waiting:
        _settle(entry, HoursState.APPROVED, by=by)
        entry.save()
        log(
            entry.assignment.application,
            "volunteers.hours.approve",
            user=by,
            data={"entry": entry.pk},
        )
    return len(waiting)


@transaction.atomic
def return_hours(entry: HourEntry, *, word: str, by: User) -> HourEntry:
    """Give it back to her with a word; she may change it and send it again."""
    found = _locked_entries([entry.pk], by=by)
    if not found or found[0].state == HoursState.RETURNED:
        raise Refusal(HoursDenied.NOT_WAITING)
    fresh = found[0]
    if not word.strip():
        raise Refusal(HoursDenied.WORD_MISSING)
    _settle(fresh, HoursState.RETURNED, by=by)
    fresh.returned_word = word.strip()[:300]
    fresh.save()
    application = fresh.assignment.application
    log(application, "volunteers.hours.return", user=by, data={"entry": fresh.pk})
    notifications.tell_hours_returned(application, fresh)
    return fresh


def approved_hours(applications: Collection[int]) -> dict[int, Decimal]:
    """Application -> hours that were approved, for those that have some."""
    rows = (
        HourEntry.objects.approved()
        .filter(assignment__application__in=applications)
        .values("assignment__application")
        .annotate(sum=Sum("quarters"))
        .values_list("assignment__application", "sum")
        .order_by()
    )
    return {pk: as_hours(quarters) for pk, quarters in rows}


@dataclass(frozen=True, slots=True)
class Total:
    """How much of something: its name, hours, and by how many volunteers."""

    pk: int
    name: str
    hours: Decimal
    volunteers: int = 1


def totals_by_role(entries: "QuerySet[HourEntry]") -> list[Total]:
    return _totals(entries, "assignment__role", Role)


def totals_by_area(entries: "QuerySet[HourEntry]") -> list[Total]:
    return _totals(entries, "assignment__role__area", VolunteerArea)


def totals_by_volunteer(
    entries: "QuerySet[HourEntry]",
) -> list[tuple[Application, Any]]:
    """Application and hours, the most first."""
    sums = dict(
        entries.values("assignment__application")
        .annotate(sum=Sum("quarters"))
        .values_list("assignment__application", "sum")
        .order_by()
    )
    applications = Application.objects.filter(pk__in=sums).select_related("person")
    rows = [(one, as_hours(sums[one.pk])) for one in applications]
    return sorted(rows, key=lambda row: (-row[1], row[0].person.sort_key, row[0].pk))


def _totals(entries: "QuerySet[HourEntry]", path: str, model: Any) -> list[Total]:
    quarters: dict[int, int] = {}
    people: dict[int, set[int]] = {}
    for pk, person, amount in (
        entries.values_list(path, "assignment__application__person")
        .annotate(sum=Sum("quarters"))
        .order_by()
    ):
        quarters[pk] = quarters.get(pk, 0) + amount
        people.setdefault(pk, set()).add(person)
    names = model.objects.in_bulk(quarters)
    totals = [
        Total(pk, str(names[pk]), as_hours(amount), len(people[pk]))
        for pk, amount in quarters.items()
    ]
    return sorted(totals, key=lambda one: (-one.hours, one.pk))


def _write(
    locked: Application,
    entry: HourEntry,
    *,
    day: date,
    quarters: int,
    what: str,
    today: date | None,
) -> None:
    assignment = entry.assignment
    if locked.anonymized_at:
        raise Refusal(HoursDenied.ANONYMIZED)
    if day > (today or timezone.localdate()):
        raise Refusal(HoursDenied.IN_FUTURE)
    if not assignment.covers(day):
        raise Refusal(HoursDenied.OUTSIDE_TERM)
    if not 1 <= quarters <= QUARTERS_A_DAY:
        raise Refusal(HoursDenied.OUT_OF_RANGE)
    if not what.strip():
        raise Refusal(HoursDenied.WHAT_MISSING)
    others = HourEntry.objects.filter(assignment__application=locked, day=day).exclude(
        pk=entry.pk
    )
    if (others.aggregate(sum=Sum("quarters"))["sum"] or 0) + quarters > QUARTERS_A_DAY:
        raise Refusal(HoursDenied.DAY_FULL)
    entry.day, entry.quarters, entry.what = day, quarters, what.strip()[:LONGEST]


def _still_hers(entry: HourEntry) -> HourEntry:
    """The row as it is now, under the lock of her application."""
    entries = HourEntry.objects.select_related("assignment__role")
    fresh = entries.filter(pk=entry.pk).first()
    if fresh is None or fresh.state not in HoursState.hers:
        raise Refusal(HoursDenied.SETTLED)
    return fresh


def _settle(entry: HourEntry, state: HoursState, *, by: User) -> None:
    entry.state, entry.settled_at, entry.settled_by = state, timezone.now(), by


def _locked_entries(pks: Collection[int], *, by: User) -> list[HourEntry]:
    """Under the locks of their applications, which she sees and may settle."""
    applications = Application.objects.filter(assignments__hours__in=pks).distinct()
    ordered = Application.objects.select_for_update().filter(
        pk__in=list(applications.order_by().values_list("pk", flat=True))
    )
    locked = {one.pk: one for one in ordered.order_by("pk")}
    if not may_to_all(by, Permission.ASSIGN, list(locked)):
        raise Refusal(HoursDenied.NOT_YOURS)
    return list(
        HourEntry.objects.filter(
            pk__in=pks, assignment__application__in=locked
        ).select_related("assignment__application__person")
    )
