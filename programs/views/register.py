"""Registering in three steps."""

from contextlib import suppress
from functools import cached_property
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from people.domain.consents import consent_questions
from people.enums import EntryChannel, Process
from people.exceptions import Refusal
from people.forms import language_code, person_details, typed_in
from people.models import Notice
from people.steps import StepsView
from people.wording import refusal_words
from programs.domain import admission, holds, queries
from programs.domain.eligibility import window_denied_reason
from programs.domain.party import seats_of
from programs.enums import RegistrationRefusal
from programs.forms import WhoForm
from programs.hold_words import hold_words, not_held_words, too_few_words
from programs.models import Occurrence
from programs.rule_words import who_may
from programs.views.invited import invited_to

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
    #: A step while a row is added or time is asked for: typed, not yet checked.
    typed: dict[str, Any] | None = None

    @cached_property
    def occurrence(self) -> Occurrence:
        return get_object_or_404(
            Occurrence.objects.published()
            .open_to(invited_to(self.request))
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

    # --- places held meanwhile -------------------------------------------------

    @property
    def hold_token(self) -> str:
        return str(self.storage.extra_data.get("hold_token", ""))

    def process_step(self, form: Any) -> Any:
        if self.steps.current == WHO:
            seats = seats_of(form.party(), activity=self.occurrence.activity)
            held = holds.hold_seats(self.occurrence, seats=seats, token=self.hold_token)
            self.storage.extra_data = {
                **self.storage.extra_data,
                "hold_token": held[0] if held else "",
                "seats_asked": seats,
            }
        return super().process_step(form)

    def _with_more_time(self, request: HttpRequest) -> HttpResponse:
        """The step as it was typed; the page says how long the places are held now."""
        step = self.kwargs.get("step")
        if step not in (REACH, CHECK) or not self._has_answers():
            return redirect(self.get_step_url(WHO))
        if (after := request.POST["extend_hold"]).isdecimal():
            with suppress(Refusal):
                holds.extend_hold(self.hold_token, after=int(after))
        self.storage.current_step = step
        self.typed = typed_in(self.get_form(step=step, data=request.POST))
        return self.render(self.get_form(step=step))

    def _leave(self, request: HttpRequest) -> HttpResponse:
        """She does not want to go on: nothing is held, and nothing typed is kept."""
        if self.hold_token:
            holds.release_hold(self.hold_token)
        self.storage.reset()
        messages.success(
            request, gettext("You have left the form; nothing you wrote was kept.")
        )
        response = redirect(reverse("wagtail_serve", args=[""]))
        response.status_code = HTTPStatus.SEE_OTHER
        return response

    def _hold_context(self) -> dict[str, Any]:
        """What the steps after the first say of the places."""
        token = self.hold_token
        hold = holds.live_hold(token) if token else None
        if hold is not None:
            self.occurrence.without_hold_of(hold.seats)
        if self.steps.current == WHO:
            return {}
        if hold is not None:
            return {"hold": hold, "hold_words": hold_words(hold)}
        seats = int(self.storage.extra_data.get("seats_asked", 0))
        return {
            "hold_lapsed": bool(token),
            "too_few_words": too_few_words(self.occurrence, seats=seats),
            "not_held_words": (
                not_held_words(self.occurrence, seats=seats) if seats else ""
            ),
        }

    # --- rows for children ----------------------------------------------------

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.POST.keys() & {"add_child", "remove_child"}:
            self.storage.current_step = WHO
            return self.render(self._with_other_rows(request))
        if "release_hold" in request.POST:
            return self._leave(request)
        if "extend_hold" in request.POST:
            return self._with_more_time(request)
        if self._was_moved(request) and self._has_answers():
            return self._as_it_is_now(request)
        return super().post(request, *args, **kwargs)

    def _was_moved(self, request: HttpRequest) -> bool:
        """Whether the page she confirms told other times than there are by now."""
        told = request.POST.get("times", self._times())
        return self.kwargs.get("step") == CHECK and told != self._times()

    def _times(self) -> str:
        begins, ends = self.occurrence.starts_at, self.occurrence.ends_at
        return f"{begins.timestamp():.0f}-{ends.timestamp():.0f}"

    def _as_it_is_now(self, request: HttpRequest) -> HttpResponse:
        """The last step once more, with the times as they are and what she ticked."""
        self.storage.current_step = CHECK
        form = self.get_form(step=CHECK, data=request.POST)
        form.add_error(
            None,
            _(
                "The time of this date has changed. Please look at it once more, then "
                "complete the registration."
            ),
        )
        return self.render(form)

    def _with_other_rows(self, request: HttpRequest) -> WhoForm:
        """The first step as it was typed, with one row for a child more or less."""
        form = self.get_form(step=WHO, data=request.POST)
        typed, rows = typed_in(form), form.child_rows
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
        if self.typed is not None:
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
            access_needs=reach.access_needs(),
            states_woman=who.states_woman,
            states_took_part=who.states_took_part,
            idempotency_key=key,
            hold_token=self.hold_token,
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
            case reason.TOOK_PART_BEFORE:
                return WHO, "took_part", words
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
            **self._hold_context(),
            "occurrence": self.occurrence,
            "times": self._times(),
            "traits": self.occurrence.activity.traits,
            "notice": self.notice,
            "who_may": who_may(self.occurrence.activity),
            "others": queries.other_dates(self.occurrence) if refused else [],
        }
