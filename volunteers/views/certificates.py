"""Verifying a certificate: anybody with its code, and nobody by trying codes."""

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.crypto import salted_hmac
from django.views.decorators.http import require_http_methods

from people.web import private_page
from volunteers.codes import read_code
from volunteers.domain.certificates import verify_certificate

#: So many wrong codes from one address in so many seconds; then it waits.
MOST_MISSES, PAUSE = 20, 600


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
    misses = _misses_key(request)
    if cache.get(misses, 0) >= MOST_MISSES:
        context = {"is_slowed": True}
        return render(request, "volunteers/certificate.html", context, status=429)
    certificate = verify_certificate(code)
    if certificate is None:
        cache.add(misses, 0, PAUSE)
        cache.incr(misses)
        context = {"is_unknown": True, "typed": code}
        return render(request, "volunteers/certificate.html", context, status=404)
    return render(request, "volunteers/certificate.html", {"certificate": certificate})


def _misses_key(request: HttpRequest) -> str:
    """The address is not kept, only what was made of it under our key."""
    address = request.META.get("REMOTE_ADDR", "")
    return f"misses:{salted_hmac('volunteers.certificates', address).hexdigest()}"
