"""Public pages, lists and check-in among 2,000 departures and 100,000 registrations.

    python -m benchmarks.occurrences [--keep]

Over HTTP, one request after the other, from gunicorn with the settings of production
and a PostgreSQL made for the run with its defaults. Beside the times: the floor of the
same run (a bare Django application that reads one row by its key), the number of
queries, the time of the database, and the processor time of a request, that of
PostgreSQL included, which a busy machine does not change.
"""

import argparse
import json
import os
import platform
import sys
import time
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import quote

from benchmarks import machine
from benchmarks.clients import exchange
from benchmarks.people_search import figures
from benchmarks.sites import OURS, make_database, run_module
from tools.servers import Server, gunicorn
from tools.throwaway_postgres import throwaway_postgres

#: Milliseconds at the 95th percentile.
MOST_MILLISECONDS = 200
RESULT = Path(__file__).parent / "results" / "occurrences.json"
FLOOR = "floor: one row by its key"
#: One process answers, so that what a kind of page needs once is warm afterwards.
SERVED = ("--workers=1", "--worker-class=sync")
WARM = 2


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--keep", action="store_true", help="keep the figures")
    chosen = parser.parse_args()
    with throwaway_postgres(durable=True) as url:
        floor = {"DATABASE_URL": make_database(url, "floor")}
        ours = {**OURS, "DATABASE_URL": make_database(url, "ours")}
        run_module("benchmarks.floor", environment=floor)
        told = run_module("benchmarks.prepare_occurrences", environment=ours)
        counted = run_module(
            "benchmarks.prepare_pages", environment=ours, given=json.dumps(told)
        )
        database = machine.postmaster(url)
        with (
            gunicorn(
                "benchmarks.floor", *SERVED, environment=floor, ready_path="/html"
            ) as bare,
            gunicorn("config.wsgi", *SERVED, environment=ours) as site,
        ):
            least = [{"method": "GET", "path": "/select"}] * 100
            rows = {FLOOR: timed(bare, least, {}, database)}
            for name, requests in told["requests"].items():
                rows[name] = timed(site, requests, told, database)
                rows[name] |= counted["kinds"][name]
            again = timed(bare, least, {}, database)
            memory = machine.peak_memory(site.pid)
    result = {
        "measured_at": datetime.now(UTC).isoformat(timespec="minutes"),
        "machine": f"{os.cpu_count()} processors, {platform.machine()}",
        "versions": {name: version(name) for name in ("django", "wagtail", "gunicorn")},
        "departures": told["departures"],
        "registrations": told["registrations"],
        "milliseconds": {**rows, "the floor again": again},
        "peak memory of the web process in MB": memory,
        "plans of the slowest queries": counted["plans"],
    }
    if chosen.keep:
        RESULT.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n")
    return 1 if show(result) else 0


def timed(
    server: Server, requests: list[dict[str, str]], told: dict[str, Any], database: int
) -> dict[str, Any]:
    """Milliseconds of each request, and the processor time of one."""
    sent = [_bytes(one, told) for one in requests]
    for one in sent[:WARM]:
        exchange(server.port, one)
    times = []
    before = machine.cpu_seconds(server.pid, database)
    for path, one in zip(requests[WARM:], sent[WARM:], strict=True):
        begin = time.perf_counter()
        answer = exchange(server.port, one)
        times.append((time.perf_counter() - begin) * 1000)
        if not answer.startswith(b"HTTP/1.1 200"):
            raise SystemExit(f"{path['path']}: {answer[:60]!r}")
    used = machine.cpu_seconds(server.pid, database) - before
    return {**figures(times), "processor": round(used * 1000 / len(times), 1)}


def _bytes(one: dict[str, str], told: dict[str, Any]) -> bytes:
    path = quote(one["path"], safe="/?&=@%:,")
    lines = [f"{one['method']} {path} HTTP/1.1", "Host: 127.0.0.1", "Connection: close"]
    if told and "sender" not in one:
        lines += [f"Cookie: {told['cookies']}", f"X-CSRFToken: {told['token']}"]
    body = one.get("body", "").encode()
    if body:
        lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
    return "\r\n".join([*lines, "", ""]).encode() + body


def show(result: dict[str, Any]) -> int:
    print(
        f"{result['departures']:,} departures, {result['registrations']:,} "
        "registrations"
    )
    heads = f"{'p50':>8}{'p95':>8}{'max':>8}{'cpu':>8}{'db p95':>8}"
    print(f"{'milliseconds':36}{heads}  queries")
    faults = 0
    for name, row in result["milliseconds"].items():
        slow = row["p95"] >= MOST_MILLISECONDS
        varying = len(row.get("queries", [])) > 1
        faults += slow + varying
        print(
            f"{name:36}{row['p50']:8.1f}{row['p95']:8.1f}{row['max']:8.1f}"
            f"{row['processor']:8.1f}{row.get('database p95', 0):8.1f}  "
            f"{row.get('queries', '')}{'  SLOW' if slow else ''}"
            f"{'  VARYING' if varying else ''}"
        )
    for name, plan in result["plans of the slowest queries"].items():
        print(f"\n{name}", *plan, sep="\n  ")
    return faults


if __name__ == "__main__":
    sys.exit(main())
