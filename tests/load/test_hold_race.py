"""Many begin a form at the same moment, while others register without one."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import pytest
from django.db import connection

from people.domain.defaults import install_defaults
from people.domain.links import hash_token
from programs.domain.holds import hold_seats, sweep_holds
from programs.domain.quotas import Home
from programs.enums import HoldOutcome
from programs.enums import RegistrationState as State
from programs.models import Occurrence, SeatHold
from tests.factories.programs import OccurrenceFactory, register

pytestmark = pytest.mark.postgres

ROUNDS, BROWSERS = 4, 12


@pytest.fixture(autouse=True)
def _defaults(transactional_db):
    install_defaults()


def in_thread(verb: Callable[[], Any]) -> Callable[[], Any]:
    def call() -> Any:
        try:
            return verb()
        finally:
            connection.close()

    return call


def at_once(tasks: list[Callable[[], Any]]) -> list[Any]:
    with ThreadPoolExecutor(len(tasks)) as pool:
        return [
            future.result()
            for future in [pool.submit(in_thread(task)) for task in tasks]
        ]


def begin(occurrence: Occurrence, browser: int, *, seats: int) -> HoldOutcome:
    token = f"{occurrence.pk}-{browser}"
    return hold_seats(occurrence, seats=seats, token=token, home=Home())


def finish(occurrence: Occurrence, browser: int, *, seats: int) -> str:
    made = register(
        occurrence,
        n=browser,
        seats=seats,
        hold_token=f"{occurrence.pk}-{browser}",
    )
    return str(made.registration.state)


def size_of(browser: int) -> int:
    return 1 + browser % 3


def test_who_holds_the_last_places_gets_them_and_nobody_else(postgres_url):
    for _turn in range(ROUNDS):
        occurrence = OccurrenceFactory(capacity=12, waiting_capacity=200)

        # Each presses twice; some have no form at all.
        began = at_once(
            [
                partial(begin, occurrence, browser, seats=size_of(browser))
                for browser in range(BROWSERS)
                for _press in (1, 2)
            ]
            + [partial(register, occurrence, n=100 + n, seats=1) for n in range(4)]
        )
        live = set(
            SeatHold.objects.filter(occurrence=occurrence).values_list(
                "key_hash", "seats"
            )
        )
        kept = [
            browser
            for browser in range(BROWSERS)
            if (hash_token(f"{occurrence.pk}-{browser}"), size_of(browser)) in live
        ]
        assert len(kept) == len(live) > 0
        assert sum(map(size_of, kept)) <= occurrence.capacity // 2
        assert began.count(HoldOutcome.HELD) >= len(kept)

        ended = at_once(
            [
                partial(finish, occurrence, browser, seats=size_of(browser))
                for browser in range(BROWSERS)
            ]
            + [partial(register, occurrence, n=200 + n, seats=2) for n in range(6)]
            + [sweep_holds] * 2
        )

        assert {ended[browser] for browser in kept} == {State.CONFIRMED}
        assert not SeatHold.objects.filter(occurrence=occurrence).exists()
        fresh = Occurrence.objects.with_places().get(pk=occurrence.pk)
        assert fresh.seats_held <= fresh.capacity
        line = occurrence.registrations.waiting()
        assert not [row for row in line if row.seats <= fresh.seats_left]
