"""The visit that an opened link begins: kept in the session, never in an address."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

from messaging.web import link_closed
from people.models import Person, PrivateLink
from people.web import private_page
from rights.domain.links import close_visit, visited_by

View = Callable[..., HttpResponse]
_KEY = "own_data_link"


def begin_visit(request: HttpRequest, link: PrivateLink) -> None:
    # A new key: nobody who knew the old one looks on.
    request.session.cycle_key()
    request.session[_KEY] = link.pk


def end_visit(request: HttpRequest) -> None:
    if link_pk := request.session.pop(_KEY, None):
        close_visit(link_pk)


def in_visit(view: View) -> View:
    """The view gets the person whose link was opened in this browser a short while
    ago; anybody else gets the page of a closed link."""

    @private_page
    @wraps(view)
    def visited(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        link_pk = request.session.get(_KEY)
        person: Person | None = visited_by(link_pk) if link_pk else None
        if person is None:
            return link_closed(request)
        return view(request, person, **kwargs)

    return visited
