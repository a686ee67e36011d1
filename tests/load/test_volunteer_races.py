"""Two applicants want one time, one seat, one place: one of them gets it."""

import http.client
import json
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from people.domain.links import create_api_client, issue_link
from people.enums import LinkPurpose
from people.exceptions import Refusal
from people.models import Person
from tests.factories.volunteers import (
    MOTIVATION,
    AgreementFactory,
    ApplicationFactory,
    CallFactory,
    ModuleFactory,
    NoticeFactory,
    RoleFactory,
    SessionFactory,
    SlotFactory,
)
from tools.servers import HOST, Server
from volunteers.domain.roles import assign_role
from volunteers.domain.seats import enroll_in_session
from volunteers.enums import ApplicationState
from volunteers.exceptions import RoleDenied, TrainingDenied
from volunteers.models import Application, Assignment, Enrollment, Interview

pytestmark = pytest.mark.postgres

CLIENTS = 8


def at_once(tasks: list[Callable[[], Any]]) -> list[Any]:
    with ThreadPoolExecutor(len(tasks)) as pool:
        return [future.result() for future in [pool.submit(task) for task in tasks]]


def send(server: Server, method: str, path: str, body: str = "", **headers: str):
    """Status, cookies and text of one request."""
    browser = http.client.HTTPConnection(HOST, server.port, timeout=60)
    try:
        browser.request(method, path, body.encode(), headers)
        response = browser.getresponse()
        cookie = (response.getheader("Set-Cookie") or "").split(";")[0]
        return response.status, cookie, response.read().decode()
    finally:
        browser.close()


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


def test_last_place_of_a_role_is_given_once(postgres_url):
    role = RoleFactory(places=1)
    ready = ApplicationFactory.create_batch(CLIENTS, state=ApplicationState.READY)
    for application in ready:
        AgreementFactory(application=application)
    today = timezone.localdate()

    outcomes = at_once(
        [
            outcome(
                lambda one=one: assign_role(one, role=role, starts_on=today, by=None)
            )
            for one in ready
        ]
    )

    expected = ["", *[RoleDenied.ROLE_FULL.value] * (CLIENTS - 1)]
    assert sorted(outcomes) == expected
    assert Assignment.objects.count() == 1


def test_last_seat_of_a_session_is_taken_once(postgres_url):
    module = ModuleFactory()
    session = SessionFactory(module=module, capacity=3)
    call = CallFactory(required_trainings=[module])
    accepted = ApplicationFactory.create_batch(
        CLIENTS, call=call, state=ApplicationState.ACCEPTED
    )

    outcomes = at_once(
        [
            outcome(lambda one=one: enroll_in_session(one, session=session))
            for one in accepted
        ]
    )

    full = TrainingDenied.SESSION_FULL.value
    assert sorted(outcomes) == ["", "", "", *[full] * (CLIENTS - 3)]
    assert Enrollment.objects.count() == 3
