"""`/api/v1/`: mounts the routers of the apps and says no in one form."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, ValidationError

from people.api import Problem, ProblemError
from people.exceptions import Refusal
from people.wording import refusal_words
from programs.api import router as programs_router
from rights.api import router as rights_router
from volunteers.api import router as volunteers_router

api = NinjaAPI(
    title="Equality programs",
    version="1",
    description="Calls, applications, departures and registrations for front ends.",
    urls_namespace="api-v1",
    docs_url=None,
)

api.add_router("", volunteers_router)
api.add_router("", programs_router)
api.add_router("", rights_router)


def _answer(request: HttpRequest, problem: Problem) -> HttpResponse:
    response = HttpResponse(
        problem.model_dump_json(),
        status=problem.status,
        content_type="application/problem+json",
    )
    response["Cache-Control"] = "no-store"
    return response


@api.exception_handler(ProblemError)
def on_problem(request: HttpRequest, error: ProblemError) -> HttpResponse:
    return _answer(request, error.problem)


@api.exception_handler(Refusal)
def on_refusal(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    words = refusal_words(refusal)
    return _answer(
        request,
        Problem(title=words, detail=words, status=409, code=refusal.reason.value),
    )


@api.exception_handler(AuthenticationError)
def on_unknown_client(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    return _answer(
        request,
        Problem(title=_("A client token is needed."), status=401, code="no_client"),
    )


@api.exception_handler(ValidationError)
def on_malformed(request: HttpRequest, error: ValidationError) -> HttpResponse:
    fields: dict[str, list[str]] = {}
    for one in error.errors:
        name = ".".join(str(part) for part in one["loc"][2:]) or "body"
        fields.setdefault(name, []).append(str(one["msg"]))
    return _answer(
        request,
        Problem(
            title=_("The request is malformed."),
            status=422,
            code="malformed",
            errors=fields,
        ),
    )
