"""The floor and our site, each on its own database of one PostgreSQL."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg

from tools.servers import ROOT, Server, gunicorn

#: Both are served alike.
SERVED = ("--workers=2", "--worker-class=sync")
OURS = {
    "ALLOWED_HOSTS": "127.0.0.1",
    "DJANGO_SETTINGS_MODULE": "config.settings.production",
    "FIELD_KEYS": "for-the-measurements",
    "QUEUE": "database",
    "SECRET_KEY": "for-the-measurements-" + "0" * 40,
    "SECURE_SSL_REDIRECT": "0",
    "SITE_URL": "http://127.0.0.1",
}


@dataclass(frozen=True)
class Sites:
    floor: Server
    ours: Server
    #: What benchmarks.prepare told: paths, departures, a token, queries.
    told: dict[str, Any]
    floor_url: str
    our_environment: dict[str, str]

    def seats_of_the_floor(self) -> int:
        with psycopg.connect(self.floor_url) as connection:
            row = connection.execute(
                "SELECT count(*), min(1000000 - d.seats_left) FROM seat"
                " JOIN departure d ON d.id = departure_id"
            ).fetchone()
        assert row is not None
        rows, taken = row
        return rows if rows == taken else -1

    def departures(self) -> dict[str, dict[str, int]]:
        """What our database holds for each departure."""
        return run_module(
            "benchmarks.prepare", "check", environment=self.our_environment
        )


@contextmanager
def both(url: str) -> Iterator[Sites]:
    floor_url, our_url = make_database(url, "floor"), make_database(url, "ours")
    ours = {**OURS, "DATABASE_URL": our_url}
    floor = {"DATABASE_URL": floor_url}
    run_module("benchmarks.floor", environment=floor)
    told = run_module("benchmarks.prepare", environment=ours)
    with (
        gunicorn(
            "benchmarks.floor", *SERVED, environment=floor, ready_path="/html"
        ) as the_floor,
        gunicorn("config.wsgi", *SERVED, environment=ours) as our_site,
    ):
        yield Sites(the_floor, our_site, told, floor_url, ours)


def make_database(url: str, name: str) -> str:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")  # type: ignore[arg-type]
    return url.rpartition("/")[0] + "/" + name


def run_module(
    module: str, *arguments: str, environment: dict[str, str], given: str = ""
) -> Any:
    """The JSON that a module prints when it is run; `given` is what it reads."""
    path = os.pathsep.join([str(ROOT / "site"), str(ROOT)])
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": path, **environment},
        input=given,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return json.loads(done.stdout.rpartition("JSON ")[2] or "null")
