"""Hiding a woman's record from everybody who need not see it."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from people.enums import ProtectionRefusal as Reason
from people.exceptions import Refusal
from people.models import Person, Protection
from people.sealing import seal, unseal


@transaction.atomic
def protect_person(person: Person, *, reason: str, by: Any) -> Protection:
    """From now on only who may see protected people sees her.

    `reason` is kept sealed; it stands in no log.
    """
    locked = _locked(person, reason)
    if locked.is_protected:
        raise Refusal(Reason.ALREADY_PROTECTED)
    locked.is_protected = True
    locked.save(update_fields=["is_protected"])
    protection = Protection.objects.create(
        person=locked, sealed_reason=seal(reason.strip()), set_by=by
    )
    log(locked, "people.person.protect", user=by)
    return protection


@transaction.atomic
def unprotect_person(person: Person, *, reason: str, by: Any) -> Person:
    """Everybody whose work it is may see her again."""
    locked = _locked(person, reason)
    if not locked.is_protected:
        raise Refusal(Reason.NOT_PROTECTED)
    locked.is_protected = False
    locked.save(update_fields=["is_protected"])
    Protection.objects.standing().filter(person=locked).update(
        lifted_at=timezone.now(),
        lifted_by=by,
        sealed_lift_reason=seal(reason.strip()),
    )
    log(locked, "people.person.unprotect", user=by)
    return locked


def reason_of(protection: Protection) -> str:
    """Why; for those who may see protected people. Empty once it was erased."""
    if not protection.sealed_reason:
        return ""
    return unseal(protection.sealed_reason) or ""


def forget_reasons(persons: Any) -> dict[str, int]:
    """The eraser of what staff wrote about these people's safety."""
    rows = Protection.objects.filter(person__in=persons)
    changed = rows.exclude(sealed_reason="", sealed_lift_reason="").update(
        sealed_reason="", sealed_lift_reason=""
    )
    return {"people.protection": changed}


def _locked(person: Person, reason: str) -> Person:
    locked = Person.objects.select_for_update().get(pk=person.pk)
    if locked.anonymized_at:
        raise Refusal(Reason.ANONYMIZED)
    if not reason.strip():
        raise Refusal(Reason.REASON_MISSING)
    return locked
