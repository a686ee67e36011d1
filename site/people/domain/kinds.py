"""The kinds of data of `people`, and how long each is kept."""

from collections.abc import Sequence
from typing import Any

from django.contrib.sessions.models import Session
from django.db.models import F, Model, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from people.domain.erasure import erase_many
from people.enums import ConsentAction, ErasureReason, RetentionEffect, RetentionUnit
from people.models import (
    AccessRecord,
    ConsentRecord,
    DestructionLog,
    ErasureRecord,
    Person,
    PrivateLink,
)
from people.retention import Period, RetentionKind, needs, register_kind

_DAYS, _YEARS = RetentionUnit.DAYS, RetentionUnit.YEARS


def deleting(model: type[Model]) -> Any:
    """An `apply` that deletes; only the rows themselves count."""

    def delete(pks: Sequence[Any]) -> int:
        _all, kinds = model._default_manager.filter(pk__in=pks).delete()
        return kinds.get(model._meta.label, 0)

    return delete


def expunge_consents(pks: Sequence[Any]) -> int:
    """The one way out of the table: its rows are otherwise kept as they were."""
    return ConsentRecord.objects.filter(pk__in=pks).expunge()


def unfinished_forms() -> QuerySet[Session]:
    return Session.objects.annotate(since=F("expire_date"))


def dead_links() -> QuerySet[PrivateLink]:
    return PrivateLink.objects.annotate(since=Coalesce("revoked_at", "expires_at"))


def lapsed_consents() -> QuerySet[ConsentRecord]:
    """Withdrawn later, or of somebody who is no longer known."""
    withdrawn = (
        ConsentRecord.objects.filter(
            person=OuterRef("person"),
            text__purpose=OuterRef("text__purpose"),
            action=ConsentAction.WITHDRAWN,
            at__gte=OuterRef("at"),
        )
        .order_by("at", "pk")
        .values("at")[:1]
    )
    return ConsentRecord.objects.annotate(
        since=Coalesce(Subquery(withdrawn), F("person__anonymized_at"))
    )


def nobody_needs() -> QuerySet[Person]:
    """Known by name still, though no app has a reason any more."""
    persons = Person.objects.filter(anonymized_at__isnull=True)
    for need in needs():
        persons = persons.exclude(need)
    return persons.annotate(since=F("created_at"))


def anonymize_unneeded(pks: Sequence[Any]) -> int:
    locked = list(
        Person.objects.select_for_update()
        .filter(pk__in=pks)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    erase_many(locked, by=None, reason=ErasureReason.RETENTION)
    return len(locked)


def register_kinds() -> None:
    """Called once, when the app is ready."""
    register_kind(
        RetentionKind(
            key="people.unfinished_form",
            label=_("Forms begun and not sent, expired sessions"),
            basis=_("Counted from the day the session expired."),
            keep=Period(1, _DAYS),
            effect=RetentionEffect.DELETE,
            rows=unfinished_forms,
            apply=deleting(Session),
        )
    )
    register_kind(
        RetentionKind(
            key="people.link",
            label=_("Private links that no longer open"),
            basis=_("Counted from the day the link expired or was closed."),
            keep=Period(30, _DAYS),
            effect=RetentionEffect.DELETE,
            rows=dead_links,
            apply=deleting(PrivateLink),
            person_lookup="person",
        )
    )
    register_kind(
        RetentionKind(
            key="people.consent",
            label=_("Consents that were withdrawn or lapsed"),
            basis=_("Proof of consent, until claims are barred."),
            keep=Period(3, _YEARS),
            effect=RetentionEffect.DELETE,
            rows=lapsed_consents,
            apply=expunge_consents,
            person_lookup="person",
        )
    )
    register_kind(
        RetentionKind(
            key="people.access",
            label=_("Log of who of staff saw whose data"),
            basis=_("Counted from the day the data were seen."),
            keep=Period(2, _YEARS),
            effect=RetentionEffect.DELETE,
            rows=lambda: AccessRecord.objects.annotate(since=F("at")),
            apply=deleting(AccessRecord),
            person_lookup="person",
        )
    )
    register_kind(
        RetentionKind(
            key="people.destruction_log",
            label=_("Destruction log"),
            basis=_("The regulation on destruction asks for at least 3 years."),
            keep=Period(3, _YEARS),
            least=Period(3, _YEARS),
            effect=RetentionEffect.DELETE,
            rows=lambda: DestructionLog.objects.annotate(since=F("ran_at")),
            apply=deleting(DestructionLog),
        )
    )
    register_kind(
        RetentionKind(
            key="people.erasure",
            label=_("List of erasures, to repeat them after a restore"),
            basis=_("As long as any backup, and the destruction log, are kept."),
            keep=Period(3, _YEARS),
            least=Period(3, _YEARS),
            effect=RetentionEffect.DELETE,
            rows=lambda: ErasureRecord.objects.annotate(since=F("erased_at")),
            apply=deleting(ErasureRecord),
        )
    )
    register_kind(
        RetentionKind(
            key="people.person",
            label=_("People whom no application and no registration needs any more"),
            basis=_("Counted from the day of entry, once nothing needs her record."),
            keep=Period(30, _DAYS),
            effect=RetentionEffect.ANONYMIZE,
            rows=nobody_needs,
            apply=anonymize_unneeded,
            person_lookup="pk",
            rank=9,
        )
    )
