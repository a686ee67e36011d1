"""The application form."""

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from people.domain.consents import consent_questions
from people.enums import Process
from people.exceptions import Refusal
from people.forms import language_code, person_details
from people.models import Notice
from people.steps import StepsView
from people.web import private_page
from people.wording import refusal_words
from volunteers.domain.applications import submit_application
from volunteers.domain.eligibility import call_denied_reason
from volunteers.domain.queries import next_call, open_calls
from volunteers.exceptions import ApplicationDenied
from volunteers.forms import (
    CONSENTS,
    AreasForm,
    CheckForm,
    FinalForm,
    LanguagesForm,
    PersonForm,
    TimeForm,
    application_answers,
    asks_languages,
)
from volunteers.models import Call


@method_decorator(private_page, name="dispatch")
class ApplyView(StepsView):
    """Four short steps, one more for who translates, then "check your answers"."""

    template_name = "volunteers/apply_step.html"
    step_titles: ClassVar[dict[str, Any]] = {
        "kisi": _("About you"),
        "alanlar": _("What would you like to do?"),
        "diller": _("Your languages"),
        "zaman": _("Your time"),
        "onay": _("Last questions and consents"),
        "kontrol": _("Check your answers"),
    }
    places: ClassVar[dict[ApplicationDenied, tuple[str, str | None]]] = {
        ApplicationDenied.BIRTH_DATE_MISSING: ("kisi", "birth_date"),
        ApplicationDenied.UNDER_AGE: ("kisi", "birth_date"),
        ApplicationDenied.NO_AREA: ("alanlar", "areas"),
        ApplicationDenied.TOO_MANY_AREAS: ("alanlar", "areas"),
        ApplicationDenied.FOREIGN_AREA: ("alanlar", "areas"),
    }

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.call = get_object_or_404(Call, slug=kwargs["slug"])
        self.language = language_code(get_language())
        self.notice = Notice.objects.current(Process.VOLUNTEERING, self.language)
        reason = call_denied_reason(self.call, now=timezone.now())
        # Without a notice to show, nobody may be asked for her data.
        if reason or self.notice is None:
            return call_not_open(request, self.call, reason)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self, step: str | None = None) -> dict[str, Any]:
        match step:
            case "kisi" | "alanlar":
                return {"call": self.call}
            case "onay":
                questions = consent_questions(CONSENTS, language=self.language)
                return {"call": self.call, "consents": questions}
        return {}

    def get_context_data(self, form: Any, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            form=form,
            call=self.call,
            notice=self.notice,
            notice_url=reverse("people:notice", args=[self.notice.pk]),
            **kwargs,
        )

    def submit(self, forms: dict[str, Any], *, key: str) -> str:
        languages = forms["diller"].cleaned_data if "diller" in forms else {}
        submission = submit_application(
            self.call,
            person=person_details(forms["kisi"].cleaned_data, language=self.language),
            answers=application_answers(
                forms["alanlar"].cleaned_data,
                languages,
                forms["zaman"].cleaned_data,
                forms["onay"],
            ),
            notice=self.notice,
            consents=forms["onay"].given_consents(),
            idempotency_key=key,
        )
        return reverse("volunteers:application", args=[submission.token])

    def place_refusal(self, refusal: Refusal) -> tuple[str, str | None, str]:
        reason = ApplicationDenied(refusal.reason)
        step, field = self.places.get(reason, ("kontrol", None))
        return step, field, refusal_words(refusal)


def wants_languages(wizard: ApplyView) -> bool:
    """Whether she chose an area that needs languages."""
    chosen = wizard.get_cleaned_data_for_step("alanlar") or {}
    return asks_languages(chosen.get("areas", []))


apply_step = ApplyView.as_view(
    [
        ("kisi", PersonForm),
        ("alanlar", AreasForm),
        ("diller", LanguagesForm),
        ("zaman", TimeForm),
        ("onay", FinalForm),
        ("kontrol", CheckForm),
    ],
    url_name="volunteers:apply_step",
    condition_dict={"diller": wants_languages},
)


def apply(request: HttpRequest, slug: str) -> HttpResponse:
    """Where "Apply" leads: the first step, or why there is none."""
    call = get_object_or_404(Call, slug=slug)
    reason = call_denied_reason(call, now=timezone.now())
    if reason:
        return call_not_open(request, call, reason)
    return redirect("volunteers:apply_step", slug=slug, step="kisi")


def call_not_open(
    request: HttpRequest, call: Call, reason: ApplicationDenied | None
) -> HttpResponse:
    """When it closed or opens, and what there is instead."""
    context = {
        "call": call,
        "is_upcoming": reason == ApplicationDenied.NOT_OPEN_YET,
        "is_closed": reason == ApplicationDenied.CLOSED,
        "open_calls": open_calls(),
        "next_call": next_call(),
    }
    status = 409 if request.method == "POST" else 200
    return render(request, "volunteers/call_not_open.html", context, status=status)
