"""Every screen: shown to who works with it, refused to who does not."""

import pytest
from django.urls import reverse

from people.roles import StaffRole
from programs.enums import RegistrationState as State
from tests.factories.programs import OccurrenceFactory, details, register
from tests.factories.staff import make_staff

pytestmark = pytest.mark.django_db

OCCURRENCE, REGISTRATION = "programs_occurrence", "programs_registration"
LISTS = [
    "programs_program:index",
    "programs_activity:index",
    f"{OCCURRENCE}:index",
    f"{REGISTRATION}:index",
]
FORMS = ["programs_program:add", "programs_activity:add", f"{OCCURRENCE}:add"]
OF_A_DEPARTURE = [
    "inspect",
    "edit",
    "history",
    "register",
    "capacity",
    "cancel",
    "copy",
    "boarding",
    "coordinator",
    "calls",
]
OF_A_REGISTRATION = ["inspect", "history", "cancel", "remove"]
DEPARTURE_POSTS = ["publish", "offer", "capacity", "cancel", "copy", "register"]
REGISTRATION_POSTS = [
    "accept",
    "decline",
    "cancel",
    "remove",
    "attend",
    "miss",
    "undo",
]


def screens(registration):
    """Every address that shows something."""
    occurrence = registration.occurrence
    yield from (reverse(name) for name in [*LISTS, *FORMS])
    for name in OF_A_DEPARTURE:
        yield reverse(f"{OCCURRENCE}:{name}", args=[occurrence.pk])
    for name in OF_A_REGISTRATION:
        yield reverse(f"{REGISTRATION}:{name}", args=[registration.pk])
    yield reverse("programs_program:edit", args=[occurrence.activity.program_id])
    yield reverse("programs_activity:edit", args=[occurrence.activity_id])


@pytest.fixture
def registration(db):
    return register(OccurrenceFactory()).registration


@pytest.mark.parametrize("role", [StaffRole.TRIPS, StaffRole.MANAGER])
def test_every_screen_opens_for_who_runs_departures(client, registration, role):
    client.force_login(make_staff(role))

    answers = {url: client.get(url).status_code for url in screens(registration)}

    assert answers == dict.fromkeys(answers, 200)


@pytest.mark.parametrize("role", [StaffRole.COMMUNICATIONS, StaffRole.INTERVIEWER])
def test_no_screen_opens_for_who_has_no_need(client, registration, role):
    client.force_login(make_staff(role))

    answers = {url: client.get(url).status_code for url in screens(registration)}

    assert set(answers.values()) <= {302, 403}


@pytest.mark.parametrize(
    "role", [StaffRole.COMMUNICATIONS, StaffRole.INTERVIEWER, StaffRole.PRIVACY]
)
def test_no_action_is_open_to_who_may_not_change(client, registration, role):
    client.force_login(make_staff(role))
    occurrence = registration.occurrence

    for name in DEPARTURE_POSTS:
        client.post(
            reverse(f"{OCCURRENCE}:{name}", args=[occurrence.pk]),
            {"note": "Hava", "is_sure": "1", "capacity": "99"},
        )
    for name in REGISTRATION_POSTS:
        client.post(
            reverse(f"{REGISTRATION}:{name}", args=[registration.pk]),
            {"note": "Yanlışlıkla"},
        )

    registration.refresh_from_db()
    occurrence.refresh_from_db()
    assert registration.state == State.CONFIRMED
    assert (occurrence.state, occurrence.capacity) == ("published", 10)


def test_privacy_officer_reads_but_finds_no_buttons(client, registration):
    client.force_login(make_staff(StaffRole.PRIVACY))

    page = client.get(
        reverse(f"{REGISTRATION}:inspect", args=[registration.pk])
    ).content.decode()

    assert registration.code in page
    assert reverse(f"{REGISTRATION}:remove", args=[registration.pk]) not in page


def test_phones_of_a_list_need_a_permission_of_their_own(client, registration):
    client.force_login(make_staff(StaffRole.PRIVACY))
    pk = registration.occurrence_id

    plain = client.get(reverse(f"{OCCURRENCE}:boarding", args=[pk]))
    phones = client.get(reverse(f"{OCCURRENCE}:coordinator", args=[pk]))

    assert plain.status_code == 200
    assert phones.status_code == 302


def test_menu_shows_departures_only_to_who_works_with_them(client, db):
    address = reverse(f"{OCCURRENCE}:index")

    client.force_login(make_staff(StaffRole.COMMUNICATIONS))
    without = client.get(reverse("wagtailadmin_home")).content.decode()
    client.force_login(make_staff(StaffRole.TRIPS))
    with_menu = client.get(reverse("wagtailadmin_home")).content.decode()

    assert address not in without
    assert address in with_menu


def test_her_record_lists_registrations_only_for_who_may_see_them(client):
    admitted = register(OccurrenceFactory(), person=details(3))
    url = reverse("people_person:inspect", args=[admitted.registration.person_id])
    link = reverse(f"{REGISTRATION}:inspect", args=[admitted.registration.pk])

    client.force_login(make_staff(StaffRole.APPLICATIONS))
    hidden = client.get(url).content.decode()
    client.force_login(make_staff(StaffRole.TRIPS))
    shown = client.get(url).content.decode()

    assert link not in hidden
    assert link in shown
