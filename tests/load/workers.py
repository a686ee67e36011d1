"""Workers and timers as operators run them: processes of their own."""

import os
import subprocess
import sys
import time
from collections.abc import Callable

from django.conf import settings
from django_tasks_db.backend import DatabaseBackend
from django_tasks_db.models import DBTaskResult

from messaging.models import Message
from messaging.tasks import deliver_message
from tests.factories.people import PersonFactory
from tools.servers import ROOT

#: So long a dead worker's messages stay in its hands, in seconds.
CLAIM_SECONDS = 8


def environment(postgres_url: str, *, mail_port: int, timeout: int) -> dict[str, str]:
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        "DATABASE_URL": postgres_url,
        "SECRET_KEY": settings.SECRET_KEY,
        "FIELD_KEYS": ",".join(settings.FIELD_KEYS),
        "QUEUE": "database",
        "MAIL": "smtp",
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": str(mail_port),
        "EMAIL_TIMEOUT": str(timeout),
        "MESSAGE_CLAIM_SECONDS": str(CLAIM_SECONDS),
    }


def start(
    postgres_url: str, *command: str, mail_port: int, timeout: int = 5
) -> "subprocess.Popen[str]":
    """`manage.py command`, sending through the mail server on `mail_port`."""
    return subprocess.Popen(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env=environment(postgres_url, mail_port=mail_port, timeout=timeout),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def start_worker(
    postgres_url: str, *, mail_port: int, timeout: int = 5
) -> "subprocess.Popen[str]":
    return start(
        *(postgres_url, "db_worker", "--interval=0.1", "--no-startup-delay", "-v0"),
        mail_port=mail_port,
        timeout=timeout,
    )


def stop(*processes: "subprocess.Popen[str]") -> None:
    for process in processes:
        process.kill()
        process.communicate()


def wait_until(true: Callable[[], bool], *, seconds: int, what: str) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        if time.monotonic() > deadline:
            raise AssertionError(f"After {seconds} s still not: {what}")
        time.sleep(0.05)


def queue_messages(count: int, *, with_tasks: bool) -> list[Message]:
    """So many messages in the outbox, and in the queue of the workers if wanted."""
    person = PersonFactory(email="katilimci@example.org")
    messages = Message.objects.bulk_create(
        Message(
            key=f"load:{number}",
            person=person,
            template="test.greeting",
            route="email",
            language="tr",
            subject="Kaydınız alındı",
            body=f"Kaydınızı aldık. No: {number}",
            urgent=True,
        )
        for number in range(count)
    )
    if with_tasks:
        backend = DatabaseBackend("default", {"QUEUES": ["default"]})
        for message in messages:
            backend.enqueue(deliver_message, [message.key], {})
        assert DBTaskResult.objects.ready().count() == count
    return messages


def message_id(message: Message) -> str:
    return f"<message-{message.pk}@127.0.0.1>"
