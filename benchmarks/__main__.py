"""`make bench`: our pages and registrations against the floor, in turn, as ratios.

    python -m benchmarks [--rounds 3] [--seconds 7] [--clients 8] [--keep]

Prints one table, holds the database against the answers, and writes the figures into
benchmarks/results/ (with --keep into latest.json, which is kept in the repository).
"""

import argparse
import json
import os
import platform
import sys
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import psycopg

from benchmarks import machine
from benchmarks.sites import both
from benchmarks.work import faults, plan
from tools.throwaway_postgres import throwaway_postgres

RESULTS = Path(__file__).with_name("results")
ROW = "{:34} {:>4} {:>8} {:>15} {:>7} {:>7} {:>7} {:>16}  {}"
HEAD = ("", "q", "req/s", "min-max", "p50", "p95", "CPU ms", "CPU x floor", "answers")


def main() -> int:
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=7)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--keep", action="store_true")
    chosen = parser.parse_args()

    print(
        "Preparing the floor and our site on a PostgreSQL of their own ...", flush=True
    )
    with throwaway_postgres(durable=True) as url, both(url) as sites:
        works = plan(sites, count=chosen.clients)
        database = machine.postmaster(url)
        for work in works:
            work.warm_up()
        for number in range(1, chosen.rounds + 1):
            print(f"Round {number} of {chosen.rounds} ...", flush=True)
            for work in works:
                work.measure(chosen.seconds, database=database)
        memory = {
            "floor": machine.peak_memory(sites.floor.pid),
            "ours": machine.peak_memory(sites.ours.pid),
        }
        wrong = faults(works, sites)
        with psycopg.connect(url) as connection:
            server = connection.info.server_version // 10000
    floors = {work.name: work for work in works}
    rows = [work.figures(floors[work.floor]) for work in works]
    show(rows, memory, wrong)
    keep(
        RESULTS
        / ("latest.json" if chosen.keep else f"{datetime.now():%Y%m%d-%H%M}.json"),
        {
            "measured_at": datetime.now(UTC).isoformat(timespec="minutes"),
            "machine": f"{os.cpu_count()} cores, {platform.machine()}",
            "versions": {
                "python": platform.python_version(),
                "postgresql": server,
                "django": version("django"),
                "wagtail": version("wagtail"),
                "gunicorn": version("gunicorn"),
            },
            "rounds": chosen.rounds,
            "seconds": chosen.seconds,
            "clients": chosen.clients,
            "work": rows,
            "peak_memory_mb": memory,
            "faults": wrong,
        },
    )
    return 1 if wrong else 0


def show(
    rows: list[dict[str, Any]], memory: dict[str, list[int]], wrong: list[str]
) -> None:
    print("\n" + ROW.format(*HEAD))
    for row in rows:
        rate, cpu = row["requests_per_second"], row["cpu_x_floor"]
        answers = ", ".join(f"{n} x {one}" for one, n in sorted(row["answers"].items()))
        print(
            ROW.format(
                row["work"],
                row["queries"],
                f"{rate['median']:g}",
                f"{rate['min']:g}-{rate['max']:g}",
                row["p50_ms"],
                row["p95_ms"],
                row["cpu_ms"],
                f"{cpu['median']:g} ({cpu['min']:g}-{cpu['max']:g})",
                answers,
            )
        )
    print("\nRate against the floor's, median of the rounds:")
    for row in rows:
        if row["work"] != row["floor"]:
            ratio = row["rate_x_floor"]["median"]
            print(f"  {row['work']:34} {ratio:g} of {row['floor']}")
    print(f"\nPeak memory of the workers in MB: {memory}")
    for fault in wrong:
        print(f"WRONG: {fault}")
    if not wrong:
        print("The database holds what was answered, whole parties, no seat too many.")


def keep(path: Path, figures: dict[str, Any]) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(figures, indent=1, ensure_ascii=False) + "\n")
    print(f"Written to {path.relative_to(Path.cwd())}")


if __name__ == "__main__":
    sys.exit(main())
