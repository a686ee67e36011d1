"""Asking for a meeting in one's neighborhood, and the page where it stands."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from messaging.web import link_closed
from people.domain.links import open_link
from people.enums import EntryChannel, LinkPurpose, Process
from people.exceptions import Refusal
from people.forms import language_code, person_details
from people.models import Notice
from people.pace import is_too_often
from people.proof import new_task
from people.steps import StepsView
from people.web import private_page
from people.wording import refusal_words
from programs.domain import meetings
from programs.enums import ActivityKind, MeetingState
from programs.meeting_forms import AddressForm
from programs.models import Activity, MeetingRequest
from programs.workflow import MEETING_PUBLIC_NAMES

WISH, CHECK = "istek", "onay"
#: Requests that one address may send in an hour.
MOST_SENT, HOUR = 30, 3600


class AskForMeetingView(StepsView):
    """One page of questions, then the check."""

    template_name = "programs/ask_for_meeting.html"
    step_titles = {
        WISH: _("Ask for a meeting in your neighborhood"),
        CHECK: _("Check your answers"),
    }

    @cached_property
    def activity(self) -> Activity:
        return get_object_or_404(
            Activity.objects.select_related("program"),
            pk=self.kwargs["pk"],
            kind=ActivityKind.HOUSE_MEETING,
            program__is_active=True,
        )

    @cached_property
    def notice(self) -> Notice | None:
        return Notice.objects.current(
            Process.REGISTRATION, language_code(get_language())
        )

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # Nothing is asked for what cannot be had.
        self.activity.pk  # noqa: B018
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if kwargs.get("step") == CHECK and is_too_often(
            request, "meeting", most=MOST_SENT, seconds=HOUR
        ):
            return render(request, "programs/too_often.html", status=429)
        return super().post(request, *args, **kwargs)

    def submit(self, forms: dict[str, Any], *, key: str) -> str:
        wish, check = forms[WISH], forms[CHECK]
        asked = meetings.ask_for_meeting(
            self.activity,
            person=person_details(
                wish.cleaned_data, language=language_code(get_language())
            ),
            wish=wish.wish(),
            notice=self.notice,
            channel=EntryChannel.WEB,
            idempotency_key=key,
            seems_automatic=check.seems_automatic(),
        )
        return reverse("programs:meeting", kwargs={"token": asked.token})

    def place_refusal(self, refusal: Refusal) -> tuple[str, str | None, str]:
        return CHECK, None, refusal_words(refusal)

    def get_context_data(self, form: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(form=form, **kwargs)
        return {
            **context,
            "activity": self.activity,
            "notice": self.notice,
            "task": new_task() if context["is_check_page"] else None,
        }


# --- her page -------------------------------------------------------------------


def _request_behind(token: str) -> MeetingRequest | None:
    link = open_link(token, purpose=LinkPurpose.REGISTRATION)
    if link is None or link.target_type.model != "meetingrequest":
        return None
    return (
        MeetingRequest.objects.select_related("activity", "occurrence", "person")
        .prefetch_related("topics")
        .filter(pk=link.target_id, person=link.person_id)
        .first()
    )


@private_page
@require_safe
def show_meeting(request: HttpRequest, token: str) -> HttpResponse:
    """Where her request stands; once planned, the link for her neighbors."""
    asked = _request_behind(token)
    if asked is None:
        return link_closed(request)
    return render(request, "programs/meeting.html", _context(request, asked, token))


@private_page
def withdraw_meeting(request: HttpRequest, token: str) -> HttpResponse:
    """Asks once more, then takes the request back."""
    asked = _request_behind(token)
    if asked is None:
        return link_closed(request)
    if asked.state != MeetingState.REQUESTED:
        return redirect("programs:meeting", token=token)
    if request.method == "POST":
        try:
            meetings.withdraw_meeting(asked)
        except Refusal as refusal:
            messages.error(request, refusal_words(refusal))
        return redirect("programs:meeting", token=token)
    context = _context(request, asked, token)
    return render(request, "programs/withdraw_meeting.html", context)


@private_page
def meeting_address(request: HttpRequest, token: str) -> HttpResponse:
    """She writes where they meet, once there is a date."""
    asked = _request_behind(token)
    if asked is None:
        return link_closed(request)
    if asked.state != MeetingState.PLANNED:
        return redirect("programs:meeting", token=token)
    form = AddressForm(request.POST or None, initial={"address": asked.host_address})
    if request.method == "POST" and form.is_valid():
        try:
            meetings.note_address(asked, address=form.cleaned_data["address"])
        except Refusal as refusal:
            form.add_error(None, refusal_words(refusal))
        else:
            messages.success(request, gettext("The address is noted."))
            return redirect("programs:meeting", token=token)
    context = {**_context(request, asked, token), "form": form}
    return render(request, "programs/meeting_address.html", context)


def _context(request: HttpRequest, asked: MeetingRequest, token: str) -> dict[str, Any]:
    state = MeetingState(asked.state)
    occurrence = asked.occurrence
    return {
        "asked": asked,
        "token": token,
        "occurrence": occurrence,
        "state_words": MEETING_PUBLIC_NAMES[state],
        "is_open": state == MeetingState.REQUESTED,
        "is_planned": state == MeetingState.PLANNED,
        "invitation_url": (
            request.build_absolute_uri(occurrence.get_invitation_url())
            if occurrence is not None and occurrence.invitation
            else ""
        ),
    }
