"""A provider over HTTP: what is asked of it, and what its answers mean."""

import json
import socket
from urllib.parse import parse_qs

import pytest

from messaging.channels import PermanentFailure, TemporaryFailure
from messaging.enums import StateReason
from messaging.sms.http import HttpGateway
from tests.messaging.sms.provider import running_provider

NUMBER = "+905321234567"
JSON = '{"to": ["{plain_number}"], "msg": "{text}", "ref": "{reference}", "n": 1}'


@pytest.fixture
def provider():
    with running_provider() as running:
        yield running


def gateway(provider, **changes):
    values = {
        "url": provider.url,
        "body": JSON,
        "sender": "IZMIR",
        "timeout": 1,
        "needs_tls": False,
        "success": r'"id": "([^"]+)"',
        "bad_number": r'"code": "40"',
        "no_credit": r'"code": "60"',
        "temporary": r'"code": "80"',
    }
    return HttpGateway(**{**values, **changes})


def send(provider, text="Deneme", **changes):
    return gateway(provider, **changes).send(NUMBER, text, reference="message-7")


def test_text_is_taken_and_named(provider):
    name = send(provider, headers={"Authorization": "Basic ZGVuZW1l"})

    assert name == "sms-77"
    [asked] = provider.asked
    assert json.loads(asked.body) == {
        "to": ["905321234567"],
        "msg": "Deneme",
        "ref": "message-7",
        "n": 1,
    }
    assert asked.method == "POST"
    assert asked.headers["Authorization"] == "Basic ZGVuZW1l"
    assert asked.headers["Content-Type"].startswith("application/json")


@pytest.mark.parametrize("text", ['","to":["905000000000"],"x":"', "{sender}{number}"])
def test_no_letter_of_a_text_adds_to_a_json_body(provider, text):
    send(provider, text)

    body = json.loads(provider.asked[0].body)
    assert (body["to"], body["msg"]) == (["905321234567"], text)


def test_no_letter_of_a_text_adds_to_a_form(provider):
    text = "a&gsm=905000000000\r\nX: y {sender}"

    send(provider, text, body="gsm={number}&header={sender}&message={text}&dil=")

    [asked] = provider.asked
    assert parse_qs(asked.body, keep_blank_values=True) == {
        "gsm": [NUMBER],
        "header": ["IZMIR"],
        "message": [text],
        "dil": [""],
    }
    assert asked.headers["Content-Type"].startswith("application/x-www-form-urlencoded")


@pytest.mark.parametrize(
    ("status", "answer", "kind", "reason", "breaks"),
    [
        (200, b'{"code": "40"}', PermanentFailure, StateReason.NUMBER_REFUSED, True),
        (406, b'{"code": "40"}', PermanentFailure, StateReason.NUMBER_REFUSED, True),
        (200, b'{"code": "60"}', TemporaryFailure, StateReason.NO_CREDIT, None),
        (200, b'{"code": "80"}', TemporaryFailure, StateReason.SERVER_BUSY, None),
        (400, b"", PermanentFailure, StateReason.REJECTED, False),
        (401, b"", TemporaryFailure, StateReason.MISCONFIGURED, None),
        (403, b"", TemporaryFailure, StateReason.MISCONFIGURED, None),
        (429, b"", TemporaryFailure, StateReason.SERVER_BUSY, None),
        (500, b"", TemporaryFailure, StateReason.SERVER_BUSY, None),
        (503, b"<html>", TemporaryFailure, StateReason.SERVER_BUSY, None),
        (200, b"\xff\xfe\x00", TemporaryFailure, StateReason.MISCONFIGURED, None),
        (200, b"", TemporaryFailure, StateReason.MISCONFIGURED, None),
    ],
)
def test_answers_have_their_reasons(provider, status, answer, kind, reason, breaks):
    provider.status, provider.answer = status, answer

    with pytest.raises(kind) as refused:
        send(provider)

    assert refused.value.reason == reason
    if breaks is not None:
        assert refused.value.breaks_route == breaks


@pytest.mark.parametrize("does", ["hang", "reset"])
def test_provider_that_says_nothing_is_worth_another_try(provider, does):
    provider.does = does

    with pytest.raises(TemporaryFailure) as refused:
        send(provider)

    assert refused.value.reason == StateReason.SERVER_BUSY


def test_broken_compression_is_worth_another_try(provider):
    provider.headers = {"Content-Encoding": "gzip"}

    with pytest.raises(TemporaryFailure):
        send(provider)


def test_closed_port_is_worth_another_try(provider):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]

    with pytest.raises(TemporaryFailure) as refused:
        send(provider, url=f"http://127.0.0.1:{port}/")

    assert refused.value.__suppress_context__


def test_text_does_not_follow_to_another_address(provider):
    provider.status = 307
    provider.headers = {"Location": provider.url + "/baska"}

    with pytest.raises(PermanentFailure):
        send(provider)

    assert len(provider.asked) == 1


def test_nothing_leaves_over_an_open_line(provider):
    with pytest.raises(TemporaryFailure) as refused:
        send(provider, needs_tls=True)

    assert refused.value.reason == StateReason.MISCONFIGURED
    assert provider.asked == []


def test_line_that_is_not_encrypted_as_promised_is_our_trouble(provider):
    with pytest.raises(TemporaryFailure) as refused:
        send(provider, needs_tls=True, url=provider.url.replace("http:", "https:"))

    assert refused.value.reason == StateReason.MISCONFIGURED


def test_status_decides_where_no_pattern_is_given(provider):
    provider.answer = b"00 12345"

    assert send(provider, success="") == ""
    assert send(provider, success=r"^00 \d+") == "00 12345"
