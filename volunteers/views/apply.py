"""The application form."""

from typing import Any, ClassVar

from django.forms.utils import ErrorDict
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.decorators import method_decorator
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from people.domain.consents import consent_questions
from people.enums import Process
from people.exceptions import Refusal
from people.forms import language_code, person_details
from people.models import Notice
from people.pace import is_too_often
from people.proof import new_task
from people.steps import StepsView
from people.web import private_page
from people.wording import refusal_words
from volunteers.domain.applications import submit_application
from volunteers.domain.drafts import begin_draft, drop_file, keep_file, keep_step
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
    QuestionsForm,
    TimeForm,
    application_answers,
    asks_languages,
    uploads_in,
)
from volunteers.models import Call
from volunteers.views.drafts import later
from volunteers.views.storage import draft_of, forget_draft, remember_draft

#: Forms that one address may begin, and send, in an hour.
MOST_BEGUN, MOST_SENT, HOUR = 120, 60, 3600


@method_decorator(private_page, name="dispatch")
class ApplyView(StepsView):
    """A few short steps, more for who translates or is asked more, then the check.

    From the first "Continue" on everything is kept in a draft (`domain.drafts`).
    """

    storage_name = "volunteers.views.storage.DraftStorage"
    template_name = "volunteers/apply_step.html"
    step_titles: ClassVar[dict[str, Any]] = {
        "kisi": _("About you"),
        "alanlar": _("What would you like to do?"),
        "diller": _("Your languages"),
        "zaman": _("Your time"),
        "sorular": _("A few more questions"),
        "onay": _("Consents"),
        "kontrol": _("Check your answers"),
    }
    places: ClassVar[dict[ApplicationDenied, tuple[str, str | None]]] = {
        ApplicationDenied.BIRTH_DATE_MISSING: ("kisi", "birth_date"),
        ApplicationDenied.UNDER_AGE: ("kisi", "birth_date"),
        ApplicationDenied.NO_AREA: ("alanlar", "areas"),
        ApplicationDenied.TOO_MANY_AREAS: ("alanlar", "areas"),
        ApplicationDenied.FOREIGN_AREA: ("alanlar", "areas"),
        ApplicationDenied.ANSWER_MISSING: ("sorular", None),
    }

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.call = get_object_or_404(Call, slug=kwargs["slug"])
        self.language = language_code(get_language())
        self.notice = Notice.objects.current(Process.VOLUNTEERING, self.language)
        self.file_faults: dict[str, str] = {}
        request.draft = self.draft = draft_of(request, self.call)
        begun_at = self.draft.created_at if self.draft else None
        reason = call_denied_reason(self.call, now=timezone.now(), begun_at=begun_at)
        # Without a notice to show, nobody may be asked for her data.
        if reason or self.notice is None:
            return call_not_open(request, self.call, reason)
        return super().dispatch(request, *args, **kwargs)

    # --- keeping ---------------------------------------------------------------

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        step = kwargs["step"]
        if step not in self.get_form_list():
            return redirect(self.get_step_url(self.steps.first))
        self.storage.current_step = step
        if "autosave" in request.POST:
            return self.autosave(step)
        if self._comes_too_often(step):
            return render(request, "volunteers/too_often.html", status=429)
        if step == "sorular":
            self.take_files()
        if "later" in request.POST and self.draft is not None:
            self.keep(step, is_checked=False)
            return later(request, slug=self.call.slug)
        response = super().post(request, *args, **kwargs)
        if response.status_code == 200 and self.draft is not None:
            # Not right yet, and not lost when she leaves it so.
            self.keep(self.steps.current, is_checked=False)
        return response

    def _comes_too_often(self, step: str) -> bool:
        if step == self.steps.last:
            return is_too_often(self.request, "apply", most=MOST_SENT, seconds=HOUR)
        return self.draft is None and is_too_often(
            self.request, "begin", most=MOST_BEGUN, seconds=HOUR
        )

    def autosave(self, step: str) -> JsonResponse:
        """What the script posts while she types; nothing is kept before the notice
        and the first "Continue"."""
        if self.draft is None or step == self.steps.last:
            return JsonResponse({"saved": ""})
        self.keep(step, is_checked=False)
        return JsonResponse({"saved": self.saved_at()})

    def keep(self, step: str, *, is_checked: bool) -> None:
        if step == self.steps.last:
            return  # Its fields are no answers of hers.
        if self.draft is None:
            self.draft = begin_draft(self.call)
            remember_draft(self.request, self.draft)
        kept = keep_step(
            self.draft, step, dict(self._posted(step).lists()), is_checked=is_checked
        )
        if kept is None:
            forget_draft(self.request, self.call)
        self.draft = kept

    def process_step(self, form: Any) -> Any:
        self.keep(self.steps.current, is_checked=True)
        return self._posted(self.steps.current)

    def _posted(self, step: str) -> MultiValueDict[str, Any]:
        """The fields of this step and nothing else of the request."""
        return MultiValueDict(
            {
                name: values
                for name, values in self.request.POST.lists()
                if name.startswith(f"{step}-")
            }
        )

    def take_files(self) -> None:
        """Keep each upload that is right, whatever else on the page is not."""
        if self.draft is None:
            return
        questions = list(self.call.questions.all())
        names = {one.key: f"sorular-question_{one.key}" for one in questions}
        for key, name in names.items():
            if f"{name}_remove" in self.request.POST:
                drop_file(self.draft, question=key)
        posted = {
            key: self.request.FILES[name]
            for key, name in names.items()
            if name in self.request.FILES
        }
        for key, checked, fault in uploads_in(posted, questions):
            if checked is None:
                self.file_faults[key] = fault
            else:
                keep_file(self.draft, question=key, checked=checked)
        self.draft = self.request.draft = draft_of(self.request, self.call)

    def saved_at(self) -> str:
        """ "Kaydedildi 14.32"."""
        if self.draft is None:
            return ""
        moment = date_format(timezone.localtime(self.draft.saved_at), "H.i")
        return gettext("Saved %(moment)s") % {"moment": moment}

    # --- showing ---------------------------------------------------------------

    def get_form_kwargs(self, step: str | None = None) -> dict[str, Any]:
        match step:
            case "kisi" | "alanlar":
                return {"call": self.call}
            case "sorular":
                files = self.draft.files.all() if self.draft else ()
                return {
                    "call": self.call,
                    "kept_files": {one.question: one for one in files},
                    "file_faults": self.file_faults,
                }
            case "onay":
                questions = consent_questions(CONSENTS, language=self.language)
                return {"consents": questions}
        return {}

    def render(self, form: Any = None, **kwargs: Any) -> HttpResponse:
        step = self.steps.current
        if self.request.method != "POST" and step in self.storage.partial:
            form = self.get_form(step, data=MultiValueDict(self.storage.partial[step]))
            # She has not said "Continue" yet: nothing is found fault with.
            form._errors = ErrorDict()
            form.cleaned_data = {}
        return super().render(form, **kwargs)

    def get_context_data(self, form: Any, **kwargs: Any) -> dict[str, Any]:
        is_check_page = self.steps.current == self.steps.last
        return super().get_context_data(
            form=form,
            call=self.call,
            notice=self.notice,
            notice_url=reverse("people:notice", args=[self.notice.pk]),
            saved=self.saved_at(),
            can_leave="kisi" in self.storage.data[self.storage.step_data_key],
            task=new_task() if is_check_page else None,
            in_grace=self.call.has_closed(),
            **kwargs,
        )

    @cached_property
    def has_questions(self) -> bool:
        return self.call.questions.exists()

    # --- sending ---------------------------------------------------------------

    def _key(self) -> str:
        return self.draft.key if self.draft else ""

    def submit(self, forms: dict[str, Any], *, key: str) -> str:
        languages = forms["diller"].cleaned_data if "diller" in forms else {}
        submission = submit_application(
            self.call,
            person=person_details(forms["kisi"].cleaned_data, language=self.language),
            answers=application_answers(
                forms["alanlar"].cleaned_data,
                languages,
                forms["zaman"].cleaned_data,
                forms["sorular"].answers() if "sorular" in forms else {},
            ),
            notice=self.notice,
            consents=forms["onay"].given_consents(),
            idempotency_key=key,
            draft=self.draft,
            suspicion=forms["kontrol"].suspicion(),
        )
        forget_draft(self.request, self.call)
        self.draft = None
        return reverse("volunteers:application", args=[submission.token])

    def place_refusal(self, refusal: Refusal) -> tuple[str, str | None, str]:
        reason = ApplicationDenied(refusal.reason)
        step, field = self.places.get(reason, ("kontrol", None))
        return step, field, refusal_words(refusal)


def wants_languages(wizard: ApplyView) -> bool:
    """Whether she chose an area that needs languages."""
    chosen = wizard.get_cleaned_data_for_step("alanlar") or {}
    return asks_languages(chosen.get("areas", []))


def wants_questions(wizard: ApplyView) -> bool:
    return wizard.has_questions


apply_step = ApplyView.as_view(
    [
        ("kisi", PersonForm),
        ("alanlar", AreasForm),
        ("diller", LanguagesForm),
        ("zaman", TimeForm),
        ("sorular", QuestionsForm),
        ("onay", FinalForm),
        ("kontrol", CheckForm),
    ],
    url_name="volunteers:apply_step",
    condition_dict={"diller": wants_languages, "sorular": wants_questions},
)


def apply(request: HttpRequest, slug: str) -> HttpResponse:
    """Where "Apply" leads: the first step, or why there is none."""
    call = get_object_or_404(Call, slug=slug)
    draft = draft_of(request, call)
    begun_at = draft.created_at if draft else None
    reason = call_denied_reason(call, now=timezone.now(), begun_at=begun_at)
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
