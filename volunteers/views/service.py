"""What a volunteer does on her own page: shifts, hours, and asking for a pause."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from people.exceptions import Refusal
from people.pace import is_too_often
from people.web import number_in, private_page
from people.wording import refusal_words
from volunteers.domain.hours import correct_hours, log_hours, take_back_hours
from volunteers.domain.papers import (
    card_in_use,
    card_picture,
    initials_of,
    valid_card,
)
from volunteers.domain.queries import held_assignments
from volunteers.domain.shifts import give_back_shift, take_shift
from volunteers.domain.wishes import (
    ask_for,
    open_wish,
    possible_wishes,
    take_back_wish,
)
from volunteers.enums import AssignmentState, HoursState
from volunteers.forms.service import HoursForm, WishForm
from volunteers.models import Application, HourEntry, Shift, ShiftPlace
from volunteers.views.own import OWN_PAGE, behind_link

#: Cards that may be looked at from one address in an hour.
MOST_CARDS, HOUR = 60, 3600


@require_POST
@behind_link(*OWN_PAGE)
def take_place(
    request: HttpRequest, token: str, application: Application, pk: int
) -> HttpResponse:
    shift = Shift.objects.filter(pk=pk).first()
    assignment = (
        shift
        and application.assignments.filter(
            role=shift.role_id, state=AssignmentState.ACTIVE
        ).first()
    )
    if shift and assignment:
        try:
            take_shift(assignment, shift=shift)
        except Refusal as refusal:
            messages.error(request, refusal_words(refusal))
        else:
            messages.success(request, _("Your place is reserved. Thank you."))
    return redirect("volunteers:application", token=token)


@require_POST
@behind_link(*OWN_PAGE)
def give_back_place(
    request: HttpRequest, token: str, application: Application, pk: int
) -> HttpResponse:
    place = ShiftPlace.objects.filter(
        pk=pk, assignment__application=application
    ).first()
    if place is not None:
        try:
            give_back_shift(place)
        except Refusal as refusal:
            messages.error(request, refusal_words(refusal))
        else:
            messages.success(request, _("You gave your place back."))
    return redirect("volunteers:application", token=token)


@require_http_methods(["GET", "HEAD", "POST"])
@behind_link(*OWN_PAGE)
def hours(request: HttpRequest, token: str, application: Application) -> HttpResponse:
    """What she noted, and a form for more; `?sure=` opens one that may be changed."""
    assignments = list(application.assignments.select_related("role"))
    entries = HourEntry.objects.filter(assignment__application=application)
    asked = number_in(request.GET, "sure")
    entry = entries.filter(pk=asked, state__in=HoursState.hers).first()
    form = HoursForm(request.POST or None, assignments=assignments, entry=entry)
    if request.method == "POST" and assignments and form.is_valid():
        try:
            if entry is not None:
                correct_hours(entry, **form.values())
            else:
                log_hours(form.assignment(), **form.values())
        except Refusal as refusal:
            form.add_error(None, refusal_words(refusal))
        else:
            messages.success(request, _("Your hours are noted. Thank you."))
            return redirect("volunteers:hours", token=token)
    context: dict[str, Any] = {
        "token": token,
        "form": form if assignments else None,
        "entry": entry,
        "entries": entries.select_related("assignment__role"),
        "approved": entries.approved().total(),
        "waiting": entries.waiting().total(),
    }
    status = 422 if form.is_bound else 200
    return render(request, "volunteers/hours.html", context, status=status)


@require_POST
@behind_link(*OWN_PAGE)
def remove_hours(
    request: HttpRequest, token: str, application: Application, pk: int
) -> HttpResponse:
    entry = HourEntry.objects.filter(pk=pk, assignment__application=application).first()
    if entry is not None:
        try:
            take_back_hours(entry)
        except Refusal as refusal:
            messages.error(request, refusal_words(refusal))
        else:
            messages.success(request, _("The hours are taken away."))
    return redirect("volunteers:hours", token=token)


@require_http_methods(["GET", "HEAD", "POST"])
@behind_link(*OWN_PAGE)
def wish(request: HttpRequest, token: str, application: Application) -> HttpResponse:
    """To pause, to return, to leave: nothing changes before we have read it."""
    possible = possible_wishes(application, list(held_assignments(application)))
    form = WishForm(request.POST or None, possible=possible)
    if request.method == "POST" and possible and form.is_valid():
        kind, assignment = form.chosen()
        note = form.cleaned_data["note"]
        try:
            ask_for(application, kind, assignment=assignment, note=note)
        except Refusal as refusal:
            form.add_error(None, refusal_words(refusal))
        else:
            messages.success(request, _("We have your wish and will answer you."))
            return redirect("volunteers:application", token=token)
    context = {"token": token, "form": form, "possible": possible}
    status = 422 if form.is_bound else 200
    return render(request, "volunteers/wish.html", context, status=status)


@require_POST
@behind_link(*OWN_PAGE)
def remove_wish(
    request: HttpRequest, token: str, application: Application
) -> HttpResponse:
    present = open_wish(application)
    if present is not None:
        try:
            take_back_wish(present)
        except Refusal as refusal:
            messages.error(request, refusal_words(refusal))
        else:
            messages.success(request, _("Everything stays as it is."))
    return redirect("volunteers:application", token=token)


@require_http_methods(["GET", "HEAD"])
@behind_link(*OWN_PAGE)
def own_card(
    request: HttpRequest, token: str, application: Application
) -> HttpResponse:
    """Her card on her phone: the code of the paper one."""
    hers = card_in_use(application)
    if hers is None or valid_card(hers.code) is None:
        return redirect("volunteers:application", token=token)
    context = {
        "token": token,
        "card": hers,
        "initials": initials_of(application.person),
        "qr_code": card_picture(hers),
    }
    return render(request, "volunteers/own_card.html", context)


@require_http_methods(["GET", "HEAD"])
@private_page
def card(request: HttpRequest, code: str) -> HttpResponse:
    """Whoever reads a card's code sees initials and a day, or that it is not valid."""
    if is_too_often(request, "card", most=MOST_CARDS, seconds=HOUR):
        return render(request, "volunteers/too_often.html", status=429)
    found = valid_card(code)
    context = {
        "card": found,
        "initials": initials_of(found.application.person) if found else "",
    }
    status = 200 if found else 404
    return render(request, "volunteers/card_check.html", context, status=status)
