"""The places of one occurrence, counted while its row is locked."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Min, Q, Sum
from django.utils import timezone

from programs.domain.quotas import kept_places
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
    #: By quota, the places kept for a neighborhood that nobody of it holds yet.
    kept: dict[int, int] = field(default_factory=dict)

    @property
    def free(self) -> int:
        return max(self.occurrence.capacity - self.held, 0)

    def free_for(self, quota_pk: int | None) -> int:
        """What a party may take: not what is kept for the neighborhoods of others."""
        others = sum(seats for pk, seats in self.kept.items() if pk != quota_pk)
        return max(self.free - others, 0)

    def take(self, registration: Registration) -> None:
        """Count a party that was just given its seats."""
        self.held += registration.seats
        if (quota_pk := registration.quota_id) in self.kept:
            self.kept[quota_pk] = max(self.kept[quota_pk] - registration.seats, 0)

    def may_wait(self, *, seats: int, more: int) -> bool:
        """Whether a party of `seats` may stand in line, `more` of them new there.

        For a draw everybody may register, unless staff set a limit.
        """
        occurrence = self.occurrence
        limitless = occurrence.awaits_draw and occurrence.waiting_capacity is None
        room = occurrence.waiting_limit - self.waiting_seats
        return seats <= occurrence.capacity and (limitless or more <= room)


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
    return Places(
        occurrence=occurrence,
        now=now,
        kept=kept_places(occurrence, now=now),
        **counted,
    )
