"""The timer: every piece has its turn, none runs twice at once, failures are told."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from messaging import due
from messaging.domain.due_runs import Ran, run_piece
from messaging.domain.queue import ABANDONED_AFTER, forget_abandoned_tasks
from messaging.models import DueRun
from tests.factories.messaging import MessageFactory

pytestmark = pytest.mark.django_db


def fail() -> int:
    raise ValueError("Ayşe Nur Doğan, 0500 000 00 10")


def test_piece_held_elsewhere_is_left_alone():
    DueRun.objects.create(
        name="letters", held_until=timezone.now() + timedelta(minutes=1)
    )

    assert run_piece("letters", lambda: 7) == Ran(done=None)


def test_piece_of_a_dead_timer_is_taken_up():
    DueRun.objects.create(
        name="letters", held_until=timezone.now() - timedelta(seconds=1)
    )

    assert run_piece("letters", lambda: 7) == Ran(done=7)
    run = DueRun.objects.get()
    assert (run.done, run.held_until, run.failed_at) == (7, None, None)


def test_one_failing_piece_does_not_stop_the_others(monkeypatch, caplog):
    monkeypatch.setattr(due, "_registry", {"bad": fail, "good": lambda: 3})
    said = StringIO()

    with pytest.raises(CommandError) as refused:
        call_command("run_due_work", stdout=said)

    assert str(refused.value) == "Failed: bad"
    assert [line.split(" (")[0] for line in said.getvalue().splitlines()] == [
        "bad: failed",
        "good: 3",
    ]
    assert [record.getMessage() for record in caplog.records] == [
        "Due work bad failed: ValueError"
    ]
    assert DueRun.objects.get(name="bad").held_until is None


def test_failed_piece_is_healthy_after_it_ran(monkeypatch):
    run_piece("letters", fail)
    run_piece("letters", lambda: 0)

    assert DueRun.objects.get().failed_at is None


@pytest.mark.parametrize(
    ("status", "age", "stays"),
    [
        ("RUNNING", ABANDONED_AFTER + timedelta(seconds=5), False),
        ("RUNNING", ABANDONED_AFTER - timedelta(minutes=5), True),
        ("READY", ABANDONED_AFTER + timedelta(seconds=5), True),
        ("SUCCESSFUL", ABANDONED_AFTER + timedelta(seconds=5), True),
    ],
)
def test_task_of_a_killed_worker_is_forgotten(status, age, stays):
    then = timezone.now() - age
    DBTaskResult.objects.create(
        status=status,
        args_kwargs={"args": [], "kwargs": {}},
        task_path="messaging.tasks.deliver_message",
        backend_name="default",
        run_after=then,
        started_at=then,
        finished_at=then,
    )

    forget_abandoned_tasks()

    assert DBTaskResult.objects.exists() is stays


def test_health_is_good_while_the_due_work_runs():
    call_command("run_due_work", stdout=StringIO())
    said = StringIO()

    call_command("outbox_health", stdout=said)

    assert "queued 0" in said.getvalue().splitlines()
    assert "oldest_due_seconds 0" in said.getvalue().splitlines()


def test_health_tells_what_waits():
    MessageFactory(next_attempt_at=timezone.now() - timedelta(hours=1))

    with pytest.raises(CommandError) as refused:
        call_command("outbox_health", stdout=StringIO())

    assert str(refused.value) == "messages wait too long; the due work does not run"
