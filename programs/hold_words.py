"""Places held while she fills in the form, in words: "3 yer ... 14.47'ye kadar"."""

from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from language.turkish import tr_until
from programs.enums import PublicStatus
from programs.enums import RegistrationRefusal as Reason
from programs.models import Occurrence, SeatHold


def hold_words(hold: SeatHold) -> str:
    """How many places are hers, and until when."""
    clock = timezone.localtime(hold.expires_at).time()
    in_turkish = (get_language() or "tr").startswith("tr")
    return ngettext(
        "%(count)s place is held for you until %(until)s.",
        "%(count)s places are held for you until %(until)s.",
        hold.seats,
    ) % {
        "count": hold.seats,
        "until": tr_until(clock) if in_turkish else time_format(clock, "TIME_FORMAT"),
    }


def not_held_words(occurrence: Occurrence, *, seats: int) -> str:
    """That nothing is held for her, where places enough are free.

    Others fill in the form for half of the places, or somebody waits for these.
    """
    if occurrence.public_status != PublicStatus.OPEN or seats > occurrence.seats_left:
        return ""
    return _(
        "Places are not held at the moment while you write; when you finish, you have "
        "yours if they are still free."
    )


def too_few_words(occurrence: Occurrence, *, seats: int) -> str:
    """What awaits her party where fewer places are free; "" where they are enough.

    Where none at all is free, the status of the date says so itself.
    """
    if occurrence.public_status != PublicStatus.OPEN or seats <= occurrence.seats_left:
        return ""
    if occurrence.waiting_count + seats > occurrence.waiting_limit:
        return str(Reason.FULL.label)
    return _(
        "There are not enough free places for all of you at the moment; you will be "
        "put on the waiting list."
    )
