"""Fills our database for the measurements and tells what the measuring needs.

    python -m benchmarks.prepare        with the settings of production

Prints one line of JSON: paths, a client's token, the queries of each request; with
"check" behind it instead: what the database holds after the measurements.
"""

import json
import re
import sys
from datetime import timedelta
from io import StringIO
from typing import Any

import django

django.setup()

from django.core.management import call_command
from django.db import connection
from django.db.models import Count, F, Sum
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from benchmarks.registrations import party_of
from pages.models import ProgramPage
from people.domain.links import create_api_client
from people.models import Person
from programs.enums import OccurrenceState, RegistrationState
from programs.models import Activity, Occurrence, Registration

#: Never full, whatever the machine can do.
ROOMY = 1_000_000
#: The waiting list that must not make a registration slower.
LONG_LIST = 10_000
#: Not queries: they only tell where a transaction begins and ends.
TRANSACTION = re.compile(r"(BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE)\b")
SEAT, WAITING, LONG_WAITING = (
    "registration: a seat",
    "registration: waiting list",
    f"registration: behind {LONG_LIST:,} waiting",
)


def prepare() -> dict[str, Any]:
    call_command("migrate", verbosity=0, interactive=False)
    call_command("load_demo", stdout=StringIO())
    call_command("collectstatic", verbosity=0, interactive=False)
    _client, token = create_api_client("measurements")
    page = ProgramPage.objects.live().filter(locale__language_code="tr").first()
    pages = {
        "home": "/",
        "program page": page.get_url(),
        "API: departures": "/api/v1/occurrences/",
    }
    departures = make_departures()
    browser = Client(headers={"host": "127.0.0.1"})
    shown = browser.get(f"/api/v1/occurrences/{departures[SEAT]}/").json()
    told = {
        "pages": pages,
        "departures": departures,
        "notice_id": shown["notice_id"],
        "token": token,
    }
    queries = count_queries(browser, told)
    return {**told, "queries": queries, "held": held()}


def make_departures() -> dict[str, int]:
    """One with room for all, and two that are full, with a short and a long list."""
    activity = Activity.objects.create(
        **_fields(Activity.objects.first()), most_children=3, most_party=4
    )
    starts_at = timezone.now() + timedelta(days=14)

    def departure(capacity: int) -> Occurrence:
        return Occurrence.objects.create(
            activity=activity,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=2),
            capacity=capacity,
            waiting_capacity=ROOMY,
            state=OccurrenceState.PUBLISHED,
        )

    seat, waiting, long_waiting = departure(ROOMY), departure(4), departure(4)
    for full in (waiting, long_waiting):
        put(full, [4], RegistrationState.CONFIRMED)
    put(
        long_waiting,
        [1 + number % 4 for number in range(LONG_LIST)],
        RegistrationState.WAITING,
    )
    return {SEAT: seat.pk, WAITING: waiting.pk, LONG_WAITING: long_waiting.pk}


def _fields(activity: Activity) -> dict[str, Any]:
    """What a new activity needs of an existing one."""
    return {name: getattr(activity, name) for name in ("program", "kind", "name")}


def put(occurrence: Occurrence, sizes: list[int], state: RegistrationState) -> None:
    """Rows without what belongs to them: they only have to be counted."""
    people = [
        Person(given_name="Nesrin", family_name="Kılıç", language="tr")
        for _one in sizes
    ]
    for person in people:
        person.fill_search_columns()
    Person.objects.bulk_create(people)
    Registration.objects.bulk_create(
        Registration(
            occurrence=occurrence,
            person=person,
            seats=seats,
            state=state,
            queued_at=timezone.now(),
        )
        for person, seats in zip(people, sizes, strict=True)
    )


def count_queries(browser: Client, told: dict[str, Any]) -> dict[str, int]:
    """The queries of each request, the second time it is made."""

    def register(pk: int) -> int:
        return browser.post(
            f"/api/v1/occurrences/{pk}/registrations/",
            party_of(0, notice_id=told["notice_id"]),
            content_type="application/json",
            headers={"authorization": f"Bearer {told['token']}"},
        ).status_code

    requests = {
        name: (200, lambda path=path: browser.get(path).status_code)
        for name, path in told["pages"].items()
    } | {
        name: (201, lambda pk=pk: register(pk))
        for name, pk in told["departures"].items()
    }
    counted = {}
    for name, (expected, request) in requests.items():
        for _time in ("cold", "warm"):
            with CaptureQueriesContext(connection) as captured:
                status = request()
            if status != expected:
                raise SystemExit(f"{name}: answered {status}, not {expected}")
        statements = [query["sql"] for query in captured.captured_queries]
        counted[name] = sum(not TRANSACTION.match(one) for one in statements)
    return counted


def held() -> dict[str, dict[str, int]]:
    """What the database holds for each departure that is registered for."""
    made = Occurrence.objects.filter(waiting_capacity=ROOMY).order_by("pk")
    return {
        name: {
            "capacity": occurrence.capacity,
            "held": occurrence.registrations.holding().aggregate(n=Sum("seats"))["n"],
            # Rows with the whole party, and the notice that belong to it.
            "complete": occurrence.registrations.annotate(n=Count("members"))
            .filter(n=F("seats"), notice_receipt__isnull=False)
            .count(),
        }
        for name, occurrence in zip((SEAT, WAITING, LONG_WAITING), made, strict=True)
    }


if __name__ == "__main__":
    answer = held() if "check" in sys.argv else prepare()
    sys.stdout.write(f"JSON {json.dumps(answer)}\n")
