"""The link to a date that stands on no list."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from people.web import private_page
from programs.models import Occurrence

_SESSION = "invited_to"


def invited_to(request: HttpRequest) -> list[int]:
    """The unlisted dates whose link was opened in this browser."""
    found: list[int] = request.session.get(_SESSION, [])
    return found


@private_page
@require_safe
def open_invitation(request: HttpRequest, key: str) -> HttpResponse:
    """Whoever has the link may register, as for any other date."""
    occurrence = get_object_or_404(
        Occurrence.objects.published().exclude(invitation=""), invitation=key
    )
    request.session[_SESSION] = [*{*invited_to(request), occurrence.pk}]
    return redirect("programs:register", pk=occurrence.pk)
