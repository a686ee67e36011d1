"""The month of departures as staff see it."""

from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from people.roles import StaffRole
from programs.enums import ActivityKind, OccurrenceState
from tests.factories.programs import ActivityFactory, OccurrenceFactory, register
from tests.factories.staff import make_staff

pytestmark = pytest.mark.django_db

MONTH = "/yonetim/seferler/takvim/"


def on(year, month, day, hour=10):
    return timezone.make_aware(datetime(year, month, day, hour))


def days_with_rows(page):
    return {
        day.isoformat(): [row["occurrence"] for row in rows]
        for week in page.context["weeks"]
        for day, rows in week
        if rows
    }


def test_each_departure_stands_on_its_day_in_izmir(trips):
    late = OccurrenceFactory(
        starts_at=on(2027, 3, 31, 23), registration_opens_at=timezone.now()
    )
    early = OccurrenceFactory(starts_at=on(2027, 3, 1, 0))
    outside = OccurrenceFactory(starts_at=on(2027, 5, 20))
    register(late)

    page = trips.get(MONTH, {"ay": "2027-03"})

    assert days_with_rows(page) == {"2027-03-01": [early], "2027-03-31": [late]}
    assert page.context["heading"] == "Mart 2027"
    assert "1 / 10" in page.text
    assert reverse("programs_occurrence:inspect", args=[late.pk]) in page.text
    assert reverse("programs_occurrence:inspect", args=[outside.pk]) not in page.text
    assert "?ay=2027-02" in page.text
    assert "?ay=2027-04" in page.text


def test_months_before_and_after_a_turn_of_the_year(trips):
    december = trips.get(MONTH, {"ay": "2026-12"}).text

    assert "?ay=2026-11" in december
    assert "?ay=2027-01" in december


@pytest.mark.parametrize("asked", ["", "2027-13", "x", "2027-1", "9999-99", "0000-01"])
def test_other_words_show_this_month(trips, asked):
    page = trips.get(MONTH, {"ay": asked})

    assert page.context["first"] == timezone.localdate().replace(day=1)


def test_filters_keep_their_choice_from_month_to_month(trips):
    bay = OccurrenceFactory(starts_at=on(2027, 3, 5))
    course = OccurrenceFactory(
        activity=ActivityFactory(kind=ActivityKind.COURSE), starts_at=on(2027, 3, 6)
    )

    page = trips.get(MONTH, {"ay": "2027-03", "kind": "course"})

    assert days_with_rows(page) == {"2027-03-06": [course]}
    assert bay not in page.context["filters"].qs
    assert "kind=course&amp;ay=2027-04" in page.text or (
        "ay=2027-04&amp;kind=course" in page.text
    )


def test_drafts_and_cancelled_are_told_by_words(trips):
    OccurrenceFactory(starts_at=on(2027, 3, 5), state=OccurrenceState.DRAFT)
    OccurrenceFactory(starts_at=on(2027, 3, 6), state=OccurrenceState.CANCELLED)

    page = trips.get(MONTH, {"ay": "2027-03"}).text

    assert "Taslak" in page
    assert "İptal edildi" in page


def test_empty_month_says_so(trips):
    assert "Bu ay sefer yok" in trips.get(MONTH, {"ay": "2031-03"}).text


def test_who_may_not_see_departures_sees_no_calendar(client):
    client.force_login(make_staff(StaffRole.GUIDE))

    assert client.get(MONTH).status_code != 200


def test_month_takes_the_same_queries_for_1_and_30(trips):
    def queries():
        with CaptureQueriesContext(
            connection,
        ) as caught:
            trips.get(MONTH, {"ay": "2027-03"})
        return len(caught)

    activity = ActivityFactory()
    OccurrenceFactory(activity=activity, starts_at=on(2027, 3, 1))
    queries()
    first = queries()
    for day in range(2, 31):
        OccurrenceFactory(activity=activity, starts_at=on(2027, 3, day))

    assert queries() == first
