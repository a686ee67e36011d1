"""Her certificate behind the private link; verifying one by its code."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from messaging.web import link_closed
from paper.codes import read_code
from people.pace import misses_of, note_miss
from people.web import private_page
from programs.certificate_paper import certificate_file
from programs.domain.certificates import verify_certificate
from programs.views.own import registration_behind

#: So many wrong codes from one address in so many seconds; then it waits.
MOST_MISSES, PAUSE = 20, 600
_WHAT = "programs.certificates"
PAGE = "programs/certificate.html"


@private_page
@require_safe
def own_certificate(request: HttpRequest, token: str) -> HttpResponse:
    """The paper of a course she completed."""
    registration = registration_behind(token)
    if registration is None:
        return link_closed(request)
    result = getattr(registration, "course_result", None)
    if result is None or not result.has_certificate:
        return redirect("programs:own", token=token)
    response = HttpResponse(
        certificate_file(registration), content_type="application/pdf"
    )
    response["Content-Disposition"] = 'attachment; filename="belge.pdf"'
    return response


@private_page
@require_safe
def find_certificate(request: HttpRequest) -> HttpResponse:
    """Asks for the code on the paper, and leads to the page of the certificate."""
    typed = request.GET.get("kod", "")
    if code := read_code(typed)[:32]:
        return redirect("programs:verify_certificate", code=code)
    return render(request, PAGE, {"is_asked": bool(typed)})


@private_page
@require_safe
def show_certificate(request: HttpRequest, code: str) -> HttpResponse:
    """What the paper says, by initials; only wrong codes are counted."""
    if misses_of(request, _WHAT) >= MOST_MISSES:
        return render(request, PAGE, {"is_slowed": True}, status=429)
    certificate = verify_certificate(code)
    if certificate is None:
        note_miss(request, _WHAT, seconds=PAUSE)
        context = {"is_unknown": True, "typed": code}
        return render(request, PAGE, context, status=404)
    return render(request, PAGE, {"certificate": certificate})
