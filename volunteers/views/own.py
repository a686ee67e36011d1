"""Her own page, behind her private link: where she stands, and what she can do."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from messaging.web import link_closed
from people.domain.links import open_link
from people.enums import LinkPurpose
from people.exceptions import Refusal
from people.private_files import as_download
from people.web import private_page
from people.wording import refusal_words
from volunteers.domain.applications import withdraw_application
from volunteers.domain.information import open_question
from volunteers.domain.interviews import live_interview
from volunteers.domain.own_page import service_of
from volunteers.domain.queries import held_assignments
from volunteers.enums import ApplicationEvent, ApplicationState
from volunteers.models import Application
from volunteers.own_trainings import trainings_of
from volunteers.timeline import timeline_of
from volunteers.workflow import events_from

View = Callable[..., HttpResponse]


#: Links that open her own page: the one she was shown, the one she was sent.
OWN_PAGE = (LinkPurpose.APPLICATION, LinkPurpose.RECEIPT)


def behind_link(*purposes: LinkPurpose) -> Callable[[View], View]:
    """The view gets the application that the token opens; any other token gets the
    same "this link is closed"."""

    def decorate(view: View) -> View:
        @private_page
        @wraps(view)
        def opened(request: HttpRequest, token: str, **kwargs: Any) -> HttpResponse:
            links = (open_link(token, purpose=purpose) for purpose in purposes)
            link = next((one for one in links if one), None)
            application = link.target if link else None
            if not isinstance(application, Application):
                return link_closed(request)
            return view(request, token, application, **kwargs)

        return opened

    return decorate


@require_http_methods(["GET", "HEAD"])
@behind_link(*OWN_PAGE)
def show_application(
    request: HttpRequest, token: str, application: Application
) -> HttpResponse:
    state = ApplicationState(application.state)
    possible = events_from(state, application.moves)
    context = {
        "application": application,
        "token": token,
        "stage": application.stage,
        "steps": timeline_of(application),
        "files": application.files.all(),
        "is_new": state == ApplicationState.SUBMITTED,
        "question": open_question(application),
        "interview": live_interview(application),
        "can_choose_time": state == ApplicationState.INVITED,
        **trainings_of(application),
        "assignments": held_assignments(application),
        **service_of(application),
        "can_withdraw": ApplicationEvent.WITHDRAW in possible,
    }
    return render(request, "volunteers/application.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@behind_link(*OWN_PAGE)
def withdraw(
    request: HttpRequest, token: str, application: Application
) -> HttpResponse:
    """Asks once, then does it; asked again, it says that it is done."""
    if request.method == "POST":
        if application.state != ApplicationState.WITHDRAWN:
            try:
                withdraw_application(application)
            except Refusal as refusal:
                messages.error(request, refusal_words(refusal))
            else:
                messages.success(request, _("You withdrew your application."))
        return redirect("volunteers:application", token=token)
    context = {"application": application, "token": token}
    return render(request, "volunteers/withdraw.html", context)


@require_http_methods(["GET", "HEAD"])
@behind_link(*OWN_PAGE)
def download_file(
    request: HttpRequest, token: str, application: Application, code: str
) -> HttpResponse:
    """A file she sent herself."""
    file = get_object_or_404(application.files, code=code)
    return as_download(file.stored, name=file.download_name)
