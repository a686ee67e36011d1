"""Until when an offer stands: by the clock in İzmir."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from programs.domain.deadlines import offer_deadline

IZMIR = ZoneInfo("Europe/Istanbul")


def at(text: str) -> datetime:
    return datetime.strptime(text, "%d.%m %H.%M").replace(year=2026, tzinfo=IZMIR)


@pytest.mark.parametrize(
    ("now", "starts", "expected"),
    [
        ("01.12 14.00", "20.12 10.00", "02.12 14.00"),
        ("01.12 23.00", "20.12 10.00", "03.12 09.00"),
        ("02.12 03.00", "20.12 10.00", "03.12 09.00"),
        ("01.12 22.00", "20.12 10.00", "02.12 22.00"),
        ("18.12 14.00", "20.12 10.00", "18.12 17.00"),
        ("18.12 20.00", "20.12 10.00", "19.12 09.00"),
        ("19.12 20.00", "20.12 14.00", "20.12 09.00"),
        # The morning would be too late: the evening before it is.
        ("19.12 20.00", "20.12 09.30", "19.12 22.00"),
        ("19.12 21.40", "20.12 09.30", None),
        # Made at ten in the evening for nine in the morning: no time but the night.
        ("19.12 22.00", "20.12 09.00", None),
        ("19.12 21.00", "20.12 09.00", "19.12 22.00"),
        ("19.12 22.00", "20.12 11.30", "20.12 09.00"),
        ("20.12 11.00", "20.12 14.00", "20.12 12.00"),
        ("20.12 11.45", "20.12 14.00", None),
        ("20.12 13.00", "20.12 14.00", None),
    ],
)
def test_deadline(now, starts, expected):
    found = offer_deadline(now=at(now), starts_at=at(starts))

    assert found == (at(expected) if expected else None)


@settings(max_examples=200, deadline=None)
@given(
    now=st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 1)),
    hours=st.integers(0, 900),
)
def test_never_in_the_night_never_too_late(now, hours):
    now = now.replace(tzinfo=IZMIR)
    starts = datetime.fromtimestamp(now.timestamp() + hours * 3600, IZMIR)

    found = offer_deadline(now=now, starts_at=starts)

    if found is not None:
        clock = found.astimezone(IZMIR).strftime("%H.%M.%S.%f")
        assert "08.00" <= clock <= "22.00.00.000000"
        assert (starts - found).total_seconds() >= 2 * 3600
        assert (found - now).total_seconds() >= 30 * 60
