"""The sheet on a tablet: who may open it, what it tells, closing, correcting."""

import json
import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from people.models import AccessRecord, Person
from people.roles import StaffRole
from programs.domain.sheets import close_sheet
from programs.enums import AttendanceMark
from programs.models import CourseSession, Occurrence
from programs.models.session import OPENS_BEFORE
from tests.factories.courses import (
    CourseActivityFactory,
    attend,
    make_course,
    move_back,
)
from tests.factories.programs import register
from tests.factories.staff import make_staff

pytestmark = pytest.mark.django_db


def begin(session):
    now = timezone.now()
    CourseSession.objects.filter(pk=session.pk).update(
        starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=1)
    )
    session.refresh_from_db()


def course(people=3, **changes):
    """Its first session is being held."""
    run = make_course(sessions=2, capacity=40, **changes)
    for n in range(people):
        register(run, n=n)
    run = move_back(run, 13)
    begin(run.sessions.first())
    return run


@pytest.fixture
def run(db):
    return course()


@pytest.fixture
def session(run):
    return run.sessions.first()


@pytest.fixture
def trainer(client, run):
    user = make_staff(StaffRole.GUIDE)
    run.guides.add(user)
    client.force_login(user)
    return client


def url(name, session):
    return reverse(
        f"programs_occurrence:{name}", args=[session.occurrence_id, session.pk]
    )


def mark(client, session, code, what="came"):
    sent = {
        "key": str(uuid.uuid4()),
        "code": code,
        "mark": what,
        "at": timezone.now().isoformat(),
    }
    return client.post(
        url("sheet_marks", session),
        json.dumps({"marks": [sent]}),
        content_type="application/json",
    )


def test_page_that_a_browser_may_keep_holds_nobody(trainer, run, session):
    page = trainer.get(url("sheet", session)).text

    for person in Person.objects.all():
        assert person.given_name not in page
    for code in run.registrations.values_list("code", flat=True):
        assert code not in page
    assert not AccessRecord.objects.exists()


def test_list_gives_initials_and_is_noted(trainer, session):
    answer = trainer.get(url("sheet_list", session))

    names = {one.guarded_name for one in Person.objects.all()}
    assert {one["name"] for one in answer.json()["people"]} == names
    assert "no-store" in answer["Cache-Control"]
    for person in Person.objects.all():
        assert person.family_name not in answer.text
        assert str(person.phone)[-7:] not in answer.text
    assert AccessRecord.objects.count() == 3


def test_a_mark_is_taken_and_everybody_told_how_all_stand(trainer, run, session):
    code = run.registrations.first().code

    told = mark(trainer, session, code).json()

    assert told["results"][0]["outcome"] == "done"
    assert told["standing"][code][0] == "came"
    assert told["isClosed"] is False


@pytest.mark.parametrize(
    "body",
    [
        "{",
        "{}",
        '{"marks": [{"key": "x"}]}',
        '{"marks": [{"key": "x", "code": "A", "mark": "flew", "at": "2026-01-01"}]}',
    ],
)
def test_what_is_no_mark_is_refused(trainer, session, body):
    answer = trainer.post(
        url("sheet_marks", session), body, content_type="application/json"
    )

    assert answer.status_code == 400


def test_a_trainer_opens_only_what_she_is_named_for(trainer, run):
    other = course(people=0)
    for name in ("sheet", "sheet_list", "close_sheet"):
        assert trainer.get(url(name, other.sessions.first())).status_code == 404
    # A session of another run under the address of hers.
    mixed = reverse(
        "programs_occurrence:sheet", args=[run.pk, other.sessions.first().pk]
    )
    assert trainer.get(mixed).status_code == 404
    assert trainer.get(url("correct_sheet", run.sessions.first())).status_code == 302
    for name in ("results", "first_session", "plan_sessions", "add_session"):
        page = trainer.get(reverse(f"programs_occurrence:{name}", args=[run.pk]))
        assert page.status_code == 302, name


@pytest.mark.parametrize(
    "role",
    sorted(
        set(StaffRole) - {StaffRole.GUIDE, StaffRole.TRIPS, StaffRole.MANAGER},
    ),
)
def test_nobody_else_opens_a_sheet(client, session, role):
    client.force_login(make_staff(role))

    for name in ("sheet", "sheet_list", "close_sheet", "correct_sheet"):
        assert client.get(url(name, session)).status_code in (302, 403, 404), name


def test_home_names_the_sheets_that_are_missing(trainer, run, session):
    other = course(people=0).sessions.first()

    home = trainer.get(reverse("wagtailadmin_home")).text

    assert url("sheet", session) in home
    assert url("sheet", other) not in home
    close_sheet(session, by=None)
    assert url("sheet", session) not in trainer.get(reverse("wagtailadmin_home")).text


def test_home_names_her_next_session(trainer, run):
    home = trainer.get(reverse("wagtailadmin_home")).text

    assert url("sheet", run.sessions.last()) in home
    run.guides.clear()
    assert (
        url("sheet", run.sessions.last())
        not in trainer.get(reverse("wagtailadmin_home")).text
    )


def test_closing_shows_who_will_be_absent_and_closes_once(trainer, run, session):
    came, absent, *_rest = run.registrations.order_by("pk")
    attend(session, came)

    page = trainer.get(url("close_sheet", session)).text
    assert absent.code in page
    assert came.code not in page
    first = trainer.post(url("close_sheet", session))
    second = trainer.post(url("close_sheet", session), follow=True)

    assert first.status_code == 302
    assert "zaten kapatılmış" in second.text
    session.refresh_from_db()
    assert session.closed_by.username == "guide"
    assert session.marks.filter(mark=AttendanceMark.MISSED).count() == 2


def test_a_sheet_without_gaps_is_closed_in_so_many_words(trainer, run, session):
    for registration in run.registrations.all():
        attend(session, registration)

    told = trainer.post(url("close_sheet", session), follow=True)

    assert [str(one).strip() for one in told.context["messages"]] == [
        "Yoklama kapatıldı."
    ]


def test_the_page_knows_from_when_on_may_be_marked(trainer, run, session):
    assert trainer.get(url("sheet", session)).context["setup"]["opensAt"] is None
    later = run.sessions.last()

    told = trainer.get(url("sheet", later)).context["setup"]["opensAt"]

    assert told == (later.starts_at - OPENS_BEFORE).isoformat()


def test_after_the_first_sheet_staff_are_led_to_the_places(client):
    run = course(activity=CourseActivityFactory(first_session_frees_place=True))
    second = (timezone.now() + timedelta(days=2)).isoformat()
    plan = {**run.session_plan, "second": second}
    Occurrence.objects.filter(pk=run.pk).update(session_plan=plan)
    client.force_login(make_staff(StaffRole.TRIPS))

    answer = client.post(url("close_sheet", run.sessions.first()))

    places = reverse("programs_occurrence:first_session", args=[run.pk])
    assert answer.url == places
    page = client.get(places)
    assert page.status_code == 200
    rows = list(run.registrations.order_by("pk"))
    kept, gone = rows[0], rows[1:]
    client.post(places, {"chosen": [row.pk for row in gone]})
    states = [row.state for row in run.registrations.order_by("pk")]
    assert states == ["confirmed", "removed", "removed"]
    assert kept.code in page.text


def test_a_closed_sheet_is_corrected_by_the_coordinator(client, run, session):
    close_sheet(session, by=None)
    client.force_login(make_staff(StaffRole.TRIPS))
    row = run.registrations.first()
    page = client.get(url("correct_sheet", session))
    sent = {name: field.initial for name, field in page.context["form"].fields.items()}

    client.post(url("correct_sheet", session), {**sent, f"row_{row.pk}": "excused"})

    marks = dict(session.marks.values_list("registration", "mark"))
    assert marks.pop(row.pk) == "excused"
    assert set(marks.values()) == {"missed"}


@pytest.mark.parametrize("name", ["sheet_list", "close_sheet", "correct_sheet"])
def test_a_sheet_costs_the_same_for_one_and_for_thirty(
    client, name, django_assert_max_num_queries
):
    client.force_login(make_staff(StaffRole.TRIPS))
    counts = []
    for people in (1, 30):
        session = course(people=people).sessions.first()
        AccessRecord.objects.all().delete()
        client.get(url(name, session))
        AccessRecord.objects.all().delete()
        with django_assert_max_num_queries(60) as counted:
            assert client.get(url(name, session)).status_code == 200
        counts.append(len(counted))

    assert counts[0] == counts[1]


def test_the_worker_keeps_the_sheet_too(trainer):
    worker = trainer.get(reverse("programs_occurrence:check_in_worker")).text

    assert "sheet" in worker
    assert "marks_queue" in worker


def test_whom_the_closer_was_not_shown_waits_for_who_sees_her(client, run, session):
    trips = make_staff(StaffRole.TRIPS)
    run.guides.add(trips)
    hers = run.registrations.first()
    Person.objects.filter(pk=hers.person_id).update(is_protected=True)
    close_sheet(session, by=trips)
    manager = make_staff(StaffRole.MANAGER)
    path, home = url("correct_sheet", session), reverse("wagtailadmin_home")

    def waits(user):
        client.force_login(user)
        return path in client.get(home).text

    assert (waits(trips), waits(manager)) == (False, True)
    client.post(path, {f"row_{hers.pk}": "came"})
    assert not waits(manager)
