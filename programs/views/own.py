"""Her own page: the place, the number in line, the offer, what she may change."""

from typing import Any

import segno
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from messaging.calendar_files import published_copies, published_copy
from messaging.web import link_closed
from people.domain.links import issue_link, open_link
from people.enums import ContactChannel, LinkPurpose
from people.exceptions import Refusal
from people.web import private_page
from people.wording import refusal_words
from programs.calendar import registration_appointment, session_appointments
from programs.domain import changes, queries, registrations, waiting_list
from programs.domain.chances import chance_of
from programs.domain.deadlines import latest_answer
from programs.domain.feedback import feedback_denied_reason
from programs.domain.standing import no_show_counts, standing_now
from programs.enums import RegistrationState
from programs.models import Occurrence, Registration
from programs.own_forms import PartyForm
from programs.session_words import run_words
from programs.workflow import PUBLIC_NAMES


def registration_behind(token: str) -> Registration | None:
    """What the private link opens, with everything her page shows."""
    link = open_link(token, purpose=LinkPurpose.REGISTRATION)
    if link is None or link.target_type.model != "registration":
        return None
    return (
        Registration.objects.select_related(
            "occurrence__activity__program",
            "occurrence__meeting_request",
            "person",
            "boarding_point",
            "draw_entry",
            "occurrence__venue",
            "course_result",
        )
        .prefetch_related("members", "skips")
        .filter(pk=link.target_id, person=link.person_id)
        .first()
    )


@private_page
@require_safe
def show_own(request: HttpRequest, token: str) -> HttpResponse:
    """Her registration: the place, the position, the offer, or that it is over."""
    registration = registration_behind(token)
    if registration is None:
        return link_closed(request)
    return render(request, "programs/own.html", _own_context(registration, token))


@private_page
@require_POST
def answer_offer(request: HttpRequest, token: str) -> HttpResponse:
    """She takes the offered place or gives it up."""
    registration = registration_behind(token)
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
    registration = registration_behind(token)
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
def change_own(request: HttpRequest, token: str) -> HttpResponse:
    """Another party or boarding point, while it may be changed."""
    registration = registration_behind(token)
    if registration is None:
        return link_closed(request)
    context = _own_context(registration, token)
    if not context["may_change"]:
        return redirect("programs:own", token=token)
    form = PartyForm(request.POST or None, registration=registration)
    if request.method == "POST" and form.is_valid():
        try:
            changes.change_party(
                registration, party=form.party(), boarding_point=form.boarding_point()
            )
        except Refusal as refusal:
            form.add_error(None, refusal_words(refusal))
        else:
            messages.success(request, gettext("Your registration is changed."))
            return redirect("programs:own", token=token)
    return render(request, "programs/change.html", {**context, "form": form})


@private_page
@require_POST
def open_other(request: HttpRequest, token: str) -> HttpResponse:
    """Another registration of hers, under a link of its own."""
    registration = registration_behind(token)
    if registration is None:
        return link_closed(request)
    asked = request.POST.get("registration", "")
    other = next(
        (one for one in queries.others_of(registration) if one.code == asked), None
    )
    if other is None:
        raise Http404
    token = issue_link(
        registration.person, purpose=LinkPurpose.REGISTRATION, target=other
    )
    return redirect("programs:own", token=token)


@private_page
@require_safe
def own_calendar(request: HttpRequest, token: str) -> HttpResponse:
    """The date, or every session of a course, as a neutral calendar file."""
    registration = registration_behind(token)
    if registration is None:
        return link_closed(request)
    response = HttpResponse(
        _calendar_of(registration), content_type="text/calendar; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="randevu.ics"'
    return response


def _address_of(occurrence: Occurrence) -> str:
    """Where a meeting at somebody's home is; for who has a place, and only to come."""
    asked = getattr(occurrence, "meeting_request", None)
    return asked.host_address if asked else ""


def _calendar_of(registration: Registration) -> str:
    person, occurrence = registration.person, registration.occurrence
    if occurrence.has_sessions:
        sessions = session_appointments(registration, occurrence.sessions.live())
        return published_copies(sessions, person)
    return published_copy(registration_appointment(registration), person)


def _course_context(
    registration: Registration, state: RegistrationState
) -> dict[str, Any]:
    """Her sessions and what she leaves the course with; nothing for a trip."""
    occurrence = registration.occurrence
    if not occurrence.has_sessions:
        return {}
    return {
        "sessions": list(occurrence.sessions.all()),
        "run_words": run_words(occurrence),
        "may_join_online": state
        in (RegistrationState.CONFIRMED, RegistrationState.ATTENDED),
        "result": getattr(registration, "course_result", None),
        "is_running": occurrence.ends_at > timezone.now(),
    }


def _own_context(registration: Registration, token: str) -> dict[str, Any]:
    occurrence, now = registration.occurrence, timezone.now()
    state = RegistrationState(registration.state)
    coming = occurrence.starts_at > now
    in_time = coming and now < occurrence.cancel_until
    # From the departure on nobody is next, also before the list is closed.
    list_closed = state == RegistrationState.UNPLACED or (
        state in (RegistrationState.WAITING, RegistrationState.OFFERED)
        and occurrence.entry_until <= now
    )
    is_waiting = state == RegistrationState.WAITING and not list_closed
    may_cancel = (coming and (is_waiting or state == RegistrationState.OFFERED)) or (
        in_time and state == RegistrationState.CONFIRMED
    )
    is_over = state not in RegistrationState.live
    is_confirmed = state in (RegistrationState.CONFIRMED, RegistrationState.ATTENDED)
    in_draw = is_waiting and occurrence.awaits_draw
    return {
        **_course_context(registration, state),
        "registration": registration,
        "occurrence": occurrence,
        "traits": occurrence.activity.traits,
        "meets_at": _address_of(occurrence) if is_confirmed and coming else "",
        "token": token,
        "list_closed": list_closed,
        "state_words": PUBLIC_NAMES[
            RegistrationState.UNPLACED if list_closed else state
        ],
        "is_confirmed": is_confirmed,
        "is_waiting": is_waiting and not in_draw,
        "is_in_draw": in_draw,
        "draw_entry": getattr(registration, "draw_entry", None),
        "is_offered": state == RegistrationState.OFFERED and not list_closed,
        "is_over": is_over,
        "offer_stands": bool(
            registration.offer_expires_at and registration.offer_expires_at > now
        ),
        "is_coming": coming,
        "may_cancel": may_cancel,
        "may_change": in_time
        and state in changes.CHANGEABLE
        and changes.has_something_to_change(registration),
        "may_register_again": is_over and occurrence.takes_registrations,
        "position": waiting_list.position(registration),
        "may_say_how_it_was": feedback_denied_reason(registration) is None,
        "no_show_counts": no_show_counts(registration),
        "took_part_before": is_waiting
        and bool(registration.priority)
        and standing_now(registration).took_part,
        "chance": chance_of(registration) if is_waiting and not in_draw else None,
        "last_answer": latest_answer(occurrence.entry_until),
        "answers_are_over": now >= latest_answer(occurrence.entry_until),
        "sends_link": registration.person.contact_channel
        in (ContactChannel.EMAIL, ContactChannel.SMS),
        "she_calls": registration.person.contact_channel == ContactChannel.SHE_CALLS,
        "others": queries.other_dates(occurrence) if is_over or list_closed else [],
        "other_registrations": queries.others_of(registration),
        "qr_code": (
            segno.make(registration.code, micro=False).svg_inline(
                border=2, omitsize=True
            )
            if is_confirmed
            else ""
        ),
    }
