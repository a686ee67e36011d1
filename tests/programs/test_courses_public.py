"""What the public sees of courses: filter, card, her page, the API, verification."""

import json
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse

from messaging.models import CalendarEvent
from people.domain.links import issue_link
from people.enums import LinkPurpose
from people.verifying import MOST_MISSES
from programs.domain.queries import coming_occurrences, course_choices
from programs.domain.results import confirm_results, revoke_certificate
from programs.domain.sessions import SessionDetails, cancel_session, change_session
from programs.filters import CourseFilter
from programs.models import CourseResult
from tests.factories.courses import (
    CourseActivityFactory,
    CourseBranchFactory,
    VenueFactory,
    close_all,
    make_course,
    move_back,
)
from tests.factories.programs import OccurrenceFactory, at_ten, register

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def forgotten():
    cache.clear()


def own(registration, name="own"):
    token = issue_link(
        registration.person, purpose=LinkPurpose.REGISTRATION, target=registration
    )
    return reverse(f"programs:{name}", args=[token])


@pytest.fixture
def certified(db):
    run = make_course(sessions=3)
    register(run)
    run = move_back(run, 40)
    close_all(run, ["CCC"])
    row = run.registrations.get()
    confirm_results(run, completed=[row.pk], by=None)
    return row


# --- looking for a course -------------------------------------------------------


@pytest.fixture
def two_courses(db):
    """Two centres in two districts, two fields, one program."""
    first = CourseActivityFactory(branch=CourseBranchFactory())
    second = CourseActivityFactory(
        branch=CourseBranchFactory(field__name={"tr": "Bilişim", "en": "Computing"}),
        program=first.program,
    )
    return (
        make_course(activity=first, venue=VenueFactory()),
        make_course(activity=second, venue=VenueFactory(district="konak")),
    )


def test_courses_are_found_by_district_field_and_centre(two_courses):
    here, there = two_courses

    def found(**asked):
        return [row.pk for row in coming_occurrences(**asked)]

    assert found(district="konak") == [there.pk]
    assert found(field=here.activity.branch.field_id) == [here.pk]
    assert found(venue=there.venue_id) == [there.pk]
    assert found(venue=there.venue_id, district="bornova") == []


def test_the_filter_asks_only_what_differs_and_ignores_nonsense(two_courses):
    here, there = two_courses
    program = here.activity.program
    asked = CourseFilter({"ilce": "konak", "merkez": "x", "alan": "9999"}, program)

    assert asked.chosen == {"district": "konak"}
    assert [one.name for one in asked.questions] == ["ilce", "alan", "merkez"]
    assert [words for _key, words in asked.questions[0].choices] == ["Bornova", "Konak"]
    alone = make_course(venue=VenueFactory())
    assert CourseFilter({}, alone.activity.program).questions == []
    assert there


def test_choices_and_cards_cost_the_same_for_one_and_for_thirty(
    two_courses, django_assert_num_queries
):
    program = two_courses[0].activity.program

    def look():
        course_choices(program)
        for row in coming_occurrences(program=program):
            assert row.place
            assert row.status_label

    with django_assert_num_queries(2):
        look()
    for _run in range(10):
        make_course(activity=two_courses[0].activity, venue=VenueFactory())
    with django_assert_num_queries(2):
        look()


# --- the API --------------------------------------------------------------------


def test_the_api_filters_and_tells_sessions(client, two_courses):
    here, there = two_courses
    listed = client.get("/api/v1/occurrences/?district=konak").json()
    assert [row["id"] for row in listed] == [there.pk]
    assert listed[0]["venue"]["district"] == "konak"
    assert listed[0]["branch"]["field_id"] == there.activity.branch.field_id
    assert listed[0]["sessions_label"]
    cancel_session(here.sessions.last(), by=None)

    told = client.get(f"/api/v1/occurrences/{here.pk}/").json()

    assert [row["is_cancelled"] for row in told["sessions"]] == [
        False,
        False,
        False,
        True,
    ]
    assert "online_link" not in json.dumps(told)
    trip = client.get(f"/api/v1/occurrences/{OccurrenceFactory().pk}/").json()
    assert trip["sessions"] == []
    assert trip["venue"] is None


# --- her own page ---------------------------------------------------------------


def test_her_page_holds_every_session(client):
    run = make_course(sessions=4)
    registration = register(run).registration
    cancel_session(run.sessions.last(), by=None)

    page = client.get(own(registration)).text

    assert page.count("<time datetime=") >= 3
    assert "Yapılmayacak" in page


def test_an_online_link_is_for_those_with_a_place(client):
    run = make_course(sessions=1, capacity=1)
    session = run.sessions.get()
    change_session(
        session,
        details=SessionDetails(
            starts_at=session.starts_at,
            ends_at=session.ends_at,
            is_online=True,
            online_link="https://example.org/oda-7",
        ),
        by=None,
    )
    seated, waiting = (register(run, n=n).registration for n in range(2))

    assert "https://example.org/oda-7" in client.get(own(seated)).text
    assert "https://example.org/oda-7" not in client.get(own(waiting)).text


def test_her_calendar_has_every_session_and_keeps_its_names(client):
    run = make_course(sessions=3)
    registration = register(run).registration
    before = client.get(own(registration, "calendar")).text
    moved = run.sessions.last()
    begins = at_ten(17)
    change_session(
        moved,
        details=SessionDetails(starts_at=begins, ends_at=begins + timedelta(hours=2)),
        by=None,
    )

    after = client.get(own(registration, "calendar")).text

    def names(text):
        return [line for line in text.splitlines() if line.startswith("UID:")]

    assert before.count("BEGIN:VEVENT") == after.count("BEGIN:VEVENT") == 3
    assert names(before) == names(after)
    assert after.count("SEQUENCE:1") == 1
    assert CalendarEvent.objects.count() == 3


def test_she_downloads_her_certificate(client, certified):
    page = client.get(own(certified)).text
    paper = client.get(own(certified, "paper"))

    assert "Katılım belgeniz" in page
    assert paper.content.startswith(b"%PDF")
    assert "no-store" in paper["Cache-Control"]


def test_without_a_certificate_there_is_no_paper(client, certified):
    open_one = register(make_course()).registration
    assert client.get(own(open_one, "paper")).status_code == 302
    revoke_certificate(certified, reason="Yanlış kişi", by=None)
    assert client.get(own(certified, "paper")).status_code == 302
    assert "Yanlış kişi" not in client.get(own(certified)).text
    assert client.get(reverse("programs:paper", args=["x" * 22])).status_code == 404


# --- verifying ------------------------------------------------------------------


def test_the_page_of_a_certificate_names_nobody_in_full(client, certified):
    code = CourseResult.objects.get().code
    find = client.get(
        reverse("programs:find_certificate"), {"kod": code[:8] + " " + code[8:]}
    )
    page = client.get(find.url)

    person = certified.person
    assert f"{person.given_name[0]}. {person.family_name[0]}., 6 saat" in page.text
    assert person.given_name not in page.text
    assert person.family_name not in page.text
    assert "noindex" in page["X-Robots-Tag"]


def test_a_revoked_certificate_says_so_and_not_why(client, certified):
    revoke_certificate(certified, reason="Karışmış", by=None)
    code = CourseResult.objects.get().code

    page = client.get(reverse("programs:verify_certificate", args=[code])).text

    assert "Geçersiz kılındı" in page
    assert "Karışmış" not in page


def test_wrong_codes_are_slowed_down(client, certified):
    wrong = reverse("programs:verify_certificate", args=["AAAACCCCDDDDEEEE"])
    for _try in range(MOST_MISSES):
        assert client.get(wrong).status_code == 404

    assert client.get(wrong).status_code == 429
    right = reverse(
        "programs:verify_certificate", args=[CourseResult.objects.get().code]
    )
    assert client.get(right).status_code == 429
