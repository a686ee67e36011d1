"""Two of staff act on one application at once: one wins, the other is told."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from messaging.models import Message
from people.roles import StaffRole
from tests.factories.staff import make_staff
from tests.factories.volunteers import (
    ApplicationFactory,
    CallFactory,
    ReviewPlanFactory,
)
from tests.load.test_volunteer_races import send
from tools.servers import Server
from volunteers.models import Application, Decision, ReviewAssignment

pytestmark = pytest.mark.postgres


class Desk:
    """A browser of one member of staff, with the form of a page before her."""

    def __init__(self, server: Server, role: StaffRole, username: str):
        self.server = server
        self.user = make_staff(role, username)
        browser = Client()
        browser.force_login(self.user)
        session = browser.cookies[settings.SESSION_COOKIE_NAME].value
        self.cookie = f"{settings.SESSION_COOKIE_NAME}={session}"

    def open(self, path: str) -> None:
        status, cookie, page = send(self.server, "GET", path, Cookie=self.cookie)
        assert status == 200, (path, status)
        found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
        assert found is not None
        self.token = found[1]
        self.cookies = f"{self.cookie}; {cookie}"

    def press(self, path: str, **data: Any) -> Callable[[], tuple[int, str]]:
        body = urlencode({"csrfmiddlewaretoken": self.token, **data}, doseq=True)
        headers = {
            "Cookie": self.cookies,
            "Content-Type": "application/x-www-form-urlencoded",
        }

        def send_it() -> tuple[int, str]:
            status, _cookie, page = send(self.server, "POST", path, body, **headers)
            return status, page

        return send_it


def at_once(*tasks: Callable[[], tuple[int, str]]) -> list[tuple[int, str]]:
    with ThreadPoolExecutor(len(tasks)) as pool:
        return [one.result() for one in [pool.submit(task) for task in tasks]]


def action(name: str, application: Application) -> str:
    return reverse(f"volunteers_application:{name}", args=[application.pk])


@pytest.fixture
def desks(server: Server) -> list[Desk]:
    return [
        Desk(server, StaffRole.APPLICATIONS, "masa-1"),
        Desk(server, StaffRole.MANAGER, "masa-2"),
    ]


def test_accepting_and_refusing_at_once_is_one_decision(desks):
    application = ApplicationFactory(state="interviewed")
    first, second = desks
    accept, reject = action("accept", application), action("reject", application)
    first.open(accept)
    second.open(reject)

    answers = at_once(
        first.press(accept, reason="fits"), second.press(reject, reason="times")
    )

    # Who came second reads why nothing happened, on the form that she had filled in.
    assert sorted(status for status, _page in answers) == [200, 302]
    [told] = [page for status, page in answers if status == 200]
    assert "help-critical" in told
    decision = Decision.objects.get()
    application.refresh_from_db()
    assert (
        application.state
        == {"accept": "accepted", "reject": "rejected"}[decision.event]
    )
    assert Message.objects.count() == 1
    logged = ModelLogEntry.objects.filter(
        action__in=["volunteers.application.accept", "volunteers.application.reject"]
    )
    assert logged.count() == 1


def test_two_bulk_decisions_meet_and_each_row_is_decided_once(desks):
    applications = ApplicationFactory.create_batch(12, state="interviewed")
    first, second = desks
    path = reverse("volunteers_application:bulk")
    for desk in desks:
        desk.open(reverse("volunteers_application:index"))
    ids = [one.pk for one in applications]

    answers = at_once(
        first.press(path, action="accept", step="go", reason="fits", id=ids),
        second.press(path, action="reject", step="go", reason="times", id=ids[::-1]),
    )

    assert [status for status, _page in answers] == [200, 200]
    assert Decision.objects.count() == len(applications)
    states = set(Application.objects.values_list("state", flat=True))
    # All rows are locked in one order, so that one desk has them all.
    assert len(states) == 1
    assert states < {"accepted", "rejected"}
    assert Message.objects.count() == len(applications)
    refused = [page for _status, page in answers if applications[0].reference in page]
    assert len(refused) == 2


def test_a_limit_holds_for_two_who_assign_at_once(desks):
    call = CallFactory()
    ReviewPlanFactory(call=call, reviewers_wanted=1, most_per_reviewer=3)
    applications = ApplicationFactory.create_batch(8, call=call, state="screening")
    reviewer = desks[0].user
    path = reverse("volunteers_application:bulk")
    for desk in desks:
        desk.open(reverse("volunteers_application:index"))
    halves = [
        [one.pk for one in applications[:4]],
        [one.pk for one in applications[4:]],
    ]

    answers = at_once(
        *(
            desk.press(
                path,
                action="assign_reviewers",
                step="go",
                reviewers=[reviewer.pk],
                way="balanced",
                id=ids,
            )
            for desk, ids in zip(desks, halves, strict=True)
        )
    )

    assert [status for status, _page in answers] == [200, 200]
    assert ReviewAssignment.objects.filter(reviewer=reviewer).count() == 3
    assert get_user_model().objects.count() == 2
