"""Public addresses of `messaging`: a new private link, notices of the provider."""

import json
import logging
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseForbidden
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from messaging import ses, sns
from messaging.domain.bounces import note_bounce
from messaging.enums import BounceKind
from messaging.tasks import send_new_links
from people.fields import EmailField
from people.forms import PublicForm
from people.sealing import seal
from people.web import private_page

logger = logging.getLogger(__name__)


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


@csrf_exempt
@require_POST
def provider_notice(request: HttpRequest) -> HttpResponse:
    """Amazon SNS tells what became of a mail; 403 and nothing for anybody else."""
    if not ses.is_on():
        raise Http404
    try:
        notice = sns.read_notice(request.body)
        if notice["Type"] == "SubscriptionConfirmation":
            # SNS tries again when this was not taken.
            return HttpResponse(status=200 if sns.confirm_subscription(notice) else 502)
    except sns.UntrustedNotice as untrusted:
        # Never the notice itself: it holds an address.
        logger.warning("A notice was not believed: %s", untrusted.reason.value)
        return HttpResponseForbidden()
    if notice["Type"] == "Notification":
        _note(notice["Message"])
    return HttpResponse()


def _note(text: str) -> None:
    try:
        event = json.loads(text)
    except ValueError:
        return  # The topic greets with plain words.
    kind = _bounce_kind(event) if isinstance(event, dict) else None
    if kind is not None:
        note_bounce(str(event["mail"]["messageId"]), kind)


def _bounce_kind(event: dict[str, Any]) -> BounceKind | None:
    """What an event of SES means; None where a message is not the worse for it."""
    if not isinstance(event.get("mail"), dict) or "messageId" not in event["mail"]:
        return None
    match event.get("eventType") or event.get("notificationType"):
        case "Complaint":
            return BounceKind.COMPLAINT
        case "Reject":
            return BounceKind.REJECTED
        case "Bounce":
            bounce = event.get("bounce") or {}
            if bounce.get("bounceType") == "Permanent":
                return BounceKind.NO_ADDRESS
            if bounce.get("bounceSubType") == "MailboxFull":
                return BounceKind.MAILBOX_FULL
            return BounceKind.REJECTED
    return None
