"""What staff and she read of the end of a role, and what staff do about it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from people.domain.links import issue_link
from people.enums import LinkPurpose
from people.roles import StaffRole
from tests.factories.staff import make_staff
from tests.factories.volunteers import AssignmentFactory, RoleFactory
from volunteers.models import Assignment
from volunteers.viewsets.home import lines_for

pytestmark = pytest.mark.django_db


def day(number):
    return timezone.localdate() + timedelta(days=number)


def held(last, **more):
    return AssignmentFactory(
        application__state="on_duty",
        role=RoleFactory(starts_on=day(-40), ends_on=day(60)),
        starts_on=day(-30),
        ends_on=day(last),
        **more,
    )


@pytest.fixture
def clerk(client):
    user = make_staff(StaffRole.APPLICATIONS)
    client.force_login(user)
    return user


LIST = "volunteers_assignment:index"


@pytest.mark.parametrize(("last", "term"), [(-1, "past"), (3, "ending")])
def test_home_leads_to_those_whose_end_is_past_or_near(client, clerk, last, term):
    expected = held(last)
    held(50)

    lines = [(words, url) for words, url in lines_for(clerk) if "term=" in url]

    ((words, url),) = lines
    assert "1" in words
    assert url.endswith(f"?term={term}")
    assert list(client.get(url).context["object_list"]) == [expected]


def test_home_says_it_only_to_who_gives_roles():
    held(-1)

    for role in (StaffRole.TRAINING, StaffRole.PRIVACY, StaffRole.INTERVIEWER):
        assert not [url for _words, url in lines_for(make_staff(role)) if "term" in url]


def test_ended_with_one_press_from_the_list(client, clerk):
    assignment = held(-1)
    url = reverse("volunteers_assignment:finish", args=[assignment.pk])
    assert url in client.get(reverse(LIST), {"term": "past"}).content.decode()

    answer = client.post(url)

    fresh = Assignment.objects.get()
    assert (fresh.state, fresh.ends_on) == ("ended", day(-1))
    assert answer.headers["Location"] == reverse(LIST) + "?term=past"


def test_reading_the_press_ends_nothing(client, clerk):
    assignment = held(-1)

    answer = client.get(reverse("volunteers_assignment:finish", args=[assignment.pk]))

    assert answer.status_code == 405
    assert Assignment.objects.get().state == "active"


def test_extended_by_the_form(client, clerk):
    assignment = held(-1)
    url = reverse("volunteers_assignment:extend", args=[assignment.pk])

    too_long = client.post(url, {"ends_on": day(61).strftime("%d.%m.%Y")})
    assert len(too_long.context["form"].errors) == 1
    client.post(url, {"ends_on": day(60).strftime("%d.%m.%Y"), "reason": "Sürüyor"})

    fresh = Assignment.objects.get()
    assert (fresh.ends_on, fresh.extend_reason) == (day(60), "Sürüyor")


@pytest.mark.parametrize("name", ["extend", "finish"])
def test_who_may_not_is_turned_away_and_sees_no_button(client, name):
    client.force_login(make_staff(StaffRole.TRAINING))
    assignment = held(-1)
    url = reverse(f"volunteers_assignment:{name}", args=[assignment.pk])

    page = client.get(reverse(LIST), {"term": "past"})
    answer = client.post(url, {"ends_on": day(3).strftime("%d.%m.%Y")})

    assert list(page.context["object_list"]) == [assignment]
    assert url not in page.content.decode()
    assert answer.headers["Location"] == reverse("wagtailadmin_home")
    assert (Assignment.objects.get().state, Assignment.objects.get().ends_on) == (
        "active",
        day(-1),
    )


def test_list_costs_the_same_for_1_and_30(client, clerk):
    def count():
        with CaptureQueriesContext(connection) as context:
            assert client.get(reverse(LIST), {"term": "past"}).status_code == 200
        return len(context)

    held(-1)
    count()
    one = count()
    for _time in range(29):
        held(-1)

    # Whoever is seen for the first time is noted.
    count()
    assert count() == one


def test_a_role_that_begins_later_is_offered_from_its_first_day(client, clerk):
    role = RoleFactory(starts_on=day(5), ends_on=day(20))
    application = held(50).application
    url = reverse("volunteers_application:assign_role", args=[application.pk])

    form = client.get(url, {"role": role.pk}).context["form"]

    assert form["starts_on"].value() == day(5)
    assert form["ends_on"].value() == day(20)


def test_her_page_says_until_when_and_that_the_day_has_passed(client):
    assignment = held(-1)
    token = issue_link(
        assignment.application.person,
        purpose=LinkPurpose.APPLICATION,
        target=assignment.application,
    )

    page = client.get(reverse("volunteers:application", args=[token]))

    assert "Bu tarih geçti" in page.content.decode()
