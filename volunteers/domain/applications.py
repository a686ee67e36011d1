"""Applying, screening, deciding, withdrawing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from wagtail.log_actions import log

from messaging.domain.outbox import hold_messages
from messaging.domain.review import drop_outdated
from messaging.models import Batch
from people.domain.consents import has_consented, record_consents, record_notice
from people.domain.links import issue_link, revoke_links
from people.domain.persons import PersonDetails, enter_person, rewrite_person
from people.domain.retention import period_for
from people.enums import EntryChannel, LinkPurpose
from people.models import Notice, Person
from volunteers import notifications
from volunteers.domain.drafts import close_draft, reach_mark
from volunteers.domain.eligibility import application_denied_reason, refusal_of
from volunteers.domain.information import close_question
from volunteers.domain.interviews.booking import live_interview
from volunteers.domain.interviews.earlier import offer_freed_time
from volunteers.domain.interviews.last_time import remember_interviews
from volunteers.domain.moves import Actor, lock, move, require_reason
from volunteers.domain.questions import (
    asked_questions,
    first_unanswered,
    kept_answers,
)
from volunteers.domain.screening import screen
from volunteers.domain.seats import release_places
from volunteers.enums import (
    REASONS_FOR,
    ApplicationEvent,
    ApplicationState,
    DecisionReason,
    InterviewState,
)
from volunteers.exceptions import ApplicationDenied, MoveDenied, Refusal
from volunteers.interviewer_notifications import tell_of_giving_up
from volunteers.models import (
    Application,
    ApplicationArea,
    ApplicationDraft,
    Call,
    CallQuestion,
    Decision,
    ProcessEdition,
    ReferenceSeries,
    VolunteerArea,
)

#: Under which the messages of decisions are held; see `messaging.batches`.
DECIDED = "volunteers.decided"


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
    draft: ApplicationDraft | None = None,
    suspicion: str = "",
    by: Actor = None,
    now: datetime | None = None,
) -> Submission:
    """Enter a new person and her application; the same key is one application.

    Refuses with an `ApplicationDenied`. Whoever else is on record makes no difference:
    likely doubles are marked for staff and change nothing for her.

    `draft` is what she filled in up to now: it ends here, its files go with the
    application, and one begun before closing has the grace of the call. `suspicion`
    is why a program may have sent it; it is a mark for staff and no refusal.
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
    kept_draft = (
        ApplicationDraft.objects.select_related("person").filter(pk=draft.pk).first()
        if draft is not None
        else None
    )
    reason = application_denied_reason(
        call,
        birth_date=person.birth_date,
        areas=answers.areas,
        now=now,
        begun_at=kept_draft.created_at if kept_draft else None,
    )
    if reason:
        raise refusal_of(call, reason)
    questions = list(call.questions.all())
    own_answers = _own_answers(questions, answers.answers, kept_draft)
    missing = first_unanswered(questions, own_answers)
    if missing is not None:
        raise refusal_of(
            call, ApplicationDenied.ANSWER_MISSING, question=str(missing.label)
        )

    if call.process_id is None:
        # What was in force when it opened; noted with its first applicant.
        call.process = ProcessEdition.objects.in_force_at(call.opens_at)
        Call.objects.filter(pk=call.pk).update(process=call.process)
    entered = _entered(person, kept_draft, entered_through=entered_through)
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
        answers=own_answers,
        questions_asked=[
            question.snapshot() for question in asked_questions(questions, own_answers)
        ],
        declared_true_at=now,
        notice_receipt=receipt,
        submitted_at=now,
        possible_double=Application.objects.filter(
            call=call, person__in=Person.objects.possibly_same_as(entered)
        ).exists(),
        suspicion=suspicion,
        reach_confirmed_at=_confirmed_at(entered, kept_draft, now),
        idempotency_key=idempotency_key or None,
        request_digest=request_digest,
    )
    if kept_draft is not None:
        kept_draft.files.filter(question__in=own_answers).update(
            application=application, draft=None
        )
        close_draft(kept_draft)
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
    notifications.tell_received(application, token=_receipt_link(application))
    return Submission(application, _own_link(application), is_new=True)


def _own_answers(
    questions: Sequence[CallQuestion],
    answers: dict[str, Any],
    draft: ApplicationDraft | None,
) -> dict[str, Any]:
    """What is kept of her answers; a file is one only where it was really uploaded."""
    files = {question.key for question in questions if question.kind == "file"}
    told = {key: value for key, value in answers.items() if key not in files}
    if draft is not None:
        uploaded = draft.files.filter(question__in=files)
        told |= {one.question: one.as_answer() for one in uploaded}
    return kept_answers(questions, told)


def _entered(
    details: PersonDetails,
    draft: ApplicationDraft | None,
    *,
    entered_through: EntryChannel,
) -> Person:
    """A new record, or the one that was entered when she asked for a link."""
    begun = draft.person if draft is not None else None
    if begun is not None and not begun.anonymized_at:
        return rewrite_person(begun, details)
    return enter_person(details, entered_through=entered_through)


def _confirmed_at(
    person: Person, draft: ApplicationDraft | None, now: datetime
) -> datetime | None:
    """Now, where she came by a link that went to this very address."""
    if draft is None or not draft.confirmed_mark:
        return None
    return now if draft.confirmed_mark == reach_mark(person) else None


@transaction.atomic
def confirm_reach(
    application: Application, *, by: Actor = None, now: datetime | None = None
) -> Application:
    """The address she gave answered; said again, it changes nothing."""
    locked = lock(application)
    if locked.reach_confirmed_at is None and not locked.anonymized_at:
        locked.reach_confirmed_at = now or timezone.now()
        locked.save(update_fields=["reach_confirmed_at"])
        log(locked, "volunteers.application.confirm_reach", user=by)
    return locked


@transaction.atomic
def settle_double(application: Application, *, by: Actor) -> Application:
    """Staff looked: it is no double, or has been dealt with."""
    locked = lock(application)
    if locked.possible_double:
        locked.possible_double = False
        locked.save(update_fields=["possible_double"])
        log(locked, "volunteers.application.settle_double", user=by)
    return locked


@transaction.atomic
def clear_suspicion(application: Application, *, by: Actor) -> Application:
    """Staff looked: a person wrote it."""
    locked = lock(application)
    if locked.suspicion:
        locked.suspicion = ""
        locked.save(update_fields=["suspicion"])
        log(locked, "volunteers.application.clear_suspicion", user=by)
    return locked


def _receipt_link(application: Application) -> str:
    return issue_link(
        application.person, purpose=LinkPurpose.RECEIPT, target=application
    )


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


# --- deciding -------------------------------------------------------------------
#
# What she is told of a decision waits until a member of staff has read it: by itself,
# or with those of others in `hold` (`hold_decisions`); or it leaves at once, where
# staff chose so (`send_now`).


def hold_decisions(*, by: Actor, about: Application | None = None) -> Batch:
    """A batch for the messages of decisions that are made together.

    Each verb below takes it as `hold`; `messaging.domain.review` releases it.
    """
    batch: Batch = hold_messages(DECIDED, by=by, about=about)
    return batch


@transaction.atomic
def accept_application(
    application: Application,
    *,
    area: VolunteerArea | None = None,
    by: Actor,
    reason: str = "",
    note: str = "",
    send_now: bool = False,
    hold: Batch | None = None,
) -> Application:
    """She is told, with a link to choose the dates of her trainings.

    `area`: one that she chose; without it the one that she wants most.
    """
    locked = lock(application)
    if area is not None and not locked.area_choices.filter(area=area).exists():
        raise Refusal(MoveDenied.NOT_CHOSEN)
    _decide(
        locked,
        ApplicationEvent.ACCEPT,
        by=by,
        reason=reason,
        note=note,
        accepted_area=area,
    )
    notifications.tell_accepted(
        locked, hold=_hold(locked, by=by, send_now=send_now, hold=hold)
    )
    return locked


@transaction.atomic
def keep_in_reserve(
    application: Application,
    *,
    by: Actor,
    reason: str = "",
    note: str = "",
    send_now: bool = False,
    hold: Batch | None = None,
) -> Application:
    locked = lock(application)
    _decide(locked, ApplicationEvent.KEEP_IN_RESERVE, by=by, reason=reason, note=note)
    notifications.tell_reserve(
        locked, hold=_hold(locked, by=by, send_now=send_now, hold=hold)
    )
    return locked


@transaction.atomic
def reject_application(
    application: Application,
    *,
    by: Actor,
    reason: str = "",
    note: str = "",
    send_now: bool = False,
    hold: Batch | None = None,
) -> Application:
    """She is thanked, and told when her data are deleted; no score, no reason."""
    locked = lock(application)
    _decide(locked, ApplicationEvent.REJECT, by=by, reason=reason, note=note)
    revoke_links(locked, purpose=LinkPurpose.INTERVIEW)
    notifications.tell_rejected(
        locked,
        deleted_on=deletion_day(locked),
        hold=_hold(locked, by=by, send_now=send_now, hold=hold),
    )
    return locked


@transaction.atomic
def carry_over_application(
    application: Application,
    *,
    by: Actor,
    reason: str = "",
    note: str = "",
    send_now: bool = False,
    hold: Batch | None = None,
) -> Application:
    locked = lock(application)
    _decide(locked, ApplicationEvent.CARRY_OVER, by=by, reason=reason, note=note)
    revoke_links(locked, purpose=LinkPurpose.INTERVIEW)
    notifications.tell_carried_over(
        locked, hold=_hold(locked, by=by, send_now=send_now, hold=hold)
    )
    return locked


@transaction.atomic
def undo_decision(application: Application, *, reason: str, by: Actor) -> Application:
    """Back to where the decision was made. She is not told: staff get in touch.

    What still waits to tell her of the decision is dropped.
    """
    locked = lock(application)
    reason = require_reason(reason)
    from_reserve = locked.decided_from == ApplicationState.RESERVE
    drop_outdated([locked], templates=notifications.DECISIONS, by=by)
    undone = move(
        locked,
        ApplicationEvent.UNDO_DECISION,
        by=by,
        data={"reason": reason},
        decided_from=ApplicationState.INTERVIEWED if from_reserve else "",
        decided_at=None,
        accepted_area=None,
    )
    standing = locked.decisions.filter(undone_at__isnull=True).first()
    if standing is not None:
        standing.undone_at, standing.undone_by = timezone.now(), by
        standing.undo_reason = reason
        standing.save()
    return undone


@transaction.atomic
def withdraw_application(
    application: Application, *, by: Actor = None, by_law: bool = False
) -> Application:
    """Her own decision, before she has a role. Frees what she held."""
    locked = move(lock(application), ApplicationEvent.WITHDRAW, by=by, by_law=by_law)
    interview = live_interview(locked)
    if interview is not None:
        interview.state = InterviewState.CANCELLED
        interview.save(update_fields=["state"])
        remember_interviews([locked.pk])
        interview.application = locked
        tell_of_giving_up(interview, by=by)
        offer_freed_time(interview.slot)
    release_places(locked, by=by)
    revoke_links(locked, purpose=LinkPurpose.INTERVIEW)
    close_question(locked)
    drop_outdated([locked], templates=notifications.DECISIONS, by=by)
    notifications.tell_withdrawn(locked)
    return locked


def _decide(
    locked: Application,
    event: ApplicationEvent,
    *,
    by: Actor,
    reason: str,
    note: str,
    **changes: Any,
) -> None:
    """Moves `locked` and keeps why: `reason` from the list, `note` in words."""
    if reason and reason not in REASONS_FOR[event]:
        raise Refusal(MoveDenied.FOREIGN_REASON)
    now = timezone.now()
    move(
        locked,
        event,
        by=by,
        data={"why": reason} if reason else None,
        decided_from=locked.state,
        decided_at=now,
        **changes,
    )
    Decision.objects.create(
        application=locked,
        event=event,
        reason=DecisionReason(reason) if reason else "",
        note=note.strip(),
        decided_by=by,
        decided_at=now,
    )
    # Of two decisions she hears the second only, where the first has not left.
    drop_outdated([locked], templates=notifications.DECISIONS, by=by)


def _hold(
    locked: Application, *, by: Actor, send_now: bool, hold: Batch | None
) -> Batch | None:
    if send_now and hold is not None:
        raise ValueError("What is held with others is not sent at once.")
    return None if send_now else hold or hold_decisions(by=by, about=locked)


def deletion_day(application: Application) -> date:
    """The day on which a refused application is anonymized, by the retention rules."""
    kept = has_consented(application.person, "keep_for_next_term")
    period = period_for("volunteers.next_term" if kept else "volunteers.refused")
    return period.after(timezone.localdate())
