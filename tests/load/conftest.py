"""Races: real servers, real row locks, many clients at once.

Run by `make test` on a throw-away PostgreSQL, or by hand:

    python tools/throwaway_postgres.py -- python -m pytest -m postgres
"""

import http.client
import json
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection

from people.domain.consents import publish_notice
from people.domain.links import create_api_client
from people.enums import Process
from people.models import Notice
from tools.servers import HOST, Server, gunicorn

Ask = Callable[..., tuple[int, dict[str, Any]]]


@pytest.fixture
def postgres_url(transactional_db) -> str:
    """The DATABASE_URL of the test's own database, for other processes."""
    if connection.vendor != "postgresql":
        pytest.fail("Races need PostgreSQL: see tests/load/conftest.py")
    settings = connection.settings_dict
    host = quote(settings["HOST"], safe="")
    return f"postgres://{settings['USER']}@{host}/{settings['NAME']}"


@pytest.fixture
def server(postgres_url: str) -> Iterator[Server]:
    """The site as it is deployed: four processes of four threads on that database."""
    with gunicorn(
        "config.wsgi",
        "--preload",
        "--workers=4",
        "--threads=4",
        environment={
            "DJANGO_SETTINGS_MODULE": "config.settings.test",
            "DATABASE_URL": postgres_url,
        },
        ready_path="/api/v1/openapi.json",
    ) as running:
        yield running


@pytest.fixture
def queueing_server(postgres_url: str) -> Iterator[Server]:
    """The site with a queue: what it writes to people is sent by workers."""
    with gunicorn(
        "config.wsgi",
        "--preload",
        "--workers=2",
        "--threads=4",
        environment={
            "DJANGO_SETTINGS_MODULE": "config.settings.test",
            "DATABASE_URL": postgres_url,
            "QUEUE": "database",
        },
        ready_path="/api/v1/openapi.json",
    ) as running:
        yield running


@pytest.fixture
def notice(transactional_db) -> Notice:
    notice = Notice(process=Process.REGISTRATION, language="tr", summary="x", body="x")
    return publish_notice(notice)


@pytest.fixture
def ask(server: Server) -> Ask:
    """`ask("POST", path, body, header=value)`: the status and the answer's JSON."""
    _client, token = create_api_client("a front end")

    def request(method: str, path: str, body: object = None, **headers: str):
        connection = http.client.HTTPConnection(HOST, server.port, timeout=60)
        given = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        given |= {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, json.dumps(body), given)
        response = connection.getresponse()
        answer = response.status, json.loads(response.read())
        connection.close()
        return answer

    return request
