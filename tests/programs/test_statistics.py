"""Counting who took part, before and after they are forgotten."""

import io
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from people.domain.anonymize import anonymize_persons
from people.enums import District
from people.models import Person
from people.roles import StaffRole
from programs.domain.attendance import mark_attended, mark_excused, mark_missed
from programs.domain.erasure import erase_registrations_of
from programs.domain.statistics import participation, people_reached
from programs.models import Occurrence, Registration
from tests.factories.programs import ActivityFactory, OccurrenceFactory, register
from tests.factories.staff import make_staff
from tests.programs.test_checkin import begin

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate


def trip(activity=None, *, came=0, missed=0, excused=0, seats=1, **details):
    """A departure of today; so many came, did not, were excused."""
    activity = activity or ActivityFactory()
    occurrence = OccurrenceFactory(activity=activity, capacity=100)
    rows = [
        register(occurrence, n=n, seats=seats).registration
        for n in range(came + missed + excused)
    ]
    Person.objects.filter(registrations__in=rows).update(**details)
    begin(occurrence, timedelta(minutes=-1))
    for place, row in enumerate(rows):
        mark = mark_attended if place < came else mark_missed
        if place >= came + missed:
            mark = mark_excused
        mark(row, by=None)
    return occurrence


def year(program=None):
    today = TODAY()
    return participation(
        first=date(today.year, 1, 1), last=date(today.year, 12, 31), program=program
    )


def test_people_children_and_parties_are_counted_apart():
    trip(came=3, missed=2, excused=1, seats=3)

    [row] = year().activities

    assert (row.departures, row.attended, row.children, row.parties) == (1, 9, 6, 3)
    assert (row.missed, row.excused, row.never_placed) == (2, 1, 0)
    assert row.first_timers == 3


def test_whoever_has_taken_part_before_is_no_first_timer():
    occurrence = trip(came=4)
    missed, says, known, _new = occurrence.registrations.order_by("pk")
    Registration.objects.filter(pk=missed.pk).update(priority=1)
    Registration.objects.filter(pk=says.pk).update(states_took_part=True)
    earlier = register(OccurrenceFactory(activity=occurrence.activity), n=90)
    Registration.objects.filter(pk=earlier.registration.pk).update(
        person=known.person, state="attended"
    )
    day = occurrence.starts_at - timedelta(days=3)
    Occurrence.objects.filter(pk=earlier.registration.occurrence_id).update(
        starts_at=day,
        ends_at=day + timedelta(hours=1),
        registration_opens_at=day - timedelta(days=9),
        registration_closes_at=day - timedelta(days=5),
        cancel_until=day,
    )

    # On the earlier one she was new herself.
    assert year().activities[0].first_timers == 2 + 1


def test_only_the_time_and_the_program_that_were_asked_for():
    first, second = trip(came=1), trip(came=2)

    assert year().total("attended") == 3
    assert year(second.activity.program).total("attended") == 2
    before = participation(first=date(2020, 1, 1), last=date(2020, 12, 31))
    assert before.activities == []
    assert first.activity in [row.activity for row in year().activities]


def test_districts_and_ages_stay_countable_when_she_is_forgotten():
    trip(came=6, district=District.KONAK, birth_date=date(TODAY().year - 40, 1, 1))
    before = year()

    pks = list(Person.objects.values_list("pk", flat=True))
    erase_registrations_of(pks)
    anonymize_persons(pks)

    after = year()
    assert after.districts == before.districts
    assert [(one.label, one.women) for one in after.districts] == [("Konak", 6)]
    assert [(one.label, one.women) for one in after.ages] == [("35–44", 6)]
    assert after.activities == before.activities


def test_number_on_the_public_page_counts_from_its_day():
    occurrence = trip(came=2, seats=2)
    program = occurrence.activity.program

    assert people_reached(program, since=TODAY()) == 4
    assert people_reached(program, since=TODAY() + timedelta(days=1)) == 0


@pytest.mark.parametrize("trips", [1, 12])
def test_counting_takes_the_same_queries(trips, django_assert_num_queries):
    for _one in range(trips):
        trip(came=1)

    with django_assert_num_queries(6):
        assert len(year().activities) == trips


# --- the report -----------------------------------------------------------------

REPORT = "/yonetim/raporlar/katilim/"


def test_report_tells_numbers_and_nobody(client):
    trip(came=6, district=District.KONAK)
    client.force_login(make_staff(StaffRole.COMMUNICATIONS))

    page = client.get(REPORT).text

    assert "Konak" in page
    assert REPORT in client.get(reverse("wagtailadmin_home")).text
    for person in Person.objects.all():
        assert person.family_name not in page


def cells(client):
    """Every row of the downloaded report."""
    file = client.get(f"{REPORT}indir/")
    assert file["Content-Disposition"] == 'attachment; filename="katilim.xlsx"'
    content = io.BytesIO(b"".join(file.streaming_content))
    return [
        [str(cell.value) for cell in row if cell.value is not None]
        for row in load_workbook(content).active
    ]


def test_page_and_file_tell_fives_and_leave_small_groups_out(client):
    trip(came=13, missed=1, excused=3, district=District.KONAK)
    trip(came=4, district=District.BEYDAG)
    client.force_login(make_staff(StaffRole.MANAGER))

    page = client.get(REPORT)
    rows = page.context["counted"].activities

    assert {group["label"] for group in page.context["groups"][0][1]} == {"Konak"}
    assert "Beydağ" not in page.text
    assert sorted((row.attended, row.missed, row.excused) for row in rows) == [
        (5, 0, 0),
        (15, 0, 5),
    ]
    assert page.context["totals"]["attended"] == 20
    told = cells(client)
    assert [row for row in told if row[0] == "İlçeye göre"] == [
        ["İlçeye göre", "Konak", "15"]
    ]
    figures = {cell for row in told[1:] for cell in row if cell.isdecimal()}
    assert figures <= {"0", "1", "5", "15"}


def test_a_report_is_of_whole_months(client):
    trip(came=5)
    client.force_login(make_staff(StaffRole.MANAGER))
    month = f"{TODAY():%Y-%m}"

    page = client.get(REPORT, {"bas": month, "son": month})
    day = client.get(REPORT, {"bas": TODAY().isoformat(), "son": TODAY().isoformat()})

    assert page.context["totals"]["attended"] == 5
    assert day.context["counted"] is None
    assert day.context["form"].errors.keys() == {"bas", "son"}


def test_wrong_dates_are_told_at_the_field(client):
    client.force_login(make_staff(StaffRole.MANAGER))

    page = client.get(
        REPORT, {"bas": f"{TODAY().year}-12", "son": f"{TODAY().year}-01"}
    )
    assert "Bitiş, başlangıçtan önce" in page.text
    assert client.get(REPORT, {"bas": "x", "son": "y"}).status_code == 200


def test_empty_time_says_so(client):
    client.force_login(make_staff(StaffRole.MANAGER))
    month = f"{TODAY().year}-01"

    page = client.get(REPORT, {"bas": month, "son": month}).text
    assert "Bu sürede sefer yok" in page


@pytest.mark.parametrize("role", [StaffRole.GUIDE, StaffRole.MUHTAR])
def test_who_may_not_see_the_report(client, role):
    client.force_login(make_staff(role))

    assert client.get(REPORT).status_code != 200
    assert client.get(f"{REPORT}indir/").status_code != 200
