"""Running a piece of the due work: one at a time, wherever it was started.

The claim is a row with a lease, not a lock of the connection: it holds on every
database, behind a pooler too, and one that died gives its piece back by itself.
"""

import logging
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from messaging.due import DueWork
from messaging.models import DueRun

#: A piece that has not finished by then is taken for dead.
LEASE = timedelta(minutes=15)

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Ran:
    """What came of one piece: how much it did, None when another one is at it."""

    done: int | None
    failed: bool = False


def run_piece(name: str, work: DueWork) -> Ran:
    """Do one piece unless it is being done elsewhere; a failure is told, not raised."""
    DueRun.objects.get_or_create(name=name)
    now = timezone.now()
    held_until = now + LEASE
    mine = DueRun.objects.filter(
        Q(held_until__isnull=True) | Q(held_until__lte=now), name=name
    ).update(held_until=held_until, started_at=now)
    if not mine:
        return Ran(done=None)
    held = DueRun.objects.filter(name=name, held_until=held_until)
    try:
        done = work()
    except Exception as failure:  # noqa: BLE001  (the other pieces must have their turn)
        # Its words may quote a row: only its kind may be logged.
        logger.error("Due work %s failed: %s", name, type(failure).__name__)
        held.update(held_until=None, failed_at=timezone.now())
        return Ran(done=0, failed=True)
    held.update(held_until=None, finished_at=timezone.now(), done=done, failed_at=None)
    return Ran(done=done)
