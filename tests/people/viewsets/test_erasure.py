"""Erasing and holding from the record of a person: who may, what is shown."""

import pytest
from django.urls import reverse

from people.domain.holds import set_hold
from people.enums import AccessKind, ErasureReason, HoldReason
from people.models import AccessRecord, ErasureRecord, LegalHold, Person
from people.roles import StaffRole
from programs.enums import RegistrationState
from tests.factories.people import PersonFactory
from tests.factories.programs import OccurrenceFactory, register

pytestmark = pytest.mark.django_db

SURE = {"reason": ErasureReason.REQUEST, "sure": "on"}


@pytest.fixture
def officer(staff_client):
    return staff_client(StaffRole.PRIVACY)


def url(name, person):
    return reverse(f"people_person:{name}", args=[person.pk])


@pytest.mark.parametrize("role", [StaffRole.PRIVACY, StaffRole.MANAGER])
def test_privacy_officer_and_manager_erase(staff_client, role):
    person = PersonFactory()

    answer = staff_client(role).post(url("erase", person), SURE)

    assert answer.url == url("inspect", person)
    assert Person.objects.get(pk=person.pk).given_name == ""
    assert ErasureRecord.objects.get().by.username == role.name.lower()


@pytest.mark.parametrize("name", ["erase", "hold", "lift"])
@pytest.mark.parametrize("role", [StaffRole.APPLICATIONS, StaffRole.TRIPS])
def test_others_may_not(staff_client, role, name):
    person = PersonFactory()
    browser = staff_client(role)

    answer = browser.post(url(name, person), {**SURE, "reason": "court"})

    assert answer.status_code == 302
    assert answer.url == reverse("wagtailadmin_home")
    assert Person.objects.get(pk=person.pk).given_name != ""
    assert LegalHold.objects.count() == 0
    page = browser.get(url("inspect", person)).content.decode()
    assert url(name, person) not in page


def test_preview_names_what_ends_and_changes_nothing(officer):
    registration = register(OccurrenceFactory(), n=1).registration

    answer = officer.get(url("erase", registration.person))

    registration.refresh_from_db()
    assert registration.state == RegistrationState.CONFIRMED
    assert len(answer.context["preview"].running) == 1
    assert ("Kayıtlar", 1) in answer.context["touched"]
    seen = AccessRecord.objects.get()
    assert (seen.kind, seen.person) == (AccessKind.VIEW, registration.person)


def test_erasing_ends_what_runs_in_one_go(officer):
    registration = register(OccurrenceFactory(), n=1).registration

    officer.post(url("erase", registration.person), SURE)

    registration.refresh_from_db()
    assert registration.state == RegistrationState.CANCELLED
    assert registration.anonymized_at is not None


def test_erasing_asks_whether_one_is_sure(officer):
    person = PersonFactory()

    answer = officer.post(url("erase", person), {"reason": ErasureReason.REQUEST})

    assert list(answer.context["form"].errors) == ["sure"]
    assert Person.objects.get(pk=person.pk).given_name != ""


def test_hold_is_set_shown_and_lifted(officer):
    person = PersonFactory()

    officer.post(url("hold", person), {"reason": HoldReason.COURT})
    held = officer.get(url("inspect", person)).content.decode()
    officer.post(url("lift", person))
    lifted = officer.get(url("inspect", person)).content.decode()

    assert "İmha durduruldu" in held
    assert url("lift", person) in held
    assert "İmha durduruldu" not in lifted
    assert url("hold", person) in lifted


def test_record_under_a_hold_offers_no_form_and_refuses(officer, staff_user):
    person = PersonFactory()
    manager = staff_user(StaffRole.MANAGER)
    set_hold(person, reason=HoldReason.COURT, by=manager)

    page = officer.get(url("erase", person))
    answer = officer.post(url("erase", person), SURE)

    assert 'name="sure"' not in page.content.decode()
    assert answer.status_code == 200
    assert Person.objects.get(pk=person.pk).given_name != ""


def test_anonymized_record_is_off_the_list_and_cannot_be_edited(officer, staff_client):
    person = PersonFactory()
    officer.post(url("erase", person), SURE)

    listed = officer.get(reverse("people_person:index"))
    manager = staff_client(StaffRole.MANAGER)
    edited = manager.post(
        url("edit", person),
        {
            "given_name": "Zümrütsu",
            "family_name": "Kızılçınar",
            "language": "tr",
            "contact_channel": "email",
            "safe_time": "any",
        },
    )

    assert list(listed.context["object_list"]) == []
    assert edited.status_code in (200, 404)
    assert Person.objects.get(pk=person.pk).given_name == ""


def test_protected_person_is_erased_by_few(staff_client, staff_user):
    person = PersonFactory(is_protected=True)
    user = staff_user(StaffRole.TRIPS, "trips-with-erasing")
    assert not Person.objects.visible_to(user).filter(pk=person.pk).exists()

    staff_client(StaffRole.PRIVACY).post(url("erase", person), SURE)

    assert Person.objects.get(pk=person.pk).is_protected is False
