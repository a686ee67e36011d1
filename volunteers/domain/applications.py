"""Applying, screening, deciding, withdrawing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from wagtail.log_actions import log

from people.domain.consents import has_consented, record_consents, record_notice
from people.domain.links import issue_link, revoke_links
from people.domain.persons import PersonDetails, enter_person
from people.domain.retention import period_for
from people.enums import EntryChannel, LinkPurpose
from people.models import Notice, Person
from volunteers import notifications
from volunteers.domain.eligibility import application_denied_reason, refusal_of
from volunteers.domain.information import close_question
from volunteers.domain.moves import Actor, lock, move, require_reason
from volunteers.domain.screening import screen
from volunteers.enums import (
    ApplicationEvent,
    ApplicationState,
    Attendance,
    DecisionReason,
    InterviewState,
)
from volunteers.exceptions import ApplicationDenied
from volunteers.models import (
    Application,
    ApplicationArea,
    Call,
    Decision,
    ReferenceSeries,
    VolunteerArea,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationAnswers:
    """What she answered, checked by the forms. `areas`: the one she wants most first.

    `answers` holds those to the call's own questions, by their keys.
    """

    areas: Sequence[VolunteerArea]
    motivation: str
    weekly_hours: str
    availability: list[str]
    mode: str
    languages: list[dict[str, str]] = field(default_factory=list)
    skills: str = ""
    education: str = ""
    occupation: str = ""
    districts: list[str] = field(default_factory=list)
    heard_from: str = ""
    answers: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Submission:
    """The application, a token that opens it, and whether it was made just now."""

    application: Application
    token: str
    is_new: bool


@transaction.atomic
def submit_application(
    call: Call,
    *,
    person: PersonDetails,
    answers: ApplicationAnswers,
    notice: Notice,
    consents: Iterable[str] = (),
    entered_through: EntryChannel = EntryChannel.WEB,
    idempotency_key: str = "",
    request_digest: str = "",
    by: Actor = None,
    now: datetime | None = None,
) -> Submission:
    """Enter a new person and her application; the same key is one application.

    Refuses with an `ApplicationDenied`. Whoever else is on record makes no difference:
    likely doubles are marked for staff and change nothing for her.
    """
    now = now or timezone.now()
    # Two submissions under one key meet here, not at the unique constraint.
    call = Call.objects.select_for_update().get(pk=call.pk)
    if idempotency_key:
        earlier = Application.objects.filter(idempotency_key=idempotency_key).first()
        if earlier is not None:
            if earlier.request_digest != request_digest or earlier.call_id != call.pk:
                raise refusal_of(call, ApplicationDenied.KEY_REUSED)
            return Submission(earlier, _own_link(earlier), is_new=False)
    reason = application_denied_reason(
        call, birth_date=person.birth_date, areas=answers.areas, now=now
    )
    if reason:
        raise refusal_of(call, reason)

    entered = enter_person(person, entered_through=entered_through)
    receipt = record_notice(
        entered, notice=notice, at=now, shown_through=entered_through
    )
    record_consents(
        entered,
        given=consents,
        language=person.language,
        entered_through=entered_through,
        at=now,
    )
    application = Application.objects.create(
        reference=_next_reference(timezone.localdate(now).year),
        call=call,
        person=entered,
        state=ApplicationState.SUBMITTED,
        state_since=now,
        languages=answers.languages,
        skills=answers.skills,
        education=answers.education,
        occupation=answers.occupation,
        motivation=answers.motivation,
        weekly_hours=answers.weekly_hours,
        availability=answers.availability,
        mode=answers.mode,
        districts=answers.districts,
        heard_from=answers.heard_from,
        answers=answers.answers,
        questions_asked=[question.snapshot() for question in call.questions.all()],
        declared_true_at=now,
        notice_receipt=receipt,
        submitted_at=now,
        possible_double=Application.objects.filter(
            call=call, person__in=Person.objects.possibly_same_as(entered)
        ).exists(),
        idempotency_key=idempotency_key or None,
        request_digest=request_digest,
    )
    ApplicationArea.objects.bulk_create(
        ApplicationArea(application=application, area=area, rank=rank)
        for rank, area in enumerate(answers.areas, start=1)
    )
    screen(application)
    log(
        application,
        "volunteers.application.submit",
        user=by,
        data={"call": call.pk, "entered_through": str(entered_through)},
    )
    token = _own_link(application)
    notifications.tell_received(application, token=token)
    return Submission(application, token, is_new=True)


def _own_link(application: Application) -> str:
    return issue_link(
        application.person, purpose=LinkPurpose.APPLICATION, target=application
    )


def _next_reference(year: int) -> str:
    ReferenceSeries.objects.get_or_create(year=year)
    # The update takes the row's lock until the end of the transaction.
    ReferenceSeries.objects.filter(year=year).update(last=F("last") + 1)
    number = ReferenceSeries.objects.values_list("last", flat=True).get(year=year)
    return f"EIG-{year}-{number:04d}"


@transaction.atomic
def start_screening(application: Application, *, by: Actor) -> Application:
    """A reviewer takes it up; also one that was carried over from an earlier term."""
    return move(lock(application), ApplicationEvent.START_SCREENING, by=by)


@transaction.atomic
def accept_application(
    application: Application, *, by: Actor, reason: str = "", note: str = ""
) -> Application:
    """She is told, with a link to choose the dates of her trainings."""
    locked = _decide(application, ApplicationEvent.ACCEPT, by, reason, note)
    notifications.tell_accepted(locked)
    return locked


@transaction.atomic
def keep_in_reserve(
    application: Application, *, by: Actor, reason: str = "", note: str = ""
) -> Application:
    locked = _decide(application, ApplicationEvent.KEEP_IN_RESERVE, by, reason, note)
    notifications.tell_reserve(locked)
    return locked


@transaction.atomic
def reject_application(
    application: Application, *, by: Actor, reason: str = "", note: str = ""
) -> Application:
    """She is thanked, and told when her data are deleted; no score, no reason."""
    locked = _decide(application, ApplicationEvent.REJECT, by, reason, note)
    revoke_links(locked, purpose=LinkPurpose.INTERVIEW)
    notifications.tell_rejected(locked, deleted_on=deletion_day(locked))
    return locked


@transaction.atomic
def carry_over_application(
    application: Application, *, by: Actor, reason: str = "", note: str = ""
) -> Application:
    locked = _decide(application, ApplicationEvent.CARRY_OVER, by, reason, note)
    revoke_links(locked, purpose=LinkPurpose.INTERVIEW)
    notifications.tell_carried_over(locked)
    return locked


@transaction.atomic
def undo_decision(application: Application, *, reason: str, by: Actor) -> Application:
    """Back to where the decision was made. She is not told: staff get in touch."""
    locked = lock(application)
    reason = require_reason(reason)
    from_reserve = locked.decided_from == ApplicationState.RESERVE
    undone = move(
        locked,
        ApplicationEvent.UNDO_DECISION,
        by=by,
        data={"reason": reason},
        decided_from=ApplicationState.INTERVIEWED if from_reserve else "",
        decided_at=None,
    )
    standing = locked.decisions.filter(undone_at__isnull=True).first()
    if standing is not None:
        standing.undone_at, standing.undone_by = timezone.now(), by
        standing.undo_reason = reason
        standing.save()
    return undone


@transaction.atomic
def withdraw_application(application: Application, *, by: Actor = None) -> Application:
    """Her own decision, before she has a role. Frees what she held."""
    locked = move(lock(application), ApplicationEvent.WITHDRAW, by=by)
    locked.interviews.filter(state=InterviewState.BOOKED).update(
        state=InterviewState.CANCELLED
    )
    locked.enrollments.filter(
        attendance=Attendance.EXPECTED, session__starts_at__gt=timezone.now()
    ).delete()
    revoke_links(locked, purpose=LinkPurpose.INTERVIEW)
    close_question(locked)
    notifications.tell_withdrawn(locked)
    return locked


def _decide(
    application: Application,
    event: ApplicationEvent,
    by: Actor,
    reason: str,
    note: str,
) -> Application:
    locked = lock(application)
    now = timezone.now()
    move(
        locked,
        event,
        by=by,
        data={"why": reason} if reason else None,
        decided_from=locked.state,
        decided_at=now,
    )
    Decision.objects.create(
        application=locked,
        event=event,
        reason=DecisionReason(reason) if reason else "",
        note=note.strip(),
        decided_by=by,
        decided_at=now,
    )
    return locked


def deletion_day(application: Application) -> date:
    """The day on which a refused application is anonymized, by the retention rules."""
    kept = has_consented(application.person, "keep_for_next_term")
    period = period_for("volunteers.next_term" if kept else "volunteers.refused")
    return period.after(timezone.localdate())
