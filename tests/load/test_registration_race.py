"""Sixteen front ends at once ask for twice as many seats as there are."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from people.models import Person
from programs.enums import RegistrationState
from programs.models import Occurrence, PartyMember
from tests.load.front_end import (
    SEATS,
    ask,
    departure,
    email_of,
    request_body,
    size_of,
)

pytestmark = pytest.mark.postgres

CLIENTS, PARTIES = 16, 400


def test_never_too_many_never_split_none_lost_and_in_order(server):
    occurrence, token, notice = departure(waiting_capacity=5_000)
    path = f"/api/v1/occurrences/{occurrence.pk}/registrations/"

    with ThreadPoolExecutor(CLIENTS) as clients:
        answers = list(
            clients.map(
                lambda n: ask(server, path, token, request_body(n, notice), f"k{n}"),
                range(PARTIES),
            )
        )

    # Everybody was answered, and is there.
    assert Counter(answer["status"] for answer in answers) == {201: PARTIES}
    rows = {row.code: row for row in occurrence.registrations.select_related("person")}
    assert set(rows) == {answer["code"] for answer in answers}
    assert Person.objects.count() == PARTIES
    # Whole: each party has the seats it asked for, and as many people.
    for party, answer in enumerate(answers):
        row = rows[answer["code"]]
        assert (row.person.email, row.seats) == (email_of(party), size_of(party))
        assert row.state == answer["state"]
    assert PartyMember.objects.count() == sum(map(size_of, range(PARTIES)))
    # Never too many, and no seat left that somebody who waits could have.
    held = sum(
        row.seats for row in rows.values() if row.state == RegistrationState.CONFIRMED
    )
    line = list(occurrence.registrations.waiting().in_line())
    assert held <= SEATS
    assert SEATS - held < min(row.seats for row in line)
    assert {row.state for row in rows.values()} == {"confirmed", "waiting"}
    # In order: each was told the place she stands at.
    told = {answer["code"]: answer["position"] for answer in answers}
    assert [told[row.code] for row in line] == list(range(1, len(line) + 1))
    assert line == sorted(line, key=lambda row: row.queued_at)


def test_the_same_request_from_sixteen_at_once_is_one_registration(server):
    occurrence, token, notice = departure(waiting_capacity=0)
    path = f"/api/v1/occurrences/{occurrence.pk}/registrations/"
    body = request_body(3, notice)

    with ThreadPoolExecutor(CLIENTS) as clients:
        answers = list(
            clients.map(
                lambda _n: ask(server, path, token, body, "one"), range(CLIENTS)
            )
        )

    assert Counter(answer["status"] for answer in answers) == {201: CLIENTS}
    assert len({answer["code"] for answer in answers}) == 1
    assert (occurrence.registrations.count(), Person.objects.count()) == (1, 1)


def test_a_short_waiting_list_refuses_the_rest(server):
    occurrence, token, notice = departure(waiting_capacity=40)
    path = f"/api/v1/occurrences/{occurrence.pk}/registrations/"

    with ThreadPoolExecutor(CLIENTS) as clients:
        answers = list(
            clients.map(
                lambda n: ask(server, path, token, request_body(n, notice), f"k{n}"),
                range(200),
            )
        )

    counted = Counter(answer["status"] for answer in answers)
    assert set(counted) == {201, 409}
    assert {one["code"] for one in answers if one["status"] == 409} == {"full"}
    assert occurrence.registrations.count() == Person.objects.count() == counted[201]
    fresh = Occurrence.objects.with_places().get(pk=occurrence.pk)
    assert fresh.seats_held <= SEATS
    assert fresh.waiting_count <= 40
