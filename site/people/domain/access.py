"""The log of who saw whose data."""

import uuid
from collections.abc import Iterable
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
