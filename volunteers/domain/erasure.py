"""What `volunteers` holds on somebody, made unrecognizable.

District, age band, areas, outcome, trainings attended, roles held and hours given stay
countable.
"""

from collections.abc import Collection
from typing import Any

from django.db.models import Q
from django.utils import timezone

from people.domain.anonymize import clean_log
from people.models import Person
from volunteers.domain.applications import withdraw_application
from volunteers.domain.drafts import drafts_of
from volunteers.domain.reviews import remember_scores
from volunteers.domain.roles import record_leaving
from volunteers.enums import ApplicationEvent, ApplicationState
from volunteers.models import (
    Application,
    ApplicationDraft,
    ApplicationFile,
    Assignment,
    Completion,
    Decision,
    DutyWish,
    Enrollment,
    HourEntry,
    InformationRequest,
    InterviewScore,
    InterviewSheet,
    Review,
    ReviewAssignment,
    ReviewScore,
    SessionWait,
    ShownDocument,
    VolunteerCard,
)
from volunteers.workflow import events_from

#: Why her roles ended, in the record that is emptied right after.
_LEFT_BY_ERASURE = "Kayıt silindi"


def running_applications(person: Person) -> list[str]:
    """Her applications that have not come to an end, by number and state."""
    return [
        f"{application} ({application.get_state_display()})"
        for application in Application.objects.filter(
            person=person, anonymized_at__isnull=True
        ).still_going()
    ]


def end_applications(person: Person, by: Any) -> None:
    """Withdraw each, or record that she left: what she holds comes free."""
    hers = Application.objects.filter(person=person).select_related("call__process")
    for application in hers.still_going():
        state = ApplicationState(application.state)
        if ApplicationEvent.WITHDRAW in events_from(state, application.moves):
            withdraw_application(application, by=by, by_law=True)
        else:
            record_leaving(application, reason=_LEFT_BY_ERASURE, by=by, by_law=True)


def erase_applications_of(persons: Collection[int]) -> dict[str, int]:
    applications = Application.objects.filter(person__in=persons)
    _all, kinds = drafts_of(Person.objects.filter(pk__in=persons)).delete()
    counts = anonymize_applications(list(applications.values_list("pk", flat=True)))
    for model in (ApplicationDraft, ApplicationFile):
        label = model._meta.label_lower
        counts[label] = counts.get(label, 0) + kinds.get(model._meta.label, 0)
    return counts


def anonymize_applications(pks: Collection[int]) -> dict[str, int]:
    """Take out of these applications whatever she or anybody wrote."""
    anonymized = Application.objects.filter(pk__in=pks).update(
        languages=[],
        skills="",
        education="",
        occupation="",
        motivation="",
        availability=[],
        districts=[],
        heard_from="",
        answers={},
        questions_asked=[],
        meets_rules=None,
        other_times_note="",
        other_times_asked_at=None,
        possible_double=False,
        suspicion="",
        reach_confirmed_at=None,
        clearance_shown_on=None,
        clearance_seen_by=None,
        idempotency_key=None,
        request_digest="",
        anonymized_at=timezone.now(),
    )
    return {
        "volunteers.application": anonymized,
        "volunteers.applicationfile": ApplicationFile.objects.filter(
            application__in=pks
        ).delete()[0],
        **forget_opinions(pks),
        "volunteers.showndocument": ShownDocument.objects.filter(
            application__in=pks
        ).delete()[0],
        "volunteers.assignment": Assignment.objects.filter(application__in=pks)
        .exclude(end_reason="", extend_reason="")
        .update(end_reason="", extend_reason=""),
        "volunteers.informationrequest": InformationRequest.objects.filter(
            application__in=pks
        ).update(words="", earlier=""),
        **forget_codes(pks),
        **forget_service(pks),
        "wagtailcore.modellogentry": clean_log(Application, pks),
    }


def forget_codes(pks: Collection[int]) -> dict[str, int]:
    """What opens her certificates and names her to a tablet; others' papers."""
    waits, _kinds = SessionWait.objects.filter(application__in=pks).delete()
    completions = Completion.objects.filter(application__in=pks)
    seats = Enrollment.objects.filter(application__in=pks, code__isnull=False)
    return {
        "volunteers.sessionwait": waits,
        "volunteers.enrollment": seats.update(code=None),
        "volunteers.completion": completions.update(
            code=None, issuer="", issuer_number="", reason=""
        ),
    }


def forget_service(pks: Collection[int]) -> dict[str, int]:
    """Cards and wishes go, words on hours too; the hours themselves stay countable."""
    hours = HourEntry.objects.filter(assignment__application__in=pks)
    return {
        "volunteers.volunteercard": VolunteerCard.objects.filter(
            application__in=pks
        ).delete()[0],
        "volunteers.dutywish": DutyWish.objects.filter(application__in=pks).delete()[0],
        "volunteers.hourentry": hours.exclude(what="", returned_word="").update(
            what="", returned_word=""
        ),
    }


def forget_opinions(pks: Collection[int]) -> dict[str, int]:
    """Reviews and sheets of interviews with scores, and what decisions were noted."""
    ReviewAssignment.objects.filter(application__in=pks).delete()
    _deleted, kinds = Review.objects.filter(application__in=pks).delete()
    remember_scores(pks)
    sheets = InterviewSheet.objects.filter(interview__application__in=pks)
    _deleted, of_interviews = sheets.delete()
    kinds |= of_interviews
    return {
        **{
            model._meta.label_lower: kinds.get(model._meta.label, 0)
            for model in (Review, ReviewScore, InterviewSheet, InterviewScore)
        },
        "volunteers.decision": Decision.objects.filter(
            has_decision_words(), application__in=pks
        ).update(note="", undo_reason=""),
    }


def has_decision_words() -> Q:
    """Decisions of which a note or the reason of an undoing is left."""
    return ~Q(note="", undo_reason="")
