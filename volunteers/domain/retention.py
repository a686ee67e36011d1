"""The kinds of data of `volunteers`, and how long each is kept."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from people.enums import ConsentAction, RetentionEffect, RetentionUnit
from people.models import ConsentRecord
from people.retention import Period, RetentionKind, register_kind, register_need
from volunteers.domain.drafts import KIND as DRAFT_KIND
from volunteers.domain.erasure import (
    anonymize_applications,
    forget_opinions,
)
from volunteers.enums import ApplicationState as State
from volunteers.models import Application, ApplicationDraft, InterviewSheet, Review

#: The consent that doubles the time.
NEXT_TERM_CONSENT = "keep_for_next_term"

_NOT_TAKEN = (
    State.REJECTED,
    State.WITHDRAWN,
    State.INTERVIEW_MISSED,
    State.RESERVE,
    State.CARRIED_OVER,
)
#: An active volunteer's file is kept as long as she is one.
_ACTIVE = (State.ON_DUTY, State.PAUSED)


def known_applications() -> QuerySet[Application]:
    """Not anonymized yet, with the day since which nothing has changed."""
    return Application.objects.filter(anonymized_at__isnull=True).annotate(
        since=F("state_since")
    )


def not_taken(*, for_next_term: bool) -> QuerySet[Application]:
    consent = (
        ConsentRecord.objects.in_force()
        .filter(person=OuterRef("person"), text__purpose__key=NEXT_TERM_CONSENT)
        .order_by("-at", "-pk")
        .values("action")[:1]
    )
    keeps = Q(wish=ConsentAction.GIVEN)
    return (
        known_applications()
        .filter(state__in=_NOT_TAKEN)
        .annotate(
            wish=Coalesce(Subquery(consent), Value(ConsentAction.WITHDRAWN.value))
        )
        .filter(keeps if for_next_term else ~keeps)
    )


def files_of_who_left() -> QuerySet[Application]:
    return known_applications().filter(state=State.LEFT)


def left_undecided() -> QuerySet[Application]:
    return known_applications().exclude(state__in=[*_NOT_TAKEN, *_ACTIVE, State.LEFT])


def settled_opinions() -> QuerySet[Application]:
    """Decided, or over without a decision, and what was thought is still there."""
    thought = Exists(Review.objects.filter(application=OuterRef("pk"))) | Exists(
        InterviewSheet.objects.filter(interview__application=OuterRef("pk"))
    )
    over = Q(state__in=State.final)
    return (
        Application.objects.filter(over | Q(decided_at__isnull=False))
        .filter(over | ~Q(state__in=State.reviewable))
        .filter(thought)
        .annotate(since=Coalesce("decided_at", "state_since"))
    )


def begun_drafts() -> QuerySet[ApplicationDraft]:
    return ApplicationDraft.objects.annotate(since=F("created_at"))


def forget_drafts(pks: Sequence[Any]) -> int:
    """Their files go with them."""
    _all, kinds = ApplicationDraft.objects.filter(pk__in=pks).delete()
    return kinds.get(ApplicationDraft._meta.label, 0)


def anonymize(pks: Sequence[Any]) -> int:
    anonymize_applications(pks)
    return len(pks)


def forget(pks: Sequence[Any]) -> int:
    forget_opinions(pks)
    return len(pks)


def register_kinds() -> None:
    """Called once, when the app is ready."""
    register_need(
        "volunteers.drafts",
        lambda: Exists(ApplicationDraft.objects.filter(person=OuterRef("pk"))),
    )
    register_kind(
        RetentionKind(
            key=DRAFT_KIND,
            label=_("Applications that were begun and not sent"),
            basis=_("Counted from the day it was begun."),
            keep=Period(30, RetentionUnit.DAYS),
            effect=RetentionEffect.DELETE,
            rows=begun_drafts,
            apply=forget_drafts,
            person_lookup="person",
        )
    )
    register_need(
        "volunteers",
        lambda: Exists(
            Application.objects.filter(
                person=OuterRef("pk"), anonymized_at__isnull=True
            )
        ),
    )
    register_kind(
        RetentionKind(
            key="volunteers.opinions",
            label=_("Scores of applications, notes of interviews"),
            basis=_("Counted from the decision."),
            keep=Period(6, RetentionUnit.MONTHS),
            effect=RetentionEffect.DELETE,
            rows=settled_opinions,
            apply=forget,
            person_lookup="person",
        )
    )
    register_kind(
        RetentionKind(
            key="volunteers.refused",
            label=_("Applications not accepted, withdrawn or given up"),
            basis=_("Counted from the decision; the notice promises this time."),
            keep=Period(6, RetentionUnit.MONTHS),
            effect=RetentionEffect.ANONYMIZE,
            rows=lambda: not_taken(for_next_term=False),
            apply=anonymize,
            person_lookup="person",
        )
    )
    register_kind(
        RetentionKind(
            key="volunteers.next_term",
            label=_("The same, where she asked to be kept for the next term"),
            basis=_("Counted from the decision; her consent."),
            keep=Period(12, RetentionUnit.MONTHS),
            effect=RetentionEffect.ANONYMIZE,
            rows=lambda: not_taken(for_next_term=True),
            apply=anonymize,
            person_lookup="person",
        )
    )
    register_kind(
        RetentionKind(
            key="volunteers.file",
            label=_("Files of volunteers who left"),
            basis=_("Counted from leaving: certificates, disputes."),
            keep=Period(2, RetentionUnit.YEARS),
            effect=RetentionEffect.ANONYMIZE,
            rows=files_of_who_left,
            apply=anonymize,
            person_lookup="person",
        )
    )
    register_kind(
        RetentionKind(
            key="volunteers.undecided",
            label=_("Applications on which nothing happens any more"),
            basis=_("Counted from the last change."),
            keep=Period(2, RetentionUnit.YEARS),
            effect=RetentionEffect.ANONYMIZE,
            rows=left_undecided,
            apply=anonymize,
            person_lookup="person",
        )
    )
