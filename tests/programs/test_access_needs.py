"""What she needs on the day: sealed, seen by the crew, gone after seven days."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import ModelLogEntry

from people.domain.defaults import install_defaults
from people.holdings import all_holdings
from people.roles import StaffRole
from programs.domain import departures, queries
from programs.domain.retention import access_needs
from programs.enums import AccessNeed
from programs.models import Registration
from tests.factories.programs import OccurrenceFactory, register
from tests.factories.staff import make_staff
from tests.programs.test_views import CHECK, REACH, WHO, step

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _defaults(db):
    install_defaults()


@pytest.fixture
def clerk(client):
    user = make_staff(StaffRole.TRIPS)
    client.force_login(user)
    return user


def stored(registration: Registration) -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT access_needs FROM programs_registration WHERE id = %s",
            [registration.pk],
        )
        return str(cursor.fetchone()[0])


def test_she_marks_them_on_the_second_step(tr):
    occurrence = OccurrenceFactory()
    page = tr.get(step(tr, occurrence, "kimler", WHO).url).content.decode()
    assert '<details class="needs">' in page
    assert "Etkinlikten 7 gün sonra silinir" in page

    step(tr, occurrence, "ulasim", {**REACH, "access_needs": ["stairs", "hearing"]})
    check = tr.get(f"/kayit/{occurrence.pk}/onay/").content.decode()
    step(tr, occurrence, "onay", CHECK)

    hers = Registration.objects.get()
    assert "Merdiven veya uzun yürüyüş beni zorluyor" in check
    assert hers.needs == [AccessNeed.STAIRS, AccessNeed.HEARING]
    assert stored(hers).startswith("v1:")
    assert "stairs" not in json.dumps([row.data for row in ModelLogEntry.objects.all()])


def test_a_word_that_is_no_choice_is_not_kept(tr):
    occurrence = OccurrenceFactory()
    step(tr, occurrence, "kimler", WHO)

    answer = step(tr, occurrence, "ulasim", {**REACH, "access_needs": ["illness"]})

    assert answer.status_code == 200
    assert '<details class="needs" open>' in answer.content.decode()


def test_crew_reads_short_words_and_staff_their_number(client, clerk):
    occurrence = OccurrenceFactory()
    for n, needs in enumerate((["stairs"], ["stairs", "sight"], [])):
        hers = register(occurrence, n=n, access_needs=needs).registration

    [sheet] = queries.boarding_list(occurrence, seen_by=clerk)
    words = sorted(one.needs for one in sheet.passengers)
    counted = departures.need_counts(occurrence)

    assert words == ["", "merdiven", "merdiven, görme"]
    assert [(row.need, row.parties) for row in counted] == [
        (AccessNeed.STAIRS, 2),
        (AccessNeed.SIGHT, 1),
    ]
    first = occurrence.registrations.exclude(pk=hers.pk).first()
    page = client.get(reverse("programs_registration:inspect", args=[first.pk]))
    assert "merdiven" in page.content.decode()
    departure = client.get(reverse("programs_occurrence:inspect", args=[occurrence.pk]))
    assert "merdiven: 2" in departure.content.decode()


def test_counting_takes_one_query():
    occurrence = OccurrenceFactory(capacity=40)
    for n in range(5):
        register(occurrence, n=n, access_needs=["stairs"])

    with CaptureQueriesContext(connection) as queries_taken:
        departures.need_counts(occurrence)

    assert len(queries_taken) == 1


def test_her_own_data_tells_them():
    hers = register(OccurrenceFactory(), access_needs=["sight"]).registration

    told = [
        record.data
        for holding in all_holdings()
        if holding.name == "programs.registrations"
        for record in holding.records(hers.person)
    ]

    assert told[0]["access_needs"]


def test_who_waits_or_told_nothing_is_not_counted():
    register(OccurrenceFactory())
    waiting = OccurrenceFactory(capacity=1, waiting_capacity=5)
    register(waiting, n=1)
    register(waiting, n=2, access_needs=["sight"])

    assert departures.need_counts(waiting) == []
    assert access_needs().count() == 1
