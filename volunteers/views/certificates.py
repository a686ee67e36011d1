"""Verifying a certificate of a training by its code."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from people.verifying import Verification
from people.web import private_page
from volunteers.domain.certificates import verify_certificate

_verification = Verification("volunteers", verify_certificate)


@require_safe
@private_page
def find_certificate(request: HttpRequest) -> HttpResponse:
    """Asks for the code on the paper, and leads to the page of the certificate."""
    return _verification.find(request)


@require_safe
@private_page
def show_certificate(request: HttpRequest, code: str) -> HttpResponse:
    return _verification.show(request, code)
