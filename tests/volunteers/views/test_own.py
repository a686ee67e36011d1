"""Her own page: what it shows in each state, and what she can do there."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from messaging.enums import MessageState
from messaging.models import Message
from people.domain.links import issue_link
from people.enums import LinkPurpose
from people.models import PrivateLink
from people.roles import StaffRole
from tests.factories.volunteers import (
    ApplicationFactory,
    AssignmentFactory,
    CallFactory,
    EnrollmentFactory,
    ModuleFactory,
    SessionFactory,
    SheetFactory,
    SlotFactory,
    in_days,
)
from volunteers.domain.applications import reject_application
from volunteers.domain.interviews import invite_to_interview
from volunteers.enums import ApplicationState
from volunteers.models import Enrollment
from volunteers.workflow import STAGES

pytestmark = pytest.mark.django_db


def own_token(application, purpose=LinkPurpose.APPLICATION, expires_at=None):
    return issue_link(
        application.person, purpose=purpose, target=application, expires_at=expires_at
    )


def own_url(application, name="application"):
    return reverse(f"volunteers:{name}", args=[own_token(application)])


@pytest.mark.parametrize("state", ApplicationState, ids=str)
def test_page_says_in_every_state_where_she_stands(state, tr):
    application = ApplicationFactory(state=state)

    page = tr.get(own_url(application))

    assert page.status_code == 200
    text = page.content.decode()
    assert f">{STAGES[state].name}</h1>" in text
    assert str(STAGES[state].next) in text
    assert application.reference in text
    looks = [step.look for step in page.context["steps"]]
    assert looks.count("now") + looks.count("stopped") == 1


def test_page_shows_no_word_of_staff(tr, staff_user):
    application = ApplicationFactory(state=ApplicationState.INTERVIEWED)
    SheetFactory(
        interview__application=application,
        note="Gizli kanaat",
        author=staff_user(StaffRole.INTERVIEWER),
    )

    text = tr.get(own_url(application)).content.decode()

    assert "Gizli kanaat" not in text


@pytest.mark.parametrize("kind", ["wrong", "foreign", "expired", "revoked"])
def test_every_closed_link_gives_the_same_answer(kind, tr):
    application = ApplicationFactory()
    token = {
        "wrong": lambda: "x" * 22,
        "foreign": lambda: own_token(application, LinkPurpose.INTERVIEW),
        "expired": lambda: own_token(application, expires_at=in_days(-1)),
        "revoked": lambda: own_token(application),
    }[kind]()
    if kind == "revoked":
        PrivateLink.objects.update(revoked_at=in_days(-1))

    page = tr.get(reverse("volunteers:application", args=[token]))

    assert page.status_code == 404
    assert page.templates[0].name == "messaging/link_closed.html"
    assert reverse("messaging:renew") in page.content.decode()


def test_link_to_a_registration_opens_no_application(tr):
    application = ApplicationFactory()
    token = issue_link(
        application.person,
        purpose=LinkPurpose.APPLICATION,
        target=application.person,
    )

    page = tr.get(reverse("volunteers:application", args=[token]))

    assert page.status_code == 404


def test_withdrawing_asks_once_and_a_get_changes_nothing(tr):
    application = ApplicationFactory(state=ApplicationState.SCREENING)
    url = own_url(application, "withdraw")

    asked = tr.get(url)
    application.refresh_from_db()
    assert asked.status_code == 200
    assert application.state == ApplicationState.SCREENING

    first = tr.post(url)
    second = tr.post(url)
    application.refresh_from_db()
    assert (first.status_code, second.status_code) == (302, 302)
    assert application.state == ApplicationState.WITHDRAWN
    assert application.move_count == 1


def test_withdrawing_is_refused_once_she_has_a_role(tr):
    application = ApplicationFactory(state=ApplicationState.ON_DUTY)

    response = tr.post(own_url(application, "withdraw"), follow=True)

    application.refresh_from_db()
    assert application.state == ApplicationState.ON_DUTY
    assert [m.level_tag for m in response.context["messages"]] == ["error"]


def test_withdrawing_needs_the_form_of_the_site():
    application = ApplicationFactory()
    browser = Client(enforce_csrf_checks=True)

    response = browser.post(own_url(application, "withdraw"))

    application.refresh_from_db()
    assert response.status_code == 403
    assert application.state == ApplicationState.SUBMITTED


@pytest.fixture
def learner():
    module = ModuleFactory()
    call = CallFactory(required_trainings=[module])
    return ApplicationFactory(call=call, state=ApplicationState.ACCEPTED)


def test_she_chooses_a_training_date_and_gives_it_back(learner, tr):
    session = SessionFactory(module=learner.call.required_trainings.all()[0])
    token = own_token(learner)
    page = tr.get(reverse("volunteers:application", args=[token]))
    assert [one.session.pk for one in page.context["choices"]] == [session.pk]

    tr.post(reverse("volunteers:take_session", args=[token, session.pk]))
    learner.refresh_from_db()
    seat = Enrollment.objects.get()
    assert learner.state == ApplicationState.IN_TRAINING
    assert seat.application == learner

    tr.post(reverse("volunteers:give_back_session", args=[token, seat.pk]))
    assert Enrollment.objects.count() == 0


def test_full_session_is_refused_in_words(learner, tr):
    session = SessionFactory(
        module=learner.call.required_trainings.all()[0], capacity=1
    )
    EnrollmentFactory(session=session)

    url = reverse("volunteers:take_session", args=[own_token(learner), session.pk])
    response = tr.post(url, follow=True)

    assert [m.level_tag for m in response.context["messages"]] == ["error"]
    assert learner.enrollments.count() == 0


def test_she_cannot_give_back_somebody_elses_place(learner, tr):
    other = EnrollmentFactory()

    tr.post(
        reverse("volunteers:give_back_session", args=[own_token(learner), other.pk])
    )

    assert Enrollment.objects.filter(pk=other.pk).exists()


def test_training_places_are_not_taken_by_a_get(learner, tr):
    session = SessionFactory()

    response = tr.get(
        reverse("volunteers:take_session", args=[own_token(learner), session.pk])
    )

    assert response.status_code == 405


def test_page_costs_the_same_for_one_row_and_thirty(learner, tr):
    module = learner.call.required_trainings.all()[0]
    url = own_url(learner)
    costs = []
    for rows in (1, 29):
        for n in range(rows):
            SessionFactory(module=module, starts_at=in_days(n + 1))
            EnrollmentFactory(
                application=learner, session=SessionFactory(module=module)
            )
            AssignmentFactory(application=learner)
        tr.get(url)
        with CaptureQueriesContext(connection) as queries:
            tr.get(url)
        costs.append(len(queries))

    assert costs[0] == costs[1]


def test_she_reads_again_what_was_written_to_her(tr):
    application = ApplicationFactory(state=ApplicationState.SCREENING)
    SlotFactory(call=application.call)
    invite_to_interview(application, by=None)
    invited = Message.objects.get()
    invited.state, invited.sent_at = MessageState.SENT, timezone.now()
    invited.save()
    reject_application(application, by=None)

    page = tr.get(own_url(application))

    # Not what nobody has let go yet, and no second way in.
    assert page.context["messages_sent"] == [invited]
    text = page.content.decode()
    assert invited.subject in text
    first_line = invited.body.splitlines()[0]
    assert first_line in text
    assert "(bu sayfada)" in text
    assert "[[link]]" not in text
    assert Message.objects.get(state=MessageState.HELD).body[:40] not in text
