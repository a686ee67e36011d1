"""A protected woman, with a trace in every app: who sees her, on every screen."""

import pytest
from django.urls import reverse
from django.utils import timezone

from people.domain.protection import protect_person
from people.roles import StaffRole
from programs.enums import RegistrationState
from tests.factories.staff import make_staff
from tests.factories.staff_screens import own_pages_of, screens
from tests.factories.whole_life import EMAIL, FAMILY, GIVEN, live_a_whole_life

pytestmark = pytest.mark.django_db

NATIONAL = "0532 111 99 88"
HER_WORDS = (GIVEN, FAMILY, NATIONAL, "5321119988", EMAIL)
MAY_SEE = (StaffRole.PRIVACY, StaffRole.MANAGER)
SEARCHED = {
    "people_person:index": ("kizilcin", "1119988", "zumrutsu@", "K-{pk}"),
    "programs_registration:index": ("kizilcin", "1119988"),
    "messaging_message:index": ("kizilcin", "1119988"),
    "volunteers_application:index": ("kizilcin", "1119988"),
    "volunteers_assignment:index": ("kizilcin",),
}


@pytest.fixture
def her(client, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        trace = live_a_whole_life(client)
    protect_person(trace.person, reason="Adresi sorulmuş", by=trace.manager)
    client.logout()
    return trace.person


def coming_trip_of(person):
    return person.registrations.get(
        state=RegistrationState.CONFIRMED, occurrence__starts_at__gt=timezone.now()
    )


def searches(person):
    for name, queries in SEARCHED.items():
        for query in queries:
            yield f"{reverse(name)}?q={query.format(pk=person.pk)}"


def pages(client, person):
    for url in (*screens(), *searches(person)):
        answer = client.get(url)
        if answer.status_code == 200 and not answer.streaming:
            yield url, answer.content.decode()


@pytest.mark.parametrize(
    "role",
    [role for role in StaffRole if role not in MAY_SEE],
    ids=lambda role: role.name,
)
def test_no_screen_shows_a_protected_woman(client, her, role):
    client.force_login(make_staff(role))
    forbidden = {*HER_WORDS, *own_pages_of(her)}

    told = {
        (url, word)
        for url, page in pages(client, her)
        for word in forbidden
        if word in page
    }

    assert told == set()


@pytest.mark.parametrize("role", MAY_SEE, ids=lambda role: role.name)
def test_two_roles_see_her_where_she_is(client, her, role):
    client.force_login(make_staff(role))

    shown = {url for url, page in pages(client, her) if FAMILY in page}

    trip = coming_trip_of(her)
    application = her.applications.first()
    expected = {
        reverse("people_person:index"),
        reverse("people_person:inspect", args=[her.pk]),
        reverse("programs_registration:index"),
        reverse("programs_registration:inspect", args=[trip.pk]),
        reverse("programs_occurrence:inspect", args=[trip.occurrence_id]),
        reverse("volunteers_application:index"),
        reverse("volunteers_application:inspect", args=[application.pk]),
        f"{reverse('people_person:index')}?q=kizilcin",
        f"{reverse('people_person:index')}?q=1119988",
        f"{reverse('people_person:index')}?q=zumrutsu@",
        f"{reverse('people_person:index')}?q=K-{her.pk}",
    }
    assert expected - shown == set()


@pytest.mark.parametrize("name", ["boarding", "coordinator"])
def test_the_boarding_list_has_her_line_without_a_name(client, her, name):
    client.force_login(make_staff(StaffRole.TRIPS))
    trip = coming_trip_of(her)

    url = reverse(f"programs_occurrence:{name}", args=[trip.occurrence_id])
    asked = {"reason": "Biniş günü aramak için", "on": "screen"}
    page = client.get(url) if name == "boarding" else client.post(url, asked)
    page = page.content.decode()

    assert trip.code in page
    assert GIVEN not in page
    assert NATIONAL not in page


def test_the_seats_of_a_departure_count_her(client, her):
    client.force_login(make_staff(StaffRole.TRIPS))
    trip = coming_trip_of(her)

    page = client.get(reverse("programs_occurrence:inspect", args=[trip.occurrence_id]))

    assert page.context["occurrence"].seats_held == trip.seats
    assert page.context["hidden"] == 1


def test_no_action_reaches_her(client, her):
    client.force_login(make_staff(StaffRole.TRIPS))
    trip = coming_trip_of(her)

    answer = client.post(
        reverse("programs_registration:remove", args=[trip.pk]), {"note": "yanlış"}
    )

    trip.refresh_from_db()
    assert (answer.status_code, trip.state) == (404, RegistrationState.CONFIRMED)


def test_the_finder_at_the_desk_does_not_find_her(client, her):
    client.force_login(make_staff(StaffRole.TRIPS))
    trip = coming_trip_of(her)
    url = reverse("programs_occurrence:register", args=[trip.occurrence_id])

    found = client.post(url, {"query": "kizilcin"}).context["found"]

    assert list(found) == []
    assert client.get(f"{url}?person={her.pk}").status_code == 404
