"""Public pages of `people`: the full text of a notice."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from people.models import Notice


def show_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Every published version stays readable, also after a newer one."""
    notice = get_object_or_404(Notice, pk=pk, published_at__isnull=False)
    return render(request, "people/notice_page.html", {"notice": notice})
