"""Protecting a record, for the two roles that may."""

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from people.domain.protection import protect_person, reason_of, unprotect_person
from people.enums import ProtectionRefusal
from people.exceptions import Refusal
from people.models import Protection
from people.roles import StaffRole
from tests.factories.people import PersonFactory
from tests.factories.staff import make_staff

pytestmark = pytest.mark.django_db

REASON = "Eski eşi telefonla sordu"


@pytest.mark.parametrize("role", [StaffRole.MANAGER, StaffRole.PRIVACY])
def test_two_roles_protect_and_unprotect(client, role):
    person = PersonFactory()
    client.force_login(make_staff(role))

    client.post(reverse("people_person:protect", args=[person.pk]), {"reason": REASON})
    person.refresh_from_db()
    assert person.is_protected
    page = client.get(reverse("people_person:inspect", args=[person.pk]))
    assert REASON in page.content.decode()

    client.post(
        reverse("people_person:unprotect", args=[person.pk]), {"reason": "Kendi isteği"}
    )
    person.refresh_from_db()
    assert not person.is_protected


@pytest.mark.parametrize("role", [StaffRole.TRIPS, StaffRole.APPLICATIONS])
def test_other_roles_do_not(client, role):
    person = PersonFactory()
    client.force_login(make_staff(role))

    answer = client.post(
        reverse("people_person:protect", args=[person.pk]), {"reason": REASON}
    )

    person.refresh_from_db()
    assert (answer.status_code, person.is_protected) == (302, False)


def test_the_reason_is_sealed_and_in_no_log():
    manager = make_staff(StaffRole.MANAGER)
    protection = protect_person(PersonFactory(), reason=REASON, by=manager)

    assert REASON not in protection.sealed_reason
    assert reason_of(protection) == REASON
    entry = ModelLogEntry.objects.get(action="people.person.protect")
    assert entry.data == {}


def test_what_makes_no_sense_is_refused():
    manager = make_staff(StaffRole.MANAGER)
    person = PersonFactory()

    def reason(verb, words=REASON):
        with pytest.raises(Refusal) as raised:
            verb(person, reason=words, by=manager)
        return raised.value.reason

    assert reason(unprotect_person) == ProtectionRefusal.NOT_PROTECTED
    assert reason(protect_person, " ") == ProtectionRefusal.REASON_MISSING
    protect_person(person, reason=REASON, by=manager)
    assert reason(protect_person) == ProtectionRefusal.ALREADY_PROTECTED
    assert Protection.objects.count() == 1
