"""From an action to the messages it wrote, which nobody was sent yet."""

from typing import Any

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import ngettext

from messaging.domain.outbox import held_about, messages_held_about
from messaging.models import Batch, Message


def review_url(batch: Batch | None, user: Any) -> str:
    """The page of the batch, for who may open it; "" otherwise."""
    if batch is None:
        return ""
    may_read_all = user.has_perm("messaging.view_batch")
    if not may_read_all and not batch.messages.decided_by(user).exists():
        return ""
    return reverse("messaging_batch:inspect", args=[batch.pk])


def held_note(about: Model, user: Any) -> dict[str, Any]:
    """What a page about `about` says of messages that wait; for `held_note.html`."""
    batch = messages_held_about(about)
    if batch is None:
        return {"held_count": 0}
    return {
        "held_count": held_about(about).for_review(user).count(),
        "held_batch": batch,
        "held_url": review_url(batch, user),
    }


def waiting_words(batch: Batch) -> str:
    """Said after the action that wrote the messages of `batch`."""
    count = Message.objects.held().filter(batch=batch).count()
    return ngettext(
        "Nothing has been sent yet: %(count)s message waits for review.",
        "Nothing has been sent yet: %(count)s messages wait for review.",
        count,
    ) % {"count": count}


class LeadsToHeldMessages:
    """For an `ActionView`: once `batch` is set by `act`, it leads there."""

    batch: Batch | None = None

    def get_success_url(self) -> str:
        found = review_url(self.batch, self.request.user)  # type: ignore[attr-defined]
        return found or super().get_success_url()  # type: ignore[misc, no-any-return]
