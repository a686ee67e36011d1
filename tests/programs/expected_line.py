"""What must become of a departure's line, worked out without the code that does it.

A small model for `test_invariants`: it remembers who came when, and never asks the
database in what order anybody stands.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

HOLDING = {"confirmed", "offered", "attended", "missed", "excused"}
#: So many offers without an answer, and she is asked no more.
MOST_LAPSES = 2


@dataclass
class Party:
    """One registration as the story knows it."""

    arrived: int
    seats: int
    #: She was on one of this kind before.
    came_before: bool
    #: She lives where places are kept.
    is_neighbor: bool
    state: str
    lapses: int = 0
    #: Her rank in the draw.
    rank: int = 0
    given_on: bool = False

    @property
    def turn(self) -> tuple[int, int, bool, int]:
        return self.lapses, self.rank, self.came_before, self.arrived

    @property
    def holds(self) -> int:
        return self.seats if self.state in HOLDING and not self.given_on else 0


class ExpectedLine:
    def __init__(self, *, kept: int, is_drawn: bool):
        self.parties: dict[int, Party] = {}
        #: Places for the neighborhood while registration is open.
        self.kept = kept
        #: Nobody is offered anything before the draw.
        self.awaits_draw = is_drawn

    def kept_now(self) -> int:
        """What neighbors do not hold yet of what is kept for them."""
        theirs = sum(one.holds for one in self.parties.values() if one.is_neighbor)
        return max(self.kept - theirs, 0)

    def room(self, party: Party, *, capacity: int, on_hold: int) -> int:
        """So many seats may this party take."""
        free = capacity - on_hold - sum(one.holds for one in self.parties.values())
        return free if party.is_neighbor else free - self.kept_now()

    def waiting(self) -> list[int]:
        line = {pk: one for pk, one in self.parties.items() if one.state == "waiting"}
        return sorted(line, key=lambda pk: line[pk].turn)

    def lapse(self) -> None:
        """Nobody answered: back in line, behind those never asked, or over."""
        for one in self.parties.values():
            if one.state == "offered":
                one.lapses += 1
                over = one.lapses >= MOST_LAPSES
                one.state = "lapsed" if over else "waiting"

    def offer(self, *, capacity: int, on_hold: int) -> set[int]:
        """Who must be offered a place now: always the first whole party that fits."""
        offered: set[int] = set()
        while fitting := [
            pk
            for pk in self.waiting()
            if self.parties[pk].seats
            <= self.room(self.parties[pk], capacity=capacity, on_hold=on_hold)
        ]:
            self.parties[fitting[0]].state = "offered"
            offered.add(fitting[0])
        return offered

    def draw(self, codes: Mapping[int, str], *, seed: str, capacity: int) -> None:
        """First-timers first, then by the hash of number and code; whole parties."""

        def lot(pk: int) -> tuple[bool, str]:
            line = f"{seed}:{codes[pk]}"
            return self.parties[pk].came_before, sha256(line.encode()).hexdigest()

        for rank, pk in enumerate(sorted(codes, key=lot), start=1):
            one = self.parties[pk]
            one.rank = rank
            if one.seats <= self.room(one, capacity=capacity, on_hold=0):
                one.state = "confirmed"
        self.awaits_draw = False
