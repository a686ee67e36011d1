"""The kinds of data of `programs`, and how long each is kept."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from people.enums import RetentionEffect, RetentionUnit
from people.retention import Period, RetentionKind, register_kind, register_need
from programs.domain.erasure import (
    anonymize_meetings,
    anonymize_registrations,
    forget_access_needs,
    forget_addresses,
    forget_certificates,
    forget_emergency_contacts,
    has_emergency_contact,
    tells_access_needs,
)
from programs.domain.feedback import forget_words
from programs.enums import MeetingState
from programs.models import CourseResult, Feedback, MeetingRequest, Registration


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


def certificates() -> QuerySet[CourseResult]:
    """Completed courses whose certificate can be verified, and what was noted."""
    blank = Q(code__isnull=True, note="", revoke_reason="")
    return CourseResult.objects.exclude(blank).annotate(since=F("decided_at"))


def words_of_feedback() -> QuerySet[Feedback]:
    return Feedback.objects.exclude(words="").annotate(since=F("occurrence__ends_at"))


def anonymize(pks: Sequence[Any]) -> int:
    anonymize_registrations(pks)
    return len(pks)


def answered_meetings() -> QuerySet[MeetingRequest]:
    return (
        MeetingRequest.objects.filter(anonymized_at__isnull=True)
        .exclude(state=MeetingState.REQUESTED)
        .annotate(since=Coalesce(F("occurrence__ends_at"), F("settled_at")))
    )


def unanswered_meetings() -> QuerySet[MeetingRequest]:
    return MeetingRequest.objects.filter(
        anonymized_at__isnull=True, state=MeetingState.REQUESTED
    ).annotate(since=F("asked_at"))


def meeting_addresses() -> QuerySet[MeetingRequest]:
    return (
        MeetingRequest.objects.filter(occurrence__isnull=False)
        .exclude(host_address="")
        .annotate(since=F("occurrence__ends_at"))
    )


def anonymize_asked(pks: Sequence[Any]) -> int:
    anonymize_meetings(pks)
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
    register_need(
        "programs meetings",
        lambda: Exists(
            MeetingRequest.objects.filter(
                person=OuterRef("pk"), anonymized_at__isnull=True
            )
        ),
    )
    register_need(
        "programs.certificates",
        lambda: Exists(
            CourseResult.objects.filter(
                registration__person=OuterRef("pk"), code__isnull=False
            )
        ),
    )
    register_kind(
        RetentionKind(
            key="programs.meeting_address",
            label=_("Meetings: address of the host"),
            basis=_("Counted from the end of the meeting; nobody needs it any more."),
            keep=Period(7, RetentionUnit.DAYS),
            effect=RetentionEffect.BLANK,
            rows=meeting_addresses,
            apply=forget_addresses,
            person_lookup="person",
        )
    )
    register_kind(
        RetentionKind(
            key="programs.meeting_request",
            label=_("Requests for meetings that were answered"),
            basis=_("Counted from the meeting, or from the answer."),
            keep=Period(90, RetentionUnit.DAYS),
            effect=RetentionEffect.ANONYMIZE,
            rows=answered_meetings,
            apply=anonymize_asked,
            person_lookup="person",
        )
    )
    register_kind(
        RetentionKind(
            key="programs.meeting_unanswered",
            label=_("Requests for meetings that nobody has answered"),
            basis=_("Counted from the day it was asked; after a year it is no wish."),
            keep=Period(1, RetentionUnit.YEARS),
            effect=RetentionEffect.ANONYMIZE,
            rows=unanswered_meetings,
            apply=anonymize_asked,
            person_lookup="person",
        )
    )
    register_kind(
        RetentionKind(
            key="programs.certificate",
            label=_("Certificates of courses: code, notes, whose it is"),
            basis=_(
                "So that she can print it again and others can verify it; the number "
                "and the hours stay."
            ),
            keep=Period(24, RetentionUnit.MONTHS),
            effect=RetentionEffect.BLANK,
            rows=certificates,
            apply=forget_certificates,
            person_lookup="registration__person",
        )
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
            basis=_("Counted from the end of the event; the form promises this time."),
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
    register_kind(
        RetentionKind(
            key="programs.feedback_words",
            label=_("What was written about how it was"),
            basis=_(
                "Counted from the end of the trip; the numbers stay, as nothing in "
                "them leads to anybody."
            ),
            keep=Period(1, RetentionUnit.YEARS),
            effect=RetentionEffect.BLANK,
            rows=words_of_feedback,
            apply=forget_words,
        )
    )
