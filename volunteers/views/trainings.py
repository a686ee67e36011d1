"""What she does about her trainings on her own page. A GET changes nothing."""

from collections.abc import Callable

import segno
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from people.exceptions import Refusal
from people.wording import refusal_words
from volunteers.certificate_paper import certificate_file
from volunteers.codes import spaced
from volunteers.domain import seats, waiting
from volunteers.domain.sessions import completions_of
from volunteers.enums import Attendance
from volunteers.models import Application, Enrollment, TrainingSession
from volunteers.views.own import OWN_PAGE, behind_link

_own = behind_link(*OWN_PAGE)


def _do(request: HttpRequest, verb: Callable[[], str]) -> None:
    """Call a verb; what it did, or why not, is said at the top of her page."""
    try:
        done = verb()
    except Refusal as refusal:
        messages.error(request, refusal_words(refusal))
    else:
        messages.success(request, done)


@require_POST
@_own
def take_session(
    request: HttpRequest, token: str, application: Application, pk: int
) -> HttpResponse:
    """Takes a place; with `instead_of` she changes from another date of the same."""
    session = TrainingSession.objects.filter(pk=pk).first()
    old = request.POST.get("instead_of", "")
    held = (
        Enrollment.objects.filter(pk=old, application=application)
        .select_related("session")
        .first()
        if old.isdigit()
        else None
    )

    def take() -> str:
        if held is not None:
            seats.move_to_session(held, session=session)
            return _("Your date was changed.")
        seats.enroll_in_session(application, session=session)
        return _("Your place in the training is reserved.")

    if session is not None:
        _do(request, take)
    return redirect("volunteers:application", token=token)


@require_POST
@_own
def give_back_session(
    request: HttpRequest, token: str, application: Application, pk: int
) -> HttpResponse:
    seat = Enrollment.objects.filter(pk=pk, application=application).first()

    def leave() -> str:
        seats.leave_session(seat)
        return _("You gave your place back.")

    if seat is not None:
        _do(request, leave)
    return redirect("volunteers:application", token=token)


@require_POST
@_own
def wait_for_session(
    request: HttpRequest, token: str, application: Application, pk: int
) -> HttpResponse:
    session = TrainingSession.objects.filter(pk=pk).first()

    def wait() -> str:
        got = waiting.wait_for_session(application, session=session)
        if isinstance(got, Enrollment):
            return _("A place was free: it is yours.")
        return _("You are on the waiting list; we write to you when a place is free.")

    if session is not None:
        _do(request, wait)
    return redirect("volunteers:application", token=token)


@require_POST
@_own
def answer_offer(
    request: HttpRequest, token: str, application: Application, pk: int
) -> HttpResponse:
    """Takes the place that is offered, or stops waiting."""
    wait = application.session_waits.filter(pk=pk).first()

    def answer() -> str:
        if request.POST.get("action") == "accept":
            waiting.accept_offer(wait)
            return _("Your place in the training is reserved.")
        waiting.leave_waiting_list(wait)
        return _("You are no longer on the waiting list.")

    if wait is not None:
        _do(request, answer)
    return redirect("volunteers:application", token=token)


@require_http_methods(["GET", "HEAD"])
@_own
def show_code(
    request: HttpRequest, token: str, application: Application, pk: int
) -> HttpResponse:
    """The QR code for the trainer at the door: it holds a random code only."""
    seat = (
        application.enrollments.select_related("session__module")
        .filter(pk=pk, code__isnull=False, attendance=Attendance.EXPECTED)
        .first()
    )
    if seat is None or seat.session.ends_at < timezone.now():
        return redirect("volunteers:application", token=token)
    picture = segno.make(seat.code, micro=False).svg_inline(border=2, omitsize=True)
    context = {
        "token": token,
        "seat": seat,
        "code": spaced(seat.code),
        "qr_code": picture,
    }
    return render(request, "volunteers/seat_code.html", context)


@require_http_methods(["GET", "HEAD"])
@_own
def download_certificate(
    request: HttpRequest, token: str, application: Application, pk: int
) -> HttpResponse:
    completion = completions_of(application).filter(pk=pk).first()
    if completion is None or not completion.has_certificate:
        return redirect("volunteers:application", token=token)
    return HttpResponse(
        certificate_file(completion),
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'attachment; filename="{completion.number}.pdf"'
        },
    )
