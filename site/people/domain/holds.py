"""Legal holds: while one stands, nothing about her is destroyed."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from people.enums import ErasureRefusal, HoldReason
from people.exceptions import Refusal
from people.models import LegalHold, Person, RetentionRule


@transaction.atomic
def set_hold(person: Person, *, reason: HoldReason, by: Any) -> LegalHold:
    """Keep everything about her until the hold is lifted."""
    # A batch of a retention run holds the lock of its rule: it ends before, or sees
    # the hold.
    list(RetentionRule.objects.select_for_update().order_by("pk"))
    locked = Person.objects.select_for_update().get(pk=person.pk)
    if locked.anonymized_at:
        raise Refusal(ErasureRefusal.ANONYMIZED)
    if standing_hold(locked):
        raise Refusal(ErasureRefusal.ALREADY_HELD)
    hold = LegalHold.objects.create(person=locked, reason=HoldReason(reason), set_by=by)
    log(locked, "people.hold.set", user=by, data={"hold": hold.pk})
    return hold


@transaction.atomic
def lift_hold(person: Person, *, by: Any) -> LegalHold:
    """The time limits apply to her again, from the next run on."""
    locked = Person.objects.select_for_update().get(pk=person.pk)
    hold = standing_hold(locked)
    if hold is None:
        raise Refusal(ErasureRefusal.NOT_HELD)
    hold.lifted_at, hold.lifted_by = timezone.now(), by
    hold.save(update_fields=["lifted_at", "lifted_by"])
    log(locked, "people.hold.lift", user=by, data={"hold": hold.pk})
    return hold


def standing_hold(person: Person) -> LegalHold | None:
    return LegalHold.objects.standing().filter(person=person).first()
