"""What the home page of the admin says to whom."""

from datetime import datetime, time

import pytest
from django.urls import reverse
from django.utils import timezone

from people.roles import StaffRole
from tests.factories.staff import make_staff
from tests.factories.volunteers import (
    ApplicationFactory,
    CallFactory,
    EnrollmentFactory,
    InterviewFactory,
    SessionFactory,
    SlotFactory,
    in_days,
)
from volunteers.viewsets.home import lines_for

pytestmark = pytest.mark.django_db

R = StaffRole


@pytest.fixture
def busy_day():
    """Something for everybody to do; the interviewer holds one of two interviews."""
    call = CallFactory()
    ApplicationFactory(call=call, state="submitted")
    for _place in range(2):
        ApplicationFactory(call=call, state="screening", state_since=in_days(-6))
    ApplicationFactory(call=call, state="screening", state_since=in_days(-4))
    ApplicationFactory(call=call, state="on_duty", state_since=in_days(-90))
    ApplicationFactory(call=call, state="interviewed")
    ApplicationFactory(call=call, state="invited", other_times_asked_at=in_days(-1))
    ApplicationFactory(call=call, state="trained")
    for _place in range(4):
        ApplicationFactory(call=call, state="ready")
    interviewer = make_staff(R.INTERVIEWER)
    noon = timezone.make_aware(datetime.combine(timezone.localdate(), time(12)))
    for place in range(2):
        interview = InterviewFactory(
            application=ApplicationFactory(call=call, state="scheduled"),
            slot=SlotFactory(call=call, starts_at=noon),
        )
        holder = interviewer if place else make_staff(R.INTERVIEWER, "başka")
        interview.slot.interviewers.add(holder)
    EnrollmentFactory(
        application=ApplicationFactory(call=call, state="in_training"),
        session=SessionFactory(starts_at=in_days(-1)),
    )
    return interviewer


def queries_of(user):
    return [url.rpartition("/")[2] for _words, url in lines_for(user)]


def test_clerk_is_told_of_her_work(busy_day):
    assert queries_of(make_staff(R.APPLICATIONS)) == [
        "?state=submitted",
        "?waiting=5",
        "?state=interviewed",
        "?state=invited",
        "?when=today",
        "?state=ready",
    ]


def test_a_coordinator_is_told_of_what_came_in_and_where_to_begin():
    clerk = make_staff(R.APPLICATIONS)
    assert [url for _words, url in lines_for(clerk)] == [reverse("volunteers_call:add")]

    call = CallFactory()
    ApplicationFactory.create_batch(2, call=call, state="submitted")

    ((words, url),) = lines_for(clerk)
    assert "2" in words
    assert url.endswith("?state=submitted")


def test_interviewer_is_told_of_her_own_interviews(busy_day):
    ((words, url),) = lines_for(busy_day)

    assert "1" in words
    assert url == reverse("volunteers_slot:index") + "?when=today"


def test_trainer_is_told_of_attendance_and_agreements(busy_day):
    assert queries_of(make_staff(R.TRAINING)) == ["?when=unmarked", "?state=trained"]


def test_trainer_is_told_of_whom_no_training_expects_yet():
    ApplicationFactory(state="accepted")

    ((words, url),) = lines_for(make_staff(R.TRAINING))

    assert "1" in words
    assert url.endswith("?state=accepted")


@pytest.mark.parametrize(
    "role", [R.COMMUNICATIONS, R.TRIPS, R.PRIVACY], ids=lambda one: one.name
)
def test_others_are_told_nothing(client, busy_day, role):
    user = make_staff(role)
    client.force_login(user)

    home = client.get(reverse("wagtailadmin_home")).content.decode()

    assert queries_of(user) == []
    assert "staff-waiting" not in home


def test_each_number_is_what_its_list_shows(client, busy_day):
    user = make_staff(R.MANAGER)
    client.force_login(user)

    for words, url in lines_for(user):
        rows = client.get(url).context["object_list"]
        assert str(len(rows)) in words


def test_nothing_is_said_when_nothing_waits(client):
    CallFactory()
    client.force_login(make_staff(R.MANAGER))

    home = client.get(reverse("wagtailadmin_home")).content.decode()

    assert "staff-waiting" not in home
