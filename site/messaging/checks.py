"""System checks: what must be configured before messages leave."""

import json
import re
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import Error, register

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
