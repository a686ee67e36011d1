"""How staff find a person: by name, phone, e-mail, code."""

import pytest
from django.urls import reverse

from people.models import Person
from people.roles import StaffRole
from tests.factories.people import PersonFactory
from tests.factories.programs import OccurrenceFactory, register
from tests.factories.staff import make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def her(db):
    PersonFactory(
        given_name="Zeynep",
        family_name="Öztürk",
        phone="+905421112200",
        email="zeynep@example.org",
    )
    return PersonFactory(
        given_name="Işıl",
        family_name="Iğdırlı",
        phone="+905321234567",
        email="isil.igdirli@example.org",
    )


@pytest.mark.parametrize(
    "query",
    [
        "IŞIL",
        "işıl",
        "isil igdirli",
        "IĞDIR",
        "ığd",
        "iğ",
        "i",
        "0532 123 45 67",
        "0532",
        "05321234567",
        "532 123 45 67",
        "+90 (532) 123 45 67",
        "+90532",
        "0090 532 123 45 67",
        "90 532 123 45 67",
        "4567",
        "234567",
        "isil.igdirli@example.org",
        "İSİL.igdirli@",
        "K-{pk}",
        "k{pk:06d}",
        " K-{pk:06d} ",
    ],
)
def test_she_is_found(her, query):
    assert list(Person.objects.found_by(query.format(pk=her.pk))) == [her]


@pytest.mark.parametrize("query", ["567", "gdirli isik", "rli@example.com", "0533"])
def test_what_does_not_fit_finds_nobody(her, query):
    assert list(Person.objects.found_by(query)) == []


def test_a_short_fragment_begins_a_word():
    found = PersonFactory(given_name="Su", family_name="Ak")
    PersonFactory(given_name="Yosun", family_name="Barak")

    assert list(Person.objects.found_by("su")) == [found]
    assert list(Person.objects.found_by("ak")) == [found]


def test_the_list_filters_by_year_of_birth_and_leaves_out_the_anonymized(client, her):
    client.force_login(make_staff(StaffRole.TRIPS))
    Person.objects.filter(pk=her.pk).update(birth_date="1971-03-04")

    page = client.get(reverse("people_person:index"), {"born": "1971"})

    assert [one.pk for one in page.context["object_list"]] == [her.pk]


def test_registrations_and_messages_are_found_by_phone(client):
    client.force_login(make_staff(StaffRole.TRIPS))
    occurrence = OccurrenceFactory()
    rows = [register(occurrence, n=n).registration for n in range(2)]

    for name in ("programs_registration:index", "messaging_message:index"):
        page = client.get(reverse(name), {"q": "0500 000 00 01"})
        people = [getattr(one, "person", None) for one in page.context["object_list"]]
        assert people == [rows[1].person], name
