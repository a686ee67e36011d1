"""Retention over many past registrations: memory, speed, and a kill in the middle.

    python -m benchmarks.retention [--rows 100000] [--keep]

Fills a throw-away PostgreSQL, starts `manage.py apply_retention`, kills it with
SIGKILL when a part is done, starts it again to its end, and holds the database and
the destruction log against what was there. With --keep the figures go into
benchmarks/results/retention.json.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import psycopg

from tools.throwaway_postgres import throwaway_postgres

ROOT = Path(__file__).resolve().parents[1]
RESULT = Path(__file__).with_name("results") / "retention.json"
#: What the command may need, in megabytes.
MOST_MEMORY = 200
PROGRESS = "SELECT coalesce(sum(rows), 0) FROM people_destructionlog"


@dataclass(frozen=True, slots=True)
class Turn:
    """One process of the command."""

    seconds: float
    peak_memory_mb: int
    rows: int
    exit: int


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.retention")
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--keep", action="store_true")
    chosen = parser.parse_args()
    with throwaway_postgres(durable=True) as url:
        environment = _environment(url)
        print(f"Making {chosen.rows:,} past registrations ...", flush=True)
        begun = time.monotonic()
        _run(environment, "-m", "benchmarks.prepare_retention", str(chosen.rows))
        print(f"... {time.monotonic() - begun:.0f} s", flush=True)
        with psycopg.connect(url, autocommit=True) as watching:
            idle = _peak_of(environment, "manage.py", "check")
            killed = _turn(environment, watching, kill_at=chosen.rows * 3 // 2)
            print(f"Killed: {killed}", flush=True)
            finished = _turn(environment, watching)
            print(f"Finished: {finished}", flush=True)
            again = _turn(environment, watching)
            server = watching.info.server_version // 10000
        found = json.loads(
            _run(environment, "-m", "benchmarks.prepare_retention", "check")
        )
    faults = _faults(chosen.rows, killed, finished, again, found)
    figures = {
        "measured_at": datetime.now(UTC).isoformat(timespec="minutes"),
        "machine": f"{os.cpu_count()} cores, {platform.machine()}",
        "versions": {
            "python": platform.python_version(),
            "postgresql": server,
            "django": version("django"),
            "wagtail": version("wagtail"),
        },
        "registrations": chosen.rows,
        "peak_memory_mb": max(killed.peak_memory_mb, finished.peak_memory_mb),
        "memory_of_manage_py_check_mb": idle,
        "killed_turn": _told(killed),
        "finishing_turn": _told(finished),
        "turn_with_nothing_to_do": _told(again),
        "left": found,
        "faults": faults,
    }
    print(json.dumps(figures, indent=1, ensure_ascii=False))
    if chosen.keep and not faults:
        RESULT.write_text(json.dumps(figures, indent=1, ensure_ascii=False) + "\n")
    for fault in faults:
        print(f"WRONG: {fault}", file=sys.stderr)
    return 1 if faults else 0


def _environment(url: str) -> dict[str, str]:
    return {
        **os.environ,
        "PYTHONPATH": f"{ROOT / 'site'}:{ROOT}",
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
        "DATABASE_URL": url,
        "SECRET_KEY": "for-this-measurement-only-" + "0" * 40,
        "FIELD_KEYS": "for-this-measurement-only",
        "ALLOWED_HOSTS": "127.0.0.1",
        "SITE_URL": "http://127.0.0.1",
        "MAIL": "console",
    }


def _run(environment: dict[str, str], *arguments: str) -> str:
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    ).stdout


def _turn(
    environment: dict[str, str], watching: Any, *, kill_at: int | None = None
) -> Turn:
    """Run the command, killing it once so many rows are logged as destroyed."""
    before = watching.execute(PROGRESS).fetchone()[0]
    begun = time.monotonic()
    with _process(environment, "manage.py", "apply_retention") as running:
        while kill_at is not None and running.poll() is None:
            if watching.execute(PROGRESS).fetchone()[0] >= kill_at:
                running.kill()
                break
            time.sleep(0.05)
        # wait4 tells the largest resident size of this one child.
        _pid, status, used = os.wait4(running.pid, 0)
        running.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.monotonic() - begun
    rows = watching.execute(PROGRESS).fetchone()[0] - before
    return Turn(seconds, used.ru_maxrss // 1024, int(rows), running.returncode)


def _peak_of(environment: dict[str, str], *arguments: str) -> int:
    with _process(environment, *arguments) as running:
        _pid, status, used = os.wait4(running.pid, 0)
        running.returncode = os.waitstatus_to_exitcode(status)
    return int(used.ru_maxrss // 1024)


@contextmanager
def _process(
    environment: dict[str, str], *arguments: str
) -> Iterator["subprocess.Popen[bytes]"]:
    with subprocess.Popen(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
    ) as running:
        yield running


def _told(turn: Turn) -> dict[str, Any]:
    return {
        "seconds": round(turn.seconds, 1),
        "rows": turn.rows,
        "rows_per_second": round(turn.rows / turn.seconds),
        "peak_memory_mb": turn.peak_memory_mb,
        "exit": turn.exit,
    }


def _faults(
    rows: int, killed: Turn, finished: Turn, again: Turn, found: dict[str, Any]
) -> list[str]:
    logged = found["logged"]
    expected = {
        "people known by name": 0,
        "emergency contacts": 0,
        "children by name": 0,
        "message texts": 0,
        "private links": 0,
        "registrations counted": rows,
        "seats counted": rows * 2,
    }
    faults = [
        f"{name}: {found[name]} instead of {number}"
        for name, number in expected.items()
        if found[name] != number
    ]
    faults += [
        f"{kind}: {logged.get(kind)} logged instead of {rows}"
        for kind in (
            "messaging.message",
            "people.link",
            "people.person",
            "programs.emergency_contact",
            "programs.registration",
        )
        if logged.get(kind) != rows
    ]
    if killed.exit >= 0:
        faults.append("The first turn ended before it was killed.")
    if finished.exit or again.exit or again.rows:
        faults.append("The last turns did not end well, or did something again.")
    peak = max(killed.peak_memory_mb, finished.peak_memory_mb)
    if peak >= MOST_MEMORY:
        faults.append(f"{peak} MB instead of less than {MOST_MEMORY} MB")
    return faults


if __name__ == "__main__":
    sys.exit(main())
