"""`/api/v1/` for volunteers: calls, applying, one's own application.

The rules are those of the public form: its fields check the input, its verbs decide.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema, Status

from people.api import (
    ClientToken,
    PersonIn,
    Problem,
    ProblemError,
    check_form,
    idempotency_key,
    own_link,
    request_digest,
    shown_notice,
)
from people.domain.consents import consent_questions
from people.enums import EntryChannel, LinkPurpose, Process
from people.exceptions import Refusal
from people.forms import language_code, person_details
from people.models import Notice
from people.wording import refusal_words
from volunteers.domain.applications import (
    Submission,
    submit_application,
    withdraw_application,
)
from volunteers.domain.eligibility import call_denied_reason, refusal_of
from volunteers.domain.interviews import live_interview
from volunteers.domain.queries import (
    calls_for_the_public,
    held_assignments,
    seats_of,
)
from volunteers.exceptions import ApplicationDenied
from volunteers.forms import (
    CONSENTS,
    AreasForm,
    FinalForm,
    LanguagesForm,
    PersonForm,
    TimeForm,
    application_answers,
    asks_languages,
)
from volunteers.models import Application, Call

router = Router(tags=["volunteers"])


# --- what goes out ----------------------------------------------------------


class AreaOut(Schema):
    slug: str
    name: str
    description: str
    asks_languages: bool


class CallOut(Schema):
    slug: str
    title: str
    summary: str
    opens_at: datetime
    closes_at: datetime
    is_open: bool
    minimum_age: int
    most_areas: int
    areas: list[AreaOut]
    application_url: str


class ChoiceOut(Schema):
    value: str
    label: str


class QuestionOut(Schema):
    key: str
    label: str
    help_text: str
    kind: str
    is_required: bool
    choices: list[ChoiceOut]


class ConsentOut(Schema):
    key: str
    text: str


class CallDetailOut(CallOut):
    questions: list[QuestionOut]
    consents: list[ConsentOut]
    notice_id: int | None = Field(
        description="The privacy notice to show before anything is asked."
    )


class AppointmentOut(Schema):
    starts_at: datetime
    ends_at: datetime
    is_online: bool
    place: str


class SeatOut(Schema):
    training: str
    starts_at: datetime
    ends_at: datetime
    place: str
    attendance: str


class RoleOut(Schema):
    name: str
    starts_on: str
    ends_on: str | None


class OwnOut(Schema):
    """One's own application, in the words of the public."""

    reference: str
    call: str
    state: str
    stage: str
    next: str
    submitted_at: datetime
    interview: AppointmentOut | None
    trainings: list[SeatOut]
    roles: list[RoleOut]


class SubmittedOut(Schema):
    reference: str
    state: str
    #: opens `/applications/own/`; shown once, kept by who asked
    private_token: str


# --- what comes in ----------------------------------------------------------


class LanguageIn(Schema):
    language: str
    level: str
    direction: str


class ApplicationIn(Schema):
    """Values are those of the public form; each is checked by its rules."""

    notice_id: int = Field(description="The notice she was shown and has read.")
    person: PersonIn
    areas: list[str]
    languages: list[LanguageIn] = []
    skills: str = ""
    education: str = ""
    occupation: str = ""

    motivation: str
    weekly_hours: str
    availability: list[str]
    mode: str
    districts: list[str] = []
    heard_from: str = ""

    answers: dict[str, Any] = {}
    declared_true: bool = False
    consents: list[str] = []


# --- calls ------------------------------------------------------------------


@router.get("/calls/", response=list[CallOut], operation_id="list_calls")
def list_calls(request: HttpRequest) -> list[CallOut]:
    """Calls that are open, then those that open later."""
    return [CallOut(**_call(call)) for call in calls_for_the_public()]


@router.get(
    "/calls/{slug}/",
    response={200: CallDetailOut, 404: Problem},
    operation_id="get_call",
)
def get_call(request: HttpRequest, slug: str) -> CallDetailOut:
    """A call with all that its form asks."""
    call = _call_or_404(slug)
    language = language_code(get_language())
    notice = Notice.objects.current(Process.VOLUNTEERING, language)
    return CallDetailOut(
        **_call(call),
        questions=[
            QuestionOut(
                key=question.key,
                label=str(question.label),
                help_text=str(question.help_text),
                kind=question.kind,
                is_required=question.is_required,
                choices=[
                    ChoiceOut(value=choice.value, label=str(choice.label))
                    for choice in question.choice_list()
                ],
            )
            for question in call.questions.all()
        ],
        consents=[
            ConsentOut(key=question.key, text=question.text.text)
            for question in consent_questions(CONSENTS, language=language)
        ],
        notice_id=notice.pk if notice else None,
    )


@router.post(
    "/calls/{slug}/applications/",
    auth=ClientToken(),
    response={
        201: SubmittedOut,
        200: SubmittedOut,
        401: Problem,
        404: Problem,
        409: Problem,
        422: Problem,
    },
    operation_id="create_application",
)
def create_application(
    request: HttpRequest, slug: str, payload: ApplicationIn
) -> Status[SubmittedOut]:
    """Apply. With an `Idempotency-Key`, a repeat answers 200 with the same one."""
    call = _call_or_404(slug)
    submission = _submit(request, call, payload)
    application = submission.application
    answer = SubmittedOut(
        reference=application.reference,
        state=application.state,
        private_token=submission.token,
    )
    return Status(201 if submission.is_new else 200, answer)


# --- one's own --------------------------------------------------------------


@router.get(
    "/applications/own/",
    response={200: OwnOut, 404: Problem},
    operation_id="get_own_application",
)
def get_own_application(request: HttpRequest) -> OwnOut:
    """Where it stands. The token goes into the `Private-Token` header."""
    return _own(_application_of(request))


@router.delete(
    "/applications/own/",
    response={200: OwnOut, 404: Problem, 409: Problem},
    operation_id="withdraw_own_application",
)
def withdraw_own_application(request: HttpRequest) -> OwnOut:
    """Withdraw it; frees the appointment and the training places."""
    return _own(withdraw_application(_application_of(request)))


# --- the work ---------------------------------------------------------------


def _call_or_404(slug: str) -> Call:
    call = calls_for_the_public(only_current=False).filter(slug=slug).first()
    if call is None:
        raise ProblemError(404, "not_found", _("There is no such call."))
    return call


def _call(call: Call) -> dict[str, Any]:
    return {
        "slug": call.slug,
        "title": str(call.title),
        "summary": str(call.summary),
        "opens_at": call.opens_at,
        "closes_at": call.closes_at,
        "is_open": call.is_open(),
        "minimum_age": call.minimum_age,
        "most_areas": call.most_areas,
        "areas": [
            AreaOut(
                slug=area.slug,
                name=str(area.name),
                description=str(area.description),
                asks_languages=area.asks_languages,
            )
            for area in call.areas.all()
            if area.is_active
        ],
        "application_url": call.get_application_url(),
    }


def _submit(request: HttpRequest, call: Call, payload: ApplicationIn) -> Submission:
    reason = call_denied_reason(call, now=timezone.now())
    if reason:
        raise refusal_of(call, reason)
    language = payload.person.message_language()
    notice = shown_notice(payload.notice_id, Process.VOLUNTEERING)
    person = PersonForm(payload.person.form_data(), call=call)
    areas = AreasForm(_areas_data(payload, call), call=call)
    time = TimeForm(payload.model_dump())
    questions = consent_questions(CONSENTS, language=language)
    final = FinalForm(_final_data(payload), call=call, consents=questions)
    checked: list[forms.Form] = [person, areas, time, final]
    languages = LanguagesForm(_languages_data(payload))
    if areas.is_valid() and asks_languages(areas.cleaned_data["areas"]):
        checked.append(languages)
    _check_all(checked)
    try:
        return submit_application(
            call,
            person=person_details(person.cleaned_data, language=language),
            answers=application_answers(
                areas.cleaned_data,
                languages.cleaned_data if languages in checked else {},
                time.cleaned_data,
                final,
            ),
            notice=notice,
            consents=final.given_consents(),
            entered_through=EntryChannel.API,
            idempotency_key=idempotency_key(request),
            request_digest=request_digest(payload),
        )
    except Refusal as refusal:
        if refusal.reason == ApplicationDenied.KEY_REUSED:
            raise ProblemError(
                422, refusal.reason.value, refusal_words(refusal)
            ) from refusal
        raise


def _check_all(checked: Sequence[forms.Form]) -> None:
    """One answer that names every wrong field of every step."""
    problems: dict[str, list[str]] = {}
    for form in checked:
        try:
            check_form(form)
        except ProblemError as error:
            problems.update(error.problem.errors)
    if problems:
        raise ProblemError(
            422, "invalid", _("Some fields need attention."), errors=problems
        )


def _areas_data(payload: ApplicationIn, call: Call) -> dict[str, Any]:
    offered = {area.slug for area in call.areas.all()}
    if len(payload.areas) > call.most_areas:
        raise refusal_of(call, ApplicationDenied.TOO_MANY_AREAS)
    if set(payload.areas) - offered:
        raise refusal_of(call, ApplicationDenied.FOREIGN_AREA)
    ranks = {f"areas_{slug}": str(n) for n, slug in enumerate(payload.areas, 1)}
    return {**payload.model_dump(exclude={"areas"}), **ranks}


def _languages_data(payload: ApplicationIn) -> dict[str, str]:
    data = {}
    for row, one in enumerate(payload.languages, 1):
        data[f"language_{row}"] = one.language
        data[f"level_{row}"] = one.level
        data[f"direction_{row}"] = one.direction
    return data


def _final_data(payload: ApplicationIn) -> dict[str, Any]:
    return {
        # Which notice she read is named by `notice_id`.
        "notice_read": True,
        "declared_true": payload.declared_true,
        **{f"question_{key}": value for key, value in payload.answers.items()},
        **{f"consent_{key}": True for key in payload.consents},
    }


def _application_of(request: HttpRequest) -> Application:
    link = own_link(request, LinkPurpose.APPLICATION)
    return get_object_or_404(
        Application.objects.select_related("call", "person"), pk=link.target_id
    )


def _own(application: Application) -> OwnOut:
    interview = live_interview(application)
    slot = interview.slot if interview else None
    return OwnOut(
        reference=application.reference,
        call=application.call.slug,
        state=application.state,
        stage=str(application.stage.name),
        next=str(application.stage.next),
        submitted_at=application.submitted_at,
        interview=(
            AppointmentOut(
                starts_at=slot.starts_at,
                ends_at=slot.ends_at,
                is_online=slot.is_online,
                place=str(slot.place),
            )
            if slot
            else None
        ),
        trainings=[
            SeatOut(
                training=str(seat.session.module),
                starts_at=seat.session.starts_at,
                ends_at=seat.session.ends_at,
                place=str(seat.session.place),
                attendance=seat.attendance,
            )
            for seat in seats_of(application)
        ],
        roles=[
            RoleOut(
                name=str(assignment.role),
                starts_on=assignment.starts_on.isoformat(),
                ends_on=assignment.ends_on.isoformat() if assignment.ends_on else None,
            )
            for assignment in held_assignments(application)
        ],
    )
