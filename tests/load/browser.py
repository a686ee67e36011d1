"""A browser of the races: pages behind a private link, and screens of staff."""

import http.client
import re
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from people.domain.links import issue_link
from people.enums import LinkPurpose
from programs.models import Registration
from tools.servers import HOST, Server
from volunteers.models import Application

#: In a form, or in the head of a page whose script sends what is marked.
_FIELD = re.compile(
    r'name="csrf(?:middlewaretoken" value|" content)="(\w+)"',
)
FORM = "application/x-www-form-urlencoded"


#: So many requests at the most are under way at the same time.
MOST = 16


def at_once(calls: Iterable[Callable[[], Any]]) -> list[Any]:
    """The results of all calls, made at the same moment, in their order."""
    tasks = list(calls)
    with ThreadPoolExecutor(min(len(tasks), MOST)) as clients:
        return [done.result() for done in [clients.submit(task) for task in tasks]]


@dataclass(frozen=True, slots=True)
class Browser:
    """Has opened a page already, so that its forms may be sent."""

    server: Server
    cookies: str
    field: str

    def post(self, path: str, **data: object) -> int:
        return self.answer(path, **data)[0]

    def answer(self, path: str, **data: object) -> tuple[int, str]:
        """The status and the text of what comes back."""
        body = urlencode({"csrfmiddlewaretoken": self.field, **data}, doseq=True)
        headers = {"Content-Type": FORM, "Accept-Language": "tr"}
        status, _cookie, page = send(
            self.server, "POST", path, body, **self._headers(), **headers
        )
        return status, page

    def send_json(self, path: str, body: str) -> int:
        headers = {"X-CSRFToken": self.field, "Content-Type": "application/json"}
        status, _cookie, _page = send(
            self.server, "POST", path, body, **self._headers(), **headers
        )
        return status

    def get(self, path: str) -> str:
        """The text of the page."""
        _status, _cookie, page = send(self.server, "GET", path, **self._headers())
        return page

    def _headers(self) -> dict[str, str]:
        return {"Cookie": self.cookies}


def send(server: Server, method: str, path: str, body: str = "", **headers: str):
    """Status, cookies and text of one request."""
    connection = http.client.HTTPConnection(HOST, server.port, timeout=60)
    try:
        connection.request(method, path, body.encode(), headers)
        response = connection.getresponse()
        given = response.headers.get_all("Set-Cookie") or []
        cookies = "; ".join(one.split(";")[0] for one in given)
        return response.status, cookies, response.read().decode()
    finally:
        connection.close()


def own_page(server: Server, registration: Registration) -> tuple[Browser, str]:
    """Her browser on her own page, and the page's path."""
    token = issue_link(
        registration.person, purpose=LinkPurpose.REGISTRATION, target=registration
    )
    path = reverse("programs:own", kwargs={"token": token})
    for at in (path, f"{path}vazgec/"):
        _status, cookies, page = send(server, "GET", at)
        if found := _FIELD.search(page):
            return Browser(server, cookies, found[1]), path
    raise AssertionError("Her page has no form.")


def own_application(server: Server, application: Application) -> tuple[Browser, str]:
    """Her browser on her own page, and the key of that page."""
    token = issue_link(
        application.person, purpose=LinkPurpose.APPLICATION, target=application
    )
    path = reverse("volunteers:application", args=[token])
    return visitor(server, path), token


def visitor(server: Server, path: str) -> Browser:
    """Anybody, in a session of her own, who looks at the form at `path`."""
    _status, cookies, page = send(server, "GET", path)
    found = _FIELD.search(page)
    assert found, page[:500]
    return Browser(server, cookies, found[1])


def staff_browser(server: Server, user: User, path: str) -> Browser:
    """A colleague who is logged in and looks at `path`."""
    client = Client()
    client.force_login(user)
    session = f"{settings.SESSION_COOKIE_NAME}={client.session.session_key}"
    _status, cookies, page = send(server, "GET", path, Cookie=session)
    found = _FIELD.search(page)
    assert found, page[:500]
    return Browser(server, "; ".join(filter(None, (session, cookies))), found[1])
