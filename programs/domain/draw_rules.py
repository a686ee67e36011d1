"""How places are drawn: a list and a seed give one result, for whoever repeats it.

No database here. `programs/static/programs/kura.py` does the same in a few lines, for
citizens; the suite holds the two together.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from hashlib import sha256

from programs.enums import DrawOutcome

PLACES, QUOTA, PARTY = "yer", "kontenjan", "kayit"


@dataclass(frozen=True, slots=True)
class Party:
    """One line of the list: no name, only what the result depends on."""

    code: str
    seats: int
    #: The number of the quota she belongs to; "" for none.
    group: str = ""
    #: 0: first time; 1: has taken part before.
    priority: int = 0


@dataclass(frozen=True, slots=True)
class Quota:
    group: str
    seats: int
    label: str = ""


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything the result follows from, but the seed."""

    places: int
    parties: tuple[Party, ...]
    quotas: tuple[Quota, ...] = field(default=())

    def as_text(self) -> str:
        """The canonical list: one way of writing it, so that its hash is one."""
        lines = [
            f"{PLACES};{self.places}",
            *(
                f"{QUOTA};{quota.group};{quota.seats};{_plain(quota.label)}"
                for quota in self.quotas
            ),
            *(
                f"{PARTY};{party.code};{party.seats};{party.group};{party.priority}"
                for party in sorted(self.parties, key=lambda party: party.code)
            ),
        ]
        return "\n".join(lines) + "\n"


def read_drawing(text: str) -> Drawing:
    """The list as it was frozen."""
    rows = [line.split(";") for line in text.splitlines()]
    return Drawing(
        places=sum(int(row[1]) for row in rows if row[0] == PLACES),
        quotas=tuple(
            Quota(row[1], int(row[2]), row[3]) for row in rows if row[0] == QUOTA
        ),
        parties=tuple(
            Party(row[1], int(row[2]), row[3], int(row[4]))
            for row in rows
            if row[0] == PARTY
        ),
    )


def hash_of(text: str) -> str:
    """What `sha256sum` prints for the list as a file."""
    return sha256(text.encode()).hexdigest()


def drawn_order(drawing: Drawing, *, seed: str) -> list[Party]:
    """First-timers first; among equals the SHA-256 of seed and code decides."""
    return sorted(
        drawing.parties,
        key=lambda party: (party.priority, hash_of(f"{seed}:{party.code}")),
    )


def draw_places(
    drawing: Drawing, *, seed: str, out: Collection[str] = ()
) -> list[tuple[Party, DrawOutcome]]:
    """Every party in the drawn order, and what it got.

    1. The order is drawn; who is `out` keeps her rank and gets no place.
    2. The places kept for each neighborhood go to its parties, in that order.
    3. What is left goes to all the others, in that order.

    A party gets its seats whole or not at all; one that does not fit is passed over
    and waits, its rank unchanged.
    """
    order, seated, free = drawn_order(drawing, seed=seed), set(), drawing.places
    rounds = [(quota.group, quota.seats) for quota in drawing.quotas]
    for group, kept in [*rounds, ("", drawing.places)]:
        left = kept
        for party in order:
            may = group in ("", party.group) and party.code not in out
            if may and party.code not in seated and party.seats <= min(left, free):
                seated.add(party.code)
                left -= party.seats
                free -= party.seats
    return [(party, _outcome(party.code, seated, out)) for party in order]


def _outcome(code: str, seated: set[str], out: Collection[str]) -> DrawOutcome:
    if code in out:
        return DrawOutcome.OUT
    return DrawOutcome.SEATED if code in seated else DrawOutcome.WAITING


def _plain(label: str) -> str:
    return " ".join(label.replace(";", " ").split())
