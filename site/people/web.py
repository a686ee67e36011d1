"""Web habits that protect the reader: nothing kept, nothing told to others."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

View = Callable[..., HttpResponse]


def number_in(sent: Mapping[str, str], name: str) -> int:
    """The row's number that a form sent; 0, which no row has, for anything else."""
    value = sent.get(name, "")
    return (
        int(value) if value.isascii() and value.isdecimal() and len(value) < 19 else 0
    )


def private_page(view: View) -> View:
    """Not cached, not indexed, no referrer to others: for pages behind private links.

    The referrer stays within this site: under `no-referrer` browsers send forms with
    `Origin: null`, which the protection against forged requests must refuse.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "no-store, private"
        response["Referrer-Policy"] = "same-origin"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return guarded
