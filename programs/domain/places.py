"""The places of one occurrence, read while its row is locked."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db.models import Min
from django.utils import timezone

from people.prepared import PreparedQuery, Statement, exchange
from programs.domain.quotas import kept_places
from programs.enums import RegistrationState as State
from programs.models import (
    Activity,
    Occurrence,
    Registration,
    SeatHold,
    SeatTally,
)

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
    #: Seats in the forms of others: not free for this one.
    in_forms: int = 0
    #: What is held for her who asks; its seats are free for her, and for nobody else.
    hold: SeatHold | None = None

    @property
    def free(self) -> int:
        return max(self.occurrence.capacity - self.held - self.in_forms, 0)

    def for_others(self) -> "Places":
        """As everybody else finds them: what is held for her is taken."""
        hold = self.hold
        if hold is None:
            return self
        kept = dict(self.kept)
        if hold.quota_id in kept:
            kept[hold.quota_id] = max(kept[hold.quota_id] - hold.seats, 0)
        in_forms = self.in_forms + hold.seats
        return replace(self, kept=kept, in_forms=in_forms, hold=None)

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
_holds = PreparedQuery(lambda pk: SeatHold.objects.filter(occurrence=pk).order_by(), -1)
_CONSUME = f"DELETE FROM {SeatHold._meta.db_table} WHERE key_hash = %s"  # noqa: S608


def lock_places(
    occurrence_pk: int,
    *,
    activity: Activity | None = None,
    priority: int = 0,
    writing: Sequence[Statement] = (),
    hold_hash: str = "",
) -> Places:
    """Lock the occurrence until the transaction ends, then read what is taken.

    `writing` goes in the same exchange, before the lock. With its `activity`, read
    before, only the occurrence itself is read again. `hold_hash` names the hold that
    is her own.

    One row is locked, always the occurrence's and always first, so that nothing can
    wait in a circle. `no_key` leaves rows that refer to it free to be written.
    """
    # Apart from the lock: these must see what was committed while it waited.
    lock = _locked if activity is None else _locked_alone
    locked, groups, holds = exchange(
        *writing, lock.asking(occurrence_pk), *_taken(occurrence_pk)
    )
    if not locked:
        raise Occurrence.DoesNotExist
    if activity is not None and activity.pk == locked[0].activity_id:
        locked[0].activity = activity
    return _places(locked[0], groups, holds, priority, hold_hash)


def consuming(hold_hash: str) -> Statement:
    """The statement that takes a hold away, for `exchange`."""
    return Statement(_CONSUME, [hold_hash])


def count_places(
    occurrence: Occurrence, *, priority: int = 0, hold_hash: str = ""
) -> Places:
    """Read again, for a row that is locked already."""
    groups, holds = exchange(*_taken(occurrence.pk))
    return _places(occurrence, groups, holds, priority, hold_hash)


def _taken(occurrence_pk: int) -> list[Statement]:
    return [_tallies.asking(occurrence_pk), _holds.asking(occurrence_pk)]


def _places(
    occurrence: Occurrence,
    groups: Sequence[SeatTally],
    holds: Sequence[SeatHold],
    priority: int,
    hold_hash: str,
) -> Places:
    now = timezone.now()
    live = [hold for hold in holds if hold.expires_at > now]
    others = [hold for hold in live if hold.key_hash != hold_hash]
    hers = [hold for hold in live if hold.key_hash == hold_hash]
    if occurrence.drawn_at is not None:
        # Whoever was drawn stands before a newcomer, whatever the priorities.
        priority = ANY_PRIORITY
    line = [group for group in groups if group.is_waiting]
    return Places(
        occurrence=occurrence,
        now=now,
        kept=kept_places(occurrence, now=now, holds=others),
        in_forms=sum(hold.seats for hold in others),
        hold=hers[0] if hers else None,
        held=sum(group.seats for group in groups if not group.is_waiting),
        waiting_seats=sum(group.seats for group in line),
        ahead=sum(
            group.parties
            for group in line
            if not group.offers_lapsed and group.priority <= priority
        ),
        priority=priority,
    )
