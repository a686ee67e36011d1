"""The record of a person in the admin."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import ModelLogEntry

from people.domain.defaults import install_defaults
from people.enums import Process
from people.models import AccessRecord, Notice, Person
from people.roles import StaffRole
from tests.factories.people import PersonFactory
from tests.factories.staff import make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(client):
    client.force_login(make_staff(StaffRole.APPLICATIONS))
    return client


def details(**changes):
    return {
        "given_name": "Şule",
        "family_name": "Güneş",
        "birth_date": "21.11.1990",
        "phone": "0532 123 45 67",
        "email": "",
        "district": "konak",
        "neighborhood": "",
        "language": "tr",
        "contact_channel": "phone",
        "safe_time": "morning",
        **changes,
    }


def test_staff_enter_a_person_without_email(clerk):
    answer = clerk.post(reverse("people_person:add"), details())

    assert answer.status_code == 302
    person = Person.objects.get()
    assert (person.full_name, person.phone.as_e164) == ("Şule Güneş", "+905321234567")


def test_audit_of_a_person_holds_no_name(clerk):
    clerk.post(reverse("people_person:add"), details())

    entry = ModelLogEntry.objects.get(action="wagtail.create")
    assert "Şule" not in f"{entry.label} {entry.data}"


def test_wrong_phone_keeps_what_was_typed(clerk):
    answer = clerk.post(reverse("people_person:add"), details(phone="12"))

    assert answer.status_code == 200
    assert "phone" in answer.context["form"].errors
    assert "Güneş" in answer.content.decode()


def test_contact_preference_stands_first(clerk):
    person = PersonFactory()

    page = clerk.get(
        reverse("people_person:inspect", args=[person.pk])
    ).content.decode()

    assert "Mesaj bırakmayın." in page
    assert page.index("Mesaj bırakmayın.") < page.index("Doğum tarihi")


def test_likely_doubles_are_shown_to_staff(clerk):
    person = PersonFactory(phone="+905000000009")
    double = PersonFactory(phone="+905000000009")

    page = clerk.get(
        reverse("people_person:inspect", args=[person.pk])
    ).content.decode()

    assert f"({double})" in page


@pytest.mark.parametrize("query", ["isil", "IŞIL", "çağlayan"])
def test_search_forgives_turkish_letters(clerk, query):
    PersonFactory(given_name="Işıl", family_name="Çağlayan")
    PersonFactory(given_name="Zeynep", family_name="Öztürk")

    page = clerk.get(reverse("people_person:index"), {"q": query}).content.decode()

    assert "Işıl Çağlayan" in page
    assert "Zeynep Öztürk" not in page


def test_list_costs_the_same_for_1_and_30(clerk):
    def count():
        AccessRecord.objects.all().delete()  # so that everybody on it is noted anew
        with CaptureQueriesContext(connection) as context:
            assert clerk.get(reverse("people_person:index")).status_code == 200
        return len(context)

    PersonFactory()
    count()
    one = count()
    PersonFactory.create_batch(29)

    assert count() == one


@pytest.mark.parametrize("role", [StaffRole.COMMUNICATIONS, StaffRole.INTERVIEWER])
def test_roles_without_need_see_nobody(client, role):
    client.force_login(make_staff(role))
    person = PersonFactory(given_name="Işıl", family_name="Çağlayan")

    for url in (
        reverse("people_person:index"),
        reverse("people_person:inspect", args=[person.pk]),
        reverse("people_person:edit", args=[person.pk]),
    ):
        assert "Çağlayan" not in client.get(url, follow=True).content.decode()


def test_new_notice_is_a_new_version(client):
    install_defaults()
    client.force_login(make_staff(StaffRole.PRIVACY))

    data = {
        "process": "registration",
        "language": "tr",
        "summary": "Kısa",
        "body": "Uzun",
        "informs_again": "no",
    }
    page = client.post(reverse("people_notice:add"), data)
    client.post(
        reverse("people_notice:add"), {**data, "confirmed": page.context["mark"]}
    )

    newest = Notice.objects.current(Process.REGISTRATION, "tr")
    assert (newest.version, newest.summary) == (2, "Kısa")
    assert Notice.objects.filter(process="registration", language="tr").count() == 2


def test_clerk_writes_no_notice(clerk):
    clerk.post(
        reverse("people_notice:add"),
        {
            "process": "registration",
            "language": "tr",
            "summary": "Kısa",
            "body": "Uzun",
        },
    )

    assert Notice.objects.count() == 0
