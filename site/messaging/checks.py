"""System checks: what must be configured before messages leave."""

import json
import re
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import Error, register

from messaging.sms.reports import SHORTEST_SECRET

_BASIS = re.compile(r"^(adequacy|demo|standard_contract:\S+)$")


@register()
def check_transfer_basis(app_configs, **kwargs):
    if "django_ses" not in settings.EMAIL_BACKEND:
        return []
    if _BASIS.match(settings.KVKK_TRANSFER_BASIS):
        return []
    return [
        Error(
            "Amazon SES sends personal data abroad; no transfer basis is configured.",
            hint=(
                "Set KVKK_TRANSFER_BASIS to 'adequacy', 'standard_contract:<reference>'"
                " or 'demo', or choose MAIL=smtp."
            ),
            id="messaging.E001",
        )
    ]


@register()
def check_sms_reports(app_configs, **kwargs):
    """A report that could not be read, or that anybody could forge."""
    if not settings.SMS_REPORT_SECRET:
        return []
    errors = []
    if len(settings.SMS_REPORT_SECRET) < SHORTEST_SECRET:
        errors.append(
            Error(
                "SMS_REPORT_SECRET is too short to keep strangers out.",
                hint="Make one with `openssl rand -hex 24`.",
                id="messaging.E006",
            )
        )
    for name in (
        "SMS_REPORT_PATTERN",
        "SMS_REPORT_DELIVERED_PATTERN",
        "SMS_REPORT_FAILED_PATTERN",
        "SMS_REPORT_BAD_NUMBER_PATTERN",
    ):
        try:
            pattern = re.compile(getattr(settings, name))
        except re.error:
            errors.append(
                Error(f"{name} is not a regular expression.", id="messaging.E003")
            )
            continue
        if name == "SMS_REPORT_PATTERN" and not {"id", "status"} <= set(
            pattern.groupindex
        ):
            errors.append(
                Error(
                    "SMS_REPORT_PATTERN does not name what it finds.",
                    hint="It needs the groups (?P<id>…) and (?P<status>…).",
                    id="messaging.E007",
                )
            )
    return errors


@register()
def check_sms_provider(app_configs, **kwargs):
    """A provider that cannot be asked is found at the start, not at night."""
    if settings.SMS != "http":
        return []
    errors = []
    schemes = ("https",) if settings.SMS_NEEDS_TLS else ("http", "https")
    address = urlsplit(settings.SMS_URL)
    if address.scheme not in schemes or not address.hostname:
        errors.append(
            Error(
                "The address of the SMS provider is missing or not encrypted.",
                hint="Set SMS_URL to an address that begins with https://.",
                id="messaging.E002",
            )
        )
    for name in (
        "SMS_SUCCESS_PATTERN",
        "SMS_BAD_NUMBER_PATTERN",
        "SMS_NO_CREDIT_PATTERN",
        "SMS_TEMPORARY_PATTERN",
    ):
        try:
            re.compile(getattr(settings, name))
        except re.error:
            errors.append(
                Error(f"{name} is not a regular expression.", id="messaging.E003")
            )
    body = settings.SMS_BODY.lstrip()
    if body.startswith(("{", "[")):
        try:
            json.loads(body)
        except ValueError:
            errors.append(Error("SMS_BODY is not JSON.", id="messaging.E004"))
    if not re.search(r"{(plain_)?number}", body) or "{text}" not in body:
        errors.append(
            Error(
                "SMS_BODY has no place for the number or the text.", id="messaging.E005"
            )
        )
    return errors
