"""Making somebody unrecognizable, in every app, in one transaction.

Rows that statistics count stay, with district, age band, area and outcome; nothing in
them leads back to her.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from people.domain.anonymize import anonymize_persons
from people.domain.holds import standing_hold
from people.domain.unfinished import forget_unfinished_forms
from people.enums import ErasureReason, ErasureRefusal, RetentionEffect
from people.erasers import add_counts, endings, erasers
from people.exceptions import Refusal
from people.models import DestructionLog, ErasureRecord, LegalHold, Person
from people.own_locks import lock_all_of


@dataclass(frozen=True, slots=True)
class ErasurePreview:
    """What erasing her would do now."""

    #: what would be ended first, in words
    running: list[str]
    #: "app.model" -> rows
    counts: dict[str, int]
    on_hold: bool


def erase_person(
    person: Person,
    *,
    by: Any,
    reason: ErasureReason = ErasureReason.REQUEST,
    end_first: bool = False,
) -> dict[str, int]:
    """Erase her everywhere; how many rows of each model were touched.

    Refuses while a legal hold stands, and while something of hers is still going on,
    unless `end_first`: then the apps end it by their own verbs. Somebody who was
    erased already is erased again: a late row may have come in.
    """
    with transaction.atomic():
        if end_first and not standing_hold(person):
            # Before her own row is locked: the apps' verbs lock theirs first.
            for ending in endings().values():
                ending.end(person, by)
        lock_all_of([person.pk])
        locked = Person.objects.select_for_update().get(pk=person.pk)
        if standing_hold(locked):
            raise Refusal(ErasureRefusal.ON_HOLD)
        if running := what_runs(locked):
            raise Refusal(ErasureRefusal.STILL_RUNNING, running=", ".join(running))
        counts: dict[str, int] = {}
        add_counts(counts, forget_unfinished_forms(locked))
        add_counts(counts, erase_many([locked.pk], by=by, reason=reason))
        DestructionLog.objects.create(
            kind="people.person", effect=RetentionEffect.ANONYMIZE, rows=1, by=by
        )
        log(locked, "people.person.erase", user=by, data={"reason": str(reason)})
    return counts


def erase_many(
    persons: Collection[int], *, by: Any, reason: ErasureReason
) -> dict[str, int]:
    """The erasers alone, for people whom the caller has locked and checked."""
    counts: dict[str, int] = {}
    for eraser in erasers().values():
        add_counts(counts, eraser(persons))
    add_counts(counts, anonymize_persons(persons))
    now = timezone.now()
    ErasureRecord.objects.bulk_create(
        ErasureRecord(person_pk=pk, reason=reason, erased_at=now, by=by)
        for pk in persons
    )
    return counts


def what_runs(person: Person) -> list[str]:
    """What of hers is still going on, in words."""
    return [words for ending in endings().values() for words in ending.running(person)]


def preview_erasure(person: Person) -> ErasurePreview:
    """What `erase_person` with `end_first` would do: it is tried and taken back."""
    running, on_hold = what_runs(person), standing_hold(person) is not None
    counts: dict[str, int] = {}
    if not on_hold:
        with transaction.atomic():
            counts = erase_person(person, by=None, end_first=True)
            transaction.set_rollback(True)
    return ErasurePreview(running=running, counts=counts, on_hold=on_hold)


@dataclass(frozen=True, slots=True)
class PastErasure:
    """One line of the list that is kept apart from the backups."""

    person_pk: int
    erased_at: datetime


def past_erasures() -> list[PastErasure]:
    return [
        PastErasure(pk, at)
        for pk, at in ErasureRecord.objects.order_by("erased_at", "pk").values_list(
            "person_pk", "erased_at"
        )
    ]


@dataclass(frozen=True, slots=True)
class Replay:
    erased: int
    #: gone, or anonymized already, or entered later under the same number
    nothing_to_do: int
    #: kept by a legal hold, by record number
    on_hold: list[int]


def replay_erasures(erasures: Collection[PastErasure], *, by: Any = None) -> Replay:
    """After a backup was restored: erase again whoever had been erased since.

    A record entered after the erasure is somebody else under the same number.
    """
    erased, nothing, held = 0, 0, []
    for pk, at in {one.person_pk: one.erased_at for one in erasures}.items():
        person = Person.objects.filter(pk=pk, created_at__lte=at).first()
        if person is None or person.anonymized_at:
            nothing += 1
        elif LegalHold.objects.standing().filter(person=pk).exists():
            held.append(pk)
        else:
            erase_person(person, by=by, reason=ErasureReason.REPLAY, end_first=True)
            erased += 1
    return Replay(erased=erased, nothing_to_do=nothing, on_hold=held)
