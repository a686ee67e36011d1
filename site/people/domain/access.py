"""The log of who saw whose data."""

import uuid
from collections.abc import Iterable
from datetime import timedelta
from itertools import islice
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.utils import timezone

from people.enums import AccessKind
from people.models import AccessRecord

_BATCH = 1000


def note_access(
    *,
    by: Any,
    kind: AccessKind,
    persons: Iterable[int],
    about: Model | None = None,
    reason: str = "",
) -> int:
    """Note that `by` saw the data of each of `persons` (primary keys); how many.

    `about` is what was opened or exported. An export of many people is one event.
    """
    now, event = timezone.now(), uuid.uuid4()
    subject = ContentType.objects.get_for_model(about) if about is not None else None
    rows = (
        AccessRecord(
            at=now,
            user=by,
            kind=kind,
            person_id=pk,
            subject_type=subject,
            subject_id=about.pk if about is not None else None,
            event=event,
            reason=reason[:200],
        )
        for pk in persons
    )
    noted = 0
    while batch := list(islice(rows, _BATCH)):
        noted += len(AccessRecord.objects.bulk_create(batch))
    return noted


#: A page opened again within these minutes is the same look at it.
SAME_LOOK = timedelta(minutes=5)


def note_view(*, by: Any, persons: Iterable[int], about: Model | None = None) -> int:
    """Note that `by` opened a page; a repeat within `SAME_LOOK` adds nothing.

    Costs two queries, however many people the page shows.
    """
    asked = list(dict.fromkeys(persons))
    if not asked:
        return 0
    subject = ContentType.objects.get_for_model(about) if about is not None else None
    noted = set(
        AccessRecord.objects.filter(
            user=by,
            kind=AccessKind.VIEW,
            subject_type=subject,
            subject_id=about.pk if about is not None else None,
            at__gt=timezone.now() - SAME_LOOK,
            person__in=asked,
        ).values_list("person", flat=True)
    )
    return note_access(
        by=by,
        kind=AccessKind.VIEW,
        persons=[pk for pk in asked if pk not in noted],
        about=about,
    )
