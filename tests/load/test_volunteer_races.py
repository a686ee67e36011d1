"""Two applicants want one time, one seat, one place: one of them gets it."""

import html
import json
import re
from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from messaging.models import Message
from people.domain.links import create_api_client, issue_link
from people.enums import LinkPurpose
from people.exceptions import Refusal
from people.models import Person
from people.roles import StaffRole
from people.wording import refusal_words
from tests.factories.staff import make_staff
from tests.factories.volunteers import (
    MOTIVATION,
    AgreementFactory,
    ApplicationFactory,
    CallFactory,
    EnrollmentFactory,
    ModuleFactory,
    NoticeFactory,
    RoleFactory,
    SessionFactory,
    SlotFactory,
    in_days,
)
from tests.load.browser import at_once, own_application, send
from tests.load.browser import staff_browser as browser_of
from tools.servers import Server
from volunteers.domain.seats import (
    enroll_in_session,
    move_to_session,
)
from volunteers.domain.waiting import wait_for_session
from volunteers.enums import ApplicationState, Attendance
from volunteers.exceptions import RoleDenied
from volunteers.models import (
    Application,
    Assignment,
    Completion,
    Enrollment,
    Interview,
    SessionWait,
    TrainingSession,
)

pytestmark = pytest.mark.postgres

CLIENTS = 8


def test_one_time_is_booked_by_one_of_many(server):
    call = CallFactory()
    slot = SlotFactory(call=call)
    invited = ApplicationFactory.create_batch(
        CLIENTS, call=call, state=ApplicationState.INVITED
    )

    def book(application: Application) -> Callable[[], int]:
        token = issue_link(
            application.person, purpose=LinkPurpose.INTERVIEW, target=application
        )
        path = reverse("volunteers:interview", args=[token])
        _status, cookie, page = send(server, "GET", path)
        [field, *_more] = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
        form = {"csrfmiddlewaretoken": field, "action": "book", "slot": slot.pk}
        headers = {
            "Cookie": cookie,
            "Content-Type": "application/x-www-form-urlencoded",
        }
        return lambda: send(server, "POST", path, urlencode(form), **headers)[0]

    statuses = at_once([book(application) for application in invited])

    assert sorted(statuses) == [302] + [409] * (CLIENTS - 1)
    assert Interview.objects.count() == 1
    scheduled = Application.objects.filter(state=ApplicationState.SCHEDULED)
    assert scheduled.get() == Interview.objects.get().application


def test_numbers_never_repeat_and_one_key_is_one_application(server):
    call = CallFactory()
    notice = NoticeFactory()
    _client, token = create_api_client("vitrin")
    body = json.dumps(
        {
            "notice_id": notice.pk,
            "person": {
                "given_name": "Ümran",
                "family_name": "Âkif",
                "birth_date": "1966-07-15",
                "district": "bayrakli",
                "phone": "0500 000 00 06",
                "email": "umran@example.org",
                "contact_channel": "email",
            },
            "areas": [call.areas.all()[0].slug],
            "motivation": MOTIVATION,
            "weekly_hours": "more",
            "availability": ["sun-noon"],
            "mode": "both",
            "declared_true": True,
        }
    )
    path = f"/api/v1/calls/{call.slug}/applications/"

    def ask(key: str) -> Callable[[], Any]:
        headers = {
            "Authorization": f"Bearer {token}",
            "Content-Type": "application/json",
            "Idempotency-Key": key,
        }
        return lambda: send(server, "POST", path, body, **headers)

    # Each of four women presses twice at the same moment.
    answers = at_once([ask(f"key-{n % 4}") for n in range(CLIENTS)])

    assert sorted(status for status, _cookie, _body in answers) == [200] * 4 + [201] * 4
    references = {json.loads(text)["reference"] for _s, _c, text in answers}
    year = timezone.localdate().year
    assert references == {f"EIG-{year}-{n:04d}" for n in range(1, 5)}
    assert Application.objects.count() == Person.objects.count() == 4


def outcome(verb: Callable[[], object]) -> Callable[[], str]:
    """Calls a verb in a thread of its own; "" or the reason it was refused for."""

    def call() -> str:
        try:
            verb()
        except Refusal as refusal:
            return refusal.reason.value
        finally:
            connection.close()
        return ""

    return call


def logged(action: str) -> int:
    return ModelLogEntry.objects.filter(action=action).count()


def test_last_place_of_a_role_is_given_once(server):
    role = RoleFactory(places=1)
    ready = ApplicationFactory.create_batch(CLIENTS, state=ApplicationState.READY)
    today = timezone.localdate()
    presses = []
    for n, application in enumerate(ready):
        AgreementFactory(application=application)
        path = reverse("volunteers_application:assign_role", args=[application.pk])
        clerk = browser_of(
            server, make_staff(StaffRole.APPLICATIONS, f"gorevli-{n}"), path
        )
        form = {"role": role.pk, "starts_on": today.strftime("%d.%m.%Y")}
        presses.append(partial(clerk.answer, path, **form))

    answers = at_once(presses)

    assert sorted(status for status, _page in answers) == [200] * (CLIENTS - 1) + [302]
    # The others keep what they typed and read why.
    words = str(refusal_words(Refusal(RoleDenied.ROLE_FULL)))
    assert all(
        words in html.unescape(page) for status, page in answers if status == 200
    )
    given = Assignment.objects.get()
    assert given.role == role
    on_duty = Application.objects.filter(state=ApplicationState.ON_DUTY)
    assert on_duty.get() == given.application
    assert logged("volunteers.application.assign_role") == 1
    assert Message.objects.filter(template="volunteers.assigned").count() == 1


def test_last_seats_of_a_session_are_taken_once(server):
    module = ModuleFactory()
    session = SessionFactory(module=module, capacity=3)
    call = CallFactory(required_trainings=[module])
    accepted = ApplicationFactory.create_batch(
        CLIENTS, call=call, state=ApplicationState.ACCEPTED
    )
    presses = []
    for application in accepted:
        hers, token = own_application(server, application)
        path = reverse("volunteers:take_session", args=[token, session.pk])
        presses += [partial(hers.post, path)] * 2  # a double click

    statuses = at_once(presses)

    assert max(statuses) < 500
    seated = Enrollment.objects.values_list("application", flat=True)
    assert len(seated) == len(set(seated)) == 3
    begun = Application.objects.filter(state=ApplicationState.IN_TRAINING)
    assert set(begun.values_list("pk", flat=True)) == set(seated)
    rest = Application.objects.exclude(pk__in=seated)
    assert set(rest.values_list("state", flat=True)) == {ApplicationState.ACCEPTED}
    assert logged("volunteers.application.enroll") == 3
    assert Message.objects.filter(template="volunteers.enrolled").count() == 3


def staff_browser(server: Server, user: str) -> Callable[..., Any]:
    """Logged in as a trainer; sends forms and marks as her browser does."""
    trainer = make_staff(StaffRole.TRAINING, user)
    browser = Client()
    browser.force_login(trainer)
    secret = "a" * 32
    session = browser.cookies["sessionid"].value
    cookies = f"sessionid={session}; csrftoken={secret}"

    def post(path: str, body: str, kind: str) -> Any:
        headers = {"Cookie": cookies, "Content-Type": kind, "X-CSRFToken": secret}
        return send(server, "POST", path, body, **headers)

    return post


def begun_sheet(names: int = 4) -> TrainingSession:
    """A session that has begun, and who of it needs nothing else."""
    module = ModuleFactory()
    call = CallFactory(required_trainings=[module])
    session = SessionFactory(module=module, starts_at=in_days(-0.1))
    for application in ApplicationFactory.create_batch(
        names, call=call, state=ApplicationState.IN_TRAINING
    ):
        EnrollmentFactory(application=application, session=session)
    return session


FORM = "application/x-www-form-urlencoded"


def test_a_sheet_is_closed_by_one_of_two_trainers(server):
    session = begun_sheet()
    session.enrollments.update(attendance=Attendance.PRESENT)
    path = reverse("volunteers_session:close_sheet", args=[session.pk])
    trainers = [staff_browser(server, f"egitmen-{n}") for n in range(2)]

    answers = at_once([lambda post=post: post(path, "", FORM) for post in trainers])

    # The other reads on the page who closed it.
    assert sorted(status for status, _cookie, _page in answers) == [200, 302]
    session.refresh_from_db()
    told = [page for status, _cookie, page in answers if status == 200]
    assert session.closed_by.get_full_name() in told[0]
    assert Completion.objects.count() == 4
    messages = Message.objects.filter(template="volunteers.trained")
    assert messages.count() == 4
    logged = ModelLogEntry.objects.filter(action="volunteers.session.close_sheet")
    assert logged.count() == 1


def test_everybody_is_marked_once_by_two_trainers(server):
    session = begun_sheet()
    first, second = (staff_browser(server, f"egitmen-{n}") for n in range(2))
    path = reverse("volunteers_session:record_everybody", args=[session.pk])
    marks = reverse("volunteers_session:merge_marks", args=[session.pk])
    missing = session.enrollments.values_list("code", flat=True).first()
    one = json.dumps({"marks": [{"code": missing, "attendance": "absent", "age": 0}]})

    answers = at_once(
        [
            lambda: first(path, "", FORM),
            lambda: second(path, "", FORM),
            lambda: first(marks, one, "application/json"),
        ]
    )

    assert [status for status, _cookie, _page in answers] == [302, 302, 200]
    # Whoever was first: she alone is marked as absent, the others came.
    stand = session.enrollments.order_by("code").values_list("code", "attendance")
    assert {code for code, mark in stand if mark == "absent"} == {missing}
    assert session.enrollments.filter(marked_together=True).count() == 3
    logged = ModelLogEntry.objects.filter(action="volunteers.session.record_attendance")
    assert sum(entry.data["marks"] for entry in logged) in {4, 5}


def test_marks_of_two_tablets_and_a_closing_leave_nothing_half_done(server):
    session = begun_sheet()
    codes = list(session.enrollments.values_list("code", flat=True))
    first, second, third = (staff_browser(server, f"egitmen-{n}") for n in range(3))
    url = reverse("volunteers_session:merge_marks", args=[session.pk])

    def marks(what: str, age: int) -> str:
        made = [{"code": one, "attendance": what, "age": age} for one in codes]
        return json.dumps({"marks": made})

    early, late = marks("absent", 60_000), marks("present", 1_000)
    merged = at_once(
        [
            lambda: first(url, early, "application/json"),
            lambda: second(url, late, "application/json"),
            lambda: first(url, early, "application/json"),
        ]
    )
    assert [status for status, _cookie, _body in merged] == [200] * 3
    present = session.enrollments.filter(attendance=Attendance.PRESENT)
    assert present.count() == 4

    path = reverse("volunteers_session:close_sheet", args=[session.pk])
    closing, marking = at_once(
        [
            lambda: third(path, "", FORM),
            lambda: first(url, marks("absent", 0), "application/json"),
        ]
    )

    # Either the marks came first and count, or the tablet is told.
    assert closing[0] == 302
    left = session.enrollments.filter(attendance=Attendance.PRESENT).count()
    assert (marking[0], left, Completion.objects.count()) in {(200, 0, 0), (409, 4, 4)}


def test_a_freed_place_is_offered_once_and_taken_once(server):
    module = ModuleFactory()
    session = SessionFactory(module=module, capacity=1)
    call = CallFactory(required_trainings=[module])
    learner, *others = ApplicationFactory.create_batch(
        CLIENTS, call=call, state=ApplicationState.ACCEPTED
    )
    taken = EnrollmentFactory(session=session, application=learner)
    waits = [wait_for_session(one, session=session) for one in others[:4]]
    leaving, own = own_application(server, learner)
    back = reverse("volunteers:give_back_session", args=[own, taken.pk])
    presses = [partial(leaving.post, back)] * 2
    for one in others[4:]:
        hers, token = own_application(server, one)
        path = reverse("volunteers:take_session", args=[token, session.pk])
        presses.append(partial(hers.post, path))

    assert max(at_once(presses)) < 500

    # Whoever stands in line comes before whoever asks now.
    assert session.enrollments.count() == 0
    assert list(SessionWait.objects.offered()) == [waits[0]]

    first, token = own_application(server, others[0])
    path = reverse("volunteers:answer_session_offer", args=[token, waits[0].pk])
    statuses = at_once([partial(first.post, path, action="accept")] * 4)

    assert max(statuses) < 500
    assert session.enrollments.get().application == others[0]
    assert logged("volunteers.application.enroll") == 1


def test_moving_across_two_sessions_never_waits_in_a_circle(postgres_url):
    module = ModuleFactory()
    first, second = SessionFactory.create_batch(2, module=module, capacity=4)
    call = CallFactory(required_trainings=[module])
    there, here = (
        [
            enroll_in_session(one, session=session)
            for one in ApplicationFactory.create_batch(
                2, call=call, state=ApplicationState.ACCEPTED
            )
        ]
        for session in (first, second)
    )

    outcomes = at_once(
        [
            outcome(lambda one=one, to=to: move_to_session(one, session=to))
            for seats, to in ((there, second), (here, first))
            for one in seats
        ]
    )

    assert outcomes == [""] * 4
    assert (first.enrollments.count(), second.enrollments.count()) == (2, 2)
