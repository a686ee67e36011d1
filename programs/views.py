"""Public screens: registering in three steps, and one's own page."""

from functools import cached_property
from typing import Any

import segno
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from messaging.calendar_files import published_copy
from messaging.web import link_closed
from people.domain.consents import consent_questions
from people.domain.links import open_link
from people.enums import ContactChannel, EntryChannel, LinkPurpose, Process
from people.exceptions import Refusal
from people.forms import language_code, person_details
from people.models import Notice
from people.steps import StepsView
from people.web import private_page
from people.wording import refusal_words
from programs.calendar import registration_appointment
from programs.domain import admission, queries, registrations, waiting_list
from programs.domain.deadlines import latest_answer
from programs.domain.eligibility import window_denied_reason
from programs.enums import RegistrationRefusal, RegistrationState
from programs.forms import WhoForm
from programs.models import Occurrence, Registration
from programs.rule_words import who_may
from programs.workflow import PUBLIC_NAMES

WHO, REACH, CHECK = "kimler", "ulasim", "onay"
CONSENTS = (queries.PHOTO_CONSENT,)


class RegisterView(StepsView):
    """Who is coming, how to reach her and where she boards, check and confirm."""

    template_name = "programs/register.html"
    step_titles = {
        WHO: _("Who is coming?"),
        REACH: _("How do we reach you?"),
        CHECK: _("Check and confirm"),
    }
    #: The first step while a row is added: typed, not yet checked.
    typed: dict[str, Any] | None = None

    @cached_property
    def occurrence(self) -> Occurrence:
        return get_object_or_404(
            Occurrence.objects.published()
            .with_places()
            .select_related("activity__program"),
            pk=self.kwargs["pk"],
        )

    @cached_property
    def notice(self) -> Notice | None:
        return Notice.objects.current(
            Process.REGISTRATION, language_code(get_language())
        )

    # --- dates that cannot be registered for ----------------------------------

    def denied_words(self) -> str:
        """Why nobody can register here now, or ""."""
        if self.occurrence.takes_registrations:
            return ""
        refusal = window_denied_reason(self.occurrence, now=timezone.now())
        return refusal_words(refusal or Refusal(RegistrationRefusal.FULL))

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if (words := self.denied_words()) and not self._has_answers():
            return render(
                request,
                "programs/no_registration.html",
                {
                    "occurrence": self.occurrence,
                    "words": words,
                    "who_may": who_may(self.occurrence.activity),
                    "others": queries.other_dates(self.occurrence),
                },
            )
        return super().get(request, *args, **kwargs)

    # --- rows for children ----------------------------------------------------

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.POST.keys() & {"add_child", "remove_child"}:
            self.storage.current_step = WHO
            return self.render(self._with_other_rows(request))
        return super().post(request, *args, **kwargs)

    def _with_other_rows(self, request: HttpRequest) -> WhoForm:
        """The first step as it was typed, with one row for a child more or less."""
        form = self.get_form(step=WHO, data=request.POST)
        typed, rows = form.typed(), form.child_rows
        if "add_child" in request.POST and form.may_add_child:
            rows += 1
        elif (gone := request.POST.get("remove_child", "")).isdecimal():
            for row in range(int(gone), rows):
                for part in ("name", "year", "month"):
                    typed[f"child_{row}_{part}"] = typed.get(
                        f"child_{row + 1}_{part}", ""
                    )
            rows = max(rows - 1, 0)
        self.typed = {**typed, "children": rows}
        return self.get_form(step=WHO)

    def get_form_initial(self, step: str) -> dict[str, Any]:
        if step == WHO and self.typed is not None:
            return self.typed
        initial: dict[str, Any] = super().get_form_initial(step)
        return initial

    # --- the steps ------------------------------------------------------------

    def get_form_kwargs(self, step: str | None = None) -> dict[str, Any]:
        if step == CHECK:
            return {
                "consents": consent_questions(
                    CONSENTS, language=language_code(get_language())
                )
            }
        return {"occurrence": self.occurrence}

    def submit(self, forms: dict[str, Any], *, key: str) -> str:
        who, reach = forms[WHO], forms[REACH]
        admitted = admission.register_party(
            occurrence=self.occurrence,
            person=person_details(
                {**who.cleaned_data, **reach.cleaned_data},
                language=language_code(get_language()),
            ),
            party=who.party(),
            boarding_point=reach.boarding_point(),
            channel=EntryChannel.WEB,
            notice=self.notice,
            consents=forms[CHECK].given_consents(),
            emergency=reach.emergency(),
            states_woman=who.states_woman,
            idempotency_key=key,
        )
        return reverse("programs:own", kwargs={"token": admitted.token})

    def place_refusal(self, refusal: Refusal) -> tuple[str, str | None, str]:
        reason, words = RegistrationRefusal, refusal_words(refusal)
        match refusal.reason:
            case reason.UNDER_AGE | reason.OVER_AGE | reason.BIRTH_DATE_MISSING:
                return WHO, "birth_date", words
            case reason.OTHER_DISTRICT:
                return WHO, "district", words
            case reason.STATEMENT_MISSING:
                return WHO, "is_woman", words
            case (
                reason.CHILDREN_NOT_ALLOWED
                | reason.CHILD_TOO_OLD
                | reason.CHILD_NOT_BORN
                | reason.TOO_MANY_CHILDREN
                | reason.COMPANION_NOT_ALLOWED
                | reason.TOO_MANY_COMPANIONS
                | reason.PARTY_TOO_LARGE
                | reason.PARTY_TOO_SMALL
                | reason.CHILD_MONTH_MISSING
                | reason.CHILD_MONTHS
                | reason.CHILD_NEEDED
                | reason.TOOK_PART_BEFORE
            ):
                return WHO, None, words
            case reason.BOARDING_POINT_MISSING | reason.BOARDING_POINT_FOREIGN:
                return REACH, "boarding_point", words
        return CHECK, None, words

    def get_context_data(self, form: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(form=form, **kwargs)
        refused = form.is_bound and form.non_field_errors()
        return {
            **context,
            "occurrence": self.occurrence,
            "notice": self.notice,
            "who_may": who_may(self.occurrence.activity),
            "others": queries.other_dates(self.occurrence) if refused else [],
        }


# --- her own page -------------------------------------------------------------


def _registration_behind(token: str) -> Registration | None:
    """What the private link opens, with everything her page shows."""
    link = open_link(token, purpose=LinkPurpose.REGISTRATION)
    if link is None:
        return None
    return (
        Registration.objects.select_related(
            "occurrence__activity__program", "person", "boarding_point"
        )
        .prefetch_related("members")
        .filter(pk=link.target_id, person=link.person_id)
        .first()
    )


@private_page
@require_safe
def show_own(request: HttpRequest, token: str) -> HttpResponse:
    """Her registration: the place, the position, the offer, or that it is over."""
    registration = _registration_behind(token)
    if registration is None:
        return link_closed(request)
    return render(request, "programs/own.html", _own_context(registration, token))


@private_page
@require_POST
def answer_offer(request: HttpRequest, token: str) -> HttpResponse:
    """She takes the offered place or gives it up."""
    registration = _registration_behind(token)
    if registration is None:
        return link_closed(request)
    verb = (
        waiting_list.accept_offer
        if request.POST.get("answer") == "accept"
        else registrations.decline_offer
    )
    already = registration.state in (
        RegistrationState.CONFIRMED,
        RegistrationState.DECLINED,
    )
    if not already:
        try:
            verb(registration)
        except Refusal as refusal:
            messages.error(request, refusal_words(refusal))
    return redirect("programs:own", token=token)


@private_page
def cancel_own(request: HttpRequest, token: str) -> HttpResponse:
    """Asks once more, then gives up the place or leaves the list."""
    registration = _registration_behind(token)
    if registration is None:
        return link_closed(request)
    if request.method == "POST":
        if registration.state != RegistrationState.CANCELLED:
            try:
                registrations.cancel_registration(registration)
            except Refusal as refusal:
                messages.error(request, refusal_words(refusal))
        return redirect("programs:own", token=token)
    context = _own_context(registration, token)
    if not context["may_cancel"]:
        return redirect("programs:own", token=token)
    return render(request, "programs/cancel.html", context)


@private_page
@require_safe
def own_calendar(request: HttpRequest, token: str) -> HttpResponse:
    """The date as a neutral calendar file."""
    registration = _registration_behind(token)
    if registration is None:
        return link_closed(request)
    response = HttpResponse(
        published_copy(registration_appointment(registration), registration.person),
        content_type="text/calendar; charset=utf-8",
    )
    response["Content-Disposition"] = 'attachment; filename="randevu.ics"'
    return response


def _own_context(registration: Registration, token: str) -> dict[str, Any]:
    occurrence, now = registration.occurrence, timezone.now()
    state = RegistrationState(registration.state)
    coming = occurrence.starts_at > now
    may_cancel = coming and (
        state in (RegistrationState.WAITING, RegistrationState.OFFERED)
        or (state == RegistrationState.CONFIRMED and now < occurrence.cancel_until)
    )
    is_over = state not in RegistrationState.live
    is_confirmed = state in (RegistrationState.CONFIRMED, RegistrationState.ATTENDED)
    is_waiting = state == RegistrationState.WAITING
    return {
        "registration": registration,
        "occurrence": occurrence,
        "token": token,
        "state_words": PUBLIC_NAMES[state],
        "is_confirmed": is_confirmed,
        "is_waiting": is_waiting,
        "is_offered": state == RegistrationState.OFFERED,
        "is_over": is_over,
        "offer_stands": bool(
            registration.offer_expires_at and registration.offer_expires_at > now
        ),
        "is_coming": coming,
        "may_cancel": may_cancel,
        "position": waiting_list.position(registration),
        "freed": queries.usually_freed(occurrence) if is_waiting else None,
        "last_answer": latest_answer(occurrence.starts_at),
        "she_calls": registration.person.contact_channel == ContactChannel.SHE_CALLS,
        "others": queries.other_dates(occurrence) if is_over else [],
        "qr_code": (
            segno.make(registration.code, micro=False).svg_inline(
                border=2, omitsize=True
            )
            if is_confirmed
            else ""
        ),
    }
