"""Working days, holidays among them."""

from datetime import date

import pytest

from volunteers.domain.working_days import earliest_within, is_working_day

MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (MONDAY, True),
        (date(2026, 11, 22), False),
        (date(2026, 10, 29), False),  # Republic Day
        (date(2026, 10, 28), True),  # its eve: work until noon
    ],
)
def test_weekends_and_holidays_are_free(day, works):
    assert is_working_day(day) is works


@pytest.mark.parametrize(
    ("days", "today", "earliest"),
    [
        (0, MONDAY, MONDAY),
        # Friday: on Monday one working day has passed since; so since the weekend.
        (1, MONDAY, date(2026, 11, 20)),
        (7, date(2026, 11, 27), date(2026, 11, 18)),
        # Thursday the 29th of October is free.
        (3, date(2026, 10, 30), date(2026, 10, 26)),
    ],
)
def test_days_that_are_free_do_not_pass(days, today, earliest):
    assert earliest_within(days, today) == earliest
