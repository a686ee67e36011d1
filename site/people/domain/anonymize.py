"""What `people` itself holds on somebody, made unrecognizable."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.utils import timezone
from wagtail.models import ModelLogEntry

from people.enums import AgeBand, ContactChannel, SafeTime
from people.models import AccessRecord, Person, PrivateLink, Recusal

#: What log data may say about a row whose person is gone; free text may not stay.
_PLAIN_WORDS = frozenset({"from", "to", "state"})
_KEPT_TYPES = (bool, int, float, type(None))


def anonymize_persons(persons: Collection[int]) -> dict[str, int]:
    """Take out of the person's own row whatever leads to her."""
    by_band: dict[AgeBand, list[int]] = defaultdict(list)
    for person in Person.objects.filter(pk__in=persons).only(
        "birth_date", "created_at", "age_band"
    ):
        by_band[person.age_band_when_entered].append(person.pk)
    anonymized = 0
    for band, pks in by_band.items():
        anonymized += Person.objects.filter(pk__in=pks).update(
            given_name="",
            family_name="",
            birth_date=None,
            age_band=band,
            phone="",
            email="",
            neighborhood="",
            name_fold="",
            sort_key="",
            contact_channel=ContactChannel.EMAIL,
            safe_time=SafeTime.ANY,
            may_leave_message=False,
            hide_organization=True,
            is_protected=False,
            anonymized_at=timezone.now(),
        )
    return {"people.person": anonymized}


def erase_own_rows(persons: Collection[int]) -> dict[str, int]:
    """Links, who of staff knew her, reasons that staff typed, the log of her row.

    Consents and notices shown stay: they prove what was done, and name nobody.
    """
    links, _kinds = PrivateLink.objects.filter(person__in=persons).delete()
    recusals, _kinds = Recusal.objects.filter(person__in=persons).delete()
    return {
        "people.recusal": recusals,
        "people.privatelink": links,
        "people.accessrecord": AccessRecord.objects.filter(person__in=persons)
        .exclude(reason="")
        .update(reason=""),
        "wagtailcore.modellogentry": clean_log(Person, persons),
    }


def clean_log(model: type[Model], pks: Collection[int], *, label: str = "") -> int:
    """Take free text out of the audit of these rows: who did what, and when, stays.

    `label` replaces what the rows were called, where that was not a mere code.
    """
    content_type = ContentType.objects.get_for_model(model)
    entries = ModelLogEntry.objects.filter(
        content_type=content_type, object_id__in=[str(pk) for pk in pks]
    )
    changed = []
    for entry in entries.only("label", "data").iterator(chunk_size=1000):
        before = (entry.data, entry.label)
        entry.data, entry.label = _plain(entry.data), label or entry.label
        if (entry.data, entry.label) != before:
            changed.append(entry)
    ModelLogEntry.objects.bulk_update(changed, ["data", "label"], batch_size=200)
    return len(changed)


def _plain(data: Any) -> Any:
    """Numbers, and the words of our own vocabularies."""
    if not isinstance(data, dict):
        return {}
    return {
        key: value
        for key, value in data.items()
        if isinstance(value, _KEPT_TYPES) or key in _PLAIN_WORDS
    }
