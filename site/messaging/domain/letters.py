"""Messages that leave on paper, by hand through the muhtar's office."""

from collections.abc import Collection
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext, override
from wagtail.log_actions import log

from messaging.enums import MessageState, Route, ToldHow
from messaging.models import LINK_MARK, Message


def waiting_letters(user: Any) -> "QuerySet[Message]":
    """What is to be printed, for a member of staff who may see whom it goes to."""
    return (
        Message.objects.visible_to(user)
        .filter(route=Route.PAPER, state=MessageState.BY_HAND)
        .select_related("person")
        .order_by("person__sort_key", "created_at", "pk")
    )


def letter_text(message: Message) -> str:
    """The words on paper. A letter can be read by others: it never holds a link."""
    with override(message.language):
        call = settings.LETTER_PHONE or gettext("please call us")
    text: str = message.body.replace(LINK_MARK, call)
    return text


@transaction.atomic
def mark_printed(pks: Collection[int], *, by: Any) -> int:
    """They were printed and given to the post; how many were still waiting."""
    letters = list(
        waiting_letters(by).filter(pk__in=pks).select_for_update(of=("self",))
    )
    for message in letters:
        message.state = MessageState.TOLD
        message.sent_at = timezone.now()
        message.sealed_link = ""
        message.told_by, message.told_how = by, ToldHow.LETTER
        message.save(
            update_fields=["state", "sent_at", "sealed_link", "told_by", "told_how"]
        )
        log(message, "messaging.message.print", user=by)
    return len(letters)
