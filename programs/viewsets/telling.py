"""What a clerk hears about the message that an action wrote."""

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext

from messaging.enums import Route
from messaging.models import Message


def messages_about(record):
    """Everything she was told about it, the latest first."""
    return Message.objects.filter(
        about_type=ContentType.objects.get_for_model(record), about_id=record.pk
    )


def told_words(record) -> str:
    """Who tells her: a message on its way, or the clerk."""
    last = messages_about(record).first()
    if last is None:
        return ""
    if last.route == Route.STAFF:
        return gettext("Please tell her yourself: %(reason)s") % {
            "reason": last.get_reason_display()
        }
    return gettext("She is told by e-mail.")
