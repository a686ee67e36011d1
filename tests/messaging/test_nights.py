"""Nobody is written to between 21.00 and 08.00, by the clock of İzmir."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from messaging.nights import by_day

IZMIR = ZoneInfo("Europe/Istanbul")


def at(day, hour, minute=0):
    return datetime(2026, 6, day, hour, minute, tzinfo=IZMIR)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (at(1, 8), at(1, 8)),
        (at(1, 20, 59), at(1, 20, 59)),
        (at(1, 21), at(2, 8)),
        (at(1, 23, 59), at(2, 8)),
        (at(2, 0), at(2, 8)),
        (at(2, 7, 59), at(2, 8)),
    ],
)
def test_night_ends_in_the_morning(moment, expected):
    assert by_day(moment) == expected
