"""Sixteen front ends at once ask for twice as many seats as there are."""

import http.client
import json
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from people.domain.consents import publish_notice
from people.domain.links import create_api_client
from people.enums import Process
from people.models import Notice, Person
from programs.enums import RegistrationState
from programs.models import Occurrence, PartyMember
from tests.factories.programs import ActivityFactory, OccurrenceFactory
from tools.servers import HOST, Server

pytestmark = pytest.mark.postgres

CLIENTS, PARTIES, SEATS = 16, 400, 200


def size_of(party: int) -> int:
    """One to four, in an order that is not the order of asking."""
    return 1 + party * 7 // 3 % 4


def email_of(party: int) -> str:
    return f"katilimci{party}@example.org"


def request_body(party: int, notice: Notice) -> str:
    return json.dumps(
        {
            "notice_id": notice.pk,
            "person": {
                "given_name": "İpek",
                "family_name": "Öztürk",
                "birth_date": "1990-11-21",
                "district": "konak",
                "email": email_of(party),
                "contact_channel": "email",
            },
            "party": [
                {"kind": "child", "given_name": "Deniz", "birth_year": 2020}
                for _child in range(size_of(party) - 1)
            ],
        }
    )


def ask(server: Server, path: str, token: str, body: str, key: str) -> dict[str, Any]:
    """One registration over HTTP, as a front end's server asks for it."""
    connection = http.client.HTTPConnection(HOST, server.port, timeout=120)
    try:
        connection.request(
            "POST",
            path,
            body.encode(),
            {
                "Authorization": f"Bearer {token}",
                "Content-Type": "application/json",
                "Idempotency-Key": key,
            },
        )
        response = connection.getresponse()
        return {"status": response.status, **json.loads(response.read())}
    finally:
        connection.close()


def departure(waiting_capacity: int) -> tuple[Occurrence, str, Notice]:
    _client, token = create_api_client("vitrin")
    occurrence = OccurrenceFactory(
        activity=ActivityFactory(most_children=3),
        capacity=SEATS,
        waiting_capacity=waiting_capacity,
    )
    notice = publish_notice(
        Notice(
            process=Process.REGISTRATION,
            language="tr",
            summary="Kişisel verileriniz yalnızca kaydınız için işlenir.",
            body="Aydınlatma metni.",
        )
    )
    return occurrence, token, notice


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
