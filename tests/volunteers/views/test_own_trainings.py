"""Trainings on her own page: dates, the waiting list, codes, certificates."""

import pytest
from django.urls import reverse

from people.domain.links import issue_link
from people.enums import LinkPurpose
from tests.factories.volunteers import (
    ApplicationFactory,
    CallFactory,
    CompletionFactory,
    EnrollmentFactory,
    ModuleFactory,
    SessionFactory,
    in_days,
)
from tests.pdf_reading import text_of
from volunteers.domain.seats import leave_session
from volunteers.enums import ApplicationState
from volunteers.models import Enrollment, SessionWait

pytestmark = pytest.mark.django_db


@pytest.fixture
def module():
    return ModuleFactory()


@pytest.fixture
def learner(module):
    call = CallFactory(required_trainings=[module])
    return ApplicationFactory(call=call, state=ApplicationState.IN_TRAINING)


@pytest.fixture
def token(learner):
    return issue_link(learner.person, purpose=LinkPurpose.APPLICATION, target=learner)


def own(token, name="application", *more):
    return reverse(f"volunteers:{name}", args=[token, *more])


def choices(client, token):
    return client.get(own(token)).context["choices"]


def test_she_changes_to_another_date(tr, learner, module, token):
    first, second = SessionFactory.create_batch(2, module=module)
    seat = EnrollmentFactory(application=learner, session=first)
    [choice] = choices(tr, token)
    assert (choice.session, choice.replaces) == (second, seat)

    tr.post(own(token, "take_session", second.pk), {"instead_of": seat.pk})

    assert learner.enrollments.get().session == second


def test_a_second_session_is_added_where_one_is_not_enough(tr, learner, token):
    long = ModuleFactory(hours=6)
    learner.call.required_trainings.add(long)
    learner.call.save()
    first, second = SessionFactory.create_batch(2, module=long)
    EnrollmentFactory(application=learner, session=first)

    [choice] = [one for one in choices(tr, token) if one.session == second]

    assert choice.replaces is None


def test_no_other_date_is_shown_once_the_session_has_begun(tr, learner, module, token):
    EnrollmentFactory(
        application=learner,
        session=SessionFactory(module=module, starts_at=in_days(-0.01)),
    )
    SessionFactory(module=module)

    assert choices(tr, token) == []


def test_she_waits_is_offered_and_takes_the_place(tr, learner, module, token):
    session = SessionFactory(module=module, capacity=1)
    taken = EnrollmentFactory(session=session)

    tr.post(own(token, "wait_for_session", session.pk))
    [choice] = choices(tr, token)
    assert (choice.position, choice.is_offered) == (1, False)

    leave_session(taken)
    [choice] = choices(tr, token)
    assert choice.is_offered

    answer = own(token, "answer_session_offer", choice.wait.pk)
    tr.post(answer, {"action": "accept"})
    assert learner.enrollments.get().session == session


def test_she_leaves_the_waiting_list(tr, learner, module, token):
    session = SessionFactory(module=module, capacity=1)
    EnrollmentFactory(session=session)
    tr.post(own(token, "wait_for_session", session.pk))

    tr.post(own(token, "answer_session_offer", SessionWait.objects.get().pk))

    assert SessionWait.objects.count() == 0


def test_anothers_place_in_the_line_is_not_hers(tr, learner, module, token):
    session = SessionFactory(module=module, capacity=1)
    EnrollmentFactory(session=session)
    other = SessionWait.objects.create(
        application=ApplicationFactory(state="in_training"),
        session=session,
        asked_at=in_days(-1),
    )

    tr.post(own(token, "answer_session_offer", other.pk), {"action": "decline"})

    assert SessionWait.objects.get() == other


def test_her_code_holds_nothing_but_letters(tr, learner, module, token):
    seat = EnrollmentFactory(application=learner, session=SessionFactory(module=module))

    page = tr.get(own(token, "seat_code", seat.pk))

    assert page.status_code == 200
    assert "<svg" in page.context["qr_code"]
    assert page.context["code"].replace(" ", "") == seat.code
    assert learner.person.family_name not in page.content.decode()


def test_anothers_code_is_not_shown(tr, token):
    other = EnrollmentFactory()

    answer = tr.get(own(token, "seat_code", other.pk))

    assert answer.status_code == 302


def test_she_downloads_her_certificate(tr, learner, module, token):
    completion = CompletionFactory(application=learner, module=module)

    answer = tr.get(own(token, "own_certificate", completion.pk))

    assert answer["Content-Type"] == "application/pdf"
    assert learner.person.full_name in text_of(answer.content)


def test_anothers_certificate_is_not_hers(tr, token):
    other = CompletionFactory()

    assert tr.get(own(token, "own_certificate", other.pk)).status_code == 302


def test_the_link_of_an_online_session_is_for_those_with_a_place(
    tr, learner, module, token
):
    link = "https://toplanti.example.org/oda-7"
    session = SessionFactory(module=module, online_link=link)
    before = tr.get(own(token)).content.decode()

    tr.post(own(token, "take_session", session.pk))

    assert link not in before
    assert link in tr.get(own(token)).content.decode()
    assert Enrollment.objects.count() == 1
