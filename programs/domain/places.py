"""The places of one occurrence, counted while its row is locked."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, Q, Sum
from django.utils import timezone

from programs.enums import RegistrationState as State
from programs.models import Occurrence, Registration


@dataclass(slots=True)
class Places:
    """What was counted under the lock; valid until the transaction ends.

    Only `lock_places` makes one, so holding it means holding the lock.
    """

    occurrence: Occurrence
    now: datetime
    held: int
    waiting_seats: int
    #: Waiting parties that stand before a newcomer of the asked priority.
    ahead: int
    #: The smallest of them, 0 when there is none.
    smallest_ahead: int
    expired_offers: int

    @property
    def free(self) -> int:
        return max(self.occurrence.capacity - self.held, 0)

    @property
    def waiting_room(self) -> int:
        return max(self.occurrence.waiting_limit - self.waiting_seats, 0)


def lock_places(occurrence_pk: int, *, priority: int = 0) -> Places:
    """Lock the occurrence until the transaction ends, then count.

    One row is locked, always the occurrence's and always first, so that nothing can
    wait in a circle. `no_key` leaves rows that refer to it free to be written.
    """
    occurrence = (
        Occurrence.objects.select_for_update(of=("self",), no_key=True)
        .select_related("activity")
        .get(pk=occurrence_pk)
    )
    return count_places(occurrence, priority=priority)


def count_places(occurrence: Occurrence, *, priority: int = 0) -> Places:
    """Count again, for a row that is locked already."""
    now = timezone.now()
    waiting = Q(state=State.WAITING)
    ahead = waiting & Q(offers_lapsed=0, priority__lte=priority)
    counted = Registration.objects.filter(
        occurrence=occurrence, state__in=[*State.holding, State.WAITING]
    ).aggregate(
        held=Sum("seats", filter=~waiting, default=0),
        waiting_seats=Sum("seats", filter=waiting, default=0),
        ahead=Count("pk", filter=ahead),
        smallest_ahead=Min("seats", filter=ahead, default=0),
        expired_offers=Count(
            "pk", filter=Q(state=State.OFFERED, offer_expires_at__lte=now)
        ),
    )
    return Places(occurrence=occurrence, now=now, **counted)
