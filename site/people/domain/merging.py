"""Two records of one woman become one; nothing that belongs to her is lost."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from wagtail.log_actions import log

from people.domain.anonymize import anonymize_persons
from people.domain.consents import consents_of
from people.domain.holds import standing_hold
from people.enums import ConsentAction, ContactChannel, EntryChannel, SafeTime
from people.enums import MergeRefusal as Reason
from people.exceptions import Refusal
from people.merge_steps import merge_previews, merge_steps
from people.models import (
    ConsentRecord,
    DistinctPair,
    Person,
    PersonMerge,
    Protection,
    Recusal,
)
from people.models.identity import in_order
from people.own_locks import lock_all_of

#: What may come from either record; staff choose where they differ.
MERGED_FIELDS = (
    "given_name",
    "family_name",
    "birth_date",
    "phone",
    "email",
    "district",
    "neighborhood",
    "language",
    "contact_channel",
    "safe_time",
    "may_leave_message",
    "hide_organization",
)
#: These tell of the records themselves, not of her.
_STAY = frozenset({PersonMerge, DistinctPair})
#: The first is the most careful.
_CAREFUL_CHANNELS = (
    ContactChannel.SHE_CALLS,
    ContactChannel.PHONE,
    ContactChannel.LETTER,
    ContactChannel.EMAIL,
    ContactChannel.SMS,
)


def merge_persons(
    kept: Person, merged: Person, *, choices: Collection[str], by: Any
) -> PersonMerge:
    """Move everything of `merged` to `kept` and leave an empty record in its place.

    `choices` names the fields whose value comes from `merged`. Private links go on
    working. Where she answered a consent differently on the two records, the answer
    that protects her more stands. Refuses what must be settled first, in words.
    """
    if kept.pk == merged.pk:
        raise Refusal(Reason.SAME_RECORD)
    try:
        with transaction.atomic():
            return _merge(kept, merged, choices=choices, by=by)
    except IntegrityError as error:
        raise Refusal(Reason.CONFLICT) from error


def _merge(
    kept: Person, merged: Person, *, choices: Collection[str], by: Any
) -> PersonMerge:
    lock_all_of([kept.pk, merged.pk])
    # `no_key` leaves rows that refer to them free to be written meanwhile.
    pair = Person.objects.select_for_update(no_key=True).filter(
        pk__in=[kept.pk, merged.pk]
    )
    locked = {person.pk: person for person in pair.order_by("pk")}
    kept, merged = locked[kept.pk], locked[merged.pk]
    _check(kept, merged, choices)
    for step in merge_steps():
        step(kept, merged)
    withdrawn = _differing_consents(kept, merged)
    _join_protections(kept, merged, by)
    _join_recusals(kept, merged)
    moved = _move(kept, merged)
    _join_pairs(kept, merged)
    for purpose_record in withdrawn:
        ConsentRecord.objects.create(
            person=kept,
            text=purpose_record.text,
            action=ConsentAction.WITHDRAWN,
            # Never before what she said last, whichever clock noted that.
            at=max(timezone.now(), purpose_record.at),
            entered_through=EntryChannel.DESK,
        )
    taken = [name for name in MERGED_FIELDS if name in choices]
    for name in taken:
        setattr(kept, name, getattr(merged, name))
    kept.is_protected = kept.is_protected or merged.is_protected
    anonymize_persons([merged.pk])
    Person.objects.filter(pk=merged.pk).update(merged_into=kept)
    kept.save()
    record = PersonMerge.objects.create(
        by=by, kept=kept, merged=merged, taken_fields=taken, moved=moved
    )
    data = {"merge": record.pk, "fields": taken}
    log(kept, "people.person.merge", user=by, data=data)
    log(merged, "people.person.merged_away", user=by, data=data)
    return record


def _check(kept: Person, merged: Person, choices: Collection[str]) -> None:
    if kept.merged_into_id or merged.merged_into_id:
        raise Refusal(Reason.ALREADY_MERGED)
    if kept.anonymized_at or merged.anonymized_at:
        raise Refusal(Reason.ANONYMIZED)
    if standing_hold(kept) or standing_hold(merged):
        raise Refusal(Reason.ON_HOLD)
    if unknown := set(choices) - set(MERGED_FIELDS):
        raise ValueError(f"Not fields that a merge chooses: {sorted(unknown)}")


# --- what moves -----------------------------------------------------------------


def references() -> Iterator[tuple[type[models.Model], str]]:
    """Every model and field that leads to a person, also those without a way back."""
    for relation in Person._meta.get_fields(include_hidden=True):
        if (
            isinstance(relation, models.ManyToOneRel)
            and relation.related_model not in _STAY
        ):
            yield relation.related_model, relation.field.name


def _generic_references() -> Iterator[tuple[type[models.Model], GenericForeignKey]]:
    for model in apps.get_models():
        for field in model._meta.private_fields:
            if isinstance(field, GenericForeignKey):
                yield model, field


def what_moves(merged: Person) -> list[tuple[type[models.Model], int]]:
    """How many rows of each model a merge would move, those without any left out."""
    counted: dict[type[models.Model], int] = {}
    for model, name in references():
        found = model._base_manager.filter(**{name: merged.pk}).count()
        counted[model] = counted.get(model, 0) + found
    return [(model, number) for model, number in counted.items() if number]


def what_is_joined(kept: Person, merged: Person) -> list[str]:
    """What both have and one of them gives up, in sentences."""
    return [words for preview in merge_previews() for words in preview(kept, merged)]


def _move(kept: Person, merged: Person) -> dict[str, int]:
    moved: dict[str, int] = {}
    for model, name in references():
        rows = model._base_manager.filter(**{name: merged.pk})
        if number := rows.update(**{name: kept.pk}):
            label = model._meta.label_lower
            moved[label] = moved.get(label, 0) + number
    content_type = ContentType.objects.get_for_model(Person)
    for model, field in _generic_references():
        model._base_manager.filter(
            **{field.ct_field: content_type, field.fk_field: merged.pk}
        ).update(**{field.fk_field: kept.pk})
    return moved


def _differing_consents(kept: Person, merged: Person) -> list[ConsentRecord]:
    """Purposes that she agreed to on one record and withdrew on the other."""
    ours, theirs = consents_of(kept), consents_of(merged)
    return [
        max(ours[key], theirs[key], key=lambda record: (record.at, record.pk))
        for key in ours.keys() & theirs.keys()
        if ours[key].action != theirs[key].action
    ]


def _join_protections(kept: Person, merged: Person, by: Any) -> None:
    """Two that stand would be one too many; the kept record's goes on."""
    if Protection.objects.standing().filter(person=kept).exists():
        Protection.objects.standing().filter(person=merged).update(
            lifted_at=timezone.now(), lifted_by=by
        )


def _join_recusals(kept: Person, merged: Person) -> None:
    """Who declared the same on both records has declared it once."""
    declared = Recusal.objects.filter(person=kept).values("user")
    Recusal.objects.filter(person=merged, user__in=declared).delete()


def _join_pairs(kept: Person, merged: Person) -> None:
    """Who was told apart from the one is told apart from the other."""
    about = DistinctPair.objects.filter(models.Q(low=merged) | models.Q(high=merged))
    for pair in about.select_related("low", "high"):
        other = pair.high if pair.low_id == merged.pk else pair.low
        if other.pk != kept.pk:
            low, high = in_order(kept, other)
            DistinctPair.objects.get_or_create(
                low=low, high=high, defaults={"at": pair.at, "by_id": pair.by_id}
            )
    about.delete()


# --- what staff choose between ---------------------------------------------------


def differing_fields(kept: Person, merged: Person) -> list[str]:
    return [
        name for name in MERGED_FIELDS if getattr(kept, name) != getattr(merged, name)
    ]


def suggested_choices(kept: Person, merged: Person) -> set[str]:
    """Fields better taken from `merged`: what `kept` lacks, what is more careful."""
    return {
        name
        for name in differing_fields(kept, merged)
        if _is_better(name, ours=getattr(kept, name), theirs=getattr(merged, name))
    }


def _is_better(name: str, *, ours: Any, theirs: Any) -> bool:
    careful: Mapping[str, bool] = {
        "contact_channel": name == "contact_channel"
        and _CAREFUL_CHANNELS.index(theirs) < _CAREFUL_CHANNELS.index(ours),
        "safe_time": ours == SafeTime.ANY,
        "may_leave_message": not theirs,
        "hide_organization": bool(theirs),
    }
    if name in careful:
        return careful[name]
    return not ours and bool(theirs)
