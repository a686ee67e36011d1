"""A duty at one departure: what a duty in the program gives, there and nowhere else."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from people.enums import EntryChannel
from people.roles import StaffRole
from programs.domain.duties import Rights, may_at, may_in
from programs.domain.occurrences import copy_occurrence
from programs.enums import Duty
from programs.enums import RegistrationState as State
from programs.models import Occurrence, OccurrenceTeamMember, Registration
from programs.permissions import departures_to_mark, enters_at_a_muhtar
from programs.workflow import AT_A_DEPARTURE, DUTIES, DUTIES_AT_A_DEPARTURE
from tests.factories.programs import OccurrenceFactory, ProgramFactory, register
from tests.factories.staff import make_staff
from tests.programs.viewsets.test_teams import (
    DECIDED,
    FAMILY,
    OF_REGISTRATION,
    Team,
    join,
    names,
    outcome,
)

pytestmark = pytest.mark.django_db

#: Each duty, and whose column in the table of the team's pages is its own.
COLUMNS = {Duty.MANAGER: "M", Duty.DESK: "D", Duty.READER: "R", Duty.MUHTAR: "H"}
#: Whoever works on one departure plans no other.
PLANNING = {f"programs_occurrence:{one}" for one in ("add", "copy", "delete")} | {
    "programs_occurrence:season",
    "programs_occurrence:series",
}
DEPARTURES = ("programs_occurrence:", "programs_registration:", "programs_today:")


@pytest.fixture
def team(db):
    return Team()


def at(occurrences, duty, username="biri"):
    """A user who has this duty at these departures, and nothing else."""
    user = join(ProgramFactory(), Duty.GUIDE, username)
    user.program_duties.all().delete()
    for occurrence in occurrences:
        OccurrenceTeamMember.objects.create(occurrence=occurrence, user=user, duty=duty)
    return user


def expected(name, duty):
    inside, empty = DECIDED[name]
    who = COLUMNS[duty]
    if name == "programs_occurrence:check_in_worker":
        return "empty"
    if not name.startswith(DEPARTURES) or name in PLANNING:
        return "refused"
    return "in" if who in inside else "empty" if who in empty else "refused"


@pytest.mark.parametrize("duty", COLUMNS, ids=str)
def test_at_its_departures_a_duty_gives_what_it_gives_in_a_program(client, team, duty):
    user = at(Occurrence.objects.all(), duty)
    register(team.occurrence, n=30, by=user, channel=EntryChannel.MUHTAR)
    client.force_login(user)
    wanted, got = {}, {}
    for name, is_about_one in names():
        wanted[name] = expected(name, duty)
        url = reverse(name, args=team.rows(name) if is_about_one else [])
        got[name] = outcome(client, url, team.traces)

    assert got == wanted


@pytest.mark.parametrize("duty", COLUMNS, ids=str)
def test_of_another_departure_of_the_same_program_she_reads_nothing(client, team, duty):
    other = OccurrenceFactory(activity__program=team.program)
    client.force_login(at([other], duty))
    read = []
    for name, is_about_one in names():
        url = reverse(name, args=team.rows(name) if is_about_one else [])
        page = client.get(url)
        if page.status_code != 200 or page.get("Content-Disposition"):
            assert page.status_code in (200, 302, 403, 404, 405)
            content = b"".join(page) if page.streaming else page.content
        else:
            content = page.content
        if any(one in content.decode(errors="ignore") for one in team.traces[1:]):
            read.append(name)

    assert read == []


@pytest.mark.parametrize("duty", COLUMNS, ids=str)
def test_she_changes_nothing_at_another_departure(client, team, duty):
    client.force_login(at([team.draft], duty))

    for name in OF_REGISTRATION:
        url = reverse(f"programs_registration:{name}", args=[team.hers.pk])
        assert client.post(url, {"note": "Yanlışlıkla"}).status_code in (302, 403, 404)
    client.post(
        reverse("programs_occurrence:capacity", args=[team.occurrence.pk]),
        {"capacity": "99"},
    )

    team.hers.refresh_from_db()
    team.occurrence.refresh_from_db()
    assert team.hers.state == State.CONFIRMED
    assert team.occurrence.capacity != 99


@pytest.mark.parametrize("duty", DUTIES_AT_A_DEPARTURE, ids=str)
def test_rights_of_a_page_are_those_of_the_queries(team, duty):
    user = at([team.occurrence], duty)
    every = sorted(set().union(*DUTIES.values()))
    places = [team.occurrence, team.draft, OccurrenceFactory()]

    asked = {
        (one, n): may_at(user, one, at_)
        for one in every
        for n, at_ in enumerate(places)
    }
    with CaptureQueriesContext(connection) as queries:
        rights = Rights(user)
        told = {(one, n): rights.may_at(one, places[n]) for one, n in asked}

    assert told == asked
    assert len(queries) <= 2
    given = {one for one in every if told[one, 0]}
    assert given == DUTIES[duty] & AT_A_DEPARTURE
    assert not any(told[one, n] for one in every for n in (1, 2))
    assert not any(may_in(user, one, team.program.pk) for one in every)


def test_a_muhtar_at_one_departure_sees_what_she_entered_there(client, team):
    muhtar = at([team.occurrence], Duty.MUHTAR)
    client.force_login(muhtar)
    channel = EntryChannel.MUHTAR
    mine = register(team.occurrence, n=30, by=muhtar, channel=channel).registration
    elsewhere = register(team.drawn, n=31, by=muhtar, channel=channel).registration

    assert list(Registration.objects.visible_to(muhtar)) == [mine]
    assert enters_at_a_muhtar(muhtar, team.occurrence)
    assert not enters_at_a_muhtar(muhtar, team.drawn)
    page = client.get(reverse("programs_occurrence:inspect", args=[team.occurrence.pk]))
    assert mine.code in page.content.decode()
    assert FAMILY not in page.content.decode()
    hidden = client.get(reverse("programs_registration:inspect", args=[elsewhere.pk]))
    assert hidden.status_code == 404
    client.post(
        reverse("programs_registration:remove", args=[mine.pk]), {"note": "Çift"}
    )
    mine.refresh_from_db()
    assert mine.state == State.REMOVED


def test_a_muhtar_by_her_role_and_a_desk_at_a_departure_sees_her_own_entries(team):
    muhtar = make_staff(StaffRole.MUHTAR, "muhtar-seferde")
    OccurrenceTeamMember.objects.create(
        occurrence=team.occurrence, user=muhtar, duty=Duty.DESK
    )
    mine = register(
        team.occurrence, n=30, by=muhtar, channel=EntryChannel.MUHTAR
    ).registration

    assert list(Registration.objects.visible_to(muhtar)) == [mine]
    assert not departures_to_mark(muhtar).exists()


def test_a_duty_at_a_departure_keeps_nobody_out(team):
    plain = OccurrenceFactory()
    at([plain], Duty.DESK)
    hers = register(plain, n=40).registration

    assert hers in Registration.objects.visible_to(make_staff(StaffRole.TRIPS, "gezi"))


def test_a_copy_takes_no_team_along(team):
    at([team.occurrence], Duty.DESK)

    copy = copy_occurrence(
        team.occurrence, starts_at=team.occurrence.starts_at, by=team.users["M"]
    )

    assert not copy.team.exists()


def test_the_database_knows_no_guide_in_the_team_of_a_departure(team):
    with pytest.raises(IntegrityError), transaction.atomic():
        at([team.occurrence], Duty.GUIDE)


def test_her_lists_cost_the_same_for_one_departure_and_for_thirty(client, team):
    user = at([team.occurrence], Duty.DESK)
    client.force_login(user)
    urls = [reverse(f"{name}index") for name in DEPARTURES]

    def cost(url):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(url).status_code == 200
        return len(asked)

    for url in urls:
        cost(url)
    before = [cost(url) for url in urls]
    for n in range(30):
        one = OccurrenceFactory(activity=team.activity)
        OccurrenceTeamMember.objects.create(occurrence=one, user=user, duty=Duty.DESK)
        register(one, n=n + 50)

    assert [cost(url) for url in urls] == before
