"""The provider reports while its answer is still on the way: nothing is lost."""

import random
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import requests
from django.db import connections

from messaging import channels
from messaging.domain.delivery import deliver
from messaging.domain.reports import apply_waiting_reports
from messaging.enums import MessageState, Route
from messaging.models import EarlyReport, Message
from messaging.sms.channel import send_sms
from tests.factories.messaging import MessageFactory
from tests.factories.people import PersonFactory
from tools.servers import Server, gunicorn

pytestmark = pytest.mark.postgres

MESSAGES = 40
SECRET = "a-secret-of-the-race-" + "7" * 20
MAPPING = {
    "SMS_REPORT_SECRET": SECRET,
    "SMS_REPORT_PATTERN": r"id=(?P<id>[^&]+)&status=(?P<status>\w+)",
    "SMS_REPORT_DELIVERED_PATTERN": "ok",
    "SMS_REPORT_FAILED_PATTERN": "no",
}


@dataclass
class Provider:
    #: its name for a message -> what it reports of it
    told: dict[str, str]
    reported: list["Future[None]"]


@pytest.fixture
def site(postgres_url: str) -> Iterator[Server]:
    with gunicorn(
        "config.wsgi",
        "--preload",
        "--workers=2",
        "--threads=4",
        environment={
            "DJANGO_SETTINGS_MODULE": "config.settings.test",
            "DATABASE_URL": postgres_url,
            **MAPPING,
        },
        ready_path="/api/v1/openapi.json",
    ) as running:
        yield running


@pytest.fixture
def provider(site: Server, settings, monkeypatch) -> Iterator["Provider"]:
    """Takes a text, and reports on it before, while and after it answers; twice."""
    told: dict[str, str] = {}
    chance = random.Random(7)  # noqa: S311
    reporters = ThreadPoolExecutor(8)
    reported: list[Future[None]] = []

    def report(name: str, status: str, wait: float) -> None:
        time.sleep(wait)
        answer = requests.post(
            f"http://127.0.0.1:{site.port}/bildirim/sms/{SECRET}/",
            data=f"id={name}&status={status}",
            timeout=60,
        )
        assert answer.status_code == 200

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            name = f"sms-{len(told)}-{chance.random()}"
            told[name] = chance.choice(["ok", "no"])
            for wait in (0, chance.random() / 20):
                reported.append(reporters.submit(report, name, told[name], wait))
            time.sleep(chance.random() / 20)
            body = f"id={name};".encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    monkeypatch.setitem(channels._registry, Route.SMS, send_sms)
    settings.SMS = "http"
    settings.SMS_URL = f"http://127.0.0.1:{server.server_port}/"
    settings.SMS_BODY = "to={number}&text={text}"
    settings.SMS_SUCCESS_PATTERN = "id=([^;]+);"
    yield Provider(told, reported)
    server.shutdown()
    server.server_close()
    reporters.shutdown()


def test_no_report_is_lost_between_the_answer_and_our_note(provider):
    person = PersonFactory(contact_channel="sms", phone="+905321234567")
    keys = [
        MessageFactory(person=person, route=Route.SMS).key for _n in range(MESSAGES)
    ]

    def send(key: str) -> str:
        try:
            return deliver(key)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as pool:
        assert set(pool.map(send, keys)) == {MessageState.SENT}
    for report in provider.reported:
        report.result()
    left_to_the_timer = EarlyReport.objects.count()

    apply_waiting_reports()

    expected = {"ok": MessageState.DELIVERED, "no": MessageState.FAILED}
    assert dict(Message.objects.values_list("provider_id", "state")) == {
        name: expected[status] for name, status in provider.told.items()
    }
    assert len(provider.told) == MESSAGES
    # Both sides look after their own note: the timer is for those that died.
    assert left_to_the_timer == 0
    assert EarlyReport.objects.count() == 0
