"""Getting in: asking for a link, opening it, and the links that do one thing only.

A GET shows what there is to do and changes nothing, for scanners open every link; the
POST of its button does it. A link that opens nothing gets one answer, whatever the
cause. Threats and rules: `rights.domain.links`.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from messaging.web import link_closed
from people.domain.consents import consents_of, note_seen_notice, withdraw_consent
from people.domain.links import open_link, use_link
from people.enums import EntryChannel, LinkPurpose
from people.exceptions import Refusal
from people.models import ConsentPurpose, PrivateLink
from people.web import number_in, private_page
from people.wording import refusal_words
from rights.domain.corrections import confirm_address
from rights.domain.links import ask_for_own_data
from rights.forms import AskForm
from rights.tasks import send_own_data_links
from rights.views.visit import begin_visit

#: Links of the pages from which she may ask for a link to everything.
_OWN_PAGES = (
    LinkPurpose.APPLICATION,
    LinkPurpose.RECEIPT,
    LinkPurpose.REGISTRATION,
)


def _own_page_link(request: HttpRequest) -> PrivateLink | None:
    """The link of the page whose form was sent, from its hidden field."""
    token = request.POST.get("token", "")
    links = (open_link(token, purpose=purpose) for purpose in _OWN_PAGES)
    return next((one for one in links if one), None)


@require_http_methods(["GET", "HEAD", "POST"])
@private_page
def ask(request: HttpRequest) -> HttpResponse:
    form = AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        send_own_data_links.enqueue(form.cleaned_data["email"])
        return redirect("rights:asked")
    return render(request, "rights/ask.html", {"form": form, "is_sensitive": True})


@require_http_methods(["GET", "HEAD"])
@private_page
def asked(request: HttpRequest) -> HttpResponse:
    return render(request, "rights/asked.html", {"is_sensitive": True})


@require_POST
@private_page
def send(request: HttpRequest) -> HttpResponse:
    """From the page of her application or registration: a fresh link is sent to her.

    It is sent, never shown: who found the other link gets nothing here.
    """
    link = _own_page_link(request)
    if link is None:
        return link_closed(request)
    ask_for_own_data(link.person)
    return redirect("rights:asked")


@require_POST
@private_page
def note_notice(request: HttpRequest) -> HttpResponse:
    """She read a changed notice on the page of her application or registration."""
    link = _own_page_link(request)
    if link is None:
        return link_closed(request)
    note_seen_notice(link.person, notice_pk=number_in(request.POST, "notice"))
    page = request.POST.get("page", "")
    if not url_has_allowed_host_and_scheme(page, allowed_hosts=None):
        return redirect("rights:ask")
    return redirect(page)


@require_http_methods(["GET", "HEAD", "POST"])
@private_page
def open_page(request: HttpRequest, token: str) -> HttpResponse:
    if request.method == "POST":
        link = use_link(token, purpose=LinkPurpose.OWN_DATA)
        if link is None:
            return link_closed(request)
        begin_visit(request, link)
        return redirect("rights:own")
    if open_link(token, purpose=LinkPurpose.OWN_DATA) is None:
        return link_closed(request)
    return render(request, "rights/open.html", {"is_sensitive": True})


@require_http_methods(["GET", "HEAD", "POST"])
@private_page
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Names nobody: the address may belong to somebody else."""
    context = {"is_sensitive": True}
    if request.method == "POST":
        try:
            if confirm_address(token) is None:
                return link_closed(request)
        except Refusal as refusal:
            context["refusal"] = refusal_words(refusal)
        return render(request, "rights/address_confirmed.html", context)
    if open_link(token, purpose=LinkPurpose.NEW_ADDRESS) is None:
        return link_closed(request)
    return render(request, "rights/confirm_address.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@private_page
def withdraw(request: HttpRequest, token: str) -> HttpResponse:
    """The link in a message that rests on a consent; withdrawn twice is withdrawn."""
    link = open_link(token, purpose=LinkPurpose.CONSENT)
    purpose = link.target if link else None
    if link is None or not isinstance(purpose, ConsentPurpose):
        return link_closed(request)
    if request.method == "POST":
        withdraw_consent(link.person, purpose=purpose, entered_through=EntryChannel.WEB)
        return redirect(request.path)
    record = consents_of(link.person).get(purpose.key)
    context = {
        "is_sensitive": True,
        "is_given": record is not None and record.action == "given",
        "sentence": record.text.text if record else "",
    }
    return render(request, "rights/withdraw_consent.html", context)
