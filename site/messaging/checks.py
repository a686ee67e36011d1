"""System checks: mail through a provider abroad needs a stated legal basis."""

import re

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
