"""Public pages of `messaging`: asking for a new private link."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from messaging.tasks import send_new_links
from people.fields import EmailField
from people.forms import PublicForm
from people.sealing import seal
from people.web import private_page


class RenewalForm(PublicForm):
    email = EmailField(
        label=_("The e-mail address you gave us"),
        widget=forms.EmailInput,
        help_text=_("If you gave us a phone number only, please call us."),
    )


@private_page
def renew(request: HttpRequest) -> HttpResponse:
    form = RenewalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        send_new_links.enqueue(seal(form.cleaned_data["email"]))
        return redirect("messaging:renewed")
    return render(request, "messaging/renew.html", {"form": form})


@private_page
def renewed(request: HttpRequest) -> HttpResponse:
    return render(request, "messaging/renewed.html")
