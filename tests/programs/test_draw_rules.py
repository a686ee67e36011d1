"""A list and a seed give one result; a citizen's own script gives the same."""

import subprocess
import sys
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from programs.domain.draw_rules import (
    Drawing,
    Party,
    Quota,
    draw_places,
    drawn_order,
    hash_of,
    read_drawing,
)
from programs.enums import DrawOutcome

SCRIPT = Path(__file__).parents[2] / "programs/static/programs/kura.py"
#: What the script prints for each outcome.
PRINTED = {
    DrawOutcome.SEATED: "yer",
    DrawOutcome.WAITING: "yedek",
    DrawOutcome.OUT: "katilmiyor",
}
CODES = st.text("ACDEFGHJKMNPQRTUVWXY34679", min_size=4, max_size=4)


@st.composite
def drawings(draw):
    codes = draw(st.lists(CODES, unique=True, max_size=12))
    places = draw(st.integers(0, 20))
    quotas = tuple(
        Quota(str(number), draw(st.integers(1, 6)), "Onur, Bayraklı")
        for number in range(1, draw(st.integers(0, 2)) + 1)
    )
    parties = tuple(
        Party(
            code,
            draw(st.integers(1, 4)),
            draw(st.sampled_from(["", "1", "2"])),
            draw(st.integers(0, 1)),
        )
        for code in codes
    )
    return Drawing(places, parties, quotas)


def by_script(folder: Path, text: str, seed: str, *out: str) -> list[str]:
    """What a citizen reads, who has the list, the seed and the script."""
    path = folder / "liste.txt"
    path.write_text(text, encoding="utf-8")
    ran = subprocess.run(
        [sys.executable, SCRIPT, path, seed, *out],
        capture_output=True,
        text=True,
        check=True,
    )
    return ran.stdout.splitlines()


def printed(results) -> list[str]:
    return [
        f"{rank} {party.code} {PRINTED[outcome]}"
        for rank, (party, outcome) in enumerate(results, start=1)
    ]


@settings(max_examples=150, deadline=None)
@given(drawing=drawings(), seed=st.text(min_size=1, max_size=8), chosen=st.data())
def test_draw_is_fair_whatever_the_list(drawing, seed, chosen):
    codes = [party.code for party in drawing.parties]
    out = chosen.draw(st.sets(st.sampled_from(codes))) if codes else set()

    results = draw_places(drawing, seed=seed, out=out)

    # An order of everybody, each once; the same again; whole parties, enough places.
    assert sorted(party.code for party, _outcome in results) == sorted(codes)
    assert results == draw_places(read_drawing(drawing.as_text()), seed=seed, out=out)
    seated = [party for party, outcome in results if outcome == DrawOutcome.SEATED]
    free = drawing.places - sum(party.seats for party in seated)
    assert free >= 0
    # Who is out has no place and leaves everybody's rank alone.
    assert out == {p.code for p, outcome in results if outcome == DrawOutcome.OUT}
    assert [party for party, _outcome in results] == drawn_order(drawing, seed=seed)
    # First-timers stand first; no place stays empty that somebody could have.
    priorities = [party.priority for party, _outcome in results]
    assert priorities == sorted(priorities)
    waiting = [party for party, outcome in results if outcome == DrawOutcome.WAITING]
    assert all(party.seats > free for party in waiting)


@settings(max_examples=100, deadline=None)
@given(drawing=drawings(), seed=st.text(min_size=1, max_size=8))
def test_hash_does_not_depend_on_the_order_of_the_rows(drawing, seed):
    turned = Drawing(drawing.places, drawing.parties[::-1], drawing.quotas)

    assert hash_of(turned.as_text()) == hash_of(drawing.as_text())
    assert draw_places(turned, seed=seed) == draw_places(drawing, seed=seed)


@settings(max_examples=15, deadline=None)
@given(drawing=drawings(), chosen=st.data())
def test_the_script_for_citizens_gives_the_same(tmp_path_factory, drawing, chosen):
    codes = [party.code for party in drawing.parties]
    out = chosen.draw(st.sets(st.sampled_from(codes))) if codes else set()
    seed = "11 27 30 41 55 90"

    lines = by_script(
        tmp_path_factory.mktemp("kura"), drawing.as_text(), seed, *sorted(out)
    )

    assert lines == printed(draw_places(drawing, seed=seed, out=out))


def test_one_known_result(tmp_path):
    """Written down once, so that the algorithm cannot change unnoticed."""
    drawing = Drawing(
        4,
        (
            Party("K4MX-7TQP", 3, "1"),
            Party("AAAA-AAAA", 1),
            Party("CCCC-CCCC", 2, "", 1),
            Party("DDDD-DDDD", 1, "1"),
        ),
        (Quota("1", 1, "Onur, Bayraklı"),),
    )

    text = drawing.as_text()

    assert text == (
        "yer;4\n"
        "kontenjan;1;1;Onur, Bayraklı\n"
        "kayit;AAAA-AAAA;1;;0\n"
        "kayit;CCCC-CCCC;2;;1\n"
        "kayit;DDDD-DDDD;1;1;0\n"
        "kayit;K4MX-7TQP;3;1;0\n"
    )
    results = draw_places(drawing, seed="2026")
    seated = {p.code for p, outcome in results if outcome == DrawOutcome.SEATED}
    # The kept place goes to the party of the neighborhood that fits into it.
    assert "DDDD-DDDD" in seated
    assert results[-1][0].code == "CCCC-CCCC"
    assert by_script(tmp_path, text, "2026") == printed(results)
