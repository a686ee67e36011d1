"""Seats that are given back while others ask for them are held once."""

from collections import Counter
from typing import Any

import pytest
from django.db.models import Sum

from people.models import Notice
from programs.enums import MemberKind, RegistrationState
from programs.models import Occurrence
from tests.factories.people import NAMES
from tests.factories.programs import ActivityFactory, OccurrenceFactory, register
from tests.load.browser import at_once

pytestmark = pytest.mark.postgres

CLIENTS = 16
State = RegistrationState


def party_of(seats: int, *, number: int, notice: Notice) -> dict[str, Any]:
    """She and her children, as a front end sends them."""
    given, family = NAMES[number % len(NAMES)]
    child = {"kind": MemberKind.CHILD, "given_name": "Deniz", "birth_year": 2018}
    return {
        "notice_id": notice.pk,
        "person": {
            "given_name": given,
            "family_name": family,
            "birth_date": "1990-11-21",
            "district": "konak",
            "phone": f"0500{number:07d}",
            "email": f"kisi{number}@example.org",
            "contact_channel": "email",
            "safe_time": "any",
        },
        "party": [child] * (seats - 1),
    }


def boat(**changes: Any) -> Occurrence:
    """A departure for families, with room for everybody on its waiting list."""
    activity = ActivityFactory(most_children=3, most_party=4)
    return OccurrenceFactory(activity=activity, waiting_capacity=2000, **changes)


def seats_held(occurrence: Occurrence) -> int:
    return occurrence.registrations.holding().aggregate(n=Sum("seats"))["n"] or 0


def path_to(occurrence: Occurrence) -> str:
    return f"/api/v1/occurrences/{occurrence.pk}/registrations/"


def test_the_last_seat_goes_to_one(ask, notice):
    occurrence = boat(capacity=1)

    answers = at_once(
        lambda number=number: ask(
            "POST", path_to(occurrence), party_of(1, number=number, notice=notice)
        )
        for number in range(CLIENTS)
    )

    assert Counter(answer["state"] for _status, answer in answers) == {
        State.CONFIRMED: 1,
        State.WAITING: CLIENTS - 1,
    }
    assert sorted(answer["position"] or 0 for _status, answer in answers) == list(
        range(CLIENTS)
    )


def test_seats_given_back_meanwhile_are_held_once(ask, notice):
    occurrence = boat(capacity=40)
    seated = [register(occurrence, n=number, seats=2) for number in range(20)]
    assert seats_held(occurrence) == 40

    cancel = [
        lambda token=admitted.token: ask(
            "DELETE", "/api/v1/registrations/own/", Private_Token=token
        )
        for admitted in seated[:10]
    ]
    enter = [
        lambda number=number: ask(
            "POST",
            path_to(occurrence),
            party_of(1 + number % 4, number=number, notice=notice),
        )
        for number in range(100, 140)
    ]
    answers = at_once(
        call for pair in zip(cancel, *[iter(enter)] * 4, strict=True) for call in pair
    )

    assert Counter(status for status, _answer in answers) == {200: 10, 201: 40}
    held, waiting = seats_held(occurrence), occurrence.registrations.waiting()
    assert held <= 40
    # What came free was offered to the next whom it fits; nobody was overlooked.
    assert 40 - held < min(waiting.values_list("seats", flat=True))
    assert Counter(occurrence.registrations.values_list("state", flat=True)) == {
        State.CONFIRMED: 10 + sum(a["state"] == State.CONFIRMED for _s, a in answers),
        State.CANCELLED: 10,
        State.OFFERED: occurrence.registrations.filter(state=State.OFFERED).count(),
        State.WAITING: waiting.count(),
    }
