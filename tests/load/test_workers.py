"""Workers that die, workers that meet: every message arrives, repeats are known."""

from collections import Counter
from contextlib import ExitStack
from threading import Lock

import pytest

from messaging.enums import MessageState, StateReason
from messaging.models import DeliveryAttempt, DueRun, Message
from tests.load import workers
from tests.mail_server import RESET, TAKEN, mail_server

pytestmark = pytest.mark.postgres

MESSAGES = 1_000
#: After how many arrivals a worker is killed, and whether the mail in its hands had
#: been taken by the server then.
KILLS = ((120, True), (280, False), (430, True), (600, False), (780, True))


def test_five_killed_workers_lose_nothing_and_repeat_only_what_they_held(postgres_url):
    messages = workers.queue_messages(MESSAGES, with_tasks=True)
    coming = list(KILLS)
    lock = Lock()
    killed = []
    with ExitStack() as stack:
        servers = [stack.enter_context(mail_server()) for _slot in range(2)]

        def arrived() -> int:
            return sum(len(server.taken) for server in servers)

        def start(slot: int):
            return workers.start_worker(postgres_url, mail_port=servers[slot].port)

        def answer(slot: int) -> str:
            """Yes; or, when it is time, the worker dies with this mail in its hands."""
            with lock:
                if not coming or arrived() < coming[0][0]:
                    return TAKEN
                _after, taken = coming.pop(0)
            running[slot].kill()
            running[slot].wait()
            killed.append(slot)
            return TAKEN if taken else RESET

        for slot, server in enumerate(servers):
            server.at_data = lambda _mail, slot=slot: answer(slot)
        running = [start(slot) for slot in range(2)]
        try:
            for _tick in range(2_000):
                for slot, process in enumerate(running):
                    if process.poll() is not None:
                        process.communicate()
                        running[slot] = start(slot)
                if not Message.objects.filter(state=MessageState.QUEUED).exists():
                    break
                workers.wait_until(
                    lambda: (
                        any(one.poll() is not None for one in running)
                        or not Message.objects.filter(
                            state=MessageState.QUEUED
                        ).exists()
                    ),
                    seconds=120,
                    what="all taken from the queue",
                )

            def all_sent() -> bool:
                timer = workers.start(
                    postgres_url, "run_due_work", mail_port=servers[0].port
                )
                timer.communicate()
                return Message.objects.filter(state=MessageState.SENT).count() == (
                    MESSAGES
                )

            workers.wait_until(all_sent, seconds=90, what="all sent")
        finally:
            workers.stop(*running)
        arrivals = sum((server.message_ids() for server in servers), Counter())

    assert len(killed) == len(KILLS)
    assert set(arrivals) == {workers.message_id(message) for message in messages}
    # What a killed worker held after the server took it came twice; nothing else did.
    repeats = {name: times for name, times in arrivals.items() if times > 1}
    assert sorted(repeats.values()) == [2] * sum(taken for _after, taken in KILLS)
    lost = DeliveryAttempt.objects.filter(reason=StateReason.WORKER_LOST)
    assert lost.count() == len(KILLS)
    assert set(repeats) <= {workers.message_id(one.message) for one in lost}


def test_two_workers_deliver_each_message_once(postgres_url):
    messages = workers.queue_messages(300, with_tasks=True)
    with mail_server() as server:
        running = [
            workers.start_worker(postgres_url, mail_port=server.port)
            for _worker in range(2)
        ]
        try:
            workers.wait_until(
                lambda: (
                    Message.objects.filter(state=MessageState.SENT).count()
                    == len(messages)
                ),
                seconds=90,
                what="all sent",
            )
        finally:
            workers.stop(*running)
        arrivals = server.message_ids()

    assert arrivals == Counter(workers.message_id(message) for message in messages)


def test_two_timers_at_once_double_nothing(postgres_url):
    # Without tasks: as if every one of them had been lost.
    messages = workers.queue_messages(200, with_tasks=False)
    with mail_server() as server:
        timers = [
            workers.start(postgres_url, "run_due_work", mail_port=server.port)
            for _timer in range(2)
        ]
        said = [timer.communicate(timeout=120)[0] for timer in timers]
        arrivals = server.message_ids()

    assert [timer.returncode for timer in timers] == [0, 0], said
    assert arrivals == Counter(workers.message_id(message) for message in messages)
    assert Message.objects.filter(state=MessageState.SENT).count() == len(messages)
    assert DueRun.objects.filter(held_until__isnull=False).count() == 0
