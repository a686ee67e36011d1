"""Answering what staff asked, behind a private link that opens that one part."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from people.enums import LinkPurpose
from people.exceptions import Refusal
from people.wording import refusal_words
from volunteers.domain.information import answer_information, open_question
from volunteers.enums import InformationPart
from volunteers.forms.information import changes_of, part_form
from volunteers.models import Application
from volunteers.views.own import behind_link

_METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(_METHODS)
@behind_link(LinkPurpose.INFORMATION)
def answer(request: HttpRequest, token: str, application: Application) -> HttpResponse:
    """From the message: afterwards the link is closed, and the page says thank you."""
    return _answer(request, application, page_token="")


@require_http_methods(_METHODS)
@behind_link(LinkPurpose.APPLICATION)
def answer_from_page(
    request: HttpRequest, token: str, application: Application
) -> HttpResponse:
    """The same from her own page, to which she returns."""
    if open_question(application) is None:
        return redirect("volunteers:application", token=token)
    return _answer(request, application, page_token=token)


def _answer(
    request: HttpRequest, application: Application, *, page_token: str
) -> HttpResponse:
    asked = open_question(application)
    context = {
        "application": application,
        "asked": asked,
        "page_token": page_token,
        "is_done": False,
    }
    status = 200
    if asked is not None:
        part = InformationPart(asked.part)
        form = part_form(application, part, request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            try:
                answer_information(application, **changes_of(form, part))
            except Refusal as refusal:
                form.add_error(None, refusal_words(refusal))
            else:
                if page_token:
                    messages.success(request, _("Thank you, we have your answer."))
                    return redirect("volunteers:application", token=page_token)
                context |= {"is_done": True}
        if request.method == "POST" and not context["is_done"]:
            status = 400
        context |= {"form": form, "part": part}
    return render(request, "volunteers/information.html", context, status=status)
