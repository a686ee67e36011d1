"""Whatever happens in whatever order: never too many, never split, nobody lost."""

from collections.abc import Callable, Iterable
from datetime import timedelta

import pytest
from django.db.models import F
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from people.domain.links import hash_token
from people.domain.merging import merge_persons
from people.enums import District
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
from programs.domain.draw import enter_seed, freeze_list, publish_hash, run_draw
from programs.domain.holds import (
    extend_hold,
    hold_seats,
    live_hold,
    release_hold,
    sweep_holds,
)
from programs.domain.occurrences import (
    appointments_of,
    cancel_occurrence,
    change_capacity,
    tell_changes,
)
from programs.domain.registrations import cancel_registration, decline_offer
from programs.domain.waiting_list import (
    accept_offer,
    lapse_expired_offers,
    position,
    release_kept_places,
)
from programs.domain.walk_ins import admit_from_line, admit_walk_in
from programs.enums import (
    DrawRefusal,
    MergeRefusal,
    OccurrenceState,
    RegistrationRefusal,
    SelectionMode,
)
from programs.enums import RegistrationState as State
from programs.models import (
    Draw,
    Occurrence,
    PartyMember,
    PlaceQuota,
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
from tests.programs.expected_line import ExpectedLine, Party

#: What happens to one departure, or to one registration of it, and how often.
STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            [
                *["register"] * 4,
                *["come back", "say so", "both"] * 2,
                *["cancel", "lapse"] * 2,
                *("accept", "decline", "resize"),
                *("again", "move", "merge", "come", "change"),
                *["hold", "finish"] * 2,
                *("extend", "let go", "take too long"),
                *("close", "draw", "call off"),
                *("the day", "miss", "excuse", "undo", "board"),
                *["walk in"] * 2,
            ]
        ),
        # Which of the three departures; most happens on the first.
        st.sampled_from([0, 0, 0, 0, 1, 2]),
        st.integers(0, 11),
        st.integers(1, 4),
    ),
    min_size=8,
    max_size=20,
)
#: Who are not from there are from Konak.
KEPT_FOR = District.KARABAGLAR
FIRST, SECOND, DRAWN = range(3)
#: What may change more than the one departure it happens to.
REACH_ALL = {"lapse", "merge", "close"}
#: Told in any case: of each thing that decides who is next, a story that needs it.
TOLD = {
    "first-timers come before those who were there": [
        ("register", FIRST, 1, 1),
        ("come back", FIRST, 0, 1),
        ("register", FIRST, 1, 2),
        ("register", FIRST, 1, 1),
        ("cancel", FIRST, 0, 1),
        ("lapse", FIRST, 0, 1),
        ("lapse", FIRST, 0, 1),
        ("accept", FIRST, 3, 1),
    ],
    "her own word counts like what is on record": [
        ("register", FIRST, 1, 1),
        ("say so", FIRST, 1, 1),
        ("come back", FIRST, 0, 1),
        ("register", FIRST, 1, 1),
        ("cancel", FIRST, 0, 1),
        ("lapse", FIRST, 0, 1),
        ("accept", FIRST, 3, 1),
    ],
    "what is kept is offered to neighbors, and to all in the end": [
        ("resize", FIRST, 4, 1),
        ("register", FIRST, 1, 2),
        ("register", FIRST, 1, 1),
        ("register", FIRST, 0, 3),
        ("resize", FIRST, 4, 1),
        ("register", FIRST, 0, 1),
        ("close", FIRST, 0, 1),
        ("register", FIRST, 1, 1),
    ],
    "the lot decides, once, and then the line": [
        ("come back", DRAWN, 0, 1),
        ("register", DRAWN, 1, 1),
        ("register", DRAWN, 1, 2),
        ("register", DRAWN, 1, 1),
        ("cancel", DRAWN, 1, 1),
        ("draw", DRAWN, 0, 1),
        ("draw", DRAWN, 0, 1),
        ("resize", DRAWN, 3, 1),
        ("lapse", DRAWN, 0, 1),
    ],
    "one woman on two departures, and one of them is called off": [
        ("register", FIRST, 1, 1),
        ("register", SECOND, 1, 1),
        ("both", FIRST, 0, 1),
        ("merge", FIRST, 0, 1),
        ("register", FIRST, 1, 1),
        ("call off", FIRST, 0, 1),
        ("register", FIRST, 1, 1),
        ("resize", SECOND, 4, 1),
    ],
    "on the day somebody has the place of who is not there": [
        ("register", FIRST, 1, 1),
        ("register", FIRST, 1, 1),
        ("the day", FIRST, 0, 1),
        ("miss", FIRST, 0, 1),
        ("walk in", FIRST, 0, 1),
        ("come", FIRST, 0, 1),
        ("come back", SECOND, 0, 1),
    ],
}
SEED = "170342"


class Departure:
    """One date, and what the story expects of it."""

    def __init__(self, *, kept: int = 0, **values: object):
        self.row: Occurrence = OccurrenceFactory(waiting_capacity=12, **values)
        if kept:
            PlaceQuota.objects.create(
                occurrence=self.row, district=KEPT_FOR, seats=kept
            )
        self.line = ExpectedLine(
            kept=kept, is_drawn=self.row.selection == SelectionMode.DRAW
        )

    def now(self) -> Occurrence:
        found: Occurrence = Occurrence.objects.with_places().get(pk=self.row.pk)
        return found

    def on_hold(self, *, but: str = "") -> int:
        live = SeatHold.objects.filter(
            occurrence=self.row, expires_at__gt=timezone.now()
        )
        return sum(one.seats for one in live if one.key_hash != hash_token(but))


class Story:
    """Three departures of one activity through everything that can happen to them."""

    def __init__(self, capacity: int, kept: int):
        activity = ActivityFactory(most_children=9, most_party=10)
        self.departures = [
            Departure(
                activity=activity,
                capacity=capacity,
                kept=kept,
                selection=SelectionMode.QUOTA,
            ),
            Departure(activity=activity, capacity=max(capacity - 2, 0)),
            Departure(
                activity=activity, capacity=capacity, selection=SelectionMode.DRAW
            ),
        ]
        #: Where those who come back took part, long ago.
        self.before = OccurrenceFactory(activity=activity)
        self.people = 0
        #: How many registrations were asked for so far.
        self.arrivals = 0
        #: The key of the last request, and whom it was for.
        self.last: tuple[Departure, int, int] | None = None
        #: Who is filling in the form: the tokens of holds, and for how many seats.
        self.forms: dict[str, tuple[Departure, int]] = {}

    def play(self, what: str, which: int, whom: int, size: int) -> None:
        self.departure = self.departures[which]
        try:
            self.do(what, whom, size)
        except Refusal as refusal:
            assert refusal.reason in {
                RegistrationRefusal.FULL,
                RegistrationRefusal.CLOSED,
                RegistrationRefusal.NOT_PUBLISHED,
                RegistrationRefusal.OCCURRENCE_CANCELLED,
                RegistrationRefusal.ALREADY_REGISTERED,
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
                DrawRefusal.NOBODY,
                DrawRefusal.NOT_A_DRAW,
                DrawRefusal.NOT_COMING,
                DrawRefusal.OUT_OF_TURN,
                MergeRefusal.SAME_DEPARTURE,
                *PersonRefusal,
            }
        touched = self.departures if what in REACH_ALL else [self.departure]
        for departure in touched:
            self.follow(departure)
            self.check(departure)
        assert Person.objects.count() == self.people

    def do(self, what: str, whom: int, size: int) -> None:
        row = self.departure.row
        if what in {"hold", "finish", "extend", "let go", "take too long"}:
            self.fill_in(what, whom, size)
            return
        hers = list(row.registrations.order_by("pk"))
        if what == "register":
            self.ask(self.people, size, is_neighbor=whom % 3 == 0)
        elif what == "say so":
            self.ask(self.people, size, is_neighbor=whom % 3 == 0, says_so=True)
        elif what == "come back":
            self.come_back(size)
        elif what == "again":
            if self.last is not None:
                # The same request twice is one registration, whatever came between.
                departure, number, seats = self.last
                assert self.send(departure, number, seats).is_new is False
        elif what == "move":
            self.move(hours=whom + 1)
        elif what == "close":
            self.close()
        elif what == "draw":
            self.draw()
        elif what == "call off":
            cancel_occurrence(row, note="Fırtına", by=None)
        elif what == "the day":
            self.depart()
        elif what == "walk in":
            self.walk_in(size)
        elif what == "resize":
            change_capacity(row, capacity=whom, by=None)
        elif what == "lapse":
            self.lapse()
        elif what == "change" and hers:
            one = hers[whom % len(hers)]
            change_party(one, party=children(size - 1), boarding_point=None)
            self.departure.line.parties[one.pk].seats = size
        elif what in {"both", "merge"} and hers:
            self.across(what, hers[whom % len(hers)], size)
        elif hers:
            verbs = {
                "cancel": cancel_registration,
                "accept": accept_offer,
                "decline": decline_offer,
                "come": lambda one: mark_attended(one, by=None),
                "miss": lambda one: mark_missed(one, by=None),
                "excuse": lambda one: mark_excused(one, by=None),
                "undo": lambda one: undo_attendance(one, by=None),
                "board": lambda one: admit_from_line(one, by=None),
            }
            verbs[what](hers[whom % len(hers)])

    def across(self, what: str, one: Registration, size: int) -> None:
        """One woman on two departures: by her own wish, or by two records made one."""
        if what == "both":
            self.departure = self.departures[size % 3]
            self.ask(self.people, size, person=one.person)
            return
        others = list(Registration.objects.exclude(occurrence=self.before))
        other = others[size * 5 % len(others)]
        merge_persons(one.person, other.person, choices=(), by=None)

    # --- into the line ---------------------------------------------------------

    def arrive(self) -> int:
        self.arrivals += 1
        return self.arrivals

    def ask(
        self,
        number: int,
        size: int,
        *,
        is_neighbor: bool = False,
        hold_token: str = "",
        person: Person | None = None,
        says_so: bool = False,
    ) -> Registration:
        """Somebody registers; what she is told is what the model expects.

        `says_so`: that she was on such a departure before.
        """
        departure = self.departure
        before = departure.now()
        expected = Party(
            arrived=self.arrive(),
            seats=size,
            came_before=says_so or (person is not None and _came_before(person)),
            is_neighbor=is_neighbor if person is None else _is_neighbor(person),
            state="waiting",
        )
        line = departure.line
        holds_them = bool(hold_token) and live_hold(hold_token) is not None
        room = line.room(
            expected,
            capacity=before.capacity,
            on_hold=departure.on_hold(but=hold_token),
        )
        made = self.send(
            departure,
            number,
            size,
            hold_token=hold_token,
            **({"person": person} if person else {}),
            **({"states_took_part": True} if says_so else {}),
            is_neighbor=is_neighbor,
        )
        self.people += person is None
        line.parties[made.registration.pk] = expected
        if not line.awaits_draw and (holds_them or size <= room):
            expected.state = "confirmed"
        assert made.registration.state == expected.state
        if expected.state == "waiting" and not line.awaits_draw:
            assert made.position == line.waiting().index(made.registration.pk) + 1
        else:
            assert made.position is None
        if person is None:
            self.last = departure, number, size
        return made.registration

    def send(
        self,
        departure: Departure,
        number: int,
        size: int,
        *,
        is_neighbor: bool = False,
        **values: object,
    ) -> Admission:
        district = KEPT_FOR if is_neighbor else District.KONAK
        key = f"{departure.row.pk}-{number}" if "person" not in values else ""
        return register(
            departure.row,
            seats=size,
            idempotency_key=key,
            request_digest=str(size),
            **{"person": details(number, district=district), **values},
        )

    def come_back(self, size: int) -> None:
        """Somebody on record registers who took part long ago."""
        then = register(self.before, n=self.people).registration
        Registration.objects.filter(pk=then.pk).update(state=State.ATTENDED)
        Occurrence.objects.filter(pk=self.before.pk).update(capacity=F("capacity") + 1)
        self.people += 1
        number = self.people + 1000
        self.ask(number, size, person=then.person)

    def walk_in(self, size: int) -> None:
        """Somebody stands there with her party."""
        departure, number = self.departure, self.people
        before = departure.now()
        came = admit_walk_in(
            occurrence=departure.row,
            person=details(number),
            party=children(size - 1),
            by=None,
            idempotency_key=f"{departure.row.pk}-{number}",
        )
        self.people += 1
        departure.line.parties[came.pk] = Party(
            arrived=self.arrive(),
            seats=size,
            came_before=False,
            is_neighbor=False,
            state="attended",
        )
        assert came.state == State.ATTENDED
        if size > before.seats_left:
            assert came.occurrence.starts_at <= timezone.now()

    # --- the form ----------------------------------------------------------------

    def fill_in(self, what: str, whom: int, size: int) -> None:
        """Somebody begins the form, or goes on with it."""
        tokens = list(self.forms)
        token = tokens[whom % len(tokens)] if tokens else ""
        if token and what != "hold":
            self.departure, _seats = self.forms[token]
        if what == "hold":
            # Every third time somebody changes the party she has named already.
            self.hold(size, token if whom % 3 == 0 else "")
        elif token and what == "finish":
            live = live_hold(token)
            self.departure, seats = self.forms.pop(token)
            made = self.ask(
                self.people, seats, hold_token=token, is_neighbor=whom % 2 == 0
            )
            # Who holds a live place has it.
            if live is not None:
                assert made.state == State.CONFIRMED
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
        if token:
            self.departure, _seats = self.forms[token]
        row = self.departure.row
        made = hold_seats(row, seats=size, token=token)
        if made is None:
            assert not token or live_hold(token) is None
            return
        self.forms.pop(token, None)
        self.forms[made[0]] = self.departure, size
        if made[0] != token:
            live = SeatHold.objects.filter(
                occurrence=row, expires_at__gt=timezone.now()
            )
            seats = [one.seats for one in live]
            capacity = Occurrence.objects.get(pk=row.pk).capacity
            assert len(seats) == 1 or 2 * sum(seats) <= capacity

    # --- the departure -----------------------------------------------------------

    def lapse(self) -> None:
        """Nobody who was offered a place answers, on none of the departures."""
        Registration.objects.filter(state=State.OFFERED).update(
            offer_expires_at=timezone.now() - timedelta(seconds=1)
        )
        lapse_expired_offers()
        for departure in self.departures:
            departure.line.lapse()

    def move(self, *, hours: int) -> None:
        """Staff put the departure off and tell everybody."""
        occurrence = self.departure.now()
        if occurrence.starts_at <= timezone.now():
            return
        before = appointments_of(occurrence)
        occurrence.starts_at += timedelta(hours=hours)
        occurrence.ends_at += timedelta(hours=hours)
        occurrence.save()
        tell_changes(occurrence, before=before, by=None)

    def close(self) -> None:
        """Registration closes: no form is open, what was kept is everybody's."""
        now, row = timezone.now(), self.departure.row
        Occurrence.objects.filter(
            pk=row.pk, registration_closes_at__gt=now, starts_at__gt=now
        ).update(
            registration_opens_at=now - timedelta(days=21),
            registration_closes_at=now - timedelta(seconds=1),
        )
        SeatHold.objects.filter(occurrence=row).update(expires_at=now)
        sweep_holds()
        release_kept_places()
        self.departure.line.kept = 0
        row.refresh_from_db()

    def draw(self) -> None:
        """The list is frozen and the places are drawn; a second time nothing is."""
        departure = self.departure
        if departure.row.selection != SelectionMode.DRAW:
            with pytest.raises(Refusal) as refused:
                freeze_list(departure.row, by=None)
            raise refused.value
        self.close()
        draw = freeze_list(departure.row, by=None)
        draw = publish_hash(
            draw,
            seed_source="Millî Piyango",
            seed_due_at=timezone.now() + timedelta(hours=1),
            by=None,
        )
        Draw.objects.filter(pk=draw.pk).update(seed_due_at=timezone.now())
        draw = run_draw(enter_seed(draw, seed=SEED, by=None), by=None)
        departure.line.draw(
            {entry.registration_id: entry.code for entry in draw.entries.all()},
            seed=SEED,
            capacity=departure.now().capacity,
        )
        departure.row.refresh_from_db()

    def depart(self) -> None:
        """The day comes: it left a minute ago, and no form is open any more."""
        now, row = timezone.now(), self.departure.row
        Occurrence.objects.filter(pk=row.pk).update(
            registration_opens_at=now - timedelta(days=21),
            registration_closes_at=now - timedelta(days=5),
            cancel_until=now - timedelta(days=1),
            starts_at=now - timedelta(minutes=1),
            ends_at=now + timedelta(hours=3),
        )
        SeatHold.objects.filter(occurrence=row).update(expires_at=now)
        sweep_holds()
        row.refresh_from_db()

    # --- what must be true -------------------------------------------------------

    def follow(self, departure: Departure) -> None:
        """Whoever was offered a place is who the model says, and nobody else."""
        occurrence, line = departure.now(), departure.line
        rows = {row.pk: row for row in occurrence.registrations.all()}
        assert rows.keys() == line.parties.keys()
        offered = set()
        for pk, row in rows.items():
            expected = line.parties[pk]
            if row.state == State.OFFERED != expected.state:
                offered.add(pk)
                assert expected.state == "waiting"
            else:
                expected.state = row.state
            expected.given_on = row.given_on_at is not None
        coming = (
            occurrence.state == OccurrenceState.PUBLISHED
            and occurrence.starts_at > timezone.now()
            and not line.awaits_draw
        )
        due = (
            line.offer(capacity=occurrence.capacity, on_hold=departure.on_hold())
            if coming
            else set()
        )
        assert offered == due

    def check(self, departure: Departure) -> None:
        occurrence, line = departure.now(), departure.line
        rows = list(occurrence.registrations.order_by("pk"))
        # Never too many; a refused party leaves nothing; nobody is lost.
        assert occurrence.seats_held <= occurrence.capacity
        assert occurrence.seats_on_hold == departure.on_hold()
        assert occurrence.seats_held + occurrence.seats_on_hold <= occurrence.capacity
        assert occurrence.seats_held == sum(one.holds for one in line.parties.values())
        assert occurrence.waiting_count == sum(
            one.seats for one in line.parties.values() if one.state == "waiting"
        )
        assert {row.pk: row.seats for row in rows} == {
            pk: one.seats for pk, one in line.parties.items()
        }
        assert {row.state for row in rows} <= set(State) - {State.RECEIVED}
        # Whole: as many people as seats.
        assert PartyMember.objects.filter(
            registration__occurrence=occurrence
        ).count() == sum(row.seats for row in rows)
        # What the database counts is what a count of the rows gives.
        assert _groups(occurrence.tallies.filter(parties__gt=0)) == _groups(
            one for one in counted_anew() if one.occurrence_id == occurrence.pk
        )
        # Each is told the place in which she stands.
        in_line = {row.pk: row for row in rows if row.state == State.WAITING}
        assert in_line.keys() == set(line.waiting())
        for place, pk in enumerate(line.waiting(), start=1):
            told = None if line.awaits_draw else place
            assert position(in_line[pk]) == told
        # No place that was given on is anybody's but who stood there.
        given_on = [row for row in rows if row.given_on_at]
        assert all(row.state in State.absent for row in given_on)
        # Whose departure does not take place has no registration left for it.
        if occurrence.state == OccurrenceState.CANCELLED:
            assert not [row for row in rows if row.state in State.live]


def _came_before(person: Person) -> bool:
    return any(row.state == "attended" for row in person.registrations.all())


def _is_neighbor(person: Person) -> bool:
    return person.district == KEPT_FOR


def _groups(tallies: Iterable[SeatTally]) -> set[tuple[object, ...]]:
    return {
        (one.is_waiting, one.offers_lapsed, one.priority, one.parties, one.seats)
        for one in tallies
    }


def told(test: Callable[..., None]) -> Callable[..., None]:
    for steps in TOLD.values():
        test = example(capacity=1, kept=2, steps=steps)(test)
        test = example(capacity=1, kept=0, steps=steps)(test)
    return test


class Invariants(TestCase):
    @told
    @settings(
        max_examples=150,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    @given(capacity=st.integers(0, 9), kept=st.integers(0, 4), steps=STEPS)
    def test_they_hold_after_every_step(self, capacity, kept, steps):
        story = Story(capacity, kept)
        for step in steps:
            story.play(*step)
        for departure in story.departures:
            story.follow(departure)
            story.check(departure)
