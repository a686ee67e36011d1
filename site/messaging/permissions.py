"""Who of staff reads messages: by permission, or because she decides."""

from typing import Any

from django.db.models import QuerySet

from messaging.batches import decides_somewhere
from messaging.models import Batch, Message, seen_by
from people.permissions import ScopedPolicy, VisiblePolicy


class MessagePolicy(VisiblePolicy):
    """Also what she decides on tells its messages."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        if super().user_has_permission(user, action):
            return True
        return action == "view" and decides_somewhere(user)

    def unseen_by(self, user: Any) -> QuerySet[Message]:
        return Message.objects.exclude(seen_by(user))


class BatchPolicy(ScopedPolicy):
    """All with the permission; without it those about rows on which she decides."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        if super().user_has_permission(user, action):
            return True
        return action == "view" and decides_somewhere(user)

    def scope(self, user: Any) -> QuerySet[Batch]:
        if user.has_perm("messaging.view_batch"):
            return Batch.objects.all()
        hers = Message.objects.decided_by(user).order_by()
        return Batch.objects.filter(pk__in=hers.values("batch"))
