"""The page on which guides mark who came, and who may open it."""

import json
import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from people.models import AccessRecord, Person
from people.roles import StaffRole
from programs.domain.departures import of_the_day
from programs.models import AttendanceRecord, Occurrence
from tests.factories.programs import BoardingPointFactory, OccurrenceFactory, register
from tests.factories.staff import make_staff
from tests.programs.test_checkin import begin

pytestmark = pytest.mark.django_db


@pytest.fixture
def boat(db):
    occurrence = OccurrenceFactory()
    point = BoardingPointFactory(occurrence=occurrence)
    for n in range(3):
        register(occurrence, n=n, boarding_point=point)
    begin(occurrence)
    return occurrence


@pytest.fixture
def guide(client, boat):
    user = make_staff(StaffRole.GUIDE)
    boat.guides.add(user)
    client.force_login(user)
    return client


def url(name, occurrence):
    return reverse(f"programs_occurrence:{name}", args=[occurrence.pk])


def mark(client, occurrence, code, what="came", **changes):
    sent = {
        "key": str(uuid.uuid4()),
        "code": code,
        "mark": what,
        "at": timezone.now().isoformat(),
        **changes,
    }
    return client.post(
        url("check_in_marks", occurrence),
        json.dumps({"marks": [sent]}),
        content_type="application/json",
    )


def test_page_that_a_browser_may_keep_holds_nobody(guide, boat):
    page = guide.get(url("check_in", boat)).text

    for person in Person.objects.all():
        assert person.given_name not in page
    for code in boat.registrations.values_list("code", flat=True):
        assert code not in page
    assert not AccessRecord.objects.exists()


def test_list_gives_initials_and_is_noted(guide, boat):
    answer = guide.get(url("check_in_list", boat))
    told = answer.json()

    names = {one.guarded_name for one in Person.objects.all()}
    assert {one["name"] for one in told["parties"]} == names
    assert "no-store" in answer["Cache-Control"]
    for person in Person.objects.all():
        assert person.family_name not in answer.text
        assert str(person.phone)[-7:] not in answer.text
    assert AccessRecord.objects.count() == 3


def test_protected_woman_boards_by_code_alone(guide, boat):
    Person.objects.update(is_protected=True)

    told = guide.get(url("check_in_list", boat)).json()

    assert {one["name"] for one in told["parties"]} == {""}
    code = told["parties"][0]["code"]
    assert mark(guide, boat, code).json()["results"][0]["outcome"] == "boarded"


def test_mark_is_answered_and_the_standing_told(guide, boat):
    code = boat.registrations.first().code

    said = mark(guide, boat, code).json()

    assert said["results"][0]["outcome"] == "boarded"
    assert said["standing"][code][0] == "attended"
    assert said["others"] == []
    entry = AttendanceRecord.objects.get()
    assert entry.by.groups.get().name == StaffRole.GUIDE


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[]",
        "{}",
        '{"marks": 1}',
        '{"marks": [{}]}',
        '{"marks": [{"key": "x", "code": "a", "mark": "came", "at": "2026-01-01"}]}',
        json.dumps({"marks": [{"key": str(uuid.uuid4()), "code": "A", "mark": "gone",
                               "at": "2026-01-01T10:00:00Z"}]}),
        json.dumps({"marks": [{"key": str(uuid.uuid4()), "code": "A", "mark": "came",
                               "at": "2026-01-01T10:00:00"}]}),
        "x" * 50_000,
    ],
)  # fmt: skip
def test_what_no_phone_of_ours_sends_is_refused(guide, boat, body):
    answer = guide.post(
        url("check_in_marks", boat), body, content_type="application/json"
    )

    assert answer.status_code == 400
    assert not AttendanceRecord.objects.exists()


def test_forged_request_is_refused(boat):
    user = make_staff(StaffRole.GUIDE)
    boat.guides.add(user)
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(user)

    assert mark(browser, boat, boat.registrations.first().code).status_code == 403
    assert not AttendanceRecord.objects.exists()


def test_guide_sees_her_own_departures_and_nothing_else(guide, boat):
    other = OccurrenceFactory()
    begin(other, timedelta(hours=2))
    registration = boat.registrations.first()

    home = guide.get(reverse("wagtailadmin_home")).text
    assert url("check_in", boat) in home
    assert url("check_in", other) not in home
    for name in ("check_in", "check_in_list"):
        assert guide.get(url(name, other)).status_code == 404
    assert mark(guide, other, "AAAA-AAAA").status_code == 404
    for closed in (
        url("inspect", boat),
        url("boarding", boat),
        reverse("programs_registration:index"),
        reverse("programs_registration:inspect", args=[registration.pk]),
        reverse("people_person:index"),
    ):
        assert guide.get(closed).status_code in (302, 403, 404), closed


@pytest.mark.parametrize(
    ("role", "may"),
    [
        (StaffRole.TRIPS, True),
        (StaffRole.MANAGER, True),
        (StaffRole.GUIDE, False),
        (StaffRole.MUHTAR, False),
        (StaffRole.COMMUNICATIONS, False),
        (StaffRole.PRIVACY, False),
    ],
)
def test_who_may_mark_where_she_is_no_guide(client, boat, role, may):
    client.force_login(make_staff(role))

    answers = [
        client.get(url("check_in", boat)),
        client.get(url("check_in_list", boat)),
        mark(client, boat, "AAAA-AAAA"),
    ]

    allowed = [answer.status_code == 200 for answer in answers]
    assert allowed == [may] * 3


def test_worker_script_is_served_for_the_departures(guide):
    answer = guide.get(reverse("programs_occurrence:check_in_worker"))

    assert answer["Content-Type"].startswith("text/javascript")
    assert answer["Service-Worker-Allowed"] == reverse("programs_occurrence:index")


def test_early_page_says_from_when(client):
    occurrence = OccurrenceFactory()
    client.force_login(make_staff(StaffRole.TRIPS))

    assert "itibarıyla açılır" in client.get(url("check_in", occurrence)).text


@pytest.mark.parametrize("count", [1, 30])
def test_list_takes_the_same_queries_for_any_number(
    client, count, django_assert_max_num_queries
):
    occurrence = OccurrenceFactory(capacity=40)
    for n in range(count):
        register(occurrence, n=n)
    client.force_login(make_staff(StaffRole.TRIPS))

    with django_assert_max_num_queries(16):
        told = client.get(url("check_in_list", occurrence)).json()

    assert len(told["parties"]) == count


def test_manager_names_the_guides_in_the_form(client):
    guide = make_staff(StaffRole.GUIDE, "rehber-bir")
    make_staff(StaffRole.COMMUNICATIONS, "yazar")
    occurrence = OccurrenceFactory()
    client.force_login(make_staff(StaffRole.TRIPS))

    page = client.get(url("edit", occurrence))

    offered = set(page.context["form"].fields["guides"].queryset)
    assert guide in offered
    assert not any(one.username == "yazar" for one in offered)


def test_boat_around_midnight_is_of_the_day_while_it_can_be_marked(boat):
    """Boarding before midnight for one o'clock, and on the water after midnight."""
    late = timezone.localtime().replace(hour=23, minute=0)

    def is_of_the_day(now):
        return Occurrence.objects.filter(of_the_day(now), pk=boat.pk).exists()

    begin(boat, late + timedelta(hours=2) - timezone.now())
    assert is_of_the_day(late)
    assert not is_of_the_day(late - timedelta(hours=5))

    begin(boat, late - timezone.now())
    assert is_of_the_day(late + timedelta(hours=1, minutes=30))
    assert not is_of_the_day(late + timedelta(hours=3))
