"""One verb for many applications, in one action: what was done, what was refused."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.db import transaction

from people.exceptions import Refusal
from volunteers.models import Application

#: More than this at once is no decision that anybody has read.
MOST = 500


@dataclass(slots=True)
class BulkResult:
    done: list[Application] = field(default_factory=list)
    refused: list[tuple[Application, Refusal]] = field(default_factory=list)


def carry_out(
    applications: Sequence[Application], verb: Callable[[Application], object]
) -> BulkResult:
    """Call the verb for each, in the order of their keys; a refusal stops only itself.

    All of it is one transaction: a fault in the middle leaves nothing half done. Each
    row is locked by the verb and stays so until the end, always in the same order.
    """
    result = BulkResult()
    with transaction.atomic():
        for application in sorted(applications, key=lambda one: one.pk):
            try:
                with transaction.atomic():
                    verb(application)
            except Refusal as refusal:
                result.refused.append((application, refusal))
            else:
                result.done.append(application)
    return result
