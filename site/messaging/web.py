"""The page for a link that opens nothing."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def link_closed(request: HttpRequest) -> HttpResponse:
    """The same answer for a wrong, foreign, expired and revoked link."""
    return render(request, "messaging/link_closed.html", status=404)
