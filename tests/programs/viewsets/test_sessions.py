"""Sessions, results and certificates on the screens of staff."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from people.models import AccessRecord
from people.roles import StaffRole
from programs.domain.results import confirm_results
from programs.enums import ResultState
from programs.models import CourseResult, Venue
from tests.factories.courses import (
    CourseBranchFactory,
    CourseFieldFactory,
    VenueFactory,
    close_all,
    make_course,
    move_back,
)
from tests.factories.programs import OccurrenceFactory, at_ten, register
from tests.factories.staff import make_staff

pytestmark = pytest.mark.django_db


def url(name, run, *more):
    return reverse(f"programs_occurrence:{name}", args=[run.pk, *more])


def finished(people=2, sessions=2):
    run = make_course(sessions=sessions, capacity=40)
    for n in range(people):
        register(run, n=n)
    run = move_back(run, 40)
    close_all(run, ["C" * sessions] * people)
    return run


def planned(**changes):
    first = timezone.localdate() + timedelta(days=20)
    return {
        "first_day": first.isoformat(),
        "weekdays": [first.weekday()],
        "begins": "13:30",
        "ends": "16:00",
        "count": "3",
        **changes,
    }


# --- planning -------------------------------------------------------------------


def test_a_plan_is_shown_before_it_is_saved(trips):
    run = OccurrenceFactory()

    page = trips.post(url("plan_sessions", run), planned())

    assert page.status_code == 200
    assert not run.sessions.exists()
    seen = page.context["seen"]
    changed = trips.post(
        url("plan_sessions", run), {**planned(count="4"), "seen": seen}
    )
    assert changed.status_code == 200
    assert not run.sessions.exists()
    trips.post(url("plan_sessions", run), {**planned(), "seen": seen})
    assert run.sessions.count() == 3


@pytest.mark.parametrize(
    "changes",
    [
        {"count": ""},
        {"until": "2030-01-01"},
        {"ends": "13:00"},
        {"count": "", "until": "2020-01-01"},
        {"weekdays": []},
    ],
)
def test_a_plan_that_makes_no_sense(trips, changes):
    run = OccurrenceFactory()

    page = trips.post(url("plan_sessions", run), planned(**changes))

    assert page.context["form"].errors
    assert not page.context["seen"]


def test_a_refusal_is_said_on_the_form(trips):
    run = make_course(sessions=1)
    begins = at_ten(14).isoformat()
    sent = {
        "starts_at": begins,
        "ends_at": (at_ten(14) + timedelta(hours=1)).isoformat(),
    }

    page = trips.post(url("add_session", run), sent)

    assert page.status_code == 200
    assert "o saatte bir oturumu var" in page.text


def test_a_session_is_changed_and_cancelled(trips):
    run = make_course(sessions=2)
    register(run)
    last = run.sessions.last()
    form = trips.get(url("change_session", run, last.pk)).context["form"]
    assert form.initial["starts_at"] == last.starts_at
    begins = at_ten(18)

    answer = trips.post(
        url("change_session", run, last.pk),
        {
            "starts_at": begins.isoformat(),
            "ends_at": (begins + timedelta(hours=2)).isoformat(),
            "topic": "Kalıp",
        },
    )

    last.refresh_from_db()
    assert last.starts_at == begins
    # The messages come next: none has been sent.
    assert "iletiler" in answer.url
    trips.post(url("cancel_session", run, last.pk))
    last.refresh_from_db()
    assert last.cancelled_at


def test_the_form_of_a_run_leaves_its_times_to_the_sessions(trips):
    run = make_course(sessions=2)
    edit = reverse("programs_occurrence:edit", args=[run.pk])
    form = trips.get(edit).context["form"]

    form_class = type(form)
    bound = form_class(
        {"starts_at": at_ten(20).isoformat(), "ends_at": run.ends_at.isoformat()},
        instance=run,
        for_user=make_staff(StaffRole.MANAGER),
    )
    bound.is_valid()

    assert "starts_at" in bound.errors


# --- the page of a run ----------------------------------------------------------


def test_the_page_of_a_run_tells_sessions_sheets_and_shares(trips):
    run = finished(people=3)

    page = trips.get(reverse("programs_occurrence:inspect", args=[run.pk]))

    assert page.context["progress"].closed == 2
    assert len(page.context["standings"]) == 3
    assert "%100" in page.text
    assert url("results", run) in page.text


def test_a_running_course_stands_first_and_says_so(trips):
    OccurrenceFactory()
    running = move_back(make_course(sessions=30), 20)

    page = trips.get(reverse("programs_occurrence:index"))

    assert page.context["object_list"][0] == running
    assert "Sürüyor" in page.text
    home = trips.get(reverse("wagtailadmin_home")).text
    assert reverse("programs_occurrence:inspect", args=[running.pk]) not in home


def test_the_page_of_a_run_costs_the_same_for_one_and_for_thirty(
    trips, django_assert_max_num_queries
):
    counts = []
    for people, sessions in ((1, 1), (30, 5)):
        run = finished(people=people, sessions=sessions)
        page = reverse("programs_occurrence:inspect", args=[run.pk])
        trips.get(page)
        AccessRecord.objects.all().delete()
        with django_assert_max_num_queries(80) as counted:
            assert trips.get(page).status_code == 200
        counts.append(len(counted))

    assert counts[0] == counts[1]


# --- results --------------------------------------------------------------------


def test_results_are_confirmed_in_one_screen(trips):
    run = finished()
    first, second = run.registrations.order_by("pk")
    page = trips.get(url("results", run))
    assert page.context["ticked"] == {first.pk, second.pk}

    without_note = trips.post(url("results", run), {"chosen": [first.pk], "note": ""})
    assert without_note.status_code == 200
    assert not CourseResult.objects.exists()
    trips.post(url("results", run), {"chosen": [first.pk], "note": "Kayıt yanlıştı"})

    states = dict(CourseResult.objects.values_list("registration", "state"))
    assert states == {
        first.pk: ResultState.COMPLETED,
        second.pk: ResultState.NOT_COMPLETED,
    }
    # Names and results from now on, nothing to tick.
    decided = trips.get(url("results", run)).content.decode()
    assert "<th>Ad soyad</th>" in decided
    assert "<th>Sonuç</th>" in decided


def test_results_cost_the_same_for_one_and_for_thirty(
    trips, django_assert_max_num_queries
):
    counts = []
    for people in (1, 30):
        run = finished(people=people)
        trips.get(url("results", run))
        AccessRecord.objects.all().delete()
        with django_assert_max_num_queries(60) as counted:
            assert trips.get(url("results", run)).status_code == 200
        counts.append(len(counted))

    assert counts[0] == counts[1]


def test_results_before_the_end_say_why_not(trips):
    page = trips.get(url("results", make_course(sessions=1)))

    assert "Son oturum henüz bitmedi" in page.text
    assert "Sonuçları onayla</button>" not in page.text


@pytest.fixture
def certified(db):
    run = finished(people=1)
    row = run.registrations.get()
    confirm_results(run, completed=[row.pk], by=None)
    return row


def test_a_certificate_is_printed_and_noted(trips, certified):
    paper = trips.get(reverse("programs_registration:certificate", args=[certified.pk]))

    assert paper.content.startswith(b"%PDF")
    assert "no-store" in paper["Cache-Control"]
    assert certified.person.family_name not in paper["Content-Disposition"]
    assert AccessRecord.objects.get().person == certified.person


def test_a_certificate_is_revoked(trips, certified):
    revoke = reverse("programs_registration:revoke", args=[certified.pk])
    trips.post(revoke, {"reason": "Yanlış kişi"})

    paper = trips.get(reverse("programs_registration:certificate", args=[certified.pk]))
    assert paper.status_code == 404
    page = trips.get(reverse("programs_registration:inspect", args=[certified.pk]))
    assert "Yanlış kişi" in page.text


def test_a_result_is_taken_back(trips):
    run = finished(people=1)
    row = run.registrations.get()
    confirm_results(run, completed=[], note="Devretti", by=None)

    trips.post(reverse("programs_registration:take_back", args=[row.pk]))

    assert not CourseResult.objects.exists()


@pytest.mark.parametrize("role", [StaffRole.GUIDE, StaffRole.MUHTAR])
def test_who_may_not_see_registrations_gets_no_certificate(client, certified, role):
    client.force_login(make_staff(role))

    paper = client.get(
        reverse("programs_registration:certificate", args=[certified.pk])
    )

    assert paper.status_code in (302, 403)


# --- centres, fields and branches -----------------------------------------------


def test_centres_are_found_without_turkish_letters(trips):
    VenueFactory(name="Işıkkent Kurs Merkezi")
    VenueFactory(name="Çiğli Kurs Merkezi", district="cigli")

    found = trips.get(reverse("programs_venue:index"), {"q": "CIGLI kurs"})

    assert [row.name for row in found.context["object_list"]] == ["Çiğli Kurs Merkezi"]


def test_fields_are_found_by_their_branches(trips):
    CourseBranchFactory()
    CourseFieldFactory()

    found = trips.get(reverse("programs_course_field:index"), {"q": "kalip cikarma"})

    assert len(found.context["object_list"]) == 1


def test_a_centre_in_use_is_not_deleted(trips):
    venue = VenueFactory()
    OccurrenceFactory(venue=venue)

    trips.post(reverse("programs_venue:delete", args=[venue.pk]))

    assert Venue.objects.filter(pk=venue.pk).exists()


@pytest.mark.parametrize(
    ("name", "make"),
    [("programs_venue", VenueFactory), ("programs_course_field", CourseBranchFactory)],
)
def test_their_lists_cost_the_same_for_one_and_for_thirty(
    trips, name, make, django_assert_max_num_queries
):
    counts = []
    index = reverse(f"{name}:index")
    for rows in (1, 29):
        for _row in range(rows):
            make()
        trips.get(index)
        with django_assert_max_num_queries(40) as counted:
            trips.get(index)
        counts.append(len(counted))

    assert counts[0] == counts[1]
