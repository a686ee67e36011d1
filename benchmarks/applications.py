"""The work list, the search, the record and the export among 100,000 applications.

    python -m benchmarks.applications [--keep]

Makes a PostgreSQL with its defaults for the run, fills it and opens the real pages of
the admin as a coordinator does: every page whole, from the request to the bytes. Beside
them the time that the database took, the number of queries, the processor time of this
process and of its PostgreSQL, and how often the floor fits in: one row by its key,
timed just before each kind of page, since a machine that is shared is not always as
fast. The export runs in a process of its own, whose largest resident size the kernel
tells.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks.people_search import figures
from tools.throwaway_postgres import throwaway_postgres

#: So many of each, that the 95th percentile is not simply the worst.
ROUNDS = 60
#: Milliseconds at the 95th percentile; megabytes of the export.
MOST_MILLISECONDS, MOST_MEGABYTES = 200, 150
RESULT = Path(__file__).parent / "results" / "applications.json"
WORDS = [
    "ışıl", "Ayşe Yılmaz", "ÖZTÜRK", "çağla", "EIG-2026-054321", "zeynep kaya",
    "ğdır", "0530 001 23 45", "kisi4321@", "şahin", "Mer", "Gülşah Demir",
]  # fmt: skip


def pages(call: Any, first: int) -> dict[str, list[str]]:
    """What is opened, by its kind: addresses."""
    from django.urls import reverse  # noqa: PLC0415  (Django is set up by then)

    listed = reverse("volunteers_application:index")
    board = reverse("volunteers_application:board")
    filters = {
        "the list": "",
        "the last page of the list": "?p=1900",
        "by state": "?state=interviewed",
        "two states of a call": f"?call={call.pk}&state=screening&state=submitted",
        "by area and district": f"?area={call.areas.first().pk}&district=buca",
        "by reviewer": "?whose=to_review",
        "waiting too long": "?waiting=5",
        "reviewers disagree": f"?opinions=apart&call={call.pk}",
        "a rule is not met": f"?rules=missed&call={call.pk}&state=submitted",
        "in the order of names": f"?ordering=person__sort_key&call={call.pk}",
        "all in the order of names": "?ordering=person__sort_key",
        "all in the order of scores": "?ordering=-score_shown",
        "in the order of scores": f"?ordering=-score_shown&call={call.pk}",
        "all in the order of interviews": "?ordering=interview_at",
    }
    record = [
        reverse("volunteers_application:inspect", args=[first + n * 997])
        for n in range(ROUNDS)
    ]
    return {
        **{name: [listed + query] * ROUNDS for name, query in filters.items()},
        "the board": [board] * ROUNDS,
        "the board of a call": [f"{board}?call={call.pk}"] * ROUNDS,
        "search": [f"{listed}?q={word}" for word in WORDS * 2],
        "record": record,
    }


def processor_time(backend: int) -> float:
    """Milliseconds that this process and its server process have used so far."""
    fields = Path(f"/proc/{backend}/stat").read_text().rpartition(")")[2].split()
    ticks = int(fields[11]) + int(fields[12])
    return time.process_time() * 1000 + ticks * 1000 / os.sysconf("SC_CLK_TCK")


def measure() -> dict[str, Any]:
    from benchmarks.prepare_applications import fill  # noqa: PLC0415
    from people.domain.defaults import install_defaults  # noqa: PLC0415
    from people.roles import StaffRole  # noqa: PLC0415
    from tests.factories.staff import make_staff  # noqa: PLC0415

    install_defaults()
    clerk = make_staff(StaffRole.APPLICATIONS)
    others = [make_staff(StaffRole.INTERVIEWER, f"mulakat{n}") for n in range(4)]
    return time_pages(clerk, fill([clerk, *others]))


def time_pages(clerk: Any, call: Any) -> dict[str, Any]:
    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    from volunteers.models import Application  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("SELECT version()")
        version = cursor.fetchone()[0]
        cursor.execute("SELECT pg_backend_pid()")
        backend = cursor.fetchone()[0]
    office = Client(headers={"host": "127.0.0.1"})
    office.force_login(clerk)
    hidden = Application.objects.filter(person__is_protected=True)
    secret = set(hidden.values_list("pk", flat=True))
    first = Application.objects.order_by("pk").values_list("pk", flat=True)[0]
    rows = {}
    for name, addresses in pages(call, first).items():
        opened = [a for a in addresses if not _is_one_of(a, secret)]
        office.get(opened[0])
        floor = _floor(first)
        times, database, used, queries = [], [], [], set()
        for address in opened:
            with CaptureQueriesContext(connection) as context:
                begin, before = time.perf_counter(), processor_time(backend)
                # Nothing of it is kept, as a web process keeps nothing.
                status = office.get(address).status_code
                times.append((time.perf_counter() - begin) * 1000)
                used.append(processor_time(backend) - before)
            if status != 200:
                raise SystemExit(f"{address}: {status}")
            database.append(sum(float(one["time"]) for one in context) * 1000)
            queries.add(len(context))
        rows[name] = {
            **figures(times),
            "floor p50": floor,
            "p50 against the floor": round(figures(times)["p50"] / floor),
            "database p95": figures(database)["p95"],
            "processor p50": figures(used)["p50"],
            "processor p95": figures(used)["p95"],
            "queries": sorted(queries),
        }
    return {
        "applications": Application.objects.count(),
        "postgresql": version.split(" (")[0],
        "machine": f"{os.cpu_count()} processors, {platform.machine()}",
        "load": round(os.getloadavg()[0], 1),
        "milliseconds": rows,
    }


def _floor(first: int) -> float:
    """Milliseconds to read one application by its key, just before: the machine's."""
    from volunteers.models import Application  # noqa: PLC0415

    times = []
    for n in range(300):
        begin = time.perf_counter()
        Application.objects.only("reference").get(pk=first + n * 331)
        times.append((time.perf_counter() - begin) * 1000)
    return figures(times)["p50"]


def _is_one_of(address: str, pks: set[int]) -> bool:
    return any(f"/{pk}/" in address for pk in pks) if "inspect" in address else False


def export(file_format: str) -> dict[str, Any]:
    """In a process of its own: everything, thrown away as it comes."""
    from django.test import Client  # noqa: PLC0415
    from django.urls import reverse  # noqa: PLC0415

    from people.roles import StaffRole  # noqa: PLC0415
    from tests.factories.staff import make_staff  # noqa: PLC0415
    from volunteers.viewsets.applications import (  # noqa: PLC0415
        ApplicationExportView,
    )

    manager = make_staff(StaffRole.MANAGER, f"yonetici-{file_format}")
    office = Client(headers={"host": "127.0.0.1"})
    office.force_login(manager)
    office.get(reverse("volunteers_application:index"))
    before = _megabytes()
    begin = time.perf_counter()
    columns = [one.name for one in ApplicationExportView.file_columns]
    answer = office.post(
        reverse("volunteers_application:export"),
        {"reason": "Ölçüm için", "file_format": file_format, "columns": columns},
    )
    size = sum(len(piece) for piece in answer.streaming_content)
    return {
        "seconds": round(time.perf_counter() - begin, 1),
        "bytes": size,
        "megabytes before": before,
        "megabytes at most": _megabytes(),
    }


def _megabytes() -> int:
    # Not of getrusage: its maximum is that of whoever started this process, too.
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) // 1024


def show(result: dict[str, Any]) -> int:
    print(f"{result['applications']:,} applications, {result['postgresql']}")
    heads = f"{'p50':>8}{'p95':>8}{'max':>8}{'db p95':>9}{'cpu p95':>9}{'x floor':>9}"
    print(f"{'milliseconds':32}{heads}  queries")
    faults = 0
    for name, row in result["milliseconds"].items():
        slow = row["p95"] >= MOST_MILLISECONDS
        faults += slow
        print(
            f"{name:32}{row['p50']:8.0f}{row['p95']:8.0f}{row['max']:8.0f}"
            f"{row['database p95']:9.0f}{row['processor p95']:9.0f}"
            f"{row['p50 against the floor']:9}  {row['queries']}"
            f"{'  SLOW' if slow else ''}"
        )
    for file_format, row in result["export"].items():
        large = row["megabytes at most"] - row["megabytes before"] >= MOST_MEGABYTES
        faults += large
        print(f"export {file_format}: {row}{'  LARGE' if large else ''}")
    return faults


def _set_up(url: str) -> None:
    os.environ["DATABASE_URL"] = url
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    sys.path.insert(0, "site")
    # As a web process starts: what it has loaded is not walked for garbage.
    import config.wsgi  # noqa: F401, PLC0415


def _export_apart(url: str, file_format: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.applications", "--export", file_format],
        env={**os.environ, "DATABASE_URL": url},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return json.loads(done.stdout.splitlines()[-1])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--keep", action="store_true", help="keep the figures")
    parser.add_argument("--export", choices=["xlsx", "csv"], help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.export:
        _set_up(os.environ["DATABASE_URL"])
        print(json.dumps(export(asked.export)))
        return 0
    with throwaway_postgres(durable=True) as url:
        _set_up(url)
        from django.core.management import call_command  # noqa: PLC0415
        from django.db import connection  # noqa: PLC0415

        call_command("migrate", verbosity=0, interactive=False)
        result = measure()
        connection.close()
        result["export"] = {one: _export_apart(url, one) for one in ("xlsx", "csv")}
    if asked.keep:
        RESULT.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n")
    return 1 if show(result) else 0


if __name__ == "__main__":
    sys.exit(main())
