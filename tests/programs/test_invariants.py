"""Whatever happens in whatever order: never too many, never split, nobody lost."""

from collections.abc import Iterable
from datetime import timedelta

from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from people.domain.links import hash_token
from people.domain.merging import merge_persons
from people.enums import MergeRefusal as PersonRefusal
from people.exceptions import Refusal
from people.models import Person
from programs.domain.admission import Admission
from programs.domain.attendance import mark_attended
from programs.domain.changes import change_party
from programs.domain.holds import (
    MOST_EXTENSIONS,
    extend_hold,
    hold_seats,
    live_hold,
    release_hold,
    sweep_holds,
)
from programs.domain.occurrences import (
    appointments_of,
    change_capacity,
    tell_changes,
)
from programs.domain.quotas import Home
from programs.domain.registrations import cancel_registration, decline_offer
from programs.domain.waiting_list import (
    accept_offer,
    lapse_expired_offers,
    position,
)
from programs.enums import HoldOutcome, MergeRefusal, RegistrationRefusal
from programs.enums import RegistrationState as State
from programs.models import (
    Occurrence,
    PartyMember,
    Registration,
    SeatHold,
    SeatTally,
)
from programs.models.tally import counted_anew
from tests.factories.programs import (
    ActivityFactory,
    OccurrenceFactory,
    children,
    register,
)

#: A step of the story: what happens, to whom (an index), how much.
STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            [
                *["register"] * 3,
                *("cancel", "accept", "decline", "lapse", "resize"),
                *("again", "move", "merge", "come", "change"),
                *("hold", "hold", "extend", "expire", "release", "finish", "finish"),
            ]
        ),
        st.integers(0, 11),
        st.integers(1, 4),
    ),
    min_size=4,
    max_size=14,
)


class Story:
    """One departure through everything that can happen to it."""

    def __init__(self, capacity: int):
        activity = ActivityFactory(most_children=9, most_party=10)
        self.occurrence = OccurrenceFactory(
            activity=activity, capacity=capacity, waiting_capacity=12
        )
        self.seats: dict[int, int] = {}
        #: The key of the last request, and whom it was for.
        self.last: tuple[int, int] | None = None
        #: Seats held for the forms of four browsers.
        self.holding: dict[str, int] = {}

    def play(self, what: str, whom: int, size: int) -> None:
        try:
            self.do(what, whom, size)
        except Refusal as refusal:
            assert refusal.reason in {
                RegistrationRefusal.FULL,
                RegistrationRefusal.MOVE_NOT_ALLOWED,
                RegistrationRefusal.BELOW_HELD,
                RegistrationRefusal.TOO_EARLY,
                RegistrationRefusal.NO_ROOM_FOR_MORE,
                MergeRefusal.SAME_DEPARTURE,
                *PersonRefusal,
            }
        self.check()

    def do(self, what: str, whom: int, size: int) -> None:
        everybody = list(self.occurrence.registrations.order_by("pk"))
        if what in {"hold", "extend", "expire", "release", "finish"}:
            self.fill_in(what, f"browser-{whom % 4}", size)
        elif what == "register":
            made = self.ask(len(self.seats), size)
            self.seats[made.registration.pk] = size
            self.last = len(self.seats) - 1, size
        elif what == "again":
            if self.last is not None:
                # The same request twice is one registration, whatever came between.
                assert self.ask(*self.last).is_new is False
        elif what == "move":
            self.move(hours=whom + 1)
        elif what == "resize":
            change_capacity(self.occurrence, capacity=whom, by=None)
        elif what == "lapse":
            Registration.objects.filter(state=State.OFFERED).update(
                offer_expires_at=timezone.now() - timedelta(seconds=1)
            )
            lapse_expired_offers()
        elif what == "change" and everybody:
            hers = everybody[whom % len(everybody)]
            change_party(hers, party=children(size - 1), boarding_point=None)
            self.seats[hers.pk] = size
        elif everybody:
            verbs = {
                "cancel": cancel_registration,
                "accept": accept_offer,
                "decline": decline_offer,
                "come": lambda one: mark_attended(one, by=None),
                "merge": lambda one: merge_persons(
                    one.person,
                    everybody[size % len(everybody)].person,
                    choices=(),
                    by=None,
                ),
            }
            verbs[what](everybody[whom % len(everybody)])

    def fill_in(self, what: str, token: str, size: int) -> None:
        """A form begun, taken further, left or finished in one of the browsers."""
        hers = self.holding.get(token, 0)
        if what == "hold":
            outcome = hold_seats(self.occurrence, seats=size, token=token, home=Home())
            self.holding.pop(token, None)
            if outcome == HoldOutcome.HELD:
                self.holding[token] = size
        elif what == "extend":
            before = live_hold(token)
            hold = extend_hold(self.occurrence, token=token)
            assert (hold is not None) == (
                before is not None and before.times_extended < MOST_EXTENSIONS
            )
        elif what == "release":
            release_hold(self.occurrence, token=token)
            self.holding.pop(token, None)
        elif what == "expire":
            SeatHold.objects.filter(key_hash=hash_token(token)).update(
                expires_at=timezone.now() - timedelta(seconds=1)
            )
            assert sweep_holds() == (1 if hers else 0)
            assert sweep_holds() == 0
            self.holding.pop(token, None)
        else:
            self.finish(token, hers, hers or size)

    def finish(self, token: str, hers: int, size: int) -> None:
        """What was held for her is hers, unless staff made the boat smaller."""
        now = Occurrence.objects.with_places().get(pk=self.occurrence.pk)
        room = now.capacity - now.seats_held - (now.seats_in_forms - hers)
        number = len(self.seats)
        made = register(
            self.occurrence,
            n=number,
            seats=size,
            hold_token=token,
            idempotency_key=f"{self.occurrence.pk}-{number}",
            request_digest=str(size),
        )
        self.seats[made.registration.pk] = size
        self.last = number, size
        self.holding.pop(token, None)
        assert made.registration.state == State.CONFIRMED or not hers or size > room

    def ask(self, number: int, size: int) -> Admission:
        return register(
            self.occurrence,
            n=number,
            seats=size,
            idempotency_key=f"{self.occurrence.pk}-{number}",
            request_digest=str(size),
        )

    def move(self, *, hours: int) -> None:
        """Staff put the departure off and tell everybody."""
        occurrence = Occurrence.objects.get(pk=self.occurrence.pk)
        before = appointments_of(occurrence)
        occurrence.starts_at += timedelta(hours=hours)
        occurrence.ends_at += timedelta(hours=hours)
        occurrence.save()
        tell_changes(occurrence, before=before, by=None)

    def check(self) -> None:
        occurrence = Occurrence.objects.with_places().get(pk=self.occurrence.pk)
        rows = list(occurrence.registrations.order_by("pk"))
        # Never too many; a refused party leaves nothing; nobody is lost.
        assert occurrence.seats_held <= occurrence.capacity
        held = sum(row.seats for row in rows if row.state in State.holding)
        assert occurrence.seats_held == held
        assert occurrence.waiting_count == sum(
            row.seats for row in rows if row.state == State.WAITING
        )
        assert {row.pk: row.seats for row in rows} == self.seats
        assert Person.objects.count() == len(rows)
        assert {row.state for row in rows} <= set(State) - {State.RECEIVED}
        # What is held is there, and counts for everybody.
        assert occurrence.seats_in_forms == sum(self.holding.values())
        assert SeatHold.objects.count() == len(self.holding)
        # Whole: as many people as seats.
        assert PartyMember.objects.count() == sum(self.seats.values())
        # What the database counts is what a count of the rows gives.
        assert _groups(occurrence.tallies.filter(parties__gt=0)) == _groups(
            counted_anew()
        )
        # In order: first those never offered, each as they came.
        line = list(occurrence.registrations.waiting().in_line())
        assert line == sorted(line, key=lambda row: (row.offers_lapsed, row.pk))
        assert [position(row) for row in line] == list(range(1, len(line) + 1))
        # No place is left empty that somebody who waits could have.
        assert not [row for row in line if row.seats <= occurrence.seats_left]


def _groups(tallies: Iterable[SeatTally]) -> set[tuple[object, ...]]:
    return {
        (one.is_waiting, one.offers_lapsed, one.priority, one.parties, one.seats)
        for one in tallies
    }


class Invariants(TestCase):
    @settings(
        max_examples=60,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    @given(capacity=st.integers(0, 9), steps=STEPS)
    def test_they_hold_after_every_step(self, capacity, steps):
        story = Story(capacity)
        for step in steps:
            story.play(*step)
