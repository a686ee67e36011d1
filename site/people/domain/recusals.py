"""Declaring that one knows somebody, and taking that back."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from people.enums import RecusalReason, RecusalRefusal
from people.exceptions import Refusal
from people.models import Person, Recusal


@transaction.atomic
def declare_recusal(person: Person, *, reason: RecusalReason, by: Any) -> Recusal:
    """From now on `by` sees nothing of her. Declared twice, it stands once."""
    locked = Person.objects.select_for_update().get(pk=person.pk)
    recusal, made = Recusal.objects.get_or_create(
        person=locked,
        user=by,
        defaults={"reason": RecusalReason(reason), "declared_at": timezone.now()},
    )
    if made:
        log(locked, "people.recusal.declare", user=by)
    return recusal


@transaction.atomic
def lift_recusal(recusal: Recusal, *, by: Any) -> None:
    """Somebody else found that there is no conflict, or that it was an error."""
    locked = Recusal.objects.select_for_update().filter(pk=recusal.pk).first()
    if locked is None:
        raise Refusal(RecusalRefusal.NOT_DECLARED)
    if locked.user_id == by.pk:
        raise Refusal(RecusalRefusal.ONES_OWN)
    person, user = locked.person, locked.user_id
    locked.delete()
    log(person, "people.recusal.lift", user=by, data={"user": user})
