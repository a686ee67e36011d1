"""The attendance sheet over HTTP: codes, tablets, closing, correcting."""

import json

import pytest
from django.urls import reverse

from people.roles import StaffRole
from tests.factories.people import PersonFactory
from tests.factories.staff import make_staff
from tests.factories.volunteers import (
    ApplicationFactory,
    CallFactory,
    EnrollmentFactory,
    ModuleFactory,
    SessionFactory,
    WaitFactory,
    in_days,
)
from volunteers.codes import spaced
from volunteers.enums import ApplicationState, Attendance
from volunteers.models import SessionWait

pytestmark = pytest.mark.django_db


@pytest.fixture
def trainer(client):
    client.force_login(make_staff(StaffRole.TRAINING))
    return client


@pytest.fixture
def session():
    module = ModuleFactory()
    call = CallFactory(required_trainings=[module])
    session = SessionFactory(module=module, starts_at=in_days(-0.05))
    for given, family in (("Işıl", "Çağlayan"), ("Zeynep", "Öztürk")):
        person = PersonFactory(given_name=given, family_name=family)
        application = ApplicationFactory(call=call, person=person, state="in_training")
        EnrollmentFactory(application=application, session=session)
    return session


def url(name, session, *more):
    return reverse(f"volunteers_session:{name}", args=[session.pk, *more])


def send(client, session, *marks):
    return client.post(
        url("merge_marks", session),
        json.dumps({"marks": list(marks)}),
        content_type="application/json",
    )


def mark(code, attendance="present", age=0):
    return {"code": code, "attendance": attendance, "age": age}


def marked(session):
    seats = session.enrollments.order_by("pk")
    return list(seats.values_list("attendance", flat=True))


def test_page_gives_the_tablet_codes_and_no_more_of_her(trainer, session):
    page = trainer.get(url("inspect", session)).content.decode()

    for seat in session.enrollments.all():
        assert f'data-code="{seat.code}"' in page
    assert f'data-url="{url("merge_marks", session)}"' in page
    assert "volunteers/attendance.js" in page


def test_marks_of_a_tablet_are_written(trainer, session):
    first, second = session.enrollments.order_by("pk")

    answer = send(trainer, session, mark(first.code), mark(second.code, "excused", 900))

    assert answer.json() == {
        "standing": {first.code: "present", second.code: "excused"},
        "unknown": [],
        "together": [],
    }
    assert marked(session) == [Attendance.PRESENT, Attendance.EXCUSED]


def test_a_forged_code_is_told(trainer, session):
    answer = send(trainer, session, mark("AAAAAAAAAA"))

    assert (answer.status_code, answer.json()["unknown"]) == (200, ["AAAAAAAAAA"])
    assert marked(session) == [Attendance.EXPECTED] * 2


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[]",
        "{}",
        '{"marks": 1}',
        '{"marks": [{"code": "A"}]}',
        '{"marks": [{"code": "A", "attendance": "maybe", "age": 0}]}',
        '{"marks": [{"code": "A", "attendance": "present", "age": "x"}]}',
    ],
)
def test_nonsense_is_refused_and_changes_nothing(trainer, session, body):
    answer = trainer.post(
        url("merge_marks", session), body, content_type="application/json"
    )

    assert (answer.status_code, answer.json()) == (400, {"reason": "unreadable"})


def test_too_many_marks_at_once_are_refused(trainer, session):
    answer = send(trainer, session, *[mark("A")] * 501)

    assert answer.status_code == 400


def test_a_tablet_is_told_when_the_sheet_was_closed(trainer, session):
    first, _second = session.enrollments.order_by("pk")
    trainer.post(url("close_sheet", session))

    answer = send(trainer, session, mark(first.code))

    assert (answer.status_code, answer.json()["reason"]) == (409, "sheet_closed")
    assert answer.json()["words"]


def test_everybody_came_is_one_press_without_a_script(trainer, session):
    """With what was ticked before it, and taken back in one press as well."""
    first, second = session.enrollments.order_by("pk")
    page = trainer.get(url("inspect", session)).text
    back = f'formaction="{url("take_back_everybody", session)}"'
    assert f'formaction="{url("record_everybody", session)}"' in page
    assert f"{back} data-attendance-back hidden" in page
    ticked = {
        f"shown-{first.pk}": "expected",
        f"seat-{first.pk}": "excused",
        f"shown-{second.pk}": "expected",
    }

    trainer.post(url("record_everybody", session), ticked)

    assert marked(session) == [Attendance.EXCUSED, Attendance.PRESENT]
    page = trainer.get(url("inspect", session)).text
    assert f"{back} data-attendance-back>" in page
    assert "data-attendance-everybody hidden" in page

    answer = trainer.post(url("take_back_everybody", session), follow=True)

    assert [m.level_tag for m in answer.context["messages"]] == ["success"]
    assert marked(session) == [Attendance.EXCUSED, Attendance.EXPECTED]


def test_a_page_that_is_old_undoes_no_mark_of_a_colleague(trainer, session):
    first, _second = session.enrollments.order_by("pk")
    send(trainer, session, mark(first.code, "absent"))
    stale = {f"shown-{first.pk}": "present", f"seat-{first.pk}": "present"}

    for name in ("record_attendance", "record_everybody"):
        trainer.post(url(name, session), stale)

    assert marked(session) == [Attendance.ABSENT, Attendance.PRESENT]


def test_pressed_twice_the_second_is_told(trainer, session):
    trainer.post(url("record_everybody", session))

    answer = trainer.post(url("record_everybody", session), follow=True)

    levels = [m.level_tag for m in answer.context["messages"]]
    assert levels == ["success", "warning"]
    assert marked(session) == [Attendance.PRESENT] * 2


def test_a_tablet_says_everybody_came_and_takes_it_back(trainer, session):
    first, second = session.enrollments.order_by("pk")
    send(trainer, session, mark(first.code, "absent", 60_000))
    together = [
        {**mark(code, age=20_000), "together": True}
        for code in (first.code, second.code)
    ]

    answer = send(trainer, session, *together)

    assert answer.json()["standing"] == {first.code: "absent", second.code: "present"}
    assert answer.json()["together"] == [second.code]
    assert trainer.get(url("inspect", session)).text.count(" data-together>") == 1

    back = [{**one, "attendance": "expected", "age": 0} for one in together]
    send(trainer, session, *back)

    assert marked(session) == [Attendance.ABSENT, Attendance.EXPECTED]


def test_a_code_is_typed_as_it_is_read_aloud(trainer, session):
    first, _second = session.enrollments.order_by("pk")

    trainer.post(url("scan", session), {"code": spaced(first.code).swapcase()})

    assert marked(session)[0] == Attendance.PRESENT


def test_a_code_of_another_session_marks_nobody(trainer, session):
    other = EnrollmentFactory(session=SessionFactory(starts_at=in_days(-0.05)))

    answer = trainer.post(url("scan", session), {"code": other.code}, follow=True)

    other.refresh_from_db()
    assert [m.level_tag for m in answer.context["messages"]] == ["error"]
    assert other.attendance == Attendance.EXPECTED


def test_closing_asks_first_and_says_what_follows(trainer, session):
    page = trainer.get(url("close_sheet", session))

    session.refresh_from_db()
    assert "2" in str(page.context["explanation"])
    assert session.closed_at is None


def test_the_second_who_closes_is_told(trainer, session):
    trainer.post(url("close_sheet", session))

    page = trainer.post(url("close_sheet", session))

    assert page.status_code == 200
    assert page.context["form"].non_field_errors()


def test_a_closed_sheet_is_corrected_name_by_name(trainer, session):
    first, _second = session.enrollments.order_by("pk")
    trainer.post(url("close_sheet", session))
    page = trainer.get(url("inspect", session))
    assert (page.context["may_mark"], page.context["may_correct"]) == (False, True)

    trainer.post(url("correct", session, first.pk), {"attendance": "present"})

    first.application.refresh_from_db()
    assert marked(session) == [Attendance.PRESENT, Attendance.ABSENT]
    assert first.application.state == ApplicationState.TRAINED


@pytest.mark.parametrize("role", [StaffRole.APPLICATIONS, StaffRole.INTERVIEWER])
def test_others_neither_mark_nor_close(client, session, role):
    client.force_login(make_staff(role))
    first, _second = session.enrollments.order_by("pk")

    for name, more in (("merge_marks", ()), ("scan", ()), ("correct", (first.pk,))):
        client.post(url(name, session, *more), {"code": first.code})
    for name in ("record_everybody", "take_back_everybody", "close_sheet"):
        client.post(url(name, session))

    session.refresh_from_db()
    assert (marked(session), session.closed_at) == ([Attendance.EXPECTED] * 2, None)


def test_who_waits_is_seen_and_taken_off_the_list(trainer):
    session = SessionFactory(capacity=1)
    application = ApplicationFactory(state="in_training")
    wait = WaitFactory(session=session, application=application)
    EnrollmentFactory(session=session)

    page = trainer.get(url("inspect", session))
    assert page.context["waits"] == [wait]

    trainer.post(url("stop_waiting", session, wait.pk))
    assert SessionWait.objects.count() == 0


def test_capacity_below_what_is_taken_is_refused_on_the_form(trainer):
    session = SessionFactory(capacity=5)
    EnrollmentFactory.create_batch(3, session=session)
    form = trainer.get(url("edit", session)).context["form"]
    data = {
        name: form[name].value() or ""
        for name in ("module", "part", "online_link", "trainer", "waiting_capacity")
    }
    local = session.starts_at.strftime("%d.%m.%Y")

    answer = trainer.post(
        url("edit", session),
        {
            **data,
            "starts_at": f"{local} 10:00",
            "ends_at": f"{local} 13:00",
            "place_tr": "Kültürpark",
            "place_en": "",
            "capacity": "2",
        },
    )

    session.refresh_from_db()
    assert answer.context["form"].non_field_errors()
    assert session.capacity == 5


def test_session_with_who_waits_is_not_deleted(trainer):
    session = SessionFactory()
    WaitFactory(session=session)

    trainer.post(url("delete", session))

    assert type(session).objects.filter(pk=session.pk).exists()


def test_a_closed_sheet_leads_to_the_agreements_of_who_completed(trainer, session):
    """One came and one did not: the first signs next, in one step for all of them."""
    came, missed = session.enrollments.order_by("pk")
    send(trainer, session, mark(came.code), mark(missed.code, "absent"))
    before = trainer.get(url("inspect", session))
    trainer.post(url("close_sheet", session))

    page = trainer.get(url("inspect", session))
    preview = trainer.post(
        reverse("volunteers_application:bulk"),
        {"action": "sign_agreement", "id": page.context["signs_next"]},
    )

    assert before.context["signs_next"] == []
    assert page.context["signs_next"] == [came.application_id]
    assert 'name="action" value="sign_agreement"' in page.text
    assert [row["code"] for row in preview.context["will"]] == [
        came.application.reference
    ]


def test_who_only_reads_is_not_led_to_agreements(client, session):
    for seat in session.enrollments.all():
        seat.attendance = Attendance.PRESENT
        seat.save()
        seat.application.state = ApplicationState.TRAINED
        seat.application.save()
    session.closed_at = in_days(0)
    session.save()
    client.force_login(make_staff(StaffRole.APPLICATIONS))

    page = client.get(url("inspect", session))

    assert page.context["signs_next"] == []
    assert "sign_agreement" not in page.text


@pytest.mark.parametrize(("capacity", "is_led"), [(1, False), (12, True)])
def test_a_new_session_leads_to_the_list_where_many_are_ticked(
    trainer, capacity, is_led
):
    session = SessionFactory(starts_at=in_days(3), capacity=capacity)
    call = CallFactory(required_trainings=[session.module])
    ApplicationFactory(call=call, state="accepted")

    page = trainer.get(url("inspect", session)).text

    listed = reverse("volunteers_application:index") + "?state=accepted"
    assert (listed in page) == is_led
