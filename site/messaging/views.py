"""Public addresses of `messaging`: a new private link, notices of the provider."""

import json
import logging
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseForbidden
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from messaging import ses, sns
from messaging.domain.reports import note_report
from messaging.enums import ReportKind
from messaging.sms import reports
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


@csrf_exempt
@require_http_methods(["GET", "POST"])
def sms_report(request: HttpRequest, secret: str) -> HttpResponse:
    """The provider of text messages tells what became of one; 404 for anybody else.

    Some providers write the report into the address, so GET counts, too. It answers
    the same whatever is known of the message, and asks for no repeat.
    """
    if not reports.is_our_address(secret):
        raise Http404
    if int(request.META.get("CONTENT_LENGTH") or 0) > reports.LONGEST:
        return HttpResponse(status=413)
    words = request.body.decode(errors="replace") if request.method == "POST" else ""
    told = list(reports.read_reports(words or request.META.get("QUERY_STRING", "")))
    if not told:
        # Never the report itself: it holds a number.
        logger.warning("A report on text messages could not be read.")
    for name, kind in told:
        note_report(name, kind)
    return HttpResponse("OK", content_type="text/plain")


def _note(text: str) -> None:
    try:
        event = json.loads(text)
    except ValueError:
        return  # The topic greets with plain words.
    kind = _report_kind(event) if isinstance(event, dict) else None
    if kind is not None:
        note_report(str(event["mail"]["messageId"]), kind)


def _report_kind(event: dict[str, Any]) -> ReportKind | None:
    """What an event of SES means; None where a message is not the worse for it."""
    if not isinstance(event.get("mail"), dict) or "messageId" not in event["mail"]:
        return None
    match event.get("eventType") or event.get("notificationType"):
        case "Complaint":
            return ReportKind.COMPLAINT
        case "Reject":
            return ReportKind.REJECTED
        case "Bounce":
            bounce = event.get("bounce") or {}
            if bounce.get("bounceType") == "Permanent":
                return ReportKind.NO_ADDRESS
            if bounce.get("bounceSubType") == "MailboxFull":
                return ReportKind.MAILBOX_FULL
            return ReportKind.REJECTED
    return None
