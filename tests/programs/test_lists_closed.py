"""After the departure nobody is next any more: the waiting list ends, kindly."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from messaging.models import Message
from people.domain.links import issue_link
from people.enums import LinkPurpose
from programs.domain.waiting_list import close_lists
from programs.domain.walk_ins import admit_from_line
from programs.enums import EndReason
from programs.enums import RegistrationState as State
from programs.models import Occurrence, Registration
from tests.factories.programs import OccurrenceFactory, at_ten, register

pytestmark = pytest.mark.django_db


def departed(occurrence, *, minutes: int) -> None:
    start = timezone.now() - timedelta(minutes=minutes)
    Occurrence.objects.filter(pk=occurrence.pk).update(
        registration_closes_at=start - timedelta(days=5),
        cancel_until=start - timedelta(days=1),
        starts_at=start,
        ends_at=start + timedelta(hours=2),
    )


@pytest.fixture
def occurrence():
    return OccurrenceFactory(capacity=1)


@pytest.fixture
def seated(occurrence):
    return register(occurrence, n=0).registration


@pytest.fixture
def waits(occurrence, seated):
    return register(occurrence, n=1).registration


def page_of(client, registration):
    token = issue_link(
        registration.person, purpose=LinkPurpose.REGISTRATION, target=registration
    )
    return client.get(reverse("programs:own", kwargs={"token": token})).content.decode()


def test_list_closes_once_after_the_departure(occurrence, seated, waits):
    departed(occurrence, minutes=31)
    Message.objects.all().delete()

    assert (close_lists(), close_lists()) == (1, 0)

    waits.refresh_from_db()
    seated.refresh_from_db()
    assert (waits.state, waits.end_reason) == (State.UNPLACED, EndReason.LIST_CLOSED)
    assert waits.ended_at is not None
    assert seated.state == State.CONFIRMED
    message = Message.objects.get()
    assert (message.template, message.about) == ("programs.list_closed", waits)
    assert ModelLogEntry.objects.filter(action="programs.registration.close").count()


def test_an_open_offer_ends_with_it(occurrence, seated, waits):
    Registration.objects.filter(pk=seated.pk).update(state=State.CANCELLED)
    Registration.objects.filter(pk=waits.pk).update(
        state=State.OFFERED, offer_expires_at=timezone.now() + timedelta(hours=1)
    )
    departed(occurrence, minutes=31)

    close_lists()

    waits.refresh_from_db()
    assert (waits.state, waits.offer_expires_at) == (State.UNPLACED, None)


@pytest.mark.parametrize("minutes", [-60, 10])
def test_it_stays_until_the_places_of_the_absent_were_given(occurrence, waits, minutes):
    departed(occurrence, minutes=minutes)

    assert close_lists() == 0


def test_who_stands_there_gets_an_absent_ones_place_before(occurrence, seated, waits):
    departed(occurrence, minutes=10)
    Registration.objects.filter(pk=seated.pk).update(state=State.MISSED)

    admit_from_line(waits, by=None)
    departed(occurrence, minutes=31)

    assert close_lists() == 0
    waits.refresh_from_db()
    assert waits.state == State.ATTENDED


def test_a_course_keeps_its_list_until_the_second_session(occurrence, waits):
    departed(occurrence, minutes=60)
    second = (timezone.now() + timedelta(days=7)).isoformat()
    Occurrence.objects.filter(pk=occurrence.pk).update(
        session_plan={"second": second}, ends_at=timezone.now() + timedelta(days=8)
    )
    type(occurrence.activity).objects.filter(pk=occurrence.activity_id).update(
        first_session_frees_place=True
    )

    assert close_lists() == 0


@pytest.mark.parametrize("minutes", [5, 31])
def test_her_page_says_so_from_the_departure_on(client, occurrence, waits, minutes):
    other = OccurrenceFactory(activity=occurrence.activity, starts_at=at_ten(15))
    departed(occurrence, minutes=minutes)
    close_lists()

    page = page_of(client, waits)

    assert "Yedek liste kapandı" in page
    assert "sıradasınız" not in page
    assert other.get_registration_url() in page


def test_while_it_is_to_come_she_reads_her_number(client, waits):
    page = page_of(client, waits)

    assert "Yedek liste kapandı" not in page
