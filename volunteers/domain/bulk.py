"""One verb for many applications, in one action: what was done, what was refused."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.contrib.auth.models import User
from django.db import transaction

from messaging.models import Batch
from people.exceptions import Refusal
from volunteers.domain.applications import hold_decisions
from volunteers.models import Application

#: More than this at once is no decision that anybody has read.
MOST = 500


@dataclass(slots=True)
class BulkResult:
    done: list[Application] = field(default_factory=list)
    refused: list[tuple[Application, Refusal]] = field(default_factory=list)
    #: What the decisions among them tell waits here to be read; None where nothing does
    batch: Batch | None = None


def carry_out(
    applications: Sequence[Application], verb: Callable[[Application], object]
) -> BulkResult:
    """Call the verb for each, in the order of their keys; a refusal stops only itself.

    All of it is one transaction: a fault in the middle leaves nothing half done. All
    rows are locked before the first verb, always in the same order: a verb goes on to
    lock a role or a session, and nobody may wait for those while she holds a row.
    """
    result = BulkResult()
    with transaction.atomic():
        pks = [one.pk for one in applications]
        held = Application.objects.select_for_update(of=("self",)).filter(pk__in=pks)
        list(held.order_by("pk").values_list("pk"))
        for application in sorted(applications, key=lambda one: one.pk):
            try:
                with transaction.atomic():
                    verb(application)
            except Refusal as refusal:
                result.refused.append((application, refusal))
            else:
                result.done.append(application)
    return result


def decide_together(
    applications: Sequence[Application],
    verb: Callable[[Application, Batch], object],
    *,
    by: User,
) -> BulkResult:
    """The same with a decision: what they tell is held in one batch, read as one."""
    with transaction.atomic():
        batch = hold_decisions(by=by)
        result = carry_out(applications, lambda one: verb(one, batch))
        if batch.messages.exists():
            result.batch = batch
        else:
            batch.delete()
    return result
