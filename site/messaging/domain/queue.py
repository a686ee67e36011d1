"""The rows of the task queue that nobody will finish."""

from datetime import timedelta

from django.utils import timezone
from django_tasks_db.models import DBTaskResult

#: No task of ours runs this long.
ABANDONED_AFTER = timedelta(days=1)


def forget_abandoned_tasks() -> int:
    """Delete the tasks whose worker was killed; returns how many.

    A killed worker leaves its task marked as running for ever. Nothing waits for it:
    what it was to send is found by `deliver_due_messages`. Finished tasks are kept as
    long as their time limit says (`messaging.domain.retention`).
    """
    before = timezone.now() - ABANDONED_AFTER
    deleted, _kinds = (
        DBTaskResult.objects.running().filter(started_at__lt=before).delete()
    )
    return deleted
