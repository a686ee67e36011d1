"""What is read about dates, at a fixed price."""

from datetime import timedelta

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from people.domain.consents import record_consents
from people.domain.defaults import install_defaults
from people.roles import StaffRole
from programs.domain.queries import (
    boarding_list,
    coming_occurrences,
    open_offers,
    other_dates,
    waiting_in_line,
)
from programs.domain.registrations import cancel_registration
from programs.enums import OccurrenceState, PublicStatus
from programs.models import Occurrence
from tests.factories.programs import (
    BoardingPointFactory,
    OccurrenceFactory,
    children,
    register,
)
from tests.factories.staff import make_staff

pytestmark = pytest.mark.django_db


def status(occurrence: Occurrence) -> PublicStatus:
    return Occurrence.objects.with_places().get(pk=occurrence.pk).public_status


def test_coming_dates_with_their_cards_are_one_query():
    OccurrenceFactory()
    counts = []
    for more in (0, 29):
        OccurrenceFactory.create_batch(more)
        with CaptureQueriesContext(connection) as captured:
            cards = [
                render_to_string(
                    "programs/includes/occurrence_card.html", {"occurrence": one}
                )
                for one in coming_occurrences()
            ]
        counts.append((len(cards), len(captured)))

    assert counts == [(1, 1), (30, 1)]


def test_only_what_the_public_may_see():
    shown = OccurrenceFactory()
    OccurrenceFactory(state=OccurrenceState.DRAFT)
    hidden = OccurrenceFactory()
    hidden.activity.program.is_active = False
    hidden.activity.program.save()

    assert list(coming_occurrences()) == [shown]
    assert list(coming_occurrences(program=shown.activity.program)) == [shown]
    assert list(coming_occurrences(kind="sea_trip")) == []


def test_each_public_status():
    occurrence = OccurrenceFactory(capacity=1, waiting_capacity=1)
    assert status(occurrence) == PublicStatus.OPEN
    register(occurrence)
    assert status(occurrence) == PublicStatus.WAITING_LIST
    register(occurrence, n=1)
    assert status(occurrence) == PublicStatus.FULL
    now = timezone.now()
    rows = Occurrence.objects.filter(pk=occurrence.pk)
    rows.update(registration_opens_at=now + timedelta(hours=1))
    assert status(occurrence) == PublicStatus.OPENS_LATER
    rows.update(
        registration_opens_at=now - timedelta(days=2), registration_closes_at=now
    )
    assert status(occurrence) == PublicStatus.CLOSED
    rows.update(starts_at=now, cancel_until=now)
    assert status(occurrence) == PublicStatus.DEPARTED
    rows.update(state=OccurrenceState.CANCELLED)
    assert status(occurrence) == PublicStatus.CANCELLED


def test_the_card_says_what_can_be_done():
    occurrence = OccurrenceFactory(capacity=1)

    def card() -> str:
        row = coming_occurrences().get(pk=occurrence.pk)
        return render_to_string(
            "programs/includes/occurrence_card.html", {"occurrence": row}
        )

    assert "1 yer var" in card()
    assert f'href="/kayit/{occurrence.pk}/"' in card()
    register(occurrence)
    assert "Yedek listeye yazıl" in card()
    register(occurrence, n=1)
    assert "Doldu" in card()
    assert "href" not in card().split("facts")[1].split("tag")[1]


def test_other_dates_are_of_the_same_activity_and_open():
    occurrence = OccurrenceFactory()
    open_one = OccurrenceFactory(activity=occurrence.activity)
    OccurrenceFactory(activity=occurrence.activity, capacity=0, waiting_capacity=0)
    OccurrenceFactory()

    assert other_dates(occurrence) == [open_one]


def test_the_boarding_list_has_initials_and_phones_only_for_the_coordinator():
    install_defaults()
    occurrence = OccurrenceFactory(waiting_capacity=0)
    point = BoardingPointFactory(occurrence=occurrence)
    BoardingPointFactory(occurrence=occurrence, sort=1)
    hers = register(occurrence, boarding_point=point, party=children(1)).registration
    record_consents(
        hers.person, given=["photo_publish"], language="tr", entered_through="web"
    )
    register(occurrence, n=1, boarding_point=point)

    manager = make_staff(StaffRole.MANAGER)
    plain, coordinator = (
        boarding_list(occurrence, seen_by=manager),
        boarding_list(occurrence, seen_by=manager, with_phones=True),
    )

    assert [len(boarding.passengers) for boarding in plain] == [2, 0]
    assert plain[0].seats == 3
    names = [
        (one.name, one.seats, one.children, one.photo, one.phone)
        for one in plain[0].passengers
    ]
    assert names == [("Işıl Ç.", 1, 0, False, ""), ("İpek Ö.", 2, 1, True, "")]
    assert coordinator[0].passengers[1].phone == "0500 000 00 00"


def test_the_boarding_list_costs_the_same_for_one_and_for_thirty():
    occurrence = OccurrenceFactory(capacity=60)
    manager = make_staff(StaffRole.MANAGER)
    manager.get_all_permissions()
    counts = []
    for many in (1, 29):
        for n in range(many):
            register(occurrence, n=n)
        with CaptureQueriesContext(connection) as captured:
            boarding_list(occurrence, seen_by=manager, with_phones=True)
        counts.append(len(captured))

    assert counts == [4, 4]


def test_the_line_and_the_open_offers():
    occurrence = OccurrenceFactory(capacity=1, waiting_capacity=5)
    leaving = register(occurrence).registration
    first, second, third = (register(occurrence, n=n).registration for n in range(1, 4))
    cancel_registration(leaving)

    assert list(open_offers(occurrence, seen_by=make_staff(StaffRole.MANAGER))) == [
        first
    ]
    assert [(one, one.place) for one in waiting_in_line(occurrence)] == [
        (second, 1),
        (third, 2),
    ]
