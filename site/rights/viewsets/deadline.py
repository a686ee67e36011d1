"""How much time is left for an answer: in words, and in a color beside them."""

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext, ngettext

from rights.models import DataRequest


def deadline_words(request: DataRequest) -> str:
    if not request.is_open:
        return gettext("answered")
    days = request.days_left()
    if request.is_overdue():
        return ngettext(
            "%(days)d day overdue", "%(days)d days overdue", max(1, -days)
        ) % {"days": max(1, -days)}
    if days == 0:
        return gettext("today is the last day")
    day = date_format(localtime(request.due_at), "j F")
    return ngettext(
        "%(days)d day left (%(day)s)", "%(days)d days left (%(day)s)", days
    ) % {"days": days, "day": day}


def deadline_kind(request: DataRequest) -> str:
    """The color of the pill."""
    if not request.is_open:
        return "calm"
    if request.is_overdue():
        return "bad"
    return "wait" if request.is_pressing() else "good"
