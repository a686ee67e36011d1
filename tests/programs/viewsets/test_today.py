"""The day on one page: numbers of who is aboard, and what waits for a decision."""

from datetime import datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from messaging.models import Batch
from people.roles import StaffRole
from programs.domain import undecided
from programs.domain.departures import MARKED_FROM
from programs.domain.occurrences import appointments_of, tell_changes
from programs.domain.results import confirm_results
from programs.domain.sheets import close_sheet
from programs.enums import AccessNeed, Duty, OccurrenceState, SelectionMode
from programs.enums import RegistrationState as State
from programs.models import CourseSession, Occurrence, Registration
from tests.factories.courses import (
    CourseActivityFactory,
    attend,
    close_all,
    make_course,
)
from tests.factories.courses import move_back as earlier
from tests.factories.programs import (
    ActivityFactory,
    BoardingPointFactory,
    OccurrenceFactory,
    ask_meeting,
    details,
    register,
    stop_with_times,
)
from tests.factories.staff import make_staff
from tests.programs.test_calling import line_of
from tests.programs.viewsets.test_teams import FAMILY, join

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"programs_occurrence:{name}", args=args)


def page_for(client, user):
    client.force_login(user)
    return client.get(reverse("programs_today:index"))


def held_on(occurrence, *, days=0):
    """At noon of today, or so many days later; registration is over."""
    noon = timezone.make_aware(datetime.combine(timezone.localdate(), time(12)))
    return at(occurrence, noon + timedelta(days=days))


def at(occurrence, moment):
    Occurrence.objects.filter(pk=occurrence.pk).update(
        starts_at=moment,
        ends_at=moment + timedelta(hours=2),
        registration_closes_at=moment - timedelta(days=2),
        registration_opens_at=moment - timedelta(days=20),
        cancel_until=moment - timedelta(days=1),
    )
    occurrence.refresh_from_db()
    return occurrence


def a_day(**changes):
    """Two aboard, three expected, one did not come, one excused; two wait."""
    occurrence = OccurrenceFactory(capacity=7, waiting_capacity=9, **changes)
    seats = {State.ATTENDED: 2, State.CONFIRMED: 3, State.MISSED: 1, State.EXCUSED: 1}
    for n, (state, size) in enumerate(seats.items()):
        named = details(n, family_name=FAMILY)
        hers = register(
            occurrence,
            n=n,
            seats=size,
            person=named,
            access_needs=[AccessNeed.WHEELCHAIR] if size > 1 else [],
        ).registration
        Registration.objects.filter(pk=hers.pk).update(state=state)
    register(occurrence, n=8, seats=2)
    return held_on(occurrence)


@pytest.fixture
def trips(db):
    return make_staff(StaffRole.TRIPS)


# --- what departs -----------------------------------------------------------------


def test_a_departure_of_today_with_its_numbers_and_no_name(client, trips):
    occurrence = a_day()
    BoardingPointFactory(occurrence=occurrence, name="Üçkuyular", boards_at=time(11))
    tomorrow = held_on(OccurrenceFactory(), days=1)
    later = held_on(OccurrenceFactory(), days=2)

    page = page_for(client, trips)

    [row] = page.context["departures"]
    assert row["occurrence"] == occurrence
    assert [number for number, _word in row["counts"]] == [2, 3, 1, 1]
    assert row["needs"] == 2
    assert "7 / 7" in page.text
    assert "<strong>2</strong> yedek listede" in page.text
    assert "Üçkuyular 11.00" in page.text
    for name in ("check_in", "boarding", "write"):
        assert url(name, occurrence.pk) in page.text
    if page.context["tomorrow"]:  # late in the evening it stands under today
        assert [one["occurrence"] for one in page.context["tomorrow"]] == [tomorrow]
    assert url("inspect", later.pk) not in page.text
    assert FAMILY not in page.text


def test_what_can_be_marked_already_stands_once(client, trips):
    occurrence = at(OccurrenceFactory(), timezone.now() + MARKED_FROM / 2)

    page = page_for(client, trips)

    every = [*page.context["departures"], *page.context["tomorrow"]]
    assert [row["occurrence"] for row in every] == [occurrence]


def test_a_guide_reads_numbers_and_marks_and_opens_nothing_else(client):
    guide = make_staff(StaffRole.GUIDE)
    occurrence, other = a_day(), held_on(OccurrenceFactory())
    occurrence.guides.add(guide)

    page = page_for(client, guide)

    assert [row["occurrence"] for row in page.context["departures"]] == [occurrence]
    assert url("check_in", occurrence.pk) in page.text
    for name in ("inspect", "boarding", "write"):
        assert url(name, occurrence.pk) not in page.text
        assert url(name, other.pk) not in page.text
    assert page.context["departures"][0]["needs"] == 0
    assert "bekleniyor" in page.text


def test_a_muhtar_reads_how_full_it_is_and_not_who_came(client):
    occurrence = a_day()

    page = page_for(client, make_staff(StaffRole.MUHTAR))

    [row] = page.context["departures"]
    assert (row["occurrence"], row["counts"], row["needs"]) == (occurrence, [], 0)
    assert url("check_in", occurrence.pk) not in page.text


def test_another_teams_departures_are_not_there(client, trips):
    occurrence = a_day()
    reader = join(occurrence.activity.program, Duty.READER)

    assert page_for(client, trips).context["departures"] == []
    [row] = page_for(client, reader).context["departures"]
    assert [word for _url, word in row["links"]] == []


@pytest.mark.parametrize("role", [StaffRole.COMMUNICATIONS, StaffRole.INTERVIEWER])
def test_who_works_on_no_departure_has_no_such_page(client, role):
    user = make_staff(role)

    assert page_for(client, user).status_code in (302, 403)
    home = client.get(reverse("wagtailadmin_home"))
    assert reverse("programs_today:index") not in home.text


def test_sessions_and_stops_of_the_day(client, trips):
    run = make_course(sessions=2)
    register(run)
    session = run.sessions.first()
    noon = held_on(OccurrenceFactory()).starts_at
    CourseSession.objects.filter(pk=session.pk).update(
        starts_at=noon, ends_at=noon + timedelta(hours=2)
    )
    stop = stop_with_times()
    type(stop).objects.filter(pk=stop.pk).update(day=timezone.localdate())

    page = page_for(client, trips)

    assert [one["session"] for one in page.context["sessions"]] == [session]
    assert page.context["sessions"][0]["session"].learners == 1
    assert url("sheet", run.pk, session.pk) in page.text
    assert reverse("programs_stop:inspect", args=[stop.pk]) in page.text


def test_an_empty_day_says_so(client, trips):
    page = page_for(client, trips)

    assert "Bugün sefer yok." in page.text
    assert "Sizi bekleyen bir şey yok." in page.text


def test_it_costs_the_same_for_one_departure_and_for_thirty(client, trips):
    def cost():
        with CaptureQueriesContext(connection) as asked:
            page_for(client, trips)
        return len(asked)

    activity = ActivityFactory()
    a_day(activity=activity)
    cost()
    before = cost()
    for _n in range(30):
        held_on(OccurrenceFactory(activity=activity))
        one = OccurrenceFactory(activity=activity, selection=SelectionMode.DRAW)
        at(one, timezone.now() + timedelta(days=2, minutes=5))
        BoardingPointFactory(occurrence=one)

    assert cost() <= before


# --- what waits for a decision ----------------------------------------------------


def due(client, user):
    """Heading -> the addresses below it."""
    groups = page_for(client, user).context["due"]
    return {str(one.heading): [row.url for row in one.rows] for one in groups}


def test_a_draw_is_due_from_the_end_of_registration_until_it_departs(trips):
    def draw(starts_in):
        one = OccurrenceFactory(selection=SelectionMode.DRAW)
        return at(one, timezone.now() + starts_in)

    hers = draw(timedelta(days=1))
    draw(timedelta(hours=-1))  # too late
    draw(timedelta(days=3))  # still open
    drawn = draw(timedelta(days=1))
    Occurrence.objects.filter(pk=drawn.pk).update(drawn_at=timezone.now())

    assert list(undecided.draws_to_make(trips)) == [hers]
    assert not undecided.draws_to_make(make_staff(StaffRole.MUHTAR)).exists()


def test_a_list_is_called_where_places_are_free_and_no_offer_can_be_answered(trips):
    [waiting] = line_of(1)
    line_of(1, free=0)

    assert undecided.lists_to_call(trips) == [waiting.occurrence]
    assert undecided.lists_to_call(make_staff(StaffRole.GUIDE)) == []


def test_a_departure_is_unmarked_while_somebody_is_expected(client, trips):
    guide = make_staff(StaffRole.GUIDE)
    over, marked, long_ago = (OccurrenceFactory() for _n in range(3))
    for n, one in enumerate((over, marked, long_ago)):
        hers = register(one, n=n).registration
        if one == marked:
            Registration.objects.filter(pk=hers.pk).update(state=State.ATTENDED)
    for one, days in ((over, 1), (marked, 1), (long_ago, 100)):
        at(one, timezone.now() - timedelta(days=days))
    over.guides.add(guide)

    assert list(undecided.departures_unmarked(trips)) == [over]
    assert due(client, guide) == {"Yoklaması eksik": [url("check_in", over.pk)]}


def run_over(*marks, first_frees=False):
    activity = CourseActivityFactory(first_session_frees_place=first_frees)
    run = make_course(sessions=len(marks[0]), activity=activity)
    for n, _mark in enumerate(marks):
        register(run, n=n)
    return run


def test_results_are_due_when_every_sheet_is_closed(trips):
    run = earlier(run_over("CC", "CM"), 30)
    assert list(undecided.results_to_confirm(trips)) == []

    close_all(run, ["CC", "CM"])
    assert list(undecided.results_to_confirm(trips)) == [run]

    first = run.registrations.earliest("pk")
    confirm_results(run, completed=[first.pk], by=None)
    assert list(undecided.results_to_confirm(trips)) == []


def test_places_of_a_first_session_are_due_until_the_second(trips):
    run = earlier(run_over("M.", "C.", first_frees=True), 14)
    first = run.sessions.live().first()
    begun = timezone.now() - timedelta(hours=3)
    CourseSession.objects.filter(pk=first.pk).update(
        starts_at=begun, ends_at=begun + timedelta(hours=2)
    )
    Occurrence.objects.filter(pk=run.pk).update(
        session_plan={
            **run.session_plan,
            "second": (timezone.now() + timedelta(days=1)).isoformat(),
        },
        ends_at=timezone.now() + timedelta(days=1, hours=2),
    )
    assert undecided.first_sessions_missed(trips) == []

    close_first(run, first)

    assert undecided.first_sessions_missed(trips) == [run]
    Registration.objects.filter(session_marks__mark="missed").update(
        state=State.REMOVED
    )
    assert undecided.first_sessions_missed(trips) == []


def close_first(run, first):
    missed, came = run.registrations.order_by("pk")
    attend(first, missed, "missed")
    attend(first, came, "came")
    close_sheet(first, by=None)


def test_offers_meetings_and_held_messages_lead_to_their_lists(client):
    manager = make_staff(StaffRole.MANAGER)
    occurrence = OccurrenceFactory(capacity=1)
    offered = register(occurrence).registration
    Registration.objects.filter(pk=offered.pk).update(
        state=State.OFFERED, offer_expires_at=timezone.now() + timedelta(hours=3)
    )
    ask_meeting(n=3)
    told = OccurrenceFactory()
    register(told, n=5)
    before = appointments_of(told)
    told.starts_at += timedelta(minutes=30)
    told.save()
    tell_changes(told, before=before, by=manager)

    assert due(client, manager) == {
        "Yanıt beklenen öneriler": [
            f"{reverse('programs_registration:index')}?state=offered"
        ],
        "Buluşma istekleri": [f"{reverse('programs_meeting:index')}?state=requested"],
        "Gönderilmeden okunacak iletiler": [
            reverse("messaging_batch:inspect", args=[Batch.objects.get().pk])
        ],
    }


def test_a_draft_waits_for_nobody(client, trips):
    one = OccurrenceFactory(selection=SelectionMode.DRAW)
    at(one, timezone.now() + timedelta(days=1))
    Occurrence.objects.filter(pk=one.pk).update(state=OccurrenceState.DRAFT)

    assert due(client, trips) == {}
