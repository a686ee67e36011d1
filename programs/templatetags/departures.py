"""Moments as people say them, for the screens of staff."""

from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext

from programs import session_words
from programs.models import Occurrence
from programs.models.occurrence import local_moment

register = template.Library()


@register.filter
def run_words(occurrence: Occurrence) -> str:
    """ "24 oturum, salı ve perşembe 13.30–16.00, 3 Aralık – 19 Şubat"."""
    return session_words.run_words(occurrence)


@register.filter
def in_words(moment: datetime | None) -> str:
    """ "6 Aralık Pazar, 09.30"; with the year where it is not this one."""
    if moment is None:
        return "–"
    local = timezone.localtime(moment)
    if local.year == timezone.localdate().year:
        return local_moment(moment)
    return gettext("%(day)s, %(time)s") % {
        "day": date_format(local, gettext("l, F j, Y")),
        "time": date_format(local, "TIME_FORMAT"),
    }
