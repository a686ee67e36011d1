"""The rows of the task queue: kept no longer than they are looked at."""

from datetime import timedelta

from django.utils import timezone
from django_tasks_db.models import DBTaskResult

#: How long a finished task is kept, for whoever looks into a failure.
KEPT = timedelta(days=3)


def forget_old_tasks() -> int:
    """Delete finished tasks, and those whose worker was killed; returns how many.

    A killed worker leaves its task marked as running for ever. Nothing waits for it:
    what it was to send is found by `deliver_due_messages`.
    """
    before = timezone.now() - KEPT
    running = DBTaskResult.objects.running().filter(started_at__lt=before)
    finished = DBTaskResult.objects.finished().filter(finished_at__lt=before)
    return sum(rows.delete()[0] for rows in (running, finished))
