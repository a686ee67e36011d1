"""One's own page: what is held, corrections, copies, consents, requests."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from people.domain.consents import (
    consent_standings,
    give_consent,
    note_seen_notice,
    withdraw_consent,
)
from people.enums import EntryChannel
from people.exceptions import Refusal
from people.forms import language_code
from people.models import ConsentPurpose, Person
from people.web import number_in
from people.wording import refusal_words
from rights.domain.copies import FILE_NAME, as_data, as_document, copy_of
from rights.domain.corrections import Correction, correct_own
from rights.domain.requests import receive_request
from rights.enums import RequestChannel, RequestKind
from rights.forms import CorrectionForm, RequestForm
from rights.views.visit import end_visit, in_visit


@require_http_methods(["GET", "HEAD"])
@in_visit
def show(request: HttpRequest, person: Person) -> HttpResponse:
    """Nothing of hers at first sight: each part opens when she asks for it."""
    context = {
        "is_sensitive": True,
        "person": person,
        "copy": copy_of(person),
        "consents": consent_standings(person, language=language_code(get_language())),
        "requests": person.data_requests.order_by("-received_at", "-pk"),
        "pending": person.address_changes.all(),
    }
    return render(request, "rights/own.html", context)


@require_POST
@in_visit
def note_notice(request: HttpRequest, person: Person) -> HttpResponse:
    """She read a changed notice."""
    note_seen_notice(person, notice_pk=number_in(request.POST, "notice"))
    return redirect("rights:own")


@require_http_methods(["GET", "HEAD", "POST"])
@in_visit
def correct(request: HttpRequest, person: Person) -> HttpResponse:
    form = CorrectionForm.for_person(person, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            done = correct_own(
                person,
                changes=form.changes(),
                tell_old_address=form.cleaned_data["tell_old_address"],
                stop_old_address=form.cleaned_data["stop_old_address"],
            )
        except Refusal as refusal:
            form.add_error(None, refusal_words(refusal))
        else:
            for sentence in _told(done):
                messages.success(request, sentence)
            return redirect("rights:own")
    return render(request, "rights/correct.html", {"form": form, "is_sensitive": True})


@require_POST
@in_visit
def set_consent(request: HttpRequest, person: Person, key: str) -> HttpResponse:
    purpose = get_object_or_404(ConsentPurpose, key=key)
    if request.POST.get("answer") == "give":
        give_consent(
            person,
            key=key,
            language=language_code(get_language()),
            entered_through=EntryChannel.WEB,
        )
        messages.success(request, _("Your consent is noted."))
    else:
        withdraw_consent(person, purpose=purpose, entered_through=EntryChannel.WEB)
        messages.success(request, _("Your consent is withdrawn, from this moment on."))
    return redirect("rights:own")


@require_http_methods(["GET", "HEAD", "POST"])
@in_visit
def ask_request(request: HttpRequest, person: Person) -> HttpResponse:
    """Asked, read again, then sent: nobody asks for erasure by one wrong tap."""
    form = RequestForm(
        request.POST or None, initial={"kind": request.GET.get("konu", "")}
    )
    context = {"form": form, "is_sensitive": True}
    if request.method == "POST" and form.is_valid() and "change" not in request.POST:
        kind = RequestKind(form.cleaned_data["kind"])
        if "confirmed" not in request.POST:
            context |= {"kind": kind, "wish": form.cleaned_data["wish"]}
            return render(request, "rights/request_check.html", context)
        receive_request(
            kind=kind,
            received_through=RequestChannel.OWN_PAGE,
            person=person,
            wish=form.cleaned_data["wish"],
        )
        messages.success(request, _("We received your request."))
        return redirect("rights:own")
    return render(request, "rights/request.html", context)


@require_POST
@in_visit
def close(request: HttpRequest, person: Person) -> HttpResponse:
    end_visit(request)
    return redirect("rights:ask")


@require_http_methods(["GET", "HEAD"])
@in_visit
def download_data(request: HttpRequest, person: Person) -> HttpResponse:
    response = JsonResponse(
        as_data(copy_of(person)), json_dumps_params={"ensure_ascii": False, "indent": 1}
    )
    return as_attachment(response, "json")


@require_http_methods(["GET", "HEAD"])
@in_visit
def download_document(request: HttpRequest, person: Person) -> HttpResponse:
    return as_attachment(HttpResponse(as_document(copy_of(person))), "html")


def as_attachment(response: HttpResponse, suffix: str) -> HttpResponse:
    response["Content-Disposition"] = f'attachment; filename="{FILE_NAME}.{suffix}"'
    return response


def _told(done: Correction) -> list[str]:
    sentences = []
    if done.changed:
        sentences.append(_("Your details are corrected."))
    if done.to_confirm:
        sentences.append(
            _("We wrote to the new address. It counts once you confirm it there.")
        )
    if done.by_staff:
        sentences.append(_("We will call the new number before we use it."))
    return sentences or [_("Nothing was changed.")]
