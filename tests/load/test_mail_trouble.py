"""The mail server is in trouble: who registers does not notice, staff see it."""

import time
from statistics import median

import pytest
from django_tasks_db.models import DBTaskResult

from messaging.enums import MessageState, StateReason
from messaging.models import BrokenRoute, Message
from tests.load import workers
from tests.load.front_end import ask, departure, request_body
from tests.mail_server import HANG, RESET, TAKEN, mail_server

pytestmark = pytest.mark.postgres

REQUESTS = 6
#: name -> (answer to the recipient, answer to the mail, state, reason, address broken)
TROUBLES = {
    "busy": (
        TAKEN,
        "451 4.3.0 Try again later",
        MessageState.RETRYING,
        StateReason.SERVER_BUSY,
        False,
    ),
    "mailbox full": (
        "452 4.2.2 The mailbox is full",
        TAKEN,
        MessageState.RETRYING,
        StateReason.MAILBOX_FULL,
        False,
    ),
    "no such address": (
        "550 5.1.1 No such user here",
        TAKEN,
        MessageState.FAILED,
        StateReason.ADDRESS_REFUSED,
        True,
    ),
    "refused": (
        TAKEN,
        "554 5.7.1 Message refused",
        MessageState.FAILED,
        StateReason.REJECTED,
        False,
    ),
    "reset": (
        TAKEN,
        RESET,
        MessageState.RETRYING,
        StateReason.SERVER_BUSY,
        False,
    ),
    "hang": (
        TAKEN,
        HANG,
        MessageState.RETRYING,
        StateReason.SERVER_BUSY,
        False,
    ),
}


def test_requests_take_their_usual_time_and_states_tell_the_truth(
    postgres_url, queueing_server
):
    occurrence, token, notice = departure(waiting_capacity=5_000)
    path = f"/api/v1/occurrences/{occurrence.pk}/registrations/"
    asked = 0

    def register() -> float:
        """Seconds of one registration, which must succeed."""
        nonlocal asked
        asked += 1
        begun = time.perf_counter()
        answer = ask(
            queueing_server, path, token, request_body(asked, notice), f"k{asked}"
        )
        assert answer["status"] == 201
        return time.perf_counter() - begun

    def states_of(registrations: list[int]) -> set[tuple[str, str]]:
        return set(
            Message.objects.filter(about_id__in=registrations).values_list(
                "state", "reason"
            )
        )

    usual: list[float] = []
    took: dict[str, float] = {}
    became: dict[str, set[tuple[str, str]]] = {}
    broken: dict[str, int] = {}
    with mail_server() as server:
        worker = workers.start_worker(postgres_url, mail_port=server.port, timeout=1)
        try:
            for _warm_up in range(REQUESTS):
                register()
            for name, (to_recipient, to_mail, *_truth) in TROUBLES.items():
                wait_for_the_worker()
                server.at_recipient = lambda _address: TAKEN
                server.at_data = lambda _mail: TAKEN
                usual += [register() for _request in range(REQUESTS)]
                wait_for_the_worker()
                before = set(occurrence.registrations.values_list("pk", flat=True))
                broken_before = BrokenRoute.objects.count()
                server.at_recipient = lambda _address, said=to_recipient: said
                server.at_data = lambda _mail, said=to_mail: said
                took[name] = median(register() for _request in range(REQUESTS))
                wait_for_the_worker()
                new = set(occurrence.registrations.values_list("pk", flat=True))
                became[name] = states_of(list(new - before))
                broken[name] = BrokenRoute.objects.count() - broken_before
        finally:
            workers.stop(worker)

    assert became == {
        name: {(state.value, reason.value)}
        for name, (_rcpt, _data, state, reason, _broken) in TROUBLES.items()
    }
    assert broken == {
        name: REQUESTS if is_broken else 0
        for name, (_rcpt, _data, _state, _reason, is_broken) in TROUBLES.items()
    }
    # A request that waited for the server would take a second more in "hang" alone.
    ratios = {name: round(one / median(usual), 2) for name, one in took.items()}
    assert {name: ratio for name, ratio in ratios.items() if ratio > 3} == {}


def wait_for_the_worker() -> None:
    """Until every task of the queue is done; a message may be left to a later try."""
    workers.wait_until(
        lambda: (
            not DBTaskResult.objects.ready().exists()
            and not DBTaskResult.objects.running().exists()
        ),
        seconds=60,
        what="an empty queue",
    )
