"""The boarding list on paper: who is on it, who may have it, how long it takes."""

import re
import time
from datetime import time as clock

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from people.domain.defaults import install_defaults
from people.domain.protection import protect_person
from people.enums import AccessKind, ContactChannel
from people.models import AccessRecord, Recusal
from people.roles import StaffRole
from programs.boarding_paper import boarding_file
from programs.domain.queries import PHOTO_CONSENT, Boarding, Passenger
from programs.models import BoardingPoint
from tests.factories.programs import (
    BoardingPointFactory,
    OccurrenceFactory,
    children,
    details,
    register,
)
from tests.factories.staff import make_staff
from tests.pdf_reading import text_of

pytestmark = pytest.mark.django_db

WHY = {"reason": "Biniş günü aramak için"}


def url(name, occurrence):
    return reverse(f"programs_occurrence:{name}", args=[occurrence.pk])


def paper_of(client, name, occurrence, data=None):
    """The words of the file, spaces as they come."""
    answer = (
        client.get(url(name, occurrence))
        if data is None
        else client.post(url(name, occurrence), {**data, "on": "paper"})
    )
    assert answer["Content-Type"] == "application/pdf"
    return answer, text_of(b"".join(answer.streaming_content))


@pytest.fixture
def departure(trips):
    occurrence = OccurrenceFactory()
    quay = BoardingPointFactory(occurrence=occurrence, name="Üçkuyular İskelesi")
    square = BoardingPointFactory(
        occurrence=occurrence, name="Şirinyer Meydanı", boards_at=clock(8, 30)
    )
    register(
        occurrence,
        n=1,
        boarding_point=quay,
        party=children(2),
        consents=[PHOTO_CONSENT],
    )
    register(
        occurrence,
        person=details(2, contact_channel=ContactChannel.SHE_CALLS),
        boarding_point=square,
    )
    return occurrence


def test_paper_lists_by_point_and_names_nobody_in_full(trips, departure):
    answer, words = paper_of(trips, "boarding_paper", departure)
    codes = departure.registrations.values_list("code", flat=True)

    assert "Üçkuyular İskelesi · 09.15" in words
    assert "Şirinyer Meydanı · 08.30" in words
    assert "Işıl Ç." in words
    assert "Çağlayan" not in words
    assert all(code in words for code in codes)
    assert "Gizli – gezi sonunda imha edin" in words
    assert "Sayfa 1 / " in words
    assert "Yazdırıldı: " in words
    assert "0500" not in words
    assert answer["Content-Disposition"] == 'inline; filename="liste.pdf"'
    assert "no-store" in answer["Cache-Control"]


def test_paper_says_who_may_be_photographed(trips, departure):
    _answer, words = paper_of(trips, "boarding_paper", departure)
    lines = words.split("\n")

    assert lines.count("E") == 1
    assert lines.count("H") == 1


def test_whose_names_were_printed_is_noted(trips, departure):
    AccessRecord.objects.all().delete()

    paper_of(trips, "boarding_paper", departure)

    noted = AccessRecord.objects.filter(kind=AccessKind.PRINT)
    on_board = departure.registrations.values_list("person", flat=True)
    assert set(noted.values_list("person", flat=True)) == set(on_board)


def test_phones_are_asked_for_with_a_reason_that_is_kept(trips, departure):
    AccessRecord.objects.all().delete()

    without = trips.post(url("coordinator", departure), {"on": "paper"})
    assert "0500" not in without.content.decode()
    assert not AccessRecord.objects.exists()
    _answer, words = paper_of(trips, "coordinator", departure, WHY)

    assert "0500 000 00 01" in words
    assert "0500 000 00 02" not in words, "she wants to call herself"
    assert "Sorumlu nüshası" in words
    kept = set(AccessRecord.objects.values_list("reason", flat=True))
    assert kept == {WHY["reason"]}


def test_whoever_may_not_see_a_protected_woman_has_her_code_only(trips, departure):
    hers = departure.registrations.get(person__given_name="Işıl")
    protect_person(hers.person, reason="Koruma kararı", by=None)

    _answer, words = paper_of(trips, "coordinator", departure, WHY)

    assert "Işıl" not in words
    assert "0500 000 00 01" not in words
    assert hers.code in words


def test_whoever_recused_herself_has_her_code_only(trips, departure):
    hers = departure.registrations.get(person__given_name="Işıl")
    Recusal.objects.create(
        person=hers.person,
        user=get_user_model().objects.get(),
        reason="family",
        declared_at=timezone.now(),
    )

    _answer, words = paper_of(trips, "coordinator", departure, WHY)

    assert "Işıl" not in words
    assert "0500 000 00 01" not in words
    assert hers.code in words


@pytest.mark.parametrize(
    ("role", "name"),
    [
        (StaffRole.COMMUNICATIONS, "boarding_paper"),
        (StaffRole.MUHTAR, "boarding_paper"),
        (StaffRole.GUIDE, "boarding_paper"),
        (StaffRole.PRIVACY, "coordinator"),
        (StaffRole.MUHTAR, "coordinator"),
    ],
)
def test_paper_is_refused_to_who_has_no_need(client, departure, role, name):
    client.force_login(make_staff(role, "kimse"))

    answers = [
        client.get(url(name, departure)),
        client.post(url(name, departure), {**WHY, "on": "paper"}),
    ]

    assert {answer.status_code for answer in answers} <= {302, 403, 405}
    assert answers[0].status_code != 200


def test_nobody_on_board_is_said(trips):
    _answer, words = paper_of(trips, "boarding_paper", OccurrenceFactory())

    assert "Henüz yeri kesinleşen yok" in words


def test_paper_costs_the_same_for_one_and_for_thirty(client):
    install_defaults()
    client.force_login(get_user_model().objects.create_superuser("her-sey"))
    occurrence = OccurrenceFactory(capacity=90)
    register(occurrence, n=1)

    def cost():
        with CaptureQueriesContext(connection) as asked:
            paper_of(client, "boarding_paper", occurrence)
        return len(asked)

    cost()
    one = cost()
    for n in range(2, 32):
        register(occurrence, n=n)
    assert cost() == one


def test_two_hundred_and_fifty_parties_take_about_a_second():
    occurrence = OccurrenceFactory()
    party = Passenger(
        code="K4MX-7TQP",
        name="Ayşe Nur Müzeyyen Fatmagül Ğ.",
        seats=3,
        children=2,
        companions=0,
        photo=True,
        state="confirmed",
        phone="0532 111 22 33",
        safe_time="Hafta içi öğleden sonra",
    )
    sheets = [
        Boarding(BoardingPoint(name=name, boards_at=clock(9)), [party] * many)
        for name, many in (("Üçkuyular", 100), ("Bayraklı", 100), ("Buca", 50))
    ]
    with translation.override("tr"):
        began = time.process_time()
        data = boarding_file(
            occurrence, sheets, with_phones=True, printed_at=timezone.now()
        )
        took = time.process_time() - began

    pages = int(re.findall(r"Sayfa \d+ / \n(\d+)", text_of(data))[0])
    assert pages >= 10
    assert took < 3


def test_paper_says_what_she_needs_under_her_name(trips):
    occurrence = OccurrenceFactory()
    register(occurrence, n=1, access_needs=["stairs", "sight"])
    hidden = register(occurrence, n=2, access_needs=["hearing"]).registration
    protect_person(hidden.person, reason="Şiddet", by=None)

    _answer, words = paper_of(trips, "boarding_paper", occurrence)

    assert "merdiven, görme" in words
    assert "işitme" not in words
