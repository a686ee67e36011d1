"""Interviewers look after their own hours, coordinators after everybody's."""

from datetime import date, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from people.roles import StaffRole
from tests.factories.staff import make_staff
from tests.factories.volunteers import (
    ApplicationFactory,
    CallFactory,
    InterviewFactory,
    SlotFactory,
    WindowFactory,
    weeks_ahead,
)
from volunteers.enums import Weekday
from volunteers.models import Absence, AvailabilityWindow, InterviewSlot

pytestmark = pytest.mark.django_db

PLAN = reverse("volunteers_availability:plan")


@pytest.fixture
def interviewer(client):
    user = make_staff(StaffRole.INTERVIEWER)
    client.force_login(user)
    return user


@pytest.fixture
def coordinator(client):
    user = make_staff(StaffRole.APPLICATIONS)
    client.force_login(user)
    return user


def coming_days() -> dict[str, str]:
    today = timezone.localdate()
    return {
        "from_day": today.strftime("%d.%m.%Y"),
        "until_day": (today + timedelta(days=20)).strftime("%d.%m.%Y"),
    }


def hours(call, **changes):
    return {
        "call": call.pk,
        "weekday": "wed",
        "first": "10:00",
        "until": "12:00",
        "minutes": "30",
        "place_tr": "Konak",
        "place_en": "Konak",
        **coming_days(),
        **changes,
    }


def test_interviewer_enters_her_own_hours_whoever_she_names(client, interviewer):
    other = make_staff(StaffRole.INTERVIEWER, "baskasi")

    answer = client.post(
        reverse("volunteers_availability:add"),
        hours(CallFactory(), interviewer=other.pk),
    )

    window = AvailabilityWindow.objects.get()
    assert answer.url == PLAN
    assert (window.interviewer, window.colleague) == (interviewer, None)


def test_coordinator_enters_them_for_others(client, coordinator):
    other = make_staff(StaffRole.INTERVIEWER, "baskasi")
    second = make_staff(StaffRole.INTERVIEWER, "ikinci")

    client.post(
        reverse("volunteers_availability:add"),
        hours(CallFactory(), interviewer=other.pk, colleague=second.pk),
    )

    window = AvailabilityWindow.objects.get()
    assert (window.interviewer, window.colleague) == (other, second)


@pytest.mark.parametrize(
    "changes",
    [
        {"until": "09:00"},
        {"first": "25:00"},
        {"until_day": "01.01.2020"},
        {"from_day": "31.02.2027"},
        {"minutes": "5"},
        {"place_tr": ""},
        {"weekday": "bayram"},
    ],
)
def test_hours_that_make_no_sense_are_refused(client, interviewer, changes):
    answer = client.post(
        reverse("volunteers_availability:add"), hours(CallFactory(), **changes)
    )

    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert AvailabilityWindow.objects.count() == 0


def test_second_interviewer_is_somebody_else(client, interviewer):
    answer = client.post(
        reverse("volunteers_availability:add"),
        hours(CallFactory(), colleague=interviewer.pk),
    )

    assert "colleague" in answer.context["form"].errors


def test_others_hours_are_not_hers_to_see_or_change(client, interviewer):
    window = WindowFactory(interviewer=make_staff(StaffRole.INTERVIEWER, "baskasi"))

    page = client.get(reverse("volunteers_availability:index"))
    answers = [
        client.get(reverse(f"volunteers_availability:{name}", args=[window.pk]))
        for name in ("edit", "delete")
    ]

    assert list(page.context["object_list"]) == []
    assert {answer.status_code for answer in answers} <= {302, 403, 404}
    client.post(reverse("volunteers_availability:delete", args=[window.pk]))
    assert AvailabilityWindow.objects.exists()


def test_colleague_sees_the_hours_and_changes_them_not(client, interviewer):
    window = WindowFactory(
        interviewer=make_staff(StaffRole.INTERVIEWER, "baskasi"),
        colleague=interviewer,
        until_day=timezone.localdate() + timedelta(days=30),
    )

    page = client.get(reverse("volunteers_availability:index"))
    edit = client.get(reverse("volunteers_availability:edit", args=[window.pk]))

    assert list(page.context["object_list"]) == [window]
    assert edit.status_code in (302, 403)


@pytest.mark.parametrize("role", [StaffRole.COMMUNICATIONS, StaffRole.TRAINING])
def test_who_holds_no_interviews_is_sent_away(client, role):
    client.force_login(make_staff(role))

    for name in ("index", "add", "plan"):
        answer = client.get(reverse(f"volunteers_availability:{name}"))
        assert answer.status_code in (302, 403)


def test_everybodys_time_off_is_for_coordinators(client, interviewer):
    everybody = Absence.objects.create(
        from_day=timezone.localdate(), until_day=timezone.localdate()
    )

    client.post(reverse("volunteers_absence:add"), coming_days())
    listed = client.get(reverse("volunteers_absence:index"))
    edit = client.get(reverse("volunteers_absence:edit", args=[everybody.pk]))

    mine = Absence.objects.exclude(pk=everybody.pk).get()
    assert mine.interviewer == interviewer
    assert set(listed.context["object_list"]) == {everybody, mine}
    assert edit.status_code in (302, 403)


def test_half_a_pair_of_hours_is_refused(client, interviewer):
    answer = client.post(
        reverse("volunteers_absence:add"), {**coming_days(), "first": "10:00"}
    )

    assert answer.context["form"].errors
    assert Absence.objects.count() == 0


def test_preview_says_how_many_and_only_post_opens(client, interviewer):
    WindowFactory(interviewer=interviewer, from_day=date(2026, 1, 1), until_day=LATER)
    asked = days_of_a_week()

    preview = client.get(PLAN, asked)
    assert "4 " in str(preview.context["summary"])
    assert InterviewSlot.objects.count() == 0

    answers = [client.post(PLAN, asked) for _n in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert InterviewSlot.objects.count() == 4


LATER = date(2040, 1, 1)


def days_of_a_week() -> dict[str, str]:
    """A week to come without a holiday on its Wednesday."""
    return {"first_day": "09.12.2030", "last_day": "15.12.2030"}


def test_preview_names_what_is_removed_and_what_stays(client, interviewer):
    window = WindowFactory(
        interviewer=interviewer, from_day=date(2026, 1, 1), until_day=LATER
    )
    client.post(PLAN, days_of_a_week())
    first = InterviewSlot.objects.first()
    InterviewFactory(application=ApplicationFactory(call=window.call), slot=first)
    window.first, window.until = time(11), time(12)
    window.save()

    plan = client.get(PLAN, days_of_a_week()).context["plan"]

    assert (len(plan.removing), plan.kept, plan.present) == (1, [first], 2)


def test_interviewer_opens_only_her_own(client, interviewer):
    WindowFactory(
        interviewer=make_staff(StaffRole.INTERVIEWER, "baskasi"),
        from_day=date(2026, 1, 1),
        until_day=LATER,
    )

    client.post(PLAN, days_of_a_week())

    assert InterviewSlot.objects.count() == 0


@pytest.mark.parametrize(
    ("first", "last"),
    [("31.02.2030", "15.12.2030"), ("15.12.2030", "09.12.2030"), ("x", "")],
)
def test_days_that_do_not_exist_open_nothing(client, interviewer, first, last):
    answer = client.post(PLAN, {"first_day": first, "last_day": last})

    assert answer.status_code == 200
    assert answer.context["form"].errors


def test_deleting_hours_says_what_stays(client, interviewer):
    window = WindowFactory(
        interviewer=interviewer, from_day=date(2026, 1, 1), until_day=LATER
    )
    client.post(PLAN, days_of_a_week())
    first = InterviewSlot.objects.first()
    InterviewFactory(application=ApplicationFactory(call=window.call), slot=first)

    client.post(reverse("volunteers_availability:delete", args=[window.pk]))

    assert list(InterviewSlot.objects.all()) == [first]
    assert not AvailabilityWindow.objects.exists()


def test_week_is_copied_after_a_preview(client, coordinator):
    slot = SlotFactory()
    monday = timezone.localdate(slot.starts_at)
    asked = {"gun": monday.isoformat(), "weeks": str(weeks_ahead(slot))}
    page = reverse("volunteers_slot:copy_week")

    preview = client.get(page, asked)
    assert preview.status_code == 200
    assert InterviewSlot.objects.count() == 1
    first = client.post(page, asked)
    again = client.post(page, asked)

    assert (first.status_code, again.status_code) == (302, 200)
    assert again.context["form"].non_field_errors()
    assert InterviewSlot.objects.count() == 2


def test_interviewer_copies_no_week(client, interviewer):
    assert client.get(reverse("volunteers_slot:copy_week")).status_code in (302, 403)


def test_week_marks_holidays_and_closed_days(client, coordinator):
    Absence.objects.create(from_day=date(2026, 12, 30), until_day=date(2026, 12, 30))

    page = client.get(reverse("volunteers_slot:week"), {"gun": "2026-12-30"})

    closed = {day.date.day: str(day.closed) for day in page.context["days"]}
    assert closed[1] == "Yılbaşı"
    assert closed[30] and not closed[29]
    assert page.context["chosen"] == date(2026, 12, 30)


@pytest.mark.parametrize("name", ["volunteers_availability:index", "plan"])
def test_pages_cost_the_same_for_1_and_30(client, coordinator, name):
    url = PLAN if name == "plan" else reverse(name)
    call = CallFactory()

    def enter(number):
        WindowFactory(
            call=call,
            interviewer=make_staff(StaffRole.INTERVIEWER, f"m{number}"),
            weekday=list(Weekday)[number % 7],
            from_day=date(2026, 1, 1),
            until_day=LATER,
        )

    def count():
        with CaptureQueriesContext(connection) as context:
            assert client.get(url).status_code == 200
        return len(context)

    enter(0)
    count()
    one = count()
    for number in range(1, 30):
        enter(number)

    assert count() == one
