"""When a call falls into the time she called safe."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from people.domain.reach import SAFE_HOURS, is_safe_time, may_be_called
from people.enums import ContactChannel, SafeTime
from people.roles import StaffRole
from tests.factories.people import PersonFactory
from tests.factories.staff import make_staff

IZMIR = ZoneInfo("Europe/Istanbul")
MONDAY, SATURDAY, SUNDAY = 23, 28, 29


def moment(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=IZMIR)


@pytest.mark.parametrize(
    ("safe_time", "first", "end"),
    [
        (SafeTime.MORNING, 9, 12),
        (SafeTime.AFTERNOON, 12, 17),
        (SafeTime.EVENING, 17, 20),
    ],
)
def test_a_safe_time_begins_and_ends_to_the_minute(safe_time, first, end):
    person = PersonFactory.build(safe_time=safe_time)

    assert [
        is_safe_time(person, now=now)
        for now in (
            moment(MONDAY, first - 1, 59),
            moment(MONDAY, first),
            moment(MONDAY, end - 1, 59),
            moment(MONDAY, end),
        )
    ] == [False, True, True, False]


@pytest.mark.parametrize("day", [SATURDAY, SUNDAY])
@pytest.mark.parametrize("safe_time", SAFE_HOURS)
def test_no_safe_time_is_at_the_weekend(safe_time, day):
    person = PersonFactory.build(safe_time=safe_time)
    middle = SAFE_HOURS[safe_time][0].hour + 1

    assert not is_safe_time(person, now=moment(day, middle))
    assert is_safe_time(person, now=moment(MONDAY, middle))


def test_any_time_is_any_time():
    assert is_safe_time(PersonFactory.build(), now=moment(SUNDAY, 3))


def test_hours_are_those_of_izmir():
    person = PersonFactory.build(safe_time=SafeTime.MORNING)

    # Six in the morning in Greenwich is nine in İzmir.
    assert is_safe_time(
        person, now=datetime(2026, 11, MONDAY, 6, tzinfo=ZoneInfo("UTC"))
    )


def test_who_calls_herself_is_never_called():
    person = PersonFactory.build(contact_channel=ContactChannel.SHE_CALLS)

    assert not may_be_called(person, now=moment(MONDAY, 10))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("hour", "is_warned"), [(10, False), (13, True)], ids=["in it", "out of it"]
)
def test_the_banner_says_when_it_is_not_her_time(client, monkeypatch, hour, is_warned):
    client.force_login(make_staff(StaffRole.TRIPS))
    person = PersonFactory(
        safe_time=SafeTime.MORNING, contact_channel=ContactChannel.PHONE
    )
    monkeypatch.setattr(
        "people.domain.reach.timezone.now", lambda: moment(MONDAY, hour)
    )

    page = client.get(reverse("people_person:inspect", args=[person.pk]))

    assert ("Şu an güvenli saati değil." in page.content.decode()) == is_warned
