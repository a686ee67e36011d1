"""Reminding of trainings that expire, so that they are renewed in time."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from wagtail.log_actions import log

from volunteers import notifications
from volunteers.domain.moves import lock
from volunteers.domain.training import add_months
from volunteers.enums import ApplicationState
from volunteers.models import Completion, TrainingModule

#: The first reminder goes out when it may be renewed, the last so long before its end.
LAST_REMINDER = timedelta(days=14)
#: How many reminders one run writes, so that it ends.
BATCH = 500


def queue_expiry_reminders(now: datetime | None = None) -> int:
    """Due work: each completion is reminded of twice at most; returns how many.

    Not of one that is renewed already, and not who is no volunteer of ours any more.
    """
    today = timezone.localdate(now)
    written = 0
    for module in TrainingModule.objects.filter(validity_months__isnull=False):
        for pk in list(_due(module, today).values_list("pk", flat=True))[
            : BATCH - written
        ]:
            with transaction.atomic():
                written += _remind(module, pk, today)
    return written


def _due(module: TrainingModule, today: date) -> QuerySet[Completion]:
    renewed = Completion.objects.valid(today).filter(
        Q(valid_until__isnull=True) | Q(valid_until__gt=OuterRef("valid_until")),
        application__person=OuterRef("application__person"),
        module=module,
    )
    may_be_renewed = Q(
        reminders_sent=0, valid_until__lte=add_months(today, module.renewal_months)
    )
    near_its_end = Q(reminders_sent=1, valid_until__lte=today + LAST_REMINDER)
    return (
        Completion.objects.valid(today)
        .filter(may_be_renewed | near_its_end, module=module)
        .filter(application__state__in=ApplicationState.accepted_on)
        .exclude(Exists(renewed))
        .order_by("valid_until", "pk")
    )


def _remind(module: TrainingModule, pk: int, today: date) -> bool:
    """Look once more under the lock: it may have been renewed in this moment."""
    found = Completion.objects.select_related("application").get(pk=pk)
    locked = lock(found.application)
    current = _due(module, today).filter(pk=pk).first()
    if current is None or current.valid_until is None:
        return False
    is_near = current.valid_until <= today + LAST_REMINDER
    current.application = locked
    current.reminders_sent = 2 if is_near else 1
    current.save(update_fields=["reminders_sent"])
    log(
        locked,
        "volunteers.application.remind_of_expiry",
        data={"completion": current.pk, "reminder": current.reminders_sent},
    )
    notifications.tell_training_expires(current, until=current.valid_until)
    return True
