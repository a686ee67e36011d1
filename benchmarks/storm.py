"""Many at once, and what must be true afterwards; for the races and `benchmarks.crowd`.

Every request has a key of its own. Whoever is cut off, because a web process died in
the middle, sends it again, as a front end does: the key makes both one registration.
"""

import os
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, F

from benchmarks import clients, machine
from people.models import Person
from programs.enums import RegistrationState
from programs.models import Occurrence, Registration
from programs.models.tally import counted_anew

#: So often somebody who is cut off tries again.
TRIES = 20
#: "201 confirmed", "201 waiting", and the one refusal that may come.
EXPECTED = {"201 confirmed", "201 waiting", "409 full"}


@dataclass
class Storm:
    """What those who asked were told."""

    seconds: float = 0.0
    #: number of the request -> "201 confirmed", "409 full" ...
    answers: dict[int, str] = field(default_factory=dict)
    #: requests that a dying process left without an answer, and asked again
    cut_off: int = 0

    @property
    def kinds(self) -> Counter[str]:
        return Counter(self.answers.values())

    @property
    def admitted(self) -> int:
        return sum(kind.startswith("201") for kind in self.answers.values())


def storm(
    port: int,
    departures: Sequence[int],
    body: Callable[[int], dict[str, Any]],
    *,
    token: str,
    requests: int,
    at_once: int,
    name: str = "storm",
    in_the_middle: Callable[[], None] | None = None,
) -> Storm:
    """`requests` parties ask by turns for `departures`, `at_once` of them at a time."""
    seen, lock = Storm(), threading.Lock()

    def ask(number: int) -> None:
        if number == requests // 2 and in_the_middle is not None:
            in_the_middle()
        departure = departures[number % len(departures)]
        content = clients.message(
            "POST",
            f"/api/v1/occurrences/{departure}/registrations/",
            body(number),
            Authorization=f"Bearer {token}",
            Idempotency_Key=f"{name}-{number}",
        )
        for _try in range(TRIES):
            try:
                answer = clients.exchange(port, content)
            except OSError:
                answer = b""
            if clients.is_whole(answer):
                break
            with lock:
                seen.cut_off += 1
            time.sleep(0.1)
        with lock:
            seen.answers[number] = (
                clients.kind(answer) if clients.is_whole(answer) else "no answer"
            )

    begun = time.perf_counter()
    with ThreadPoolExecutor(at_once) as pool:
        list(pool.map(ask, range(requests)))
    seen.seconds = time.perf_counter() - begun
    return seen


def kill_a_web_process(server_pid: int) -> None:
    """One of the processes that answer, at once and without a farewell."""
    os.kill(list(machine.tree(server_pid))[1], signal.SIGKILL)


def faults(seen: Storm, departures: Sequence[int], *, people_before: int) -> list[str]:
    """What is not as it must be after a storm on departures nobody else touched."""
    found = []
    if odd := set(seen.kinds) - EXPECTED:
        found.append(f"unexpected answers: {odd}")
    rows = Registration.objects.filter(occurrence__in=departures)
    if rows.count() != seen.admitted:
        found.append(f"{rows.count()} registrations for {seen.admitted} answers")
    if (people := Person.objects.count() - people_before) != seen.admitted:
        found.append(f"{people} people for {seen.admitted} answers")
    whole = rows.annotate(n=Count("members")).filter(
        n=F("seats"), notice_receipt__isnull=False
    )
    if whole.count() != seen.admitted:
        found.append(f"{seen.admitted - whole.count()} parties are not whole")
    if odd := set(rows.order_by().values_list("state", flat=True).distinct()) - {
        RegistrationState.CONFIRMED,
        RegistrationState.WAITING,
    }:
        found.append(f"unexpected states: {odd}")
    for occurrence in Occurrence.objects.with_places().filter(pk__in=departures):
        if occurrence.seats_held > occurrence.capacity:
            found.append(f"{occurrence.pk}: overbooked")
        line = list(occurrence.registrations.waiting().in_line())
        if any(row.seats <= occurrence.seats_left for row in line):
            found.append(f"{occurrence.pk}: a place is left that somebody waits for")
        if line != sorted(line, key=lambda row: row.queued_at):
            found.append(f"{occurrence.pk}: the line is out of order")
    kept = {
        (one.occurrence_id, one.is_waiting, one.parties, one.seats)
        for occurrence in Occurrence.objects.filter(pk__in=departures)
        for one in occurrence.tallies.all()
        if one.parties
    }
    counted = {
        (one.occurrence_id, one.is_waiting, one.parties, one.seats)
        for one in counted_anew()
        if one.occurrence_id in set(departures)
    }
    if kept != counted:
        found.append("the kept counts differ from the rows")
    return found
