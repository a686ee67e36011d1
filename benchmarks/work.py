"""What is measured: each kind of request, its rounds, its figures."""

import itertools
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from benchmarks import clients, machine
from benchmarks.registrations import party_of
from benchmarks.sites import Sites
from tools.servers import Server

FLOOR_PAGE, FLOOR_SEAT = "floor: fixed HTML", "floor: UPDATE + INSERT"


@dataclass
class Work:
    name: str
    #: The work of the floor that it is held against.
    floor: str
    queries: int
    server: Server
    #: Puts the load on for so many seconds.
    run: Callable[[float], clients.Load]
    warm: clients.Load | None = None
    loads: list[clients.Load] = field(default_factory=list)
    cpu_ms: list[float] = field(default_factory=list)

    def warm_up(self, seconds: float = 1) -> None:
        """Let every worker import and compile what it does at its first request."""
        self.warm = self.run(seconds)

    def measure(self, seconds: float, *, database: int) -> None:
        """One round; `database` is the process that PostgreSQL descends from."""
        before = machine.cpu_seconds(self.server.pid, database)
        load = self.run(seconds)
        used = machine.cpu_seconds(self.server.pid, database) - before
        self.loads.append(load)
        self.cpu_ms.append(used * 1e3 / load.requests)

    @property
    def rates(self) -> list[float]:
        return [load.requests / load.seconds for load in self.loads]

    @property
    def answers(self) -> Counter[str]:
        """All of them, those of the warm-up too: each has left its row."""
        loads = [self.warm, *self.loads] if self.warm else self.loads
        return sum((Counter(load.answers) for load in loads), Counter[str]())

    def figures(self, floor: "Work") -> dict[str, Any]:
        """Medians of the rounds; ratios are taken within each round."""
        cpu = [ours / its for ours, its in zip(self.cpu_ms, floor.cpu_ms, strict=True)]
        rate = [ours / its for ours, its in zip(self.rates, floor.rates, strict=True)]
        return {
            "work": self.name,
            "queries": self.queries,
            "requests_per_second": spread(self.rates),
            "p50_ms": round(median(load.p50_ms for load in self.loads), 1),
            "p95_ms": round(median(load.p95_ms for load in self.loads), 1),
            "cpu_ms": round(median(self.cpu_ms), 2),
            "floor": floor.name,
            "cpu_x_floor": spread(cpu),
            "rate_x_floor": spread(rate),
            "answers": dict(self.answers),
        }


def spread(values: list[float]) -> dict[str, float]:
    middle, least, most = median(values), min(values), max(values)
    return {"median": _short(middle), "min": _short(least), "max": _short(most)}


def _short(value: float) -> float:
    return float(f"{value:.3g}")


def plan(sites: Sites, *, count: int) -> list[Work]:
    """Every work, the floor's first, each for `count` clients at once."""

    def get(server: Server, path: str) -> Callable[[float], clients.Load]:
        return lambda seconds: clients.get(
            server.port, path, clients=count, seconds=seconds
        )

    def ask(
        server: Server, request: Callable[[str, int], bytes]
    ) -> Callable[[float], clients.Load]:
        rounds = itertools.count(1)

        def run(seconds: float) -> clients.Load:
            # No two requests of all rounds are the same request.
            name = f"round-{next(rounds)}"
            return clients.ask(
                server.port,
                lambda number: request(name, number),
                clients=count,
                seconds=seconds,
            )

        return run

    seat = clients.message("GET", "/seat")
    told = sites.told

    def registration(pk: int) -> Callable[[str, int], bytes]:
        return lambda name, number: clients.message(
            "POST",
            f"/api/v1/occurrences/{pk}/registrations/",
            party_of(number, notice_id=told["notice_id"]),
            Authorization=f"Bearer {told['token']}",
            Idempotency_Key=f"{pk}-{name}-{number}",
        )

    floor, ours, queries = sites.floor, sites.ours, told["queries"]
    return [
        Work(FLOOR_PAGE, FLOOR_PAGE, 0, floor, get(floor, "/html")),
        Work("floor: one SELECT", FLOOR_PAGE, 1, floor, get(floor, "/select")),
        *(
            Work(name, FLOOR_PAGE, queries[name], ours, get(ours, path))
            for name, path in told["pages"].items()
        ),
        Work(FLOOR_SEAT, FLOOR_SEAT, 2, floor, ask(floor, lambda *_which: seat)),
        *(
            Work(name, FLOOR_SEAT, queries[name], ours, ask(ours, registration(pk)))
            for name, pk in told["departures"].items()
        ),
    ]


def faults(works: list[Work], sites: Sites) -> list[str]:
    """Where the database and the answers differ, or an answer was not expected."""
    found = []
    by_name = {work.name: work for work in works}
    for work in works:
        odd = {one: n for one, n in work.answers.items() if not one.startswith("20")}
        if odd:
            found.append(f"{work.name}: unexpected answers {odd}")
    taken, answered = sites.seats_of_the_floor(), by_name[FLOOR_SEAT].answers.total()
    if taken != answered:
        found.append(f"{FLOOR_SEAT}: {taken} rows for {answered} answers")
    before = sites.told["held"]
    for name, now in sites.departures().items():
        admitted = sum(
            n for one, n in by_name[name].answers.items() if one.startswith("201")
        )
        rows = now["complete"] - before[name]["complete"]
        if rows != admitted:
            found.append(f"{name}: {rows} complete rows for {admitted} answers")
        if now["held"] > now["capacity"]:
            found.append(f"{name}: {now['held']} seats held of {now['capacity']}")
    return found
