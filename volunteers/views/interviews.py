"""Choosing, changing and giving up an interview time. A GET changes nothing.

The same pages open by the link of the invitation and by her own page's link.
"""

from datetime import timedelta
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from messaging.calendar_files import published_copy
from people.enums import LinkPurpose
from people.exceptions import Refusal
from people.wording import refusal_words
from volunteers.calendar_files import interview_appointment
from volunteers.domain.interviews import (
    ask_for_earlier_times,
    ask_for_other_times,
    book_interview,
    change_denied_reason,
    changes_made,
    give_up_interview,
    live_interview,
    move_interview,
    once_each,
)
from volunteers.domain.queries import free_slots
from volunteers.enums import ApplicationState
from volunteers.exceptions import InterviewDenied
from volunteers.forms import OtherTimesForm
from volunteers.models import Application, Interview, InterviewSlot
from volunteers.views.own import OWN_PAGE, behind_link


def _choose(request: HttpRequest, token: str, application: Application) -> HttpResponse:
    error = ""
    other_times = OtherTimesForm()
    if request.method == "POST":
        if request.POST.get("action") == "earlier":
            return _wish(request, application)
        if request.POST.get("action") == "other_times":
            other_times = OtherTimesForm(request.POST)
            if other_times.is_valid():
                return _ask(request, application, other_times.cleaned_data["note"])
        else:
            error = _take(request, application)
            if not error:
                return redirect(request.path)
    context = {
        **_situation(application),
        "token": token,
        "error": error,
        "chosen": request.POST.get("slot", ""),
        "other_times": other_times,
    }
    status = 409 if error else 200
    return render(request, "volunteers/interview.html", context, status=status)


def _situation(application: Application) -> dict[str, Any]:
    """What there is to see and to choose now."""
    interview = live_interview(application)
    is_invited = application.state == ApplicationState.INVITED
    most, made = application.call.interview_changes, changes_made(application)
    refused: InterviewDenied | None = None
    if interview is not None:
        interview.application = application
        refused = change_denied_reason(interview)
    elif not is_invited or made > most:
        refused = InterviewDenied.NO_MORE_CHANGES
    wishes_earlier = (
        refused == InterviewDenied.NO_MORE_CHANGES
        and interview is not None
        and interview.wants_earlier
    )
    slots = free_slots(application) if refused is None or wishes_earlier else []
    if wishes_earlier:
        slots = [slot for slot in slots if slot.starts_at < interview.slot.starts_at]
    slots = once_each(slots, besides=interview.slot if interview else None)
    days = groupby(slots, key=lambda slot: timezone.localdate(slot.starts_at))
    hours = application.call.interview_change_hours
    return {
        "application": application,
        "interview": interview,
        "is_invited": is_invited,
        "may_choose": refused is None,
        "only_earlier": wishes_earlier,
        "may_give_up": interview and refused != InterviewDenied.SLOT_PAST,
        "refused": refused.label % {"hours": hours} if refused else "",
        "changes_left": max(0, most - made),
        "change_until": (
            interview.slot.starts_at - timedelta(hours=hours) if interview else None
        ),
        "days": [(day, list(slots_of_day)) for day, slots_of_day in days],
        "stage": application.stage,
    }


def _take(request: HttpRequest, application: Application) -> str:
    """Book or move; what is wrong in words, or ""."""
    chosen, _dot, seen = request.POST.get("slot", "").partition(".")
    slot = InterviewSlot.objects.filter(pk=chosen).first() if chosen.isdigit() else None
    if slot is None:
        return _("Choose a time.")
    try:
        if request.POST.get("action") == "move":
            move_interview(application, slot=slot, seen=seen)
            messages.success(request, _("Your appointment was moved."))
        else:
            book_interview(application, slot=slot, seen=seen)
            messages.success(request, _("Your appointment is booked."))
    except Refusal as refusal:
        return refusal_words(refusal)
    return ""


def _wish(request: HttpRequest, application: Application) -> HttpResponse:
    wanted = request.POST.get("wanted") == "1"
    try:
        ask_for_earlier_times(application, wanted=wanted)
    except Refusal as refusal:
        messages.error(request, refusal_words(refusal))
    else:
        messages.success(
            request,
            _("We tell you when an earlier time comes free.")
            if wanted
            else _("We tell you of no earlier times any more."),
        )
    return redirect(request.path)


def _ask(request: HttpRequest, application: Application, note: str) -> HttpResponse:
    try:
        ask_for_other_times(application, note=note)
    except Refusal as refusal:
        messages.error(request, refusal_words(refusal))
    else:
        messages.success(request, _("Thank you; we will look for another time."))
    return redirect(request.path)


def _give_up(
    request: HttpRequest, token: str, application: Application
) -> HttpResponse:
    up = request.path.removesuffix("iptal/")
    interview = live_interview(application)
    if interview is None:
        return redirect(up)
    if request.method == "POST":
        try:
            give_up_interview(application)
        except Refusal as refusal:
            messages.error(request, refusal_words(refusal))
        else:
            messages.success(request, _("Your appointment was cancelled."))
        return redirect(up)
    context = {"application": application, "interview": interview, "up": up}
    return render(request, "volunteers/give_up.html", context)


def _calendar(
    request: HttpRequest, token: str, application: Application
) -> HttpResponse:
    interview: Interview | None = live_interview(application)
    if interview is None:
        raise Http404
    calendar = published_copy(interview_appointment(interview), application.person)
    return HttpResponse(
        calendar,
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="randevu.ics"'},
    )


_BOTH = ["GET", "HEAD", "POST"]
_by_invitation = behind_link(LinkPurpose.INTERVIEW)
_by_own_page = behind_link(*OWN_PAGE)

choose_time = require_http_methods(_BOTH)(_by_invitation(_choose))
choose_time_from_page = require_http_methods(_BOTH)(_by_own_page(_choose))
give_up = require_http_methods(_BOTH)(_by_invitation(_give_up))
give_up_from_page = require_http_methods(_BOTH)(_by_own_page(_give_up))
calendar_file = require_http_methods(["GET", "HEAD"])(_by_invitation(_calendar))
calendar_file_from_page = require_http_methods(["GET", "HEAD"])(_by_own_page(_calendar))
