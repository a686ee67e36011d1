"""`/api/v1/calls/`: what the city looks for, and what each form asks."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema

from people.api import Problem, ProblemError
from people.domain.consents import consent_questions
from people.enums import Process
from people.forms import language_code
from people.models import Notice
from volunteers.domain.queries import calls_for_the_public
from volunteers.forms import CONSENTS
from volunteers.models import Call

router = Router(tags=["volunteers"])


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
    kind: str = Field(
        description="Files are taken by the form at `application_url` only."
    )
    is_required: bool
    choices: list[ChoiceOut]
    shown_if: str = Field(
        description="Key of an earlier question; empty: it is always asked."
    )
    shown_for: list[str] = Field(
        description="Values of that question at which this one is asked."
    )


class ConsentOut(Schema):
    key: str
    text: str


class CallDetailOut(CallOut):
    questions: list[QuestionOut]
    consents: list[ConsentOut]
    notice_id: int | None = Field(
        description="The privacy notice to show before anything is asked."
    )


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
    call = call_or_404(slug)
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
                shown_if=question.shown_if,
                shown_for=sorted(question.wanted_answers())
                if question.shown_if
                else [],
            )
            for question in call.questions.all()
        ],
        consents=[
            ConsentOut(key=question.key, text=question.text.text)
            for question in consent_questions(CONSENTS, language=language)
        ],
        notice_id=notice.pk if notice else None,
    )


def call_or_404(slug: str) -> Call:
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
