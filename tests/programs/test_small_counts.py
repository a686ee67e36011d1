"""What is told of counts lets nobody work out a small one."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.domain.small_counts import (
    STEP,
    told,
    told_in_public,
    told_participation,
)
from programs.domain.statistics import GroupCount, Participation

SMALL = range(1, 5)
COUNTS = st.integers(min_value=0, max_value=60)


def behind(figure: int) -> range:
    """Every count that is told as `figure`."""
    return range(max(figure - 2, 0), figure + 3)


@given(COUNTS)
def test_a_figure_is_the_nearest_five(count):
    assert told(count) % 5 == 0
    assert abs(told(count) - count) <= 2
    assert count in behind(told(count))


@given(COUNTS)
def test_a_public_figure_is_never_too_large(count):
    assert 0 <= count - told_in_public(count) < 10


def possible(people, parties, children):
    """Whole rows that are told so: women, with children and others who came along."""
    return [
        row
        for row in product(behind(people), behind(parties), behind(children))
        if row[0] >= row[1] + row[2]
    ]


@given(parties=COUNTS, children=COUNTS, others=st.integers(0, 20))
def test_in_a_row_no_small_count_follows_from_the_others(parties, children, others):
    counted = (parties + children + others, parties, children)

    rows = possible(*map(told, counted))

    assert counted in rows
    for place, count in enumerate(counted):
        if count in SMALL:
            assert len({row[place] for row in rows}) > 1


@given(st.lists(st.integers(0, 12), min_size=1, max_size=30))
def test_groups_and_their_whole_leave_a_small_group_open(women):
    groups = [GroupCount(str(place), count) for place, count in enumerate(women)]
    shown = told_participation(Participation([], groups, [])).districts
    whole = behind(told(sum(women)))

    least = sum(max(group.women - 2, STEP) for group in shown)
    most = sum(group.women + 2 for group in shown)
    # What the groups that are not named may have together.
    left = range(max(whole[0] - most, 0), max(whole[-1] - least, 0) + 1)

    assert all(group.women >= STEP for group in shown)
    assert sum(n for n in women if n < STEP) in left
    if any(n in SMALL for n in women):
        # Not so few, nor so many, that one of them has the only count that remains.
        assert left[0] == 0 or len(left) > 1


@pytest.mark.parametrize("joined", [1, 2])
def test_who_joins_between_two_reports_may_not_be_seen_at_all(joined):
    assert any(told(before + joined) == told(before) for before in range(10))
