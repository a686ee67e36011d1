"""What `benchmarks.occurrences` opens, what it asks the database, and how long that is.

    python -m benchmarks.prepare_pages        with the settings of production

Prints as JSON, by the kind of page, the number of queries and the milliseconds of the
database, counted in this process and warm; and the plans of the slowest queries.
"""

import json
import sys
import time
import uuid
from typing import Any

import django

django.setup()

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from benchmarks.people_search import figures
from benchmarks.prepare import TRANSACTION
from pages.models import ProgramPage
from programs.enums import ActivityKind
from programs.models import Activity, Occurrence, Program, Registration
from programs.views.register import WHO

ROUNDS = 24
WORDS = [
    "ışıl", "Ayşe Yılmaz", "ÖZTÜRK", "çağla", "zeynep kaya", "ğdır", "şahin",
    "Gülşah Demir", "0530 001 23 45", "kisi4321@", "Mer",
]  # fmt: skip
#: The token that a form's script sends back; any of the right length will do.
TOKEN = "m" * 32
#: Plans that are kept: of so many of the slowest.
PLANS = 3

Request = dict[str, str]


def opened() -> dict[str, Any]:
    """Requests by kind, and the cookies they are sent with."""
    clerk = get_user_model().objects.get(username="olcum")
    office = Client()
    office.force_login(clerk)
    session = office.cookies[settings.SESSION_COOKIE_NAME].value
    return {
        "cookies": f"{settings.SESSION_COOKIE_NAME}={session}; csrftoken={TOKEN}",
        "token": TOKEN,
        "departures": Occurrence.objects.count(),
        "registrations": Registration.objects.count(),
        "requests": {**_public(), **_lists(), **_one_departure()},
    }


def _get(*paths: str) -> list[Request]:
    return [{"method": "GET", "path": one} for one in paths]


def _by_anybody(paths: list[str]) -> list[Request]:
    """Without the cookies of a member of staff."""
    return [{**one, "sender": "anybody"} for one in _get(*paths)]


def _public() -> dict[str, list[Request]]:
    page = ProgramPage.objects.live().order_by("pk").first()
    coming = Occurrence.objects.published().listed().coming()
    some = coming.values_list("pk", flat=True)[: ROUNDS * 8 : 8]
    open_ones = coming.filter(
        registration_opens_at__lt=timezone.now(),
        registration_closes_at__gt=timezone.now(),
    ).values_list("pk", flat=True)[: ROUNDS * 2 : 2]
    listed = reverse("api-v1:occurrences")
    pages = {
        "public: home": ["/"] * ROUNDS,
        "public: program with its dates": [page.get_url()] * ROUNDS,
        "public: registration, first step": [
            reverse("programs:register", args=[pk, WHO]) for pk in open_ones
        ],
        "API: list of departures": [listed] * ROUNDS,
        "API: list of 200 departures": [f"{listed}?limit=200"] * ROUNDS,
        "API: one departure": [reverse("api-v1:occurrence", args=[pk]) for pk in some],
    }
    return {name: _by_anybody(paths) for name, paths in pages.items()}


def _lists() -> dict[str, list[Request]]:
    departures = reverse("programs_occurrence:index")
    registrations = reverse("programs_registration:index")
    program = Program.objects.get(slug="olcum-0").pk
    activity = Activity.objects.filter(program=program).first()
    some = Occurrence.objects.order_by("pk").values_list("pk", flat=True)[7:2000:83]
    rows = Registration.objects.order_by("pk").values_list("pk", flat=True)
    months = [f"{timezone.localdate():%Y-%m}", f"{timezone.localdate().year - 1}-05"]
    pages = {
        "staff: home": [reverse("wagtailadmin_home")],
        "departures": [departures],
        "departures: the last page": [f"{departures}?p=39"],
        "departures: past, a program": [f"{departures}?when=past&program={program}"],
        "departures: coming, kind, state": [
            f"{departures}?when=coming&kind={ActivityKind.BAY_TOUR}&state=published"
        ],
        "departures: by date": [f"{departures}?ordering=-starts_at"],
        "departures: calendar": [
            f"{reverse('programs_occurrence:month')}?ay={month}" for month in months
        ],
        "registrations": [registrations],
        "registrations: the last page": [f"{registrations}?p=1900"],
        "registrations: of a departure": [
            f"{registrations}?occurrence={pk}" for pk in some
        ],
        "registrations: waiting": [f"{registrations}?state=waiting"],
        "registrations: state, channel, kind": [
            f"{registrations}?state=confirmed&state=offered&channel=phone"
            f"&kind={activity.kind}"
        ],
        "registrations: a rare state": [f"{registrations}?state=offered"],
        "registrations: search": [f"{registrations}?q={word}" for word in WORDS],
        "registrations: search by code": [
            f"{registrations}?q={code}"
            for code in Registration.objects.order_by("pk").values_list(
                "code", flat=True
            )[11:100_000:9001]
        ],
        "registration: one": [
            reverse("programs_registration:inspect", args=[pk])
            for pk in rows.filter(person__is_protected=False)[400:100_000:4127]
        ],
    }
    return {name: _get(*(paths * ROUNDS)[:ROUNDS]) for name, paths in pages.items()}


def _one_departure() -> dict[str, list[Request]]:
    today = Occurrence.objects.order_by("-capacity")[0]
    # What a course, what women thought of it and a line are read with more queries.
    others = Occurrence.objects.filter(session_plan={}).exclude(pk=today.pk)
    keys = others.order_by("pk").values_list("pk", flat=True)
    queued = keys.filter(tallies__is_waiting=True, tallies__parties__gt=0)
    over = keys.filter(starts_at__lt=timezone.now()).exclude(pk__in=queued.values("pk"))

    def of(name: str, *pks: int) -> list[Request]:
        paths = [reverse(f"programs_occurrence:{name}", args=[pk]) for pk in pks]
        return _get(*(paths * ROUNDS)[:ROUNDS])

    codes = today.registrations.filter(state="confirmed").values_list("code", flat=True)
    marks = reverse("programs_occurrence:check_in_marks", args=[today.pk])
    return {
        "departure: 250 parties": of("inspect", today.pk),
        "departure: over": of("inspect", *over[3:2000:61]),
        "departure: with a waiting list": of("inspect", *queued[:ROUNDS]),
        "departure: boarding list of 250": of("boarding", today.pk),
        "check-in: page": of("check_in", today.pk),
        "check-in: list of 250": of("check_in_list", today.pk),
        "check-in: one mark": [
            {
                "method": "POST",
                "path": marks,
                "body": json.dumps({"marks": [_mark(code)]}),
            }
            for code in codes[: ROUNDS * 2]
        ],
    }


def _mark(code: str) -> dict[str, str]:
    return {
        "key": str(uuid.uuid4()),
        "code": code,
        "mark": "came",
        "at": timezone.now().isoformat(),
    }


# --- counting ---------------------------------------------------------------------


def counted(told: dict[str, Any]) -> dict[str, Any]:
    office = Client(headers={"host": "127.0.0.1"})
    office.cookies.load(told["cookies"])
    outside = Client(headers={"host": "127.0.0.1"})
    kinds: dict[str, Any] = {}
    slowest: list[tuple[float, str, str]] = []
    for name, requests in told["requests"].items():
        client = outside if "sender" in requests[0] else office
        _answer(client, requests[0])
        numbers, took, used, most = set(), [], [], 0.0
        worst = ""
        for one in requests[1:]:
            with CaptureQueriesContext(connection) as captured:
                begin = time.process_time()
                _answer(client, one)
                used.append((time.process_time() - begin) * 1000)
            asked = [q for q in captured if not TRANSACTION.match(q["sql"])]
            numbers.add(len(asked))
            took.append(sum(float(q["time"]) for q in captured) * 1000)
            for query in asked:
                if float(query["time"]) > most:
                    most, worst = float(query["time"]), query["sql"]
        kinds[name] = {
            "queries": sorted(numbers),
            "database p50": figures(took)["p50"],
            "database p95": figures(took)["p95"],
            "python p50": figures(used)["p50"],
        }
        if worst.startswith("SELECT"):
            slowest.append((most * 1000, name, worst))
    plans = {
        f"{name}: {took:.0f} ms": [sql, *_plan(sql)]
        for took, name, sql in sorted(slowest, reverse=True)[:PLANS]
    }
    return {"kinds": kinds, "plans": plans}


def _answer(client: Client, one: Request) -> None:
    if one["method"] == "POST":
        answer = client.post(one["path"], one["body"], content_type="application/json")
    else:
        answer = client.get(one["path"])
    if answer.status_code != 200:
        raise SystemExit(f"{one['path']}: {answer.status_code}")


def _plan(sql: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS) {sql}")
        return [row[0] for row in cursor.fetchall()]


if __name__ == "__main__":
    sys.stdout.write(f"JSON {json.dumps(counted(json.load(sys.stdin)))}\n")
