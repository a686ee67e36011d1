"""Verifying a certificate: anybody with its code, and nobody by trying codes."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from people.pace import misses_of, note_miss
from people.web import private_page
from volunteers.codes import read_code
from volunteers.domain.certificates import verify_certificate

#: So many wrong codes from one address in so many seconds; then it waits.
MOST_MISSES, PAUSE = 20, 600
_WHAT = "volunteers.certificates"


@require_http_methods(["GET", "HEAD"])
@private_page
def find_certificate(request: HttpRequest) -> HttpResponse:
    """Asks for the code on the paper, and leads to the page of the certificate."""
    typed = request.GET.get("kod", "")
    if code := read_code(typed)[:32]:
        return redirect("volunteers:verify_certificate", code=code)
    return render(request, "volunteers/certificate.html", {"is_asked": bool(typed)})


@require_http_methods(["GET", "HEAD"])
@private_page
def show_certificate(request: HttpRequest, code: str) -> HttpResponse:
    if misses_of(request, _WHAT) >= MOST_MISSES:
        context = {"is_slowed": True}
        return render(request, "volunteers/certificate.html", context, status=429)
    certificate = verify_certificate(code)
    if certificate is None:
        note_miss(request, _WHAT, seconds=PAUSE)
        context = {"is_unknown": True, "typed": code}
        return render(request, "volunteers/certificate.html", context, status=404)
    return render(request, "volunteers/certificate.html", {"certificate": certificate})
