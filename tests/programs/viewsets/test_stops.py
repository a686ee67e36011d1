"""Stops in the admin: times seen before they are saved, one action for a whole day."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from people.domain.defaults import install_defaults
from people.enums import EntryChannel
from people.roles import StaffRole
from programs.enums import ActivityKind, OccurrenceState
from programs.models import Occurrence, Registration, Stop
from tests.factories.programs import (
    OccurrenceFactory,
    activity_of,
    plan_of,
    register,
    stop_with_times,
)
from tests.factories.staff import make_staff

pytestmark = pytest.mark.django_db

DAY = timezone.localdate() + timedelta(days=7)


def url(name, stop=None):
    return reverse(f"programs_stop:{name}", args=[stop.pk] if stop else [])


def filled(activity, **changes):
    return {
        "activity": activity.pk,
        "day": DAY.strftime("%d.%m.%Y"),
        "place_tr": "Onur Mahallesi Muhtarlığı önü",
        "place_en": "",
        "district": "bayrakli",
        "neighborhood": "Onur",
        "services_tr": "Saç kesimi",
        "services_en": "",
        "begins": "10:00",
        "ends": "12:00",
        "minutes": "30",
        "break_begins": "",
        "break_ends": "",
        "places": "2",
        **changes,
    }


def test_the_times_are_shown_before_they_are_saved(trips):
    activity = activity_of(ActivityKind.MOBILE_STOP)

    shown = trips.post(url("make"), filled(activity))
    assert "Bu günde 4 randevu saati" in shown.content.decode()
    assert not Stop.objects.exists()
    sure = {"is_sure": shown.context["shown"]}
    # Other hours than those that were shown are shown first.
    trips.post(url("make"), filled(activity, ends="11:00", **sure))
    assert not Stop.objects.exists()

    answer = trips.post(url("make"), filled(activity, **sure))

    stop = Stop.objects.get()
    assert answer["location"] == url("inspect", stop)
    assert [one.capacity for one in stop.times.all()] == [2] * 4
    assert {one.state for one in stop.times.all()} == {OccurrenceState.DRAFT}
    trips.post(url("publish", stop))
    assert {one.state for one in stop.times.all()} == {OccurrenceState.PUBLISHED}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"ends": "09:00"}, "Bitiş"),
        ({"break_begins": "11:00"}, "Aranın ne zaman"),
        ({"minutes": "180"}, "verilecek randevu çıkmıyor"),
        ({"day": "01.01.2020"}, "Gelecekteki bir günü seçin"),
    ],
)
def test_what_cannot_be_is_said(trips, changes, words):
    activity = activity_of(ActivityKind.MOBILE_STOP)

    page = trips.post(url("make"), filled(activity, **changes)).content.decode()

    assert words in page or "error" in page
    assert not Stop.objects.exists()


def test_only_activities_by_appointment_have_stops(trips):
    tour = activity_of(ActivityKind.BAY_TOUR)

    page = trips.post(url("make"), filled(tour))

    assert page.context["form"].errors["activity"]


def test_a_stop_is_changed_and_cancelled_in_one_action(trips):
    stop = stop_with_times()
    register(stop.times.order_by("starts_at").first())
    trips.post(
        url("change", stop),
        {
            "place_tr": "Onur Parkı",
            "place_en": "",
            "district": "bayrakli",
            "neighborhood": "Onur",
            "services_tr": "Fön",
            "services_en": "",
            "minutes_later": "0",
        },
    )
    assert {str(one.meeting_point) for one in stop.times.all()} == {"Onur Parkı"}
    asked = trips.get(url("cancel", stop)).content.decode()
    assert "1 randevu sona erer" in asked

    trips.post(url("cancel", stop), {"note": "Araç arızası"})

    assert {one.state for one in stop.times.all()} == {OccurrenceState.CANCELLED}
    assert Registration.objects.get().state == "removed"


def test_the_muhtar_registers_at_a_stop(client):
    install_defaults()
    stop = stop_with_times()
    first = stop.times.order_by("starts_at").first()
    client.force_login(make_staff(StaffRole.MUHTAR))

    page = client.get(url("inspect", stop)).content.decode()
    assert reverse("programs_occurrence:register", args=[first.pk]) in page
    client.post(
        reverse("programs_occurrence:register", args=[first.pk]) + "?new=1",
        {
            "given_name": "İpek",
            "family_name": "Öztürk",
            "birth_date_day": "21",
            "birth_date_month": "11",
            "birth_date_year": "1990",
            "district": "bayrakli",
            "children": "0",
            "contact_channel": "she_calls",
            "channel": "muhtar",
            "language": "tr",
            "override_note": "",
            "notice_read": "on",
            "key": "bir-kez",
        },
    )

    assert Registration.objects.get().channel == EntryChannel.MUHTAR
    assert client.get(url("make")).status_code in (302, 403)


def test_thirty_stops_cost_as_much_as_one(trips):
    activity = activity_of(ActivityKind.MOBILE_STOP)
    pages = [url("index"), reverse("programs_occurrence:month")]
    counts = []
    for more in (1, 29):
        for n in range(more):
            stop_with_times(activity, day=DAY + timedelta(days=n % 5), neighborhood=n)
        for page in pages:
            trips.get(page)
            with CaptureQueriesContext(connection) as captured:
                trips.get(page)
            counts.append(len(captured))

    assert counts[:2] == counts[2:]


def test_the_list_of_dates_leaves_the_times_of_stops_to_their_stop(trips):
    stop = stop_with_times()
    OccurrenceFactory()

    listed = trips.get(reverse("programs_occurrence:index"))

    assert [one.stop_id for one in listed.context["object_list"]] == [None]
    month = trips.get(reverse("programs_occurrence:month"), {"ay": f"{stop.day:%Y-%m}"})
    assert month.content.decode().count(url("inspect", stop)) == 1


def test_times_are_dates_like_all_others(trips):
    stop = stop_with_times()
    one = stop.times.first()

    page = trips.get(reverse("programs_occurrence:inspect", args=[one.pk]))

    assert "Bu durağın bütün saatleri" in page.content.decode()
    assert Occurrence.objects.filter(stop=stop).count() == 10
    assert plan_of(stop.activity).places == 1
