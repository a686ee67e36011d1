"""`/api/v1/calls/{slug}/applications/`: applying for a front end's visitor.

The rules are those of the public form: its fields check the input, its verbs decide.
"""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema, Status

from people.api import (
    ClientToken,
    PersonIn,
    Problem,
    ProblemError,
    check_form,
    idempotency_key,
    request_digest,
    shown_notice,
)
from people.domain.consents import consent_questions
from people.enums import EntryChannel, Process
from people.exceptions import Refusal
from people.forms import person_details
from people.wording import refusal_words
from volunteers.api.calls import call_or_404
from volunteers.domain.applications import Submission, submit_application
from volunteers.domain.eligibility import call_denied_reason, refusal_of
from volunteers.exceptions import ApplicationDenied
from volunteers.forms import (
    CONSENTS,
    AreasForm,
    FinalForm,
    LanguagesForm,
    PersonForm,
    QuestionsForm,
    TimeForm,
    application_answers,
    asks_languages,
    posted_answers,
)
from volunteers.models import Call

router = Router(tags=["volunteers"])


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


class SubmittedOut(Schema):
    reference: str
    state: str
    #: opens `/applications/own/`; shown once, kept by who asked
    private_token: str


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
    call = call_or_404(slug)
    submission = _submit(request, call, payload)
    application = submission.application
    answer = SubmittedOut(
        reference=application.reference,
        state=application.state,
        private_token=submission.token,
    )
    return Status(201 if submission.is_new else 200, answer)


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
    final = FinalForm(_final_data(payload), consents=questions)
    asked = QuestionsForm(posted_answers(call, payload.answers), call=call)
    checked: list[forms.Form] = [person, areas, time, asked, final]
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
                asked.answers(),
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
        **{f"consent_{key}": True for key in payload.consents},
    }
