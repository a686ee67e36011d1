"""Many dates at once: weekly, and a season again; each copied and logged by itself."""

from datetime import date, datetime, time, timedelta
from unittest.mock import patch

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from people.roles import StaffRole
from programs.domain.series import make_dates, season_again, weekly
from programs.enums import OccurrenceState
from programs.models import Occurrence, PlaceQuota
from tests.factories.programs import (
    ActivityFactory,
    BoardingPointFactory,
    OccurrenceFactory,
)
from tests.factories.staff import make_staff

pytestmark = pytest.mark.django_db

NOW = timezone.make_aware(datetime(2026, 4, 6, 9))


@pytest.fixture(autouse=True)
def _in_april():
    with patch("django.utils.timezone.now", return_value=NOW):
        yield


def at(day: date, hour: int = 10) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))


@pytest.fixture
def tuesday() -> Occurrence:
    starts_at = at(date(2026, 4, 7))
    return OccurrenceFactory(
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2),
        registration_opens_at=starts_at - timedelta(days=21),
        registration_closes_at=starts_at - timedelta(hours=20),
    )


def test_weekly_on_chosen_days_leaves_public_holidays_out(tuesday):
    planned = weekly(
        tuesday,
        weekdays=["tue", "thu"],
        first=date(2026, 4, 14),
        until=date(2026, 5, 1),
    )

    told = [
        (f"{timezone.localtime(one.starts_at):%d.%m %H}", one.holiday)
        for one in planned
    ]
    assert [day for day, _holiday in told] == [
        "14.04 10", "16.04 10", "21.04 10", "23.04 10", "28.04 10", "30.04 10",
    ]  # fmt: skip
    assert [day for day, holiday in told if holiday] == ["23.04 10"]


def test_what_is_past_or_there_already_is_not_made(tuesday):
    OccurrenceFactory(
        activity=tuesday.activity,
        starts_at=at(date(2026, 4, 14)),
        ends_at=at(date(2026, 4, 14), 12),
    )

    planned = weekly(
        tuesday, weekdays=["tue"], first=date(2026, 3, 31), until=date(2026, 4, 21)
    )

    assert [one.is_past for one in planned] == [True, False, False, False]
    assert [one.is_taken for one in planned] == [False, True, True, False]
    assert [one.will_be_made for one in planned] == [False, False, False, True]


def test_each_date_is_a_whole_copy_and_logged(tuesday):
    BoardingPointFactory(occurrence=tuesday, boards_at=time(9, 15))
    PlaceQuota.objects.create(occurrence=tuesday, district="buca", seats=2)
    guide = make_staff(StaffRole.GUIDE)
    tuesday.guides.add(guide)

    made = make_dates(
        weekly(
            tuesday, weekdays=["tue"], first=date(2026, 4, 14), until=date(2026, 4, 21)
        ),
        by=guide,
    )

    assert len(made) == 2
    for one in made:
        assert one.state == OccurrenceState.DRAFT
        assert [point.boards_at for point in one.boarding_points.all()] == [time(9, 15)]
        assert [quota.seats for quota in one.quotas.all()] == [2]
        assert list(one.guides.all()) == [guide]
        assert one.starts_at - one.registration_closes_at == timedelta(hours=20)
    logged = ModelLogEntry.objects.filter(action="programs.occurrence.copy")
    assert logged.count() == 2


def test_a_season_again_keeps_the_weekdays():
    activity = ActivityFactory()
    for day in (date(2025, 5, 6), date(2025, 5, 8), date(2025, 10, 29)):
        OccurrenceFactory(activity=activity, starts_at=at(day), ends_at=at(day, 12))
    OccurrenceFactory(
        activity=activity,
        starts_at=at(date(2025, 5, 13)),
        ends_at=at(date(2025, 5, 13), 12),
        state=OccurrenceState.CANCELLED,
    )

    planned = season_again(
        activity, first=date(2025, 4, 1), last=date(2025, 10, 31), weeks=52
    )

    days = [timezone.localtime(one.starts_at) for one in planned]
    assert [f"{day:%d.%m.%y %H}" for day in days] == [
        "05.05.26 10", "07.05.26 10", "28.10.26 10",
    ]  # fmt: skip
    # The afternoon before the holiday of 29 October is free; the morning is not.
    assert all(one.will_be_made for one in planned)


def test_staff_see_the_dates_before_they_are_made(tr, tuesday):
    tr.force_login(make_staff(StaffRole.TRIPS))
    url = reverse("programs_occurrence:series", args=[tuesday.pk])
    asked = {"weekdays": ["tue"], "first": "14.04.2026", "until": "28.04.2026"}

    shown = tr.post(url, asked)
    assert Occurrence.objects.count() == 1
    assert "3 tarih oluşturulacak" in shown.content.decode()
    digest = shown.context["shown"]
    # Other days than those that were shown are shown first.
    tr.post(url, {**asked, "until": "12.05.2026", "is_sure": digest})
    assert Occurrence.objects.count() == 1

    answer = tr.post(url, {**asked, "is_sure": digest})

    assert answer.status_code == 302
    assert Occurrence.objects.count() == 4


def test_a_season_is_copied_in_the_admin(tr, tuesday):
    tr.force_login(make_staff(StaffRole.TRIPS))
    url = reverse("programs_occurrence:season")
    asked = {
        "activity": tuesday.activity_id,
        "first": "01.04.2026",
        "last": "30.04.2026",
        "weeks": "52",
    }
    shown = tr.post(url, asked).context["shown"]

    assert tr.post(url, {**asked, "is_sure": shown}).status_code == 302

    copied = Occurrence.objects.exclude(pk=tuesday.pk).get()
    assert timezone.localtime(copied.starts_at).date() == date(2027, 4, 6)


def test_only_who_may_add_dates_makes_a_series(client, tuesday):
    client.force_login(make_staff(StaffRole.MUHTAR))

    for name, args in (("series", [tuesday.pk]), ("season", [])):
        page = client.get(reverse(f"programs_occurrence:{name}", args=args))
        assert page.status_code in (302, 403), name
    assert get_user_model().objects.count() == 1
