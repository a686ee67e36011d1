"""The fixed vocabularies of `pages`."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Illustration(TextChoices):
    """Drawings of `static/illustrations/`; decoration, so they have no words."""

    BAY = "bay", _("The bay and a ferry")
    CULTURE = "culture", _("Hills and columns")
    SEA = "sea", _("Beach and sails")
    VOLUNTEERS = "volunteers", _("Circles and an olive branch")
    HORIZON = "horizon", _("Sunrise over the sea")


def illustration_file(illustration: str) -> str:
    """Its place among the static files."""
    return f"illustrations/{illustration}.svg"
