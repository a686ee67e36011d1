"""One short page, afterwards: how was it?"""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from messaging.web import link_closed
from people.exceptions import Refusal
from people.forms import PublicForm
from people.web import private_page
from people.wording import refusal_words
from programs.domain.feedback import feedback_denied_reason, give_feedback
from programs.enums import FeltSafe, Rating
from programs.models.feedback import MOST_WORDS
from programs.views.own import registration_behind


class FeedbackForm(PublicForm):
    rating = forms.TypedChoiceField(
        label=_("All in all, how was it?"),
        choices=Rating.choices,
        coerce=int,
        widget=forms.RadioSelect,
    )
    felt_safe = forms.ChoiceField(
        label=_("Did you feel safe?"),
        choices=FeltSafe.choices,
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("Would you like to add something?"),
        required=False,
        max_length=MOST_WORDS,
        widget=forms.Textarea({"rows": 4, "autocomplete": "off"}),
        help_text=_(
            "Write neither your name nor anybody else's, and nothing about health. We "
            "cannot answer here: in an emergency call 112."
        ),
    )


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def show_feedback(request: HttpRequest, token: str) -> HttpResponse:
    """Asks once; the page of thanks answers the form itself.

    What she said stands in no address and in no session.
    """
    registration = registration_behind(token)
    if registration is None:
        return link_closed(request)
    context = {"token": token, "occurrence": registration.occurrence}
    if denied := feedback_denied_reason(registration):
        return _thanks(request, context, words=refusal_words(denied))
    form = FeedbackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            give_feedback(registration, **form.cleaned_data)
        except Refusal as refusal:
            return _thanks(request, context, words=refusal_words(refusal))
        unsafe = form.cleaned_data["felt_safe"] == FeltSafe.NO
        return _thanks(request, context, unsafe=unsafe)
    return render(request, "programs/feedback.html", {**context, "form": form})


def _thanks(
    request: HttpRequest, context: dict, *, words: str = "", unsafe: bool = False
) -> HttpResponse:
    return render(
        request,
        "programs/feedback_thanks.html",
        {**context, "refused": words, "felt_unsafe": unsafe},
    )
