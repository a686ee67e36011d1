"""Whether the time of an answer tells that an address is known.

    python -m benchmarks.renewal [--people 400] [--rounds 3] [--keep]

Asks for new links, over HTTP, with addresses on record and with addresses that nobody
has, in a random order on one throw-away PostgreSQL, while a worker sends what was
asked for before. Beside the two, the noise: the unknown ones, halved by chance, against
each other. With --keep the figures go into benchmarks/results/renewal.json.
"""

import argparse
import json
import os
import platform
import random
import subprocess
import sys
import time
from bisect import bisect_left, bisect_right
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from statistics import median, quantiles
from typing import Any
from urllib.parse import urlencode

import psycopg

from benchmarks import clients
from benchmarks.retention import _environment
from tools.servers import ROOT, Server, gunicorn
from tools.throwaway_postgres import throwaway_postgres

RESULT = Path(__file__).with_name("results") / "renewal.json"
#: Further apart than this they can be told from each other.
MOST_RATIO = 0.05
#: How often a known address takes longer than an unknown one; even is one half.
MOST_LEAN = 0.04
TOKEN = "t" * 32


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.renewal")
    parser.add_argument("--people", type=int, default=400)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--keep", action="store_true")
    chosen = parser.parse_args()
    with throwaway_postgres(durable=True) as url:
        environment = {
            **_environment(url),
            "QUEUE": "database",
            "CACHE": "database",
            "SECURE_SSL_REDIRECT": "0",
            "SMS": "none",
        }
        _run(environment, "-m", "benchmarks.prepare_renewal", str(chosen.people))
        with (
            gunicorn(
                "config.wsgi",
                "--workers=2",
                environment=environment,
                ready_path="/baglanti/",
            ) as site,
            subprocess.Popen(
                [sys.executable, "manage.py", "db_worker", "-v0"],
                cwd=ROOT,
                env=environment,
                stdout=subprocess.DEVNULL,
            ) as worker,
        ):
            try:
                rounds = [
                    _round(site, number, people=chosen.people)
                    for number in range(chosen.rounds)
                ]
                asked = sum(len(kind) for one in rounds for kind in one.values())
                _wait_for_the_worker(url, asked)
            finally:
                # Otherwise a failure would wait for a worker that waits for work.
                worker.terminate()
        with psycopg.connect(url) as connection:
            row = connection.execute("SELECT count(*) FROM messaging_message")
            [written] = row.fetchone() or [0]
            server = connection.info.server_version // 10000
    figures = {
        "measured_at": datetime.now(UTC).isoformat(timespec="minutes"),
        "machine": f"{os.cpu_count()} cores, {platform.machine()}",
        "versions": {
            "python": platform.python_version(),
            "postgresql": server,
            "django": version("django"),
        },
        "rounds": [_figures(one) for one in rounds],
        "messages_written": written,
    }
    figures["median_known_to_unknown"] = median(
        one["known_to_unknown"] for one in figures["rounds"]
    )
    figures["known_takes_longer"] = median(
        one["known_takes_longer"] for one in figures["rounds"]
    )
    figures["faults"] = faults = _faults(figures, chosen.people)
    print(json.dumps(figures, indent=1))
    if chosen.keep and not faults:
        RESULT.write_text(json.dumps(figures, indent=1) + "\n")
    for fault in faults:
        print(f"WRONG: {fault}", file=sys.stderr)
    return 1 if faults else 0


def _round(site: Server, number: int, *, people: int) -> dict[str, list[float]]:
    """Milliseconds by kind of address; no two of a round are alike."""
    chance = random.Random(number)  # noqa: S311  (an order, no secret)
    asked = [("known", f"kisi{one}@example.org") for one in range(people)]
    asked += [("unknown", f"hayal{one}@example.org") for one in range(people)]
    chance.shuffle(asked)
    took: dict[str, list[float]] = {"known": [], "unknown": []}
    for _warm in range(20):
        _ask(site, f"isinma{_warm}@example.org")
    for kind, address in asked:
        took[kind].append(_ask(site, address))
    return took


def _ask(site: Server, address: str) -> float:
    body = urlencode({"csrfmiddlewaretoken": TOKEN, "email": address}).encode()
    head = "\r\n".join(
        [
            "POST /baglanti/ HTTP/1.1",
            "Host: 127.0.0.1",
            "Connection: close",
            f"Cookie: csrftoken={TOKEN}",
            "Content-Type: application/x-www-form-urlencoded",
            f"Content-Length: {len(body)}",
            "",
            "",
        ]
    )
    begun = time.perf_counter()
    answer = clients.exchange(site.port, head.encode() + body)
    took = (time.perf_counter() - begun) * 1e3
    status = answer.split(b" ", 2)[1]
    if status != b"302":
        raise RuntimeError(f"Answered {status.decode()}")
    return took


def _figures(took: dict[str, list[float]]) -> dict[str, float]:
    known, unknown = took["known"], took["unknown"]
    return {
        "known_p50_ms": round(median(known), 2),
        "unknown_p50_ms": round(median(unknown), 2),
        "known_p95_ms": round(quantiles(known, n=20)[18], 2),
        "unknown_p95_ms": round(quantiles(unknown, n=20)[18], 2),
        "known_to_unknown": round(median(known) / median(unknown), 3),
        "known_takes_longer": round(_longer(known, unknown), 3),
        "noise": round(_longer(unknown[::2], unknown[1::2]), 3),
    }


def _longer(ours: list[float], theirs: list[float]) -> float:
    """The share of pairs in which ours took longer; ties count half."""
    ranked = sorted(theirs)
    wins = sum(
        (bisect_left(ranked, one) + bisect_right(ranked, one)) / 2 for one in ours
    )
    return wins / (len(ours) * len(theirs))


def _wait_for_the_worker(url: str, asked: int) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        for _tick in range(600):
            row = connection.execute(
                "SELECT count(*) FROM django_tasks_database_dbtaskresult"
                " WHERE status IN ('READY', 'RUNNING')"
            ).fetchone()
            if row is not None and row[0] == 0:
                return
            time.sleep(0.5)
    raise RuntimeError(f"The worker did not answer all of {asked} requests.")


def _run(environment: dict[str, str], *arguments: str) -> None:
    subprocess.run([sys.executable, *arguments], cwd=ROOT, env=environment, check=True)


def _faults(figures: dict[str, Any], people: int) -> list[str]:
    faults = []
    if abs(figures["median_known_to_unknown"] - 1) > MOST_RATIO:
        faults.append("A known address takes another time than an unknown one.")
    if abs(figures["known_takes_longer"] - 0.5) > MOST_LEAN:
        faults.append("A known address takes longer, or shorter, too often.")
    if figures["messages_written"] < people:
        faults.append("Not everybody known was written to.")
    return faults


if __name__ == "__main__":
    sys.exit(main())
