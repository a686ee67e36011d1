"""The small task of public forms, and how often an address may do something."""

import base64
import json

import altcha
import pytest
from django.test import RequestFactory

from people import proof
from people.pace import client_address, is_too_often
from people.proof import is_solved, new_task


@pytest.fixture
def easy(monkeypatch):
    monkeypatch.setattr(proof, "LARGEST_NUMBER", 50)


def solved(task: dict) -> str:
    answer = altcha.solve_challenge(
        task["challenge"], task["salt"], task["algorithm"], task["maxnumber"]
    )
    fields = ("algorithm", "challenge", "salt", "signature")
    payload = {name: task[name] for name in fields} | {"number": answer.number}
    return base64.b64encode(json.dumps(payload).encode()).decode()


def test_solution_counts_once(easy):
    answer = solved(new_task())

    assert is_solved(answer)
    assert not is_solved(answer)


@pytest.mark.parametrize(
    "answer", ["", "x", "bnVsbA==", base64.b64encode(b"{}").decode(), "[]"]
)
def test_nonsense_is_no_solution(answer):
    assert not is_solved(answer)


def test_task_of_somebody_else_is_no_solution(easy, settings):
    answer = solved(new_task())
    settings.SECRET_KEY = "another-key-" + "0" * 40

    assert not is_solved(answer)


def test_late_solution_is_none(easy, monkeypatch):
    monkeypatch.setattr(proof, "LASTS", -proof.LASTS)

    assert not is_solved(solved(new_task()))


def asked_from(address: str, **headers):
    return RequestFactory().get("/", REMOTE_ADDR=address, headers=headers)


def test_address_may_do_so_much_and_others_are_not_touched():
    one = asked_from("192.0.2.1")

    times = [is_too_often(one, "x", most=2, seconds=60) for _time in range(4)]

    assert times == [False, False, True, True]
    assert not is_too_often(one, "y", most=2, seconds=60)
    assert not is_too_often(asked_from("192.0.2.2"), "x", most=2, seconds=60)


def test_forwarded_address_counts_only_behind_our_proxy(settings):
    request = asked_from("10.0.0.1", **{"X-Forwarded-For": "1.1.1.1, 192.0.2.7"})

    assert client_address(request) == "10.0.0.1"
    settings.TRUST_FORWARDED_FOR = True
    assert client_address(request) == "192.0.2.7"


def test_household_of_ipv6_is_one_address():
    assert client_address(asked_from("2001:db8:1:2:3::4")) == "2001:db8:1:2::/64"
