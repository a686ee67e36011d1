"""A refusal in the reader's language."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format, number_format

from people.exceptions import Refusal


def in_words(value: object) -> str:
    """Moments, days and numbers as people of the active language write them."""
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "DATETIME_FORMAT")
    if isinstance(value, date):
        return date_format(value, "DATE_FORMAT")
    if isinstance(value, int | float):
        return number_format(value)
    return str(value)


def refusal_words(refusal: Refusal) -> str:
    """The label of the reason with its details filled in."""
    details = {name: in_words(value) for name, value in refusal.details.items()}
    return str(refusal.reason.label) % details
