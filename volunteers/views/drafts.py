"""Leaving the form and going on with it, on this device or another.

Opening a link changes nothing, for scanners open every link; its button goes on. No
answer tells whether somebody is on record.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST

from messaging.web import link_closed
from people.domain.links import open_link
from people.enums import ContactChannel, LinkPurpose, Process
from people.forms import language_code, person_details
from people.models import Notice
from people.pace import is_too_often
from people.web import private_page
from volunteers.domain.applications import confirm_reach
from volunteers.domain.drafts import draft_behind, resume_draft, send_draft_link
from volunteers.forms import PersonForm
from volunteers.models import Application, ApplicationDraft, Call
from volunteers.views.storage import draft_of, forget_draft, remember_draft

#: Links that may be asked for from one address in an hour.
MOST_LINKS, HOUR = 30, 3600


@require_http_methods(["GET", "HEAD", "POST"])
@private_page
def later(request: HttpRequest, slug: str) -> HttpResponse:
    """ "Go on later": what is kept, for how long, and how to come back to it."""
    call = get_object_or_404(Call, slug=slug)
    draft = draft_of(request, call)
    if draft is None:
        return redirect("volunteers:apply", slug=slug)
    context = {"call": call, "draft": draft, "can_send": _person_in(draft) is not None}
    if request.method == "POST":
        if is_too_often(request, "draft-link", most=MOST_LINKS, seconds=HOUR):
            return render(request, "volunteers/too_often.html", status=429)
        details = _person_in(draft)
        language = language_code(get_language())
        notice = Notice.objects.current(Process.VOLUNTEERING, language)
        if details is None or notice is None:
            return redirect("volunteers:apply_step", slug=slug, step="kisi")
        form_details = person_details(details.cleaned_data, language=language)
        path = send_draft_link(draft, details=form_details, notice=notice)
        if path is None:
            return redirect("volunteers:apply", slug=slug)
        context |= {
            "is_sent": not path,
            "by_sms": form_details.contact_channel == ContactChannel.SMS,
            "link": request.build_absolute_uri(path) if path else "",
        }
    return render(request, "volunteers/later.html", context)


@require_POST
@private_page
def leave(request: HttpRequest, slug: str) -> HttpResponse:
    """This browser forgets the form; whoever comes next finds an empty one."""
    call = get_object_or_404(Call, slug=slug)
    forget_draft(request, call)
    return redirect("/")


@require_http_methods(["GET", "HEAD", "POST"])
@private_page
def resume(request: HttpRequest, token: str) -> HttpResponse:
    if request.method != "POST":
        draft = draft_behind(token)
        if draft is None:
            return link_closed(request)
        return render(request, "volunteers/resume.html", {"call": draft.call})
    draft = resume_draft(token)
    if draft is None:
        return link_closed(request)
    remember_draft(request, draft)
    # The form itself sends her on from the last step that was checked.
    return redirect("volunteers:apply_step", slug=draft.call.slug, step=_next_of(draft))


@require_http_methods(["GET", "HEAD", "POST"])
@private_page
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The link of the message that her application has arrived: the address answers."""
    link = open_link(token, purpose=LinkPurpose.RECEIPT)
    application = link.target if link else None
    if not isinstance(application, Application):
        return link_closed(request)
    if request.method == "POST":
        confirm_reach(application)
    elif application.reach_confirmed_at is None:
        return render(request, "volunteers/confirm_reach.html")
    return redirect("volunteers:application", token=token)


def _person_in(draft: ApplicationDraft) -> PersonForm | None:
    """Her first step, where it still stands up to the rules."""
    posted = draft.filled_in()["steps"].get("kisi")
    if posted is None:
        return None
    data = {name.removeprefix("kisi-"): values[-1] for name, values in posted.items()}
    form = PersonForm(data, call=draft.call)
    return form if form.is_valid() else None


def _next_of(draft: ApplicationDraft) -> str:
    """The check page when every step was kept; else the form finds the open one."""
    kept = draft.filled_in()
    unfinished = [step for step in kept["partial"] if step not in kept["steps"]]
    return unfinished[-1] if unfinished else "kontrol"
