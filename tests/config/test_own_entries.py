"""The muhtar's desk: it works with what it entered itself, and sees nothing else."""

import pytest
from django.urls import reverse
from django.utils import timezone

from messaging.models import Message
from people.models import Person
from people.roles import StaffRole
from programs.enums import RegistrationState
from programs.models import Registration
from tests.factories.programs import OccurrenceFactory, details, register
from tests.factories.staff import make_staff
from tests.factories.staff_screens import own_pages_of, screens
from tests.factories.whole_life import EMAIL, FAMILY, GIVEN, live_a_whole_life

pytestmark = pytest.mark.django_db

OTHERS_WORDS = (GIVEN, FAMILY, "0532 111 99 88", "5321119988", EMAIL)
OWN_NAME = "Fadimana Gülbeyaz"


@pytest.fixture
def muhtar(db):
    return make_staff(StaffRole.MUHTAR)


@pytest.fixture
def world(client, muhtar, django_capture_on_commit_callbacks):
    """A woman whom others entered, and one whom this desk registered by phone."""
    with django_capture_on_commit_callbacks(execute=True):
        theirs = live_a_whole_life(client).person
        occurrence = theirs.registrations.get(
            state=RegistrationState.CONFIRMED, occurrence__starts_at__gt=timezone.now()
        ).occurrence
        own = register(
            occurrence,
            person=details(
                50, given_name="Fadimana", family_name="Gülbeyaz", phone="+905420000001"
            ),
            by=muhtar,
            channel="muhtar",
            party=[],
            boarding_point=occurrence.boarding_points.first(),
        ).registration
    client.force_login(muhtar)
    return theirs, own


def test_no_screen_shows_what_another_desk_entered(client, world):
    theirs, _own = world
    forbidden = {*OTHERS_WORDS, *own_pages_of(theirs)}
    searches = [
        f"{reverse(name)}?q={query}"
        for name in (
            "people_person:index",
            "programs_registration:index",
            "messaging_message:index",
        )
        for query in ("kizilcin", "1119988")
    ]

    told = set()
    for url in (*screens(), *searches):
        answer = client.get(url)
        if answer.status_code == 200:
            content = b"".join(answer) if answer.streaming else answer.content
            page = content.decode(errors="replace")
            told |= {(url, word) for word in forbidden if word in page}

    assert told == set()


@pytest.mark.parametrize("name", ["inspect", "edit", "history"])
def test_another_desk_s_person_is_not_there(client, world, name):
    theirs, _own = world

    answer = client.get(reverse(f"people_person:{name}", args=[theirs.pk]))

    assert answer.status_code == 404


def test_her_own_entries_are_there(client, world):
    _theirs, own = world
    message = Message.objects.get(person=own.person)

    for url in (
        reverse("people_person:index"),
        reverse("people_person:inspect", args=[own.person_id]),
        reverse("people_person:edit", args=[own.person_id]),
        reverse("programs_registration:index"),
        reverse("programs_registration:inspect", args=[own.pk]),
        reverse("programs_occurrence:inspect", args=[own.occurrence_id]),
        reverse("messaging_message:index"),
        reverse("messaging_message:inspect", args=[message.pk]),
        f"{reverse('people_person:index')}?q=0542 000 00 01",
    ):
        answer = client.get(url)
        assert (url, answer.status_code) == (url, 200)
        assert "Gülbeyaz" in answer.content.decode(), url


def test_a_person_of_hers_whom_others_registered_keeps_that_to_them(client, world):
    """Her record is the desk's; what another desk did with it is not."""
    _theirs, own = world
    elsewhere = register(OccurrenceFactory(), person=own.person).registration

    for name, row in (
        ("programs_registration:inspect", elsewhere),
        ("messaging_message:inspect", Message.objects.get(about_id=elsewhere.pk)),
    ):
        assert client.get(reverse(name, args=[row.pk])).status_code == 404
    page = client.get(reverse("people_person:inspect", args=[own.person_id]))
    assert reverse("programs_registration:inspect", args=[elsewhere.pk]) not in (
        page.content.decode()
    )


@pytest.mark.parametrize(
    "name",
    [
        "volunteers_application:index",
        "volunteers_slot:index",
        "volunteers_session:index",
        "volunteers_assignment:index",
        "volunteers_role:index",
        "volunteers_call:index",
        "people_person:doubles",
    ],
)
def test_screens_that_are_not_a_desk_s_are_closed(client, muhtar, name):
    client.force_login(muhtar)

    assert client.get(reverse(name)).status_code == 302


def test_she_registers_somebody_who_is_then_hers(client, muhtar):
    client.force_login(muhtar)
    url = reverse("programs_occurrence:register", args=[OccurrenceFactory().pk])

    answer = client.post(
        f"{url}?new=1",
        {
            "given_name": "Fadimana",
            "family_name": "Gülbeyaz",
            "birth_date_day": "21",
            "birth_date_month": "11",
            "birth_date_year": "1961",
            "district": "konak",
            "children": "2",
            "phone": "0542 000 00 01",
            "contact_channel": "phone",
            "safe_time": "morning",
            "channel": "muhtar",
            "language": "tr",
            "key": "bir-kez",
        },
    )

    assert answer.status_code == 302
    registration = Registration.objects.get()
    assert registration.entered_by == muhtar
    assert registration.person.entered_by == muhtar


def test_who_enters_a_person_in_the_office_is_noted(client):
    clerk = make_staff(StaffRole.TRIPS)
    client.force_login(clerk)

    client.post(
        reverse("people_person:add"),
        {
            "given_name": "Şule",
            "family_name": "Güneş",
            "phone": "0532 123 45 67",
            "language": "tr",
            "contact_channel": "phone",
            "safe_time": "any",
        },
    )

    person = Person.objects.get()
    assert (person.entered_by, person.entered_through) == (clerk, "desk")
