"""Search and the way out."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from wagtail.models import Locale

from pages.models import SiteSettings
from pages.search import find_pages


def search_pages(request: HttpRequest) -> HttpResponse:
    """Pages of the active language that hold every word begun in `q`."""
    query = request.GET.get("q", "").strip()[:100]
    found = find_pages(query, locale=Locale.get_active()) if query else []
    response = render(
        request,
        "pages/search.html",
        {
            "query": query,
            "results": [{"page": page, "url": page.get_url(request)} for page in found],
        },
    )
    # What somebody looked for concerns nobody else.
    response["Cache-Control"] = "no-store, private"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response


def leave(request: HttpRequest) -> HttpResponse:
    """End the session, forget what the browser keeps for us, show something else.

    A link and not a form: it has to work at once and without a script. What the
    browser's history holds stays there; the safety page says so.
    """
    request.session.flush()
    response = HttpResponse(status=302)
    response["Location"] = SiteSettings.of(request).exit_url
    response["Cache-Control"] = "no-store, private"
    response["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    response["Referrer-Policy"] = "no-referrer"
    return response
