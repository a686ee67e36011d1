"""Thirty-two clients and 10,000 requests: one hot departure, fifty at once, one killed.

    python -m benchmarks.crowd [--requests 10000] [--clients 32] [--keep]

Each storm on departures of its own; afterwards the database is held against the
answers (`benchmarks.storm.faults`). Ends with 1 when anything is not as it must be.
"""

import argparse
import json
import os
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks.registrations import party_of
from benchmarks.sites import OURS
from tools.servers import ROOT, gunicorn
from tools.throwaway_postgres import throwaway_postgres

RESULTS = Path(__file__).with_name("results")
SERVED = ("--preload", "--workers=4", "--threads=4")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.crowd")
    parser.add_argument("--requests", type=int, default=10_000)
    parser.add_argument("--clients", type=int, default=32)
    parser.add_argument("--keep", action="store_true")
    chosen = parser.parse_args()
    with throwaway_postgres() as url:
        environment = {**OURS, "DATABASE_URL": url}
        os.environ.update(environment)
        storms = run(chosen.requests, chosen.clients, environment)
    for name, told in storms.items():
        print(f"{name:32} {told}")
    if chosen.keep:
        figures = {
            "measured_at": datetime.now(UTC).isoformat(timespec="minutes"),
            "machine": f"{os.cpu_count()} cores",
            "requests": chosen.requests,
            "clients": chosen.clients,
            "storms": storms,
        }
        path = RESULTS / "crowd.json"
        path.write_text(json.dumps(figures, indent=1, ensure_ascii=False) + "\n")
    return 1 if any(told["faults"] for told in storms.values()) else 0


def run(requests: int, at_once: int, environment: dict[str, str]) -> dict[str, Any]:
    sys.path.insert(0, str(ROOT / "site"))
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connections

    from benchmarks.storm import faults, kill_a_web_process, storm
    from people.models import Person

    call_command("migrate", verbosity=0, interactive=False)
    call_command("install_defaults", verbosity=0)
    token, notice_id = _front_end()
    told = {}
    for place, (name, many, is_killed) in enumerate(
        [
            ("one hot departure", 1, False),
            ("one hot departure, one killed", 1, True),
            ("fifty departures", 50, False),
            ("fifty departures, one killed", 50, True),
        ]
    ):
        departures = _departures(many, seats=requests // 2)
        before = Person.objects.count()
        connections.close_all()
        with gunicorn(
            "config.wsgi",
            *SERVED,
            environment=environment,
            ready_path="/api/v1/occurrences/",
        ) as server:
            kill = (
                (lambda pid=server.pid: kill_a_web_process(pid)) if is_killed else None
            )
            seen = storm(
                server.port,
                departures,
                lambda number: party_of(number, notice_id=notice_id),
                token=token,
                requests=requests,
                at_once=at_once,
                name=f"{place}",
                in_the_middle=kill,
            )
        told[name] = {
            "seconds": round(seen.seconds, 1),
            "answers": dict(seen.kinds),
            "cut_off": seen.cut_off,
            "faults": faults(seen, departures, people_before=before),
        }
    return told


def _front_end() -> tuple[str, int]:
    from people.domain.links import create_api_client
    from people.enums import Process
    from people.models import Notice

    _client, token = create_api_client("crowd")
    notice = Notice.objects.current(Process.REGISTRATION, "tr")
    assert notice is not None
    return token, notice.pk


def _departures(many: int, *, seats: int) -> list[int]:
    """With `seats` in all, and room for as many again to wait: some are refused."""
    from django.utils import timezone

    from programs.enums import ActivityKind, OccurrenceState
    from programs.models import Activity, Occurrence, Program

    program, _made = Program.objects.get_or_create(
        slug="crowd", defaults={"name": {"tr": "Körfez"}}
    )
    activity = Activity.objects.create(
        program=program,
        kind=ActivityKind.BAY_TOUR,
        name={"tr": "Körfez turu"},
        most_children=3,
        most_party=4,
    )
    starts_at = timezone.now() + timedelta(days=14)
    return [
        Occurrence.objects.create(
            activity=activity,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=2),
            capacity=max(seats // many, 4),
            waiting_capacity=max(seats // many, 4),
            state=OccurrenceState.PUBLISHED,
        ).pk
        for _one in range(many)
    ]


if __name__ == "__main__":
    sys.exit(main())
