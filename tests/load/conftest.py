"""Races: real servers, real row locks, many clients at once.

Run by `make test` on a throw-away PostgreSQL, or by hand:

    python tools/throwaway_postgres.py -- python -m pytest -m postgres
"""

from collections.abc import Iterator
from urllib.parse import quote

import pytest
from django.db import connection

from tools.servers import Server, gunicorn


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
