"""The kinds of data of `programs`, and how long each is kept."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from people.enums import RetentionEffect, RetentionUnit
from people.retention import Period, RetentionKind, register_kind, register_need
from programs.domain.erasure import (
    anonymize_registrations,
    forget_access_needs,
    forget_emergency_contacts,
    has_emergency_contact,
    tells_access_needs,
)
from programs.models import Registration


def known_registrations() -> QuerySet[Registration]:
    return Registration.objects.filter(anonymized_at__isnull=True).annotate(
        since=F("occurrence__ends_at")
    )


def emergency_contacts() -> QuerySet[Registration]:
    return Registration.objects.filter(has_emergency_contact()).annotate(
        since=F("occurrence__ends_at")
    )


def access_needs() -> QuerySet[Registration]:
    return Registration.objects.filter(tells_access_needs()).annotate(
        since=F("occurrence__ends_at")
    )


def anonymize(pks: Sequence[Any]) -> int:
    anonymize_registrations(pks)
    return len(pks)


def register_kinds() -> None:
    """Called once, when the app is ready."""
    register_need(
        "programs",
        lambda: Exists(
            Registration.objects.filter(
                person=OuterRef("pk"), anonymized_at__isnull=True
            )
        ),
    )
    register_kind(
        RetentionKind(
            key="programs.emergency_contact",
            label=_("Whom to call in an emergency"),
            basis=_("Counted from the end of the trip; the notice promises this time."),
            keep=Period(7, RetentionUnit.DAYS),
            effect=RetentionEffect.BLANK,
            rows=emergency_contacts,
            apply=forget_emergency_contacts,
            person_lookup="person",
        )
    )
    register_kind(
        RetentionKind(
            key="programs.access_needs",
            label=_("What she needs to take part (health)"),
            basis=_("Counted from the end of the trip; the form promises this time."),
            keep=Period(7, RetentionUnit.DAYS),
            effect=RetentionEffect.BLANK,
            rows=access_needs,
            apply=forget_access_needs,
            person_lookup="person",
        )
    )
    register_kind(
        RetentionKind(
            key="programs.registration",
            label=_("Registrations: who came along, notes, how to reach her"),
            basis=_("Counted from the end of the trip; the notice promises this time."),
            keep=Period(90, RetentionUnit.DAYS),
            effect=RetentionEffect.ANONYMIZE,
            rows=known_registrations,
            apply=anonymize,
            person_lookup="person",
        )
    )
