"""Every state by every event by every role, through the pages.

What is allowed moves, is logged under the name of who did it, and tells her; what is
refused changes nothing, writes nothing, tells nobody, and shows a stranger nothing.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from messaging.enums import MessageState
from messaging.models import Message
from people.exceptions import Refusal
from people.roles import StaffRole
from tests.volunteers.domain.test_workflow import ALLOWED, SENT
from tests.volunteers.matrix import (
    BY_HERSELF,
    BY_STAFF,
    DUTIES,
    FOLLOWS,
    HELD,
    OF_A_ROLE,
    OUTSIDE,
    ROLES,
    WHO,
    Everything,
    Post,
)
from volunteers.domain.moves import check
from volunteers.enums import ApplicationEvent as E
from volunteers.enums import ApplicationState as S
from volunteers.enums import Duty
from volunteers.models import Application
from volunteers.viewsets.application_actions import ACTIONS

pytestmark = pytest.mark.django_db

#: Who meets an application only at these states, or where it is hers: the interview
#: and the roles of `Everything` are.
_TRAINING = {S.ACCEPTED, S.IN_TRAINING, S.TRAINED, S.READY, S.ON_DUTY, S.PAUSED}
HERS = {
    "I": {S.SCHEDULED},
    "i": {S.SCHEDULED},
    "s": {S.ON_DUTY, S.PAUSED},
    "T": _TRAINING,
    "t": _TRAINING,
    "v": {
        S.SUBMITTED,
        S.SCREENING,
        S.INFORMATION_ASKED,
        S.INVITED,
        S.SCHEDULED,
        S.INTERVIEW_MISSED,
        S.INTERVIEWED,
        S.RESERVE,
    },
}
#: By herself she begins with a place in a session, and is told of it.
SENT_TO_HERSELF = {**SENT, E.BEGIN_TRAINING: "enrolled"}
#: Whoever learns already takes one more place; nothing moves.
LEARNS = {S.IN_TRAINING, S.TRAINED}
#: And a manager where a team works: she may what she may elsewhere.
STRANGERS = {*OUTSIDE, "m"}
#: Who was logged in, who saw whom, and the settings of a site that had none yet.
KEPT_ANYWAY = {"django_session", "people_accessrecord", "pages_sitesettings"}
WRITES = re.compile(r"(?:INSERT INTO|UPDATE|DELETE FROM) \"(\w+)\"")
MARK = "volunteers.application."


def test_the_table_has_every_event_every_role_and_every_duty():
    assert set(BY_STAFF) | BY_HERSELF | FOLLOWS == set(E)
    assert set(ROLES.values()) == set(StaffRole)
    assert set(DUTIES.values()) == set(Duty)
    assert set().union(*BY_STAFF.values()) <= set(WHO) - set(OUTSIDE)
    pages = {event.value for event in BY_STAFF if event not in OF_A_ROLE}
    assert pages <= set(ACTIONS)
    assert {name for name in ACTIONS if name in set(E)} == pages


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens here is taken back at the end."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def written_since(before: int) -> list[ModelLogEntry]:
    return list(ModelLogEntry.objects.filter(pk__gt=before).order_by("pk"))


def last_entry() -> int:
    newest = ModelLogEntry.objects.order_by("pk").last()
    return newest.pk if newest else 0


class Attempt:
    """What one post did to the rows, the log and the outbox."""

    def __init__(self, client: Client, post: Post) -> None:
        self.client, self.post = client, post
        self.newest = last_entry()
        self.outbox = set(Message.objects.values_list("pk", flat=True))
        self.written: list[str] = []

    def send(self) -> None:
        with connection.execute_wrapper(self._note):
            self.answer = self.client.post(self.post.url, self.post.data)
        assert self.answer.status_code < 500

    def _note(self, execute, sql, params, many, context):
        if found := WRITES.match(sql):
            self.written.append(found[1])
        return execute(sql, params, many, context)

    @property
    def moves(self) -> list[ModelLogEntry]:
        return [
            one for one in written_since(self.newest) if one.action.startswith(MARK)
        ]

    @property
    def messages(self) -> list[Message]:
        return list(Message.objects.exclude(pk__in=self.outbox).order_by("pk"))

    def expect_nothing(self, what: object) -> None:
        assert set(self.written) <= KEPT_ANYWAY, what


def expect_move(
    attempt: Attempt, application: Application, event: E, *, by, sent=SENT
) -> None:
    state, target = application.state, ALLOWED[event][1]
    what = (state, event)
    application.refresh_from_db()
    assert application.state == target, (what, attempt.answer)
    entry, *others = [
        one for one in attempt.moves if one.action == f"{MARK}{event.value}"
    ]
    assert not others, what
    assert {"from": state, "to": target}.items() <= entry.data.items(), what
    assert all(one.user == by for one in attempt.moves), what
    # Whoever holds the interview does it herself here, so nobody else is told.
    assert [one.template for one in attempt.messages] == (
        [f"volunteers.{sent[event]}"] if event in sent else []
    ), what
    assert all(one.person_id == application.person_id for one in attempt.messages)
    is_held = {one.state == MessageState.HELD for one in attempt.messages}
    assert is_held <= {event in HELD}, what


def may(who: str, event: E, state: S) -> bool:
    return (
        who in BY_STAFF[event]
        and state in ALLOWED[event][0]
        and state in HERS.get(who, S)
    )


@pytest.mark.parametrize("who", WHO)
def test_every_event_from_every_state_through_the_pages_of_staff(who):
    there = Everything()
    user, client = there.actor(who), Client()
    if user is not None:
        client.force_login(user)
    for event in BY_STAFF:
        for state, application in there.applications.items():
            # Whoever has no part in this call is tried where it could succeed.
            if who in STRANGERS and state not in ALLOWED[event][0]:
                continue
            post = there.by_staff(event, state)
            if post is None:
                continue
            with undone():
                attempt = Attempt(client, post)
                attempt.send()
                if may(who, event, state):
                    expect_move(attempt, application, event, by=user)
                else:
                    attempt.expect_nothing((state, event))
                    expect_refusal(attempt, who, event, application)
            application.refresh_from_db()


@pytest.mark.parametrize("who", ROLES)
def test_the_verbs_ask_the_roles_before_they_say_where_she_stands(who):
    there = Everything()
    user = there.actor(who)
    for event in BY_STAFF:
        for state, application in there.applications.items():
            expected = None if state in ALLOWED[event][0] else "not_from_here"
            if who not in BY_STAFF[event]:
                expected = "not_yours"
            try:
                check(application, event, by=user)
            except Refusal as refusal:
                assert refusal.reason == expected, (state, event)
            else:
                assert expected is None, (state, event)


def expect_refusal(attempt: Attempt, who: str, event: E, row: Application) -> None:
    """Who may do it elsewhere reads why not here; who may not is led away."""
    answer = attempt.answer
    if who in BY_STAFF[event] and row.state in HERS.get(who, S):
        said = [one.level_tag for one in get_messages(answer.wsgi_request)]
        errors = answer.context["form"].errors if answer.status_code == 200 else {}
        assert errors or "error" in said, (row.state, event)
        return
    assert answer.status_code in (302, 403, 404), (row.state, event)
    if answer.status_code == 302:
        home, login = reverse("wagtailadmin_home"), reverse("wagtailadmin_login")
        assert answer.url.partition("?")[0] in (home, login), (row.state, event)
    assert row.reference not in answer.text, (row.state, event)
    assert row.person.family_name not in answer.text, (row.state, event)
    if who in OUTSIDE and row.state in ALLOWED[event][0]:
        shown = attempt.client.get(attempt.post.url)
        assert shown.status_code != 200, (row.state, event)
        assert row.reference not in shown.text, (row.state, event)
        assert row.person.family_name not in shown.text, (row.state, event)


@pytest.mark.parametrize("event", sorted(BY_HERSELF), ids=str)
def test_every_event_from_every_state_through_her_own_link(event, tr):
    there = Everything(interview_in=5)
    for state, application in there.applications.items():
        post = there.by_herself(event, there.token(state))
        with undone():
            attempt = Attempt(tr, post)
            attempt.send()
            if state in ALLOWED[event][0]:
                expect_move(attempt, application, event, by=None, sent=SENT_TO_HERSELF)
            elif event == E.BEGIN_TRAINING and state in LEARNS:
                assert [one.action for one in attempt.moves] == [f"{MARK}enroll"]
            else:
                attempt.expect_nothing((state, event))
                assert attempt.answer.status_code in (200, 302, 404, 409)
        application.refresh_from_db()


@pytest.mark.parametrize("event", sorted(BY_HERSELF), ids=str)
def test_no_event_through_a_link_that_is_over_or_never_was(event, tr):
    there = Everything(interview_in=5)
    past = timezone.now() - timedelta(minutes=1)
    for state in there.applications:
        for token in (there.token(state, expires_at=past), "yok" * 14):
            attempt = Attempt(tr, there.by_herself(event, token))
            attempt.send()

            attempt.expect_nothing((state, event))
            assert attempt.answer.status_code == 404
            assert "EIG-" not in attempt.answer.text
