"""Who may apply: each reason, and the day on which an age is reached."""

from datetime import UTC, date, datetime

import pytest

from people.wording import refusal_words
from tests.factories.volunteers import AreaFactory, CallFactory, in_days
from volunteers.domain.eligibility import (
    age_denied_reason,
    application_denied_reason,
    areas_denied_reason,
    call_denied_reason,
    refusal_of,
)
from volunteers.exceptions import ApplicationDenied
from volunteers.models import Call


@pytest.mark.parametrize(
    ("born", "today", "reason"),
    [
        (date(2008, 11, 22), date(2026, 11, 22), None),
        (date(2008, 11, 23), date(2026, 11, 22), ApplicationDenied.UNDER_AGE),
        (date(2008, 2, 29), date(2026, 2, 28), ApplicationDenied.UNDER_AGE),
        (date(2008, 2, 29), date(2026, 3, 1), None),
        (None, date(2026, 3, 1), ApplicationDenied.BIRTH_DATE_MISSING),
    ],
)
def test_age_counts_on_the_day_of_applying(born, today, reason):
    now = datetime(today.year, today.month, today.day, 9, tzinfo=UTC)

    assert age_denied_reason(Call(minimum_age=18), birth_date=born, now=now) == reason


def test_the_day_is_the_day_in_izmir():
    # 22.30 in London on the 21st is already the 22nd in İzmir.
    now = datetime(2026, 11, 21, 22, 30, tzinfo=UTC)

    assert (
        age_denied_reason(Call(minimum_age=18), birth_date=date(2008, 11, 22), now=now)
        is None
    )


@pytest.mark.parametrize(
    ("opens", "closes", "reason"),
    [
        (-1, 1, None),
        (1, 2, ApplicationDenied.NOT_OPEN_YET),
        (-2, -1, ApplicationDenied.CLOSED),
    ],
)
def test_call_denies_outside_its_time(opens, closes, reason):
    call = Call(opens_at=in_days(opens), closes_at=in_days(closes))

    assert call_denied_reason(call, now=in_days(0)) == reason


def test_call_is_open_at_its_opening_and_closed_at_its_closing():
    call = Call(opens_at=in_days(-1), closes_at=in_days(1))

    assert call_denied_reason(call, now=call.opens_at) is None
    assert call_denied_reason(call, now=call.closes_at) == ApplicationDenied.CLOSED


@pytest.mark.django_db
def test_areas_are_counted_offered_and_active():
    offered = AreaFactory.create_batch(4)
    asleep = AreaFactory(is_active=False)
    call = CallFactory(areas=[*offered, asleep], most_areas=3)

    def reason(areas):
        return areas_denied_reason(call, areas=areas)

    assert reason([]) == ApplicationDenied.NO_AREA
    assert reason(offered[:3]) is None
    assert reason(offered) == ApplicationDenied.TOO_MANY_AREAS
    assert reason([AreaFactory()]) == ApplicationDenied.FOREIGN_AREA
    assert reason([asleep]) == ApplicationDenied.FOREIGN_AREA


@pytest.mark.django_db
def test_the_call_is_asked_before_the_person():
    call = CallFactory(opens_at=in_days(-9), closes_at=in_days(-1))

    reason = application_denied_reason(call, birth_date=None, areas=[], now=in_days(0))

    assert reason == ApplicationDenied.CLOSED


@pytest.mark.parametrize("reason", ApplicationDenied, ids=str)
def test_every_reason_can_be_said(reason):
    call = Call(opens_at=in_days(-1), closes_at=in_days(1))

    words = refusal_words(refusal_of(call, reason))

    assert words
    assert "%(" not in words
