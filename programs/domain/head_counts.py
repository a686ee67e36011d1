"""How many came where nobody registers: a number that staff note afterwards."""

from django.contrib.auth.models import User
from django.db import transaction
from wagtail.log_actions import log

from people.exceptions import Refusal
from programs.domain.places import lock_places
from programs.enums import OccurrenceState
from programs.enums import RegistrationRefusal as Reason
from programs.models import Occurrence


def note_head_count(
    occurrence: Occurrence, *, count: int, by: User | None
) -> Occurrence:
    """Counted in the statistics as people who came; may be corrected at any time."""
    with transaction.atomic():
        places = lock_places(occurrence.pk)
        current = places.occurrence
        if current.state != OccurrenceState.PUBLISHED:
            raise Refusal(Reason.NOT_PUBLISHED)
        if current.needs_registration:
            raise Refusal(Reason.NOTHING_TO_COUNT)
        if current.starts_at > places.now:
            raise Refusal(Reason.NOT_BEGUN)
        before, current.head_count = current.head_count, count
        current.save(update_fields=["head_count"])
        log(
            current,
            "programs.occurrence.count",
            user=by,
            data={"before": before, "after": count},
        )
    return current
