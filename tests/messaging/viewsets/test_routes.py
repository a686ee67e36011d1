"""An address that does not work stands on her record; staff mend it."""

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from messaging.domain.routes import mark_route_broken, route_for
from messaging.enums import Route, StateReason
from messaging.models import BrokenRoute
from people.roles import StaffRole
from tests.factories.messaging import MessageFactory
from tests.factories.people import PersonFactory
from tests.factories.staff import make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    person = PersonFactory(email="ipek@example.org")
    mark_route_broken(person, route=Route.EMAIL, reason=StateReason.ADDRESS_REFUSED)
    return person


@pytest.fixture
def desk(client):
    client.force_login(make_staff(StaffRole.TRIPS))
    return client


def record(desk, person) -> str:
    return desk.get(reverse("people_person:inspect", args=[person.pk])).content.decode()


def mend_url():
    return reverse("messaging_message:mend", args=[BrokenRoute.objects.get().pk])


def test_broken_address_stands_on_her_record(desk, person):
    page = record(desk, person)

    assert "E-posta: E-posta sunucusu adresi kabul etmedi." in page
    assert mend_url() in page


def test_broken_address_stands_on_her_messages(desk, person):
    message = MessageFactory(person=person)

    page = desk.get(reverse("messaging_message:inspect", args=[message.pk]))

    assert mend_url() in page.content.decode()


def test_changed_address_starts_afresh(desk, person):
    person.email = "yeni@example.org"
    person.save()

    assert mend_url() not in record(desk, person)
    assert route_for(person) == (Route.EMAIL, "")


def test_opening_the_page_mends_nothing(desk, person):
    answer = desk.get(mend_url())

    assert answer.status_code == 200
    assert "ipek" not in answer.content.decode()
    assert BrokenRoute.objects.count() == 1


def test_mended_address_is_written_to_again(desk, person):
    answer = desk.post(mend_url())

    assert answer.url == reverse("people_person:inspect", args=[person.pk])
    assert route_for(type(person).objects.get(pk=person.pk)) == (Route.EMAIL, "")
    assert ModelLogEntry.objects.filter(action="messaging.route.mend").count() == 1


def test_who_may_not_change_messages_mends_none(client, person):
    client.force_login(make_staff(StaffRole.COMMUNICATIONS))

    assert client.post(mend_url()).status_code in (302, 403)
    assert BrokenRoute.objects.count() == 1


def test_address_of_protected_people_is_mended_by_few(desk, person):
    url = mend_url()
    person.is_protected = True
    person.save()

    assert desk.post(url).status_code == 404
    assert BrokenRoute.objects.count() == 1


@pytest.mark.parametrize(
    ("route", "body", "words"),
    [
        (Route.SMS, "Kisa", "Tek kısa mesaj."),
        (Route.SMS, "a" * 161, "2 kısa mesaj"),
        (Route.EMAIL, "a" * 161, None),
    ],
)
def test_message_page_says_how_many_texts_it_is(desk, route, body, words):
    message = MessageFactory(route=route, body=body)

    page = desk.get(
        reverse("messaging_message:inspect", args=[message.pk])
    ).content.decode()

    if words:
        assert words in page
    else:
        assert "kısa mesaj" not in page.split("</nav>")[-1].split("<dl>")[0]
