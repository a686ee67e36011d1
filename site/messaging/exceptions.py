"""Why `messaging` says no to staff."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class MessageRefusal(TextChoices):
    NOT_HELD = "not_held", _("This message is not waiting for review any more.")
    TEXT_EMPTY = "text_empty", _("Subject and text may not be empty.")
    LINK_LOST = (
        "link_lost",
        _("Keep %(mark)s in the text, once: her private link goes there."),
    )
    LINK_ADDED = (
        "link_added",
        _("There is no private link in this message; remove %(mark)s."),
    )
    UNKNOWN_PLACEHOLDER = (
        "unknown_placeholder",
        _("The text has something in braces that cannot be filled in: %(names)s"),
    )
    LINK_IN_SUBJECT = (
        "link_in_subject",
        _("Her private link does not belong into the subject."),
    )
