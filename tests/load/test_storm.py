"""Thirty-two clients on one departure and on many; with a web process killed, too.

A part of what `python -m benchmarks.crowd` does at full size.
"""

import pytest

from benchmarks.storm import faults, kill_a_web_process, storm
from people.models import Person
from programs.models import Occurrence
from tests.factories.programs import ActivityFactory, OccurrenceFactory
from tests.load.front_end import departure, request_fields

pytestmark = pytest.mark.postgres

AT_ONCE = 32
HOT, SPREAD = 400, 300


@pytest.mark.parametrize("is_killed", [False, True], ids=["whole", "one_killed"])
def test_one_hot_departure(server, is_killed):
    occurrence, token, notice = departure(waiting_capacity=150)
    before = Person.objects.count()

    seen = storm(
        server.port,
        [occurrence.pk],
        lambda number: request_fields(number, notice),
        token=token,
        requests=HOT,
        at_once=AT_ONCE,
        in_the_middle=(lambda: kill_a_web_process(server.pid)) if is_killed else None,
    )

    assert faults(seen, [occurrence.pk], people_before=before) == []
    assert len(seen.answers) == HOT
    assert set(seen.kinds) == {"201 confirmed", "201 waiting", "409 full"}
    full = Occurrence.objects.with_places().get(pk=occurrence.pk)
    assert full.seats_left == 0


@pytest.mark.parametrize("is_killed", [False, True], ids=["whole", "one_killed"])
def test_fifty_departures_at_once(server, is_killed):
    first, token, notice = departure(waiting_capacity=10)
    activity = ActivityFactory(most_children=3)
    others = [
        OccurrenceFactory(activity=activity, capacity=6, waiting_capacity=3)
        for _one in range(49)
    ]
    departures = [first.pk, *(one.pk for one in others)]
    before = Person.objects.count()

    seen = storm(
        server.port,
        departures,
        lambda number: request_fields(number, notice),
        token=token,
        requests=SPREAD,
        at_once=AT_ONCE,
        in_the_middle=(lambda: kill_a_web_process(server.pid)) if is_killed else None,
    )

    assert faults(seen, departures, people_before=before) == []
    assert len(seen.answers) == SPREAD
