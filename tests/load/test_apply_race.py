"""One form is sent many times at once: one application, and everybody lands on it."""

import re
from urllib.parse import urlencode

import pytest
from django.contrib.sessions.backends.db import SessionStore

from messaging.models import Message
from people.models import Person
from tests.factories.volunteers import CallFactory, NoticeFactory
from tests.load.test_volunteer_races import at_once, send
from tests.volunteers.forms_data import STEPS, step_data, step_url
from volunteers.domain.drafts import begin_draft, keep_step
from volunteers.models import Application, ApplicationDraft, Call

pytestmark = pytest.mark.postgres

CLICKS = 6


def as_posted(step: str, data: dict) -> dict[str, list[str]]:
    return {
        f"{step}-{name}": value if isinstance(value, list) else [str(value)]
        for name, value in data.items()
    }


def filled_in(call: Call) -> str:
    """A draft with every step; the cookie of the browser that has it."""
    draft = begin_draft(call)
    for step, data in step_data(call).items():
        if step in STEPS[:-1]:
            keep_step(draft, step, as_posted(step, data), is_checked=True)
    session = SessionStore()
    session[f"application_draft_{call.pk}"] = draft.pk
    session.create()
    return f"sessionid={session.session_key}"


def test_many_clicks_on_send_are_one_application(server):
    NoticeFactory()
    call = CallFactory()
    session = filled_in(call)
    path = step_url(call, "kontrol")
    status, cookie, page = send(server, "GET", path, Cookie=session)
    assert status == 200
    [field, *_more] = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    form = {
        "csrfmiddlewaretoken": field,
        f"ApplyView-{call.slug}-current_step": "kontrol",
    }
    headers = {
        "Cookie": f"{session}; {cookie}",
        "Content-Type": "application/x-www-form-urlencoded",
    }

    statuses = at_once(
        [lambda: send(server, "POST", path, urlencode(form), **headers)[0]] * CLICKS
    )

    assert statuses == [302] * CLICKS
    assert Application.objects.count() == Person.objects.count() == 1
    assert Message.objects.count() == 1
    assert ApplicationDraft.objects.count() == 0
