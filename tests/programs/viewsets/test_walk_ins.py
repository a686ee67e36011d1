"""The page for who stands there: who may use it, what it says, what it writes."""

import pytest
from django.urls import reverse

from people.domain.defaults import install_defaults
from people.models import AccessRecord
from people.roles import StaffRole
from programs.domain.attendance import mark_missed
from programs.enums import RegistrationState as State
from programs.models import Occurrence, Registration
from tests.factories.programs import OccurrenceFactory, register
from tests.factories.staff import make_staff
from tests.programs.test_walk_ins import leave
from tests.programs.viewsets.test_registrations import filled

pytestmark = pytest.mark.django_db


def url(name, occurrence, query=""):
    return reverse(f"programs_occurrence:{name}", args=[occurrence.pk]) + query


@pytest.fixture
def boat(db):
    occurrence = OccurrenceFactory(capacity=2)
    register(occurrence, n=0)
    register(occurrence, n=1)
    leave(occurrence)
    return occurrence


def fill(client, occurrence, **changes):
    page = client.get(url("walk_in", occurrence, "?new=1"))
    key = page.context["desk"]["key"].value()
    return client.post(url("walk_in", occurrence, "?new=1"), filled(key=key, **changes))


def test_the_desk_registers_who_stands_there(trips, boat):
    mark_missed(boat.registrations.order_by("pk")[0], by=None)

    answer = fill(trips, boat)

    hers = Registration.objects.latest("pk")
    assert answer.status_code == 302 and answer.url == url("walk_in", boat)
    assert (hers.state, hers.is_walk_in) == (State.ATTENDED, True)
    assert hers.notice_receipt is not None
    said = trips.get(url("walk_in", boat)).content.decode()
    assert f"{hers.code}: 1 yer ayrıldı" in said
    assert trips.get(url("inspect", boat)).content.decode().count("Yeri verildi") == 1


def test_no_place_is_said_on_the_form_and_nothing_is_kept(trips, boat):
    answer = fill(trips, boat)

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Kendisi için boş yer yok" in page
    assert "Önce gelmeyenleri işaretleyin" in page
    assert boat.registrations.count() == 2


def test_the_departure_has_the_way_in_only_on_the_day(trips, boat):
    ahead = OccurrenceFactory()

    assert url("walk_in", boat) in trips.get(url("inspect", boat)).content.decode()
    page = trips.get(url("inspect", ahead)).content.decode()
    assert url("walk_in", ahead) not in page
    assert trips.get(url("walk_in", ahead)).url == url("inspect", ahead)


def test_a_guide_of_this_boat_enters_somebody_new_and_looks_nobody_up(client, boat):
    install_defaults()
    guide = make_staff(StaffRole.GUIDE)
    boat.guides.add(guide)
    client.force_login(guide)
    Occurrence.objects.filter(pk=boat.pk).update(capacity=3)

    assert url("walk_in", boat) in client.get(url("check_in", boat)).content.decode()
    page = client.get(url("walk_in", boat))
    assert "override_note" not in page.content.decode()
    answer = fill(client, boat)

    assert answer.status_code == 302
    assert Registration.objects.latest("pk").state == State.ATTENDED
    known = boat.registrations.first().person
    assert client.get(url("walk_in", boat, f"?person={known.pk}")).status_code == 404
    other = OccurrenceFactory()
    leave(other)
    assert client.get(url("walk_in", other)).status_code == 404


def test_without_the_right_there_is_no_page(client, boat):
    client.force_login(make_staff(StaffRole.INTERVIEWER))

    assert client.get(url("walk_in", boat)).status_code in (302, 403)
    assert boat.registrations.count() == 2


def test_who_waits_is_let_in_from_the_page_of_the_departure(trips):
    occurrence = OccurrenceFactory(capacity=1, waiting_capacity=3)
    register(occurrence, n=0)
    waits = register(occurrence, n=1).registration
    leave(occurrence)
    mark_missed(occurrence.registrations.order_by("pk")[0], by=None)
    admit = reverse("programs_registration:admit", args=[waits.pk])

    assert admit in trips.get(url("inspect", occurrence)).content.decode()
    trips.post(admit)

    waits.refresh_from_db()
    assert waits.state == State.ATTENDED


def test_a_search_here_is_noted(trips, boat):
    person = boat.registrations.first().person

    trips.post(url("walk_in", boat), {"query": person.family_name})

    assert AccessRecord.objects.filter(person=person.pk).exists()
