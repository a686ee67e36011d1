"""What staff do with a data request: each action calls one verb."""

from typing import Any

from django import forms
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from people.exceptions import Refusal
from people.models import Person
from people.staff_views import ActionView
from people.web import private_page
from people.wording import refusal_words
from rights.domain.copies import as_data, as_document, copy_of
from rights.domain.requests import (
    answer_request,
    ask_identity,
    carry_out_erasure,
    match_request,
    refuse_request,
    release_copy,
    take_request,
)
from rights.enums import RefusalGround
from rights.models import DataRequest

_HINT = _("She will read this. Nothing on health, belief or politics.")


class RequestAction(ActionView):
    model = DataRequest
    permission = "rights.change_datarequest"
    back_url_name = "rights_datarequest:inspect"

    def get_queryset(self):
        people = Person.objects.visible_to(self.request.user)
        requests = DataRequest.objects.select_related("person")
        return requests.filter(person__isnull=True) | requests.filter(person__in=people)


class TakeView(RequestAction):
    page_title = _("Take it on")

    def act(self, instance, *, by, data):
        take_request(instance, by=by)
        return _("The request is in progress, in your name.")


class IdentityView(RequestAction):
    page_title = _("Ask for proof of identity")

    def act(self, instance, *, by, data):
        ask_identity(instance, by=by)
        return _("Noted. Ask her by the way the request came in; the clock runs on.")


class MatchForm(forms.Form):
    record = forms.RegexField(
        label=_("Record number"),
        regex=r"^\s*[Kk]?-?0*(\d+)\s*$",
        help_text=_("As it stands on the page of the person: K-000123."),
    )

    def __init__(self, *args: Any, people: Any = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.people = people

    def clean_record(self) -> Person:
        number = self.cleaned_data["record"].strip().lstrip("Kk-")
        person = self.people.filter(pk=int(number), anonymized_at__isnull=True).first()
        if person is None:
            raise forms.ValidationError(_("There is no such record."))
        return person


class MatchView(RequestAction):
    page_title = _("Say on which record it is")
    form_class = MatchForm
    explanation = _("Compare name, date of birth and address with the letter first.")

    def get_form_kwargs(self):
        people = Person.objects.visible_to(self.request.user)
        return {**super().get_form_kwargs(), "people": people}

    def act(self, instance, *, by, data):
        match_request(instance, person=data["record"], by=by)
        return _("The request is on this record now.")


class ReplyForm(forms.Form):
    reply = forms.CharField(
        label=_("Answer"),
        max_length=4000,
        widget=forms.Textarea({"rows": 8}),
        help_text=_HINT,
    )


class AnswerView(RequestAction):
    page_title = _("Answer: accepted")
    form_class = ReplyForm
    submit_label = _("Send the answer")
    explanation = _(
        "The message to her says only that there is an answer; she reads it on her own "
        "page. If she chose the telephone, the message waits for you to tell her."
    )

    def act(self, instance, *, by, data):
        answer_request(instance, reply=data["reply"], by=by)
        return _("The request is answered.")


class RefuseForm(ReplyForm):
    ground = forms.ChoiceField(
        label=_("Ground of the refusal"), choices=RefusalGround.choices
    )
    field_order = ("ground", "reply")


class RefuseView(RequestAction):
    page_title = _("Answer: refused")
    form_class = RefuseForm
    submit_label = _("Send the refusal")
    explanation = _(
        "A refusal gives its reasons. She may complain to the Personal Data Protection "
        "Board within thirty days of your answer; say so in it."
    )

    def act(self, instance, *, by, data):
        refuse_request(
            instance,
            ground=RefusalGround(data["ground"]),
            reply=data["reply"],
            by=by,
        )
        return _("The request is answered.")


class EraseForm(ReplyForm):
    sure = forms.BooleanField(
        label=_("I have checked who asks and what will go. This cannot be undone.")
    )


class EraseView(RequestAction):
    page_title = _("Erase and answer")
    form_class = EraseForm
    submit_label = _("Erase for good")
    explanation = _(
        "Everything of hers that is still going on is ended, then whatever shows who "
        "she is goes from every record. Who chose e-mail gets one last message; tell "
        "anybody else before you go on, for her number will be gone."
    )

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        if not request.user.has_perm("people.erase_person"):
            raise PermissionDenied

    def act(self, instance, *, by, data):
        carry_out_erasure(instance, reply=data["reply"], by=by)
        return _("She was erased, and the request is answered.")


class ReleaseView(RequestAction):
    """The full copy, with what staff noted: given out once it was checked."""

    permission = "rights.release_copy"
    page_title = _("Prepare the copy")

    def post(self, request, *args, **kwargs):
        try:
            done = release_copy(
                self.object,
                reply=gettext("The copy of what we hold on you was given to you."),
                by=request.user,
            )
        except Refusal as refusal:
            messages.error(request, refusal_words(refusal))
            return redirect(self.get_success_url())
        return private_page(_copy_response)(
            request, done, is_document=request.POST.get("form") == "document"
        )


def _copy_response(
    request: Any, data_request: DataRequest, *, is_document: bool
) -> HttpResponse:
    with override(data_request.person.language):
        copy = copy_of(data_request.person, in_full=True)
        if is_document:
            response = HttpResponse(as_document(copy))
        else:
            response = JsonResponse(
                as_data(copy), json_dumps_params={"ensure_ascii": False, "indent": 1}
            )
    suffix = "html" if is_document else "json"
    response["Content-Disposition"] = f'attachment; filename="{data_request}.{suffix}"'
    return response


def counts_in_words(counts: dict[str, int]) -> list[tuple[str, int]]:
    """ "people.person" -> how staff call it."""
    return [
        (str(apps.get_model(name)._meta.verbose_name_plural), number)
        for name, number in sorted(counts.items())
    ]
