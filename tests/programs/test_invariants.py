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
from programs.domain.attendance import (
    mark_attended,
    mark_excused,
    mark_missed,
    undo_attendance,
)
from programs.domain.changes import change_party
from programs.domain.holds import (
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
from programs.domain.registrations import cancel_registration, decline_offer
from programs.domain.waiting_list import (
    accept_offer,
    lapse_expired_offers,
    position,
)
from programs.domain.walk_ins import admit_from_line, admit_walk_in
from programs.enums import MergeRefusal, RegistrationRefusal
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
    details,
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
                *["hold", "finish"] * 2,
                *("extend", "let go", "take too long"),
                *("the day", "miss", "excuse", "undo", "board"),
                *["walk in"] * 2,
            ]
        ),
        st.integers(0, 11),
        st.integers(1, 4),
    ),
    min_size=4,
    max_size=16,
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
        #: Who is filling in the form: the tokens of holds, and for how many seats.
        self.forms: dict[str, int] = {}

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
                RegistrationRefusal.HOLD_LAPSED,
                RegistrationRefusal.HOLD_NOT_LONGER,
                RegistrationRefusal.NOBODY_TO_REPLACE,
                RegistrationRefusal.PLACE_GIVEN_ON,
                # What ends with the departure.
                RegistrationRefusal.DEPARTED,
                RegistrationRefusal.CHANGE_CLOSED,
                RegistrationRefusal.CANCELLATION_CLOSED,
                MergeRefusal.SAME_DEPARTURE,
                *PersonRefusal,
            }
        self.check()

    def do(self, what: str, whom: int, size: int) -> None:
        if what in {"hold", "finish", "extend", "let go", "take too long"}:
            self.fill_in(what, whom, size)
            return
        everybody = list(self.occurrence.registrations.order_by("pk"))
        if what == "register":
            made = self.ask(len(self.seats), size)
            self.seats[made.registration.pk] = size
            self.last = len(self.seats) - 1, size
        elif what == "again":
            if self.last is not None:
                # The same request twice is one registration, whatever came between.
                assert self.ask(*self.last).is_new is False
        elif what == "move":
            self.move(hours=whom + 1)
        elif what == "the day":
            self.depart()
        elif what == "walk in":
            self.walk_in(size)
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
                "miss": lambda one: mark_missed(one, by=None),
                "excuse": lambda one: mark_excused(one, by=None),
                "undo": lambda one: undo_attendance(one, by=None),
                "board": lambda one: admit_from_line(one, by=None),
                "merge": lambda one: merge_persons(
                    one.person,
                    everybody[size % len(everybody)].person,
                    choices=(),
                    by=None,
                ),
            }
            verbs[what](everybody[whom % len(everybody)])

    def fill_in(self, what: str, whom: int, size: int) -> None:
        """Somebody begins the form, or goes on with it."""
        tokens = list(self.forms)
        token = tokens[whom % len(tokens)] if tokens else ""
        if what == "hold":
            # Every third time somebody changes the party she has named already.
            self.hold(size, token if whom % 3 == 0 else "")
        elif token and what == "finish":
            live = live_hold(token)
            seats = self.forms.pop(token)
            made = self.ask(len(self.seats), seats, hold_token=token)
            self.seats[made.registration.pk] = seats
            self.last = len(self.seats) - 1, seats
            # Who holds a live place has it.
            if live is not None:
                assert made.registration.state == State.CONFIRMED
            assert live_hold(token) is None
        elif token and what == "extend":
            extend_hold(token)
        elif token and what == "let go":
            assert (live_hold(token) is not None) is release_hold(token)
        elif token:
            SeatHold.objects.filter(key_hash=hash_token(token)).update(
                expires_at=timezone.now()
            )
            sweep_holds()

    def hold(self, size: int, token: str) -> None:
        made = hold_seats(self.occurrence, seats=size, token=token)
        if made is None:
            assert not token or live_hold(token) is None
            return
        self.forms.pop(token, None)
        self.forms[made[0]] = size
        if made[0] != token:
            live = SeatHold.objects.filter(expires_at__gt=timezone.now())
            seats = [one.seats for one in live]
            capacity = Occurrence.objects.get(pk=self.occurrence.pk).capacity
            assert len(seats) == 1 or 2 * sum(seats) <= capacity

    def ask(self, number: int, size: int, *, hold_token: str = "") -> Admission:
        return register(
            self.occurrence,
            n=number,
            seats=size,
            hold_token=hold_token,
            idempotency_key=f"{self.occurrence.pk}-{number}",
            request_digest=str(size),
        )

    def move(self, *, hours: int) -> None:
        """Staff put the departure off and tell everybody."""
        occurrence = Occurrence.objects.get(pk=self.occurrence.pk)
        if occurrence.starts_at <= timezone.now():
            return
        before = appointments_of(occurrence)
        occurrence.starts_at += timedelta(hours=hours)
        occurrence.ends_at += timedelta(hours=hours)
        occurrence.save()
        tell_changes(occurrence, before=before, by=None)

    def depart(self) -> None:
        """The day comes: it left a minute ago, and no form is open any more."""
        now = timezone.now()
        Occurrence.objects.filter(pk=self.occurrence.pk).update(
            registration_opens_at=now - timedelta(days=21),
            registration_closes_at=now - timedelta(days=5),
            cancel_until=now - timedelta(days=1),
            starts_at=now - timedelta(minutes=1),
            ends_at=now + timedelta(hours=3),
        )
        SeatHold.objects.update(expires_at=now)
        sweep_holds()
        self.occurrence.refresh_from_db()

    def walk_in(self, size: int) -> None:
        """Somebody stands there with her party."""
        number = len(self.seats)
        before = Occurrence.objects.with_places().get(pk=self.occurrence.pk)
        came = admit_walk_in(
            occurrence=self.occurrence,
            person=details(number),
            party=children(size - 1),
            by=None,
            idempotency_key=f"{self.occurrence.pk}-{number}",
        )
        self.seats[came.pk] = size
        assert came.state == State.ATTENDED
        if size > before.seats_left:
            assert came.occurrence.starts_at <= timezone.now()

    def check(self) -> None:
        occurrence = Occurrence.objects.with_places().get(pk=self.occurrence.pk)
        rows = list(occurrence.registrations.order_by("pk"))
        # Never too many; a refused party leaves nothing; nobody is lost.
        assert occurrence.seats_held <= occurrence.capacity
        live = SeatHold.objects.filter(expires_at__gt=timezone.now())
        assert occurrence.seats_on_hold == sum(one.seats for one in live)
        assert occurrence.seats_held + occurrence.seats_on_hold <= occurrence.capacity
        held = sum(row.seats for row in rows if row.holds_seats)
        assert occurrence.seats_held == held
        assert occurrence.waiting_count == sum(
            row.seats for row in rows if row.state == State.WAITING
        )
        assert {row.pk: row.seats for row in rows} == self.seats
        assert Person.objects.count() == len(rows)
        assert {row.state for row in rows} <= set(State) - {State.RECEIVED}
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
        # No place that was given on is anybody's but who stood there.
        given_on = [row for row in rows if row.given_on_at]
        assert all(row.state in State.absent for row in given_on)
        # The line moves no more once the boat has left.
        if occurrence.starts_at <= timezone.now():
            return
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
