"""Whatever happens in whatever order: never too many, never split, nobody lost."""

from datetime import timedelta

from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from people.exceptions import Refusal
from people.models import Person
from programs.domain.occurrences import change_capacity
from programs.domain.registrations import cancel_registration, decline_offer
from programs.domain.waiting_list import (
    accept_offer,
    lapse_expired_offers,
    position,
)
from programs.enums import RegistrationRefusal
from programs.enums import RegistrationState as State
from programs.models import Occurrence, PartyMember, Registration
from tests.factories.programs import ActivityFactory, OccurrenceFactory, register

#: A step of the story: what happens, to whom (an index), how much.
STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            [
                *["register"] * 3,
                *("cancel", "accept", "decline", "lapse", "resize"),
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

    def play(self, what: str, whom: int, size: int) -> None:
        try:
            self.do(what, whom, size)
        except Refusal as refusal:
            assert refusal.reason in {
                RegistrationRefusal.FULL,
                RegistrationRefusal.MOVE_NOT_ALLOWED,
                RegistrationRefusal.BELOW_HELD,
            }
        self.check()

    def do(self, what: str, whom: int, size: int) -> None:
        everybody = list(self.occurrence.registrations.order_by("pk"))
        if what == "register":
            made = register(self.occurrence, n=len(self.seats), seats=size)
            self.seats[made.registration.pk] = size
        elif what == "resize":
            change_capacity(self.occurrence, capacity=whom, by=None)
        elif what == "lapse":
            Registration.objects.filter(state=State.OFFERED).update(
                offer_expires_at=timezone.now() - timedelta(seconds=1)
            )
            lapse_expired_offers()
        elif everybody:
            verbs = {
                "cancel": cancel_registration,
                "accept": accept_offer,
                "decline": decline_offer,
            }
            verbs[what](everybody[whom % len(everybody)])

    def check(self) -> None:
        occurrence = Occurrence.objects.with_places().get(pk=self.occurrence.pk)
        rows = list(occurrence.registrations.order_by("pk"))
        # Never too many; a refused party leaves nothing; nobody is lost.
        assert occurrence.seats_held <= occurrence.capacity
        assert {row.pk: row.seats for row in rows} == self.seats
        assert Person.objects.count() == len(rows)
        assert {row.state for row in rows} <= set(State) - {State.RECEIVED}
        # Whole: as many people as seats.
        assert PartyMember.objects.count() == sum(self.seats.values())
        # In order: first those never offered, each as they came.
        line = list(occurrence.registrations.waiting().in_line())
        assert line == sorted(line, key=lambda row: (row.offers_lapsed, row.pk))
        assert [position(row) for row in line] == list(range(1, len(line) + 1))
        # No place is left empty that somebody who waits could have.
        assert not [row for row in line if row.seats <= occurrence.seats_left]


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
