"""A course that is copied keeps its sessions, none of them on a public holiday."""

from datetime import date, datetime, time, timedelta

import pytest
from django.utils import timezone

from programs.domain import series
from programs.domain.occurrences import copy_occurrence
from programs.domain.sessions import SessionDetails, add_session, cancel_session
from programs.enums import ActivityKind
from tests.factories.programs import OccurrenceFactory, activity_of, at_ten, date_of

pytestmark = pytest.mark.django_db

WEEK = timedelta(weeks=1)
HOURS = timedelta(hours=2)


def at(day):
    return timezone.make_aware(datetime.combine(day, time(10)))


@pytest.fixture
def run():
    """Three sessions, a week apart; the last is online."""
    run = date_of(activity_of(ActivityKind.COURSE))
    for n in range(3):
        starts = at_ten(14) + n * WEEK
        details = SessionDetails(
            starts_at=starts,
            ends_at=starts + HOURS,
            topic=f"Konu {n + 1}",
            is_online=n == 2,
            online_link="https://example.org/oda" if n == 2 else "",
        )
        add_session(run, details=details, by=None)
    run.refresh_from_db()
    return run


def told(run):
    return [
        (one.starts_at, one.topic, one.is_online)
        for one in run.sessions.order_by("starts_at")
    ]


def test_sessions_keep_their_distance_from_the_start(run):
    first = date(timezone.localdate().year + 1, 10, 4)

    copy = copy_occurrence(run, starts_at=at(first), by=None)

    copy.refresh_from_db()
    assert told(copy) == [
        (at(first), "Konu 1", False),
        (at(first) + WEEK, "Konu 2", False),
        (at(first) + 2 * WEEK, "Konu 3", True),
    ]
    assert copy.ends_at == at(first) + 2 * WEEK + HOURS
    assert (copy.session_plan["count"], copy.session_plan["version"]) == (3, 1)
    assert run.sessions.count() == 3


def test_what_would_fall_on_a_holiday_follows_the_last(run):
    republic_day = at(date(timezone.localdate().year + 1, 10, 29))

    copy = copy_occurrence(run, starts_at=republic_day - WEEK, by=None)

    assert told(copy) == [
        (republic_day - WEEK, "Konu 1", False),
        (republic_day + WEEK, "Konu 2", False),
        (republic_day + 2 * WEEK, "Konu 3", True),
    ]
    assert copy.ends_at == republic_day + 2 * WEEK + HOURS


def test_a_first_day_that_is_a_holiday_is_passed_over(run):
    republic_day = at(date(timezone.localdate().year + 1, 10, 29))

    copy = copy_occurrence(run, starts_at=republic_day, by=None)

    assert copy.starts_at == republic_day + WEEK
    assert copy.sessions.count() == 3


def test_cancelled_sessions_are_not_copied(run):
    cancel_session(run.sessions.get(topic="Konu 2"), by=None)

    copy = copy_occurrence(run, starts_at=at_ten(60), by=None)

    assert [topic for _at, topic, _online in told(copy)] == ["Konu 1", "Konu 3"]


def test_a_series_brings_the_sessions_with_each_date(run):
    day = run.day
    planned = series.weekly(
        run, weekdays=["tue"], first=day + 9 * WEEK, until=day + 10 * WEEK
    )

    made = series.make_dates(planned, by=None)

    assert made
    assert {one.sessions.count() for one in made} == {3}


def test_what_has_no_sessions_gets_none():
    copy = copy_occurrence(OccurrenceFactory(), starts_at=at_ten(30), by=None)

    assert copy.session_plan == {}
    assert copy.sessions.count() == 0
