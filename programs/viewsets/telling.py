"""What a clerk hears about the message that an action wrote."""

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext

from messaging.enums import Route
from messaging.models import Message
from programs.models import Registration


def messages_about(registration):
    """Everything she was told about it, the latest first."""
    return Message.objects.filter(
        about_type=ContentType.objects.get_for_model(Registration),
        about_id=registration.pk,
    )


def told_words(registration) -> str:
    """Who tells her: a message on its way, or the clerk."""
    last = messages_about(registration).first()
    if last is None:
        return ""
    if last.route == Route.STAFF:
        return gettext("Please tell her yourself: %(reason)s") % {
            "reason": last.get_reason_display()
        }
    return gettext("She is told by e-mail.")
