"""The history of the whole site shows of registrations what their lists show."""

import pytest
from django.urls import reverse
from django.utils import timezone

from people.enums import RecusalReason
from people.models import Person, Recusal
from people.roles import StaffRole
from tests.factories.programs import OccurrenceFactory, register
from tests.factories.staff import make_staff

pytestmark = pytest.mark.django_db


def history(client):
    return client.get(reverse("wagtailadmin_reports:site_history")).content.decode()


@pytest.fixture
def two():
    """Registrations whose making is on record."""
    occurrence = OccurrenceFactory()
    return [register(occurrence, n=n).registration for n in range(2)]


@pytest.mark.parametrize("role", [StaffRole.TRIPS, StaffRole.MANAGER])
def test_whom_she_keeps_out_of_is_in_no_history(client, two, role):
    hers, others = two
    user = make_staff(role)
    client.force_login(user)
    assert hers.code in history(client)

    Recusal.objects.create(
        user=user,
        person=hers.person,
        reason=RecusalReason.FRIEND,
        declared_at=timezone.now(),
    )

    page = history(client)
    assert others.code in page
    assert hers.code not in page


def test_protected_women_are_in_no_history(client, two):
    hers, others = two
    client.force_login(make_staff(StaffRole.TRIPS))
    Person.objects.filter(pk=hers.person_id).update(is_protected=True)

    page = history(client)

    assert others.code in page
    assert hers.code not in page
