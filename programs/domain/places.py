"""The places of one occurrence, read while its row is locked."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db.models import Min
from django.utils import timezone

from people.domain.links import hash_token
from people.prepared import PreparedQuery, Statement, exchange
from programs.domain.quotas import kept_places
from programs.enums import RegistrationState as State
from programs.models import Activity, Occurrence, Registration, SeatHold, SeatTally

#: Not less than the priority of anybody.
ANY_PRIORITY = 32_767


@dataclass(slots=True)
class Places:
    """What was read under the lock; valid until the transaction ends.

    Only `lock_places` makes one, so holding it means holding the lock.
    """

    occurrence: Occurrence
    now: datetime
    held: int
    waiting_seats: int
    #: Waiting parties that stand before a newcomer of this priority.
    ahead: int
    priority: int
    #: By quota, the places kept for a neighborhood that nobody of it holds yet.
    kept: dict[int, int] = field(default_factory=dict)
    #: Seats that others hold while they fill in the form.
    on_hold: int = 0
    #: Her own hold, while it lives; its seats are free, for her.
    hold: SeatHold | None = None

    @property
    def free(self) -> int:
        return max(self.occurrence.capacity - self.held - self.on_hold, 0)

    @property
    def hers(self) -> int:
        """The seats she holds herself while she fills in the form."""
        return self.hold.seats if self.hold is not None else 0

    def free_for(self, quota_pk: int | None) -> int:
        """What a party may take: not what is kept for the neighborhoods of others.

        What she holds is hers, whatever staff have kept since.
        """
        others = sum(seats for pk, seats in self.kept.items() if pk != quota_pk)
        return max(self.free - others, min(self.hers, self.free))

    def besides_hers(self) -> "Places":
        """The same for others: her hold is one more that is not theirs."""
        return replace(self, on_hold=self.on_hold + self.hers, hold=None)

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

    @property
    def smallest_ahead(self) -> int:
        """Of those before her, the fewest seats a party needs; 0 when there is none."""
        if not self.ahead:
            return 0
        line = Registration.objects.filter(
            occurrence=self.occurrence, offers_lapsed=0, priority__lte=self.priority
        )
        smallest: int = line.waiting().aggregate(n=Min("seats", default=0))["n"]
        return smallest

    @property
    def expired_offers(self) -> bool:
        """Whether an offer that nobody answered still holds its seats."""
        offered = _offered.first(self.occurrence.pk)
        return bool(
            offered
            and offered.offer_expires_at
            and offered.offer_expires_at <= self.now
        )


_offered = PreparedQuery(
    lambda pk: (
        Registration.objects.filter(occurrence=pk, state=State.OFFERED)
        .only("offer_expires_at")
        .order_by("offer_expires_at")[:1]
    ),
    -1,
)
_locked = PreparedQuery(
    lambda pk: (
        Occurrence.objects.select_for_update(of=("self",), no_key=True)
        .select_related("activity")
        .filter(pk=pk)
        .order_by()
    ),
    -1,
)
_locked_alone = PreparedQuery(
    lambda pk: (
        Occurrence.objects.select_for_update(no_key=True).filter(pk=pk).order_by()
    ),
    -1,
)
_tallies = PreparedQuery(
    lambda pk: SeatTally.objects.filter(occurrence=pk).order_by(), -1
)
#: Also the expired ones: which live is known only once the lock is had.
_holds = PreparedQuery(lambda pk: SeatHold.objects.filter(occurrence=pk).order_by(), -1)


def lock_places(
    occurrence_pk: int,
    *,
    activity: Activity | None = None,
    priority: int = 0,
    hold_token: str = "",
    writing: Sequence[Statement] = (),
) -> Places:
    """Lock the occurrence until the transaction ends, then read what is taken.

    `writing` goes in the same exchange, before the lock. With its `activity`, read
    before, only the occurrence itself is read again. What `hold_token` holds is hers.

    One row is locked, always the occurrence's and always first, so that nothing can
    wait in a circle; who needs two locks them in the order of their keys. `no_key`
    leaves rows that refer to it free to be written.
    """
    # Not one statement: the later must see what was committed while the first waited.
    lock = _locked if activity is None else _locked_alone
    locked, groups, holds = exchange(
        *writing,
        lock.asking(occurrence_pk),
        _tallies.asking(occurrence_pk),
        _holds.asking(occurrence_pk),
    )
    if not locked:
        raise Occurrence.DoesNotExist
    if activity is not None and activity.pk == locked[0].activity_id:
        locked[0].activity = activity
    return _places(locked[0], groups, holds, priority, hold_token)


def count_places(
    occurrence: Occurrence, *, priority: int = 0, hold_token: str = ""
) -> Places:
    """Read again, for a row that is locked already."""
    groups, holds = exchange(
        _tallies.asking(occurrence.pk), _holds.asking(occurrence.pk)
    )
    return _places(occurrence, groups, holds, priority, hold_token)


def _places(
    occurrence: Occurrence,
    groups: Sequence[SeatTally],
    holds: Sequence[SeatHold],
    priority: int,
    hold_token: str,
) -> Places:
    now = timezone.now()
    if occurrence.drawn_at is not None:
        # Whoever was drawn stands before a newcomer, whatever the priorities.
        priority = ANY_PRIORITY
    line = [group for group in groups if group.is_waiting]
    live = [hold for hold in holds if hold.expires_at > now]
    hers = hash_token(hold_token) if hold_token else ""
    places = Places(
        occurrence=occurrence,
        now=now,
        kept=kept_places(occurrence, now=now),
        held=sum(group.seats for group in groups if not group.is_waiting),
        waiting_seats=sum(group.seats for group in line),
        ahead=sum(
            group.parties
            for group in line
            if not group.offers_lapsed and group.priority <= priority
        ),
        priority=priority,
        on_hold=sum(hold.seats for hold in live if hold.key_hash != hers),
        hold=next((hold for hold in live if hold.key_hash == hers), None),
    )
    if places.hold is not None:
        places.hold.occurrence = occurrence
    return places
