"""Shifts, hours and wishes on her own page; the page behind a card."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from people.domain.links import issue_link
from people.enums import LinkPurpose
from people.roles import StaffRole
from tests.factories.staff import make_staff
from tests.factories.volunteers import (
    ApplicationFactory,
    AssignmentFactory,
    HourEntryFactory,
    ShiftFactory,
    in_days,
)
from volunteers.domain.hours import return_hours
from volunteers.domain.papers import card_address, issue_card, withdraw_card
from volunteers.enums import WishKind
from volunteers.models import DutyWish, HourEntry, ShiftPlace
from volunteers.views.service import MOST_CARDS

pytestmark = pytest.mark.django_db


class Page:
    """Her browser, behind her link."""

    def __init__(self, application):
        self.client = Client()
        self.token = issue_link(
            application.person, purpose=LinkPurpose.APPLICATION, target=application
        )

    def url(self, name="application", **more):
        return reverse(f"volunteers:{name}", kwargs={"token": self.token, **more})

    def get(self, name="application"):
        return self.client.get(self.url(name))

    def post(self, name, data=None, **more):
        return self.client.post(self.url(name, **more), data or {}, follow=True)


@pytest.fixture
def duty():
    return AssignmentFactory(
        application__state="on_duty",
        starts_on=timezone.localdate() - timedelta(days=5),
    )


@pytest.fixture
def page(duty):
    return Page(duty.application)


HOURS = {"hours": "1", "minutes": "30", "what": "Broşür dağıttım"}


def hours_data(**changes):
    return {"day": timezone.localdate().isoformat(), **HOURS, **changes}


def test_she_takes_a_shift_and_gives_it_back(duty, page):
    shift = ShiftFactory(role=duty.role)
    assert 'href="#shifts"' in page.get().content.decode()

    taken = page.post("take_shift", pk=shift.pk)
    place = ShiftPlace.objects.get()
    assert place.assignment == duty
    assert page.url("give_back_shift", pk=place.pk) in taken.content.decode()

    page.post("give_back_shift", pk=place.pk)
    assert not ShiftPlace.objects.exists()


def test_she_touches_no_place_of_another(page):
    other = AssignmentFactory(application__state="on_duty")
    shift = ShiftFactory(role=other.role)
    place = ShiftPlace.objects.create(assignment=other, shift=shift)

    page.post("take_shift", pk=shift.pk)
    page.post("give_back_shift", pk=place.pk)

    assert list(ShiftPlace.objects.all()) == [place]


def test_a_full_shift_says_so(duty, page):
    other = AssignmentFactory(role=duty.role, application__state="on_duty")
    shift = ShiftFactory(role=duty.role)
    ShiftPlace.objects.create(assignment=other, shift=shift)

    answer = page.post("take_shift", pk=shift.pk).content.decode()

    assert "tag--full" in answer
    assert page.url("take_shift", pk=shift.pk) not in answer


def test_she_notes_changes_and_takes_away_hours(page):
    page.post("hours", hours_data())
    entry = HourEntry.objects.get()
    assert (entry.quarters, entry.what) == (6, "Broşür dağıttım")

    url = f"{page.url('hours')}?sure={entry.pk}"
    assert "Broşür dağıttım" in page.client.get(url).content.decode()
    page.client.post(url, hours_data(minutes="0"))
    entry.refresh_from_db()
    assert entry.quarters == 4

    page.post("remove_hours", pk=entry.pk)
    assert not HourEntry.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"day": "2026-02-30"},
        {"day": (timezone.localdate() + timedelta(days=3)).isoformat()},
        {"hours": "0", "minutes": "0"},
        {"minutes": "20"},
        {"what": ""},
    ],
)
def test_wrong_hours_come_back_with_a_word(page, wrong):
    answer = page.post("hours", hours_data(**wrong))

    assert answer.status_code == 422
    assert not HourEntry.objects.exists()
    assert "error-summary" in answer.content.decode()


def test_hours_that_were_returned_are_the_thing_to_do(duty, page):
    entry = HourEntryFactory(assignment=duty)
    return_hours(entry, word="Hangi salon?", by=make_staff(StaffRole.APPLICATIONS))

    assert page.url("hours") in page.get().content.decode()
    assert "Hangi salon?" in page.get("hours").content.decode()


def test_hours_of_another_stay_hers(page):
    entry = HourEntryFactory()

    page.post("remove_hours", pk=entry.pk)
    shown = page.client.get(f"{page.url('hours')}?sure={entry.pk}").content.decode()

    assert HourEntry.objects.filter(pk=entry.pk).exists()
    assert entry.what not in shown


def test_she_asks_for_a_pause_and_changes_her_mind(duty, page):
    page.post("wish", {"wish": f"pause-{duty.pk}", "note": ""})
    assert DutyWish.objects.get().kind == WishKind.PAUSE
    assert page.url("remove_wish") in page.get().content.decode()

    page.post("remove_wish")
    assert not DutyWish.objects.exists()


def test_without_a_role_there_is_nothing_to_note_or_ask(db):
    page = Page(ApplicationFactory())

    assert page.get("hours").status_code == 200
    assert page.get("wish").status_code == 200
    assert page.url("wish") not in page.get().content.decode()
    page.post("hours", hours_data())
    page.post("wish", {"wish": "leave-"})
    assert not HourEntry.objects.exists()
    assert not DutyWish.objects.exists()


def test_queries_do_not_grow_with_shifts_and_hours(duty, page):
    def queries():
        with CaptureQueriesContext(connection) as counted:
            page.get()
            page.get("hours")
        return len(counted)

    def add(number):
        for place in range(number):
            shift = ShiftFactory(role=duty.role, starts_at=in_days(5 + place))
            ShiftPlace.objects.create(assignment=duty, shift=shift)
            ShiftFactory(role=duty.role, starts_at=in_days(50 + place))
            HourEntryFactory(assignment=duty, quarters=1)

    page.get()
    add(1)
    few = queries()
    add(29)

    assert queries() == few


def test_card_page_says_initials_and_a_day_and_nothing_else(duty):
    cache.clear()
    until = timezone.localdate() + timedelta(days=60)
    card = issue_card(
        duty.application, valid_until=until, by=make_staff(StaffRole.MANAGER)
    )

    answer = Client().get(reverse("volunteers:card", args=[card.code]))
    words = answer.content.decode()

    assert answer.status_code == 200
    assert answer["X-Robots-Tag"].startswith("noindex")
    assert duty.application.person.family_name not in words
    assert duty.application.reference not in words
    unknown = Client().get(reverse("volunteers:card", args=["x" * 22]))
    assert unknown.status_code == 404


def test_her_card_is_on_her_phone_with_the_code_of_the_paper_one(duty):
    manager = make_staff(StaffRole.MANAGER)
    until = timezone.localdate() + timedelta(days=60)
    card = issue_card(duty.application, valid_until=until, by=manager)
    her = Page(duty.application)

    shown = her.get("own_card")

    assert her.url("own_card") in her.get().content.decode()
    assert "<svg" in shown.context["qr_code"]
    assert duty.application.person.family_name not in shown.content.decode()
    path = card_address(card).partition("/kart/")[2]
    assert path == f"{card.code}/"
    withdraw_card(card, by=manager)
    assert her.get("own_card").status_code == 302


def test_cards_are_not_tried_out(db):
    cache.clear()
    url = reverse("volunteers:card", args=["y" * 22])

    for _time in range(MOST_CARDS):
        assert Client().get(url).status_code == 404
    assert Client().get(url).status_code == 429
    cache.clear()
