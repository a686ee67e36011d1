"""Many begin the form at the same moment; the last places are held once."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from string import ascii_uppercase

import pytest
from django.db import connection
from django.urls import reverse

from people.domain.defaults import install_defaults
from programs.domain.holds import sweep_holds
from programs.enums import RegistrationState as State
from programs.models import Occurrence, SeatHold
from tests.factories.programs import ActivityFactory, OccurrenceFactory, register
from tests.load.browser import Browser, visitor

pytestmark = pytest.mark.postgres

WOMEN, CAPACITY, FREE = 24, 60, 7
WHO = {
    "given_name": "İpek",
    "family_name": "Öztürk",
    "birth_date_day": "21",
    "birth_date_month": "11",
    "birth_date_year": "1990",
    "district": "konak",
}
REACH = {"contact_channel": "she_calls"}
CHECK = {"notice_read": "on"}


@pytest.fixture(autouse=True)
def _defaults(transactional_db):
    install_defaults()


def nearly_full() -> Occurrence:
    occurrence = OccurrenceFactory(
        activity=ActivityFactory(most_children=9, most_party=10),
        capacity=CAPACITY,
        waiting_capacity=500,
    )
    taken, n = CAPACITY - FREE, 100
    while taken:
        seats = min(taken, 10)
        register(occurrence, n=n, seats=seats)
        taken, n = taken - seats, n + 1
    return occurrence


def path_of(occurrence: Occurrence, name: str) -> str:
    return reverse("programs:register", args=[occurrence.pk, name])


@dataclass(frozen=True, slots=True)
class Woman:
    """One who fills in the form, in a browser of her own."""

    name: str
    browser: Browser
    occurrence: Occurrence

    def begin(self) -> int:
        return self._send("kimler", {**WHO, "given_name": self.name})

    def holds(self) -> bool:
        page = self.browser.get(path_of(self.occurrence, "ulasim"))
        return "sizin için" in page

    def go_on(self) -> int:
        self._send("ulasim", REACH)
        return self._send("onay", CHECK)

    def _send(self, name: str, answers: dict[str, str]) -> int:
        data = {f"{name}-{field}": value for field, value in answers.items()}
        data[f"RegisterView-{self.occurrence.pk}-current_step"] = name
        return self.browser.post(path_of(self.occurrence, name), **data)


def test_nobody_who_holds_a_live_place_is_refused(server):
    occurrence = nearly_full()
    first_step = path_of(occurrence, "kimler")
    women = [
        Woman(f"İpek {letter}", visitor(server, first_step), occurrence)
        for letter in ascii_uppercase[:WOMEN]
    ]

    with ThreadPoolExecutor(WOMEN) as at_once:
        begun = list(at_once.map(Woman.begin, women))
    assert Counter(begun) == {302: WOMEN}
    # As many as there are places hold one, and nobody more.
    holders = {one.name for one in women if one.holds()}
    assert len(holders) == SeatHold.objects.count() == FREE

    # Those without a hold press first; the sweeper runs all the while.
    quick = sorted(women, key=lambda one: one.name in holders)
    with ThreadPoolExecutor(WOMEN + 1) as at_once:
        sweeper = at_once.submit(sweep_often)
        ended = list(at_once.map(Woman.go_on, quick))
        sweeper.result()

    assert Counter(ended) == {302: WOMEN}
    assert not SeatHold.objects.exists()
    hers = occurrence.registrations.select_related("person").filter(
        person__given_name__startswith="İpek "
    )
    seated = {one.person.given_name for one in hers if one.state == State.CONFIRMED}
    assert seated == holders
    assert {one.state for one in hers} == {State.CONFIRMED, State.WAITING}
    fresh = Occurrence.objects.with_places().get(pk=occurrence.pk)
    assert (fresh.seats_held, fresh.waiting_count) == (CAPACITY, WOMEN - FREE)


def sweep_often() -> int:
    try:
        return sum(sweep_holds() for _time in range(40))
    finally:
        connection.close()
