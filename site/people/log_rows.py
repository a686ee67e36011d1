"""Rows of the audit log for who writes them together with others.

`wagtail.log_actions.log` writes at once and by itself; this makes the same row, by the
same rules, and leaves the writing to `people.prepared.insert_rows`.
"""

from typing import Any

from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.utils import timezone
from wagtail.log_actions import get_active_log_context, registry
from wagtail.models import ModelLogEntry


def draft_log(
    instance: Model, action: str, *, user: User | None, data: dict[str, Any]
) -> ModelLogEntry:
    """What `log` would write about `instance`; its key must be known."""
    if not registry.action_exists(action):
        raise ValueError(f"The log action {action} has not been registered.")
    context = get_active_log_context()
    return ModelLogEntry(
        content_type=ContentType.objects.get_for_model(instance),
        object_id=str(instance.pk),
        label=str(instance),
        action=action,
        timestamp=timezone.now(),
        user=user or context.user,
        uuid=context.uuid,
        data=data,
    )
