"""Two colleagues close the sheet of one session at once; tablets mark meanwhile."""

import json
import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from people.roles import StaffRole
from programs.enums import AttendanceMark
from programs.models import CourseResult, CourseSession, SessionMark
from tests.factories.courses import close_all, make_course, move_back
from tests.factories.programs import register
from tests.factories.staff import make_staff
from tests.load.browser import send, staff_browser
from tests.load.test_volunteer_races import at_once

pytestmark = pytest.mark.postgres

COLLEAGUES = 4


def running_course(people=5):
    run = make_course(sessions=2)
    for n in range(people):
        register(run, n=n)
    run = move_back(run, 13)
    session = run.sessions.first()
    now = timezone.now()
    CourseSession.objects.filter(pk=session.pk).update(
        starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=1)
    )
    return run, session


def url(name, session):
    return reverse(
        f"programs_occurrence:{name}", args=[session.occurrence_id, session.pk]
    )


def test_one_of_many_closes_the_sheet(server):
    run, session = running_course()
    close = url("close_sheet", session)
    browsers = [
        staff_browser(server, make_staff(StaffRole.TRIPS, f"sorumlu{n}"), close)
        for n in range(COLLEAGUES)
    ]

    statuses = at_once(
        [lambda browser=browser: browser.post(close) for browser in browsers]
    )

    # The winner is led on; the others stay on the form, which says who was first.
    assert sorted(statuses) == [200] * (COLLEAGUES - 1) + [302]
    closed = ModelLogEntry.objects.filter(action="programs.session.close")
    assert closed.count() == 1
    session.refresh_from_db()
    assert session.closed_by == closed.get().user
    assert session.marks.count() == run.registrations.count()


def test_a_mark_made_while_the_sheet_closes_is_written_or_told(server):
    """No mark is lost in silence: it stands, or its sender hears that it does not."""
    run, session = running_course()
    close = url("close_sheet", session)
    closer = staff_browser(server, make_staff(StaffRole.TRIPS, "kapatan"), close)
    marker = staff_browser(server, make_staff(StaffRole.TRIPS, "isaretleyen"), close)
    codes = list(run.registrations.order_by("pk").values_list("code", flat=True))
    answers: dict[str, str] = {}

    def mark(code):
        sent = {
            "key": str(uuid.uuid4()),
            "code": code,
            "mark": AttendanceMark.CAME,
            "at": timezone.now().isoformat(),
        }
        _status, _cookies, text = send(
            server,
            "POST",
            url("sheet_marks", session),
            json.dumps({"marks": [sent]}),
            Cookie=marker.cookies,
            **{"X-CSRFToken": marker.field, "Content-Type": "application/json"},
        )
        answers[code] = json.loads(text)["results"][0]["outcome"]

    at_once(
        [lambda: closer.post(close), *(lambda code=code: mark(code) for code in codes)]
    )

    marks = dict(SessionMark.objects.values_list("registration__code", "mark"))
    assert set(marks) == set(answers) == set(codes)
    for code, outcome in answers.items():
        written = marks[code] == AttendanceMark.CAME
        assert outcome == ("done" if written else "sheet_closed")


def test_results_are_confirmed_once(server):
    run = make_course(sessions=1)
    row = register(run).registration
    run = move_back(run, 40)
    close_all(run, ["C"])
    path = reverse("programs_occurrence:results", args=[run.pk])
    browsers = [
        staff_browser(server, make_staff(StaffRole.TRIPS, f"sorumlu{n}"), path)
        for n in range(COLLEAGUES)
    ]

    statuses = at_once(
        [lambda one=one: one.post(path, chosen=row.pk, note="") for one in browsers]
    )

    assert sorted(statuses) == [200] * (COLLEAGUES - 1) + [302]
    assert CourseResult.objects.count() == 1
