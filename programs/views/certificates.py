"""Her certificate behind the private link; verifying one by its code."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from messaging.web import link_closed
from people.verifying import Verification
from people.web import private_page
from programs.certificate_paper import certificate_file
from programs.domain.certificates import verify_certificate
from programs.views.own import registration_behind

_verification = Verification("programs", verify_certificate)


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
    return _verification.find(request)


@private_page
@require_safe
def show_certificate(request: HttpRequest, code: str) -> HttpResponse:
    return _verification.show(request, code)
