"""The public page that verifies a paper: anybody with its code, nobody by trying."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from paper.codes import read_code
from people.pace import misses_of, note_miss

#: So many wrong codes from one address in so many seconds; then it waits.
MOST_MISSES, PAUSE = 20, 600


class Verification:
    """The two views of one kind of paper: `find` asks for a code, `show` answers.

    `app` has the URLs "find_certificate" and "verify_certificate" and a template
    certificate.html, which extends people/verify_certificate.html. `verify` gives what
    a code stands for, or None.
    """

    def __init__(self, app: str, verify: Callable[[str], Any]):
        self.app = app
        self.verify = verify

    def find(self, request: HttpRequest) -> HttpResponse:
        typed = request.GET.get("kod", "")
        if code := read_code(typed)[:32]:
            return redirect(f"{self.app}:verify_certificate", code=code)
        return self._page(request, is_asked=bool(typed))

    def show(self, request: HttpRequest, code: str) -> HttpResponse:
        """What the paper says, by initials; only wrong codes are counted."""
        counted = f"{self.app}.certificates"
        if misses_of(request, counted) >= MOST_MISSES:
            return self._page(request, status=429, is_slowed=True)
        certificate = self.verify(code)
        if certificate is None:
            note_miss(request, counted, seconds=PAUSE)
            return self._page(request, status=404, is_unknown=True, typed=code)
        return self._page(request, certificate=certificate)

    def _page(
        self, request: HttpRequest, *, status: int = 200, **said: Any
    ) -> HttpResponse:
        context = {"find_url_name": f"{self.app}:find_certificate", **said}
        return render(request, f"{self.app}/certificate.html", context, status=status)
