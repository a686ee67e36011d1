"""The kinds of data of `rights`, and how long each is kept."""

from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from people.domain.kinds import deleting
from people.enums import RetentionEffect, RetentionUnit
from people.retention import Period, RetentionKind, register_kind, register_need
from rights.models import AddressChange, DataRequest


def answered_requests() -> QuerySet[DataRequest]:
    return DataRequest.objects.filter(answered_at__isnull=False).annotate(
        since=F("answered_at")
    )


def unconfirmed_addresses() -> QuerySet[AddressChange]:
    return AddressChange.objects.annotate(since=F("asked_at"))


def register_kinds() -> None:
    """Called once, when the app is ready."""
    # Who waits for an answer has to be known until she has it.
    register_need(
        "rights",
        lambda: Exists(DataRequest.objects.unanswered().filter(person=OuterRef("pk"))),
    )
    register_kind(
        RetentionKind(
            key="rights.request",
            label=_("Data requests that were answered"),
            basis=_("Proof of the answer, until claims are barred."),
            keep=Period(3, RetentionUnit.YEARS),
            effect=RetentionEffect.DELETE,
            rows=answered_requests,
            apply=deleting(DataRequest),
            person_lookup="person",
        )
    )
    register_kind(
        RetentionKind(
            key="rights.address",
            label=_("New addresses that nobody confirmed"),
            basis=_("Counted from the day she asked; the link works for three days."),
            keep=Period(7, RetentionUnit.DAYS),
            effect=RetentionEffect.DELETE,
            rows=unconfirmed_addresses,
            apply=deleting(AddressChange),
            person_lookup="person",
        )
    )
