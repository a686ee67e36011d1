"""How the outbox is: for the command that monitoring calls."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min
from django.utils import timezone

from messaging.channels import automatic_routes
from messaging.enums import MessageState
from messaging.models import DueRun, Message


@dataclass(frozen=True, slots=True)
class OutboxHealth:
    #: state -> how many messages are in it
    counts: dict[str, int]
    #: how long the oldest message that is due has waited
    oldest_due: timedelta
    #: when the due work finished last; None: never
    due_work_at: datetime | None
    #: pieces of the due work whose last run failed
    failing: list[str]


def outbox_health() -> OutboxHealth:
    now = timezone.now()
    counted = Message.objects.order_by().values_list("state").annotate(n=Count("pk"))
    oldest = (
        Message.objects.due()
        .filter(route__in=automatic_routes())
        .aggregate(at=Min("next_attempt_at"))["at"]
    )
    runs = list(DueRun.objects.all())
    finished = [run.finished_at for run in runs if run.finished_at]
    found = dict(counted)
    return OutboxHealth(
        counts={state.value: found.get(state.value, 0) for state in MessageState},
        oldest_due=now - oldest if oldest else timedelta(0),
        due_work_at=max(finished, default=None),
        failing=[run.name for run in runs if run.failed_at],
    )
