"""Applying through the domain: one key is one application, numbers never repeat."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from messaging.models import Message
from people.domain.consents import record_consents
from people.domain.defaults import install_defaults
from people.domain.persons import PersonDetails
from people.exceptions import Refusal
from people.models import Person, PrivateLink
from people.roles import StaffRole
from tests.factories.volunteers import (
    MOTIVATION,
    ApplicationFactory,
    CallFactory,
    EnrollmentFactory,
    InterviewFactory,
    NoticeFactory,
    SessionFactory,
    in_days,
)
from volunteers.domain.applications import (
    ApplicationAnswers,
    accept_application,
    deletion_day,
    reject_application,
    submit_application,
    undo_decision,
    withdraw_application,
)
from volunteers.enums import ApplicationState, InterviewState
from volunteers.exceptions import ApplicationDenied, MoveDenied
from volunteers.models import Application

pytestmark = pytest.mark.django_db


def submit(call, *, key="", born=date(1990, 1, 1), digest="", **more):
    return submit_application(
        call,
        person=PersonDetails(
            given_name="İpek",
            family_name="Öztürk",
            birth_date=born,
            phone="+905000000001",
            email="ipek@example.org",
        ),
        answers=ApplicationAnswers(
            areas=list(call.areas.all()[:2]),
            motivation=MOTIVATION,
            weekly_hours="up_to_2",
            availability=["mon-noon"],
            mode="online",
        ),
        notice=NoticeFactory(),
        idempotency_key=key,
        request_digest=digest,
        **more,
    )


def test_same_key_is_the_same_application():
    call = CallFactory()

    first = submit(call, key="a")
    again = submit(call, key="a")

    assert again.application == first.application
    assert (first.is_new, again.is_new) == (True, False)
    assert Application.objects.count() == Person.objects.count() == 1
    assert Message.objects.count() == 1


@pytest.mark.parametrize("change", ["digest", "call"])
def test_same_key_with_another_request_is_refused(change):
    call = CallFactory()
    submit(call, key="a", digest="1")
    other = CallFactory() if change == "call" else call

    with pytest.raises(Refusal) as refused:
        submit(other, key="a", digest="2" if change == "digest" else "1")

    assert refused.value.reason == ApplicationDenied.KEY_REUSED
    assert Application.objects.count() == 1


def test_numbers_go_up_within_the_year_of_applying():
    call = CallFactory(opens_at=in_days(-900))
    year = timezone.localdate().year

    last_year = submit(call, now=timezone.now() - timedelta(days=400))
    references = [submit(call).application.reference for _n in range(2)]

    assert last_year.application.reference.endswith("-0001")
    assert references == [f"EIG-{year}-0001", f"EIG-{year}-0002"]


def test_refused_submission_leaves_nothing_behind():
    call = CallFactory()

    with pytest.raises(Refusal) as refused:
        submit(call, born=timezone.localdate() - timedelta(days=365 * 17))

    assert refused.value.reason == ApplicationDenied.UNDER_AGE
    counts = [m.objects.count() for m in (Application, Person, Message, PrivateLink)]
    assert counts == [0, 0, 0, 0]


def test_questions_are_kept_as_they_were_asked():
    call = CallFactory()
    call.questions.create(key="evcil", label={"tr": "Evcil hayvan?"}, kind="yes_no")
    call.save()

    application = submit(call).application

    assert [asked["key"] for asked in application.questions_asked] == ["evcil"]


def test_decision_and_its_undoing_leave_traces_and_tell_her_once(staff_user):
    manager = staff_user(StaffRole.MANAGER)
    application = ApplicationFactory(state=ApplicationState.RESERVE)
    application.decided_from = ApplicationState.INTERVIEWED
    application.save()

    accepted = accept_application(application, by=manager)
    back = undo_decision(accepted, reason="Yanlış kişi", by=manager)
    further = undo_decision(back, reason="Baştan", by=manager)

    assert back.state == ApplicationState.RESERVE
    assert further.state == ApplicationState.INTERVIEWED
    assert [m.template for m in Message.objects.all()] == ["volunteers.accepted"]


@pytest.mark.parametrize("reason", ["", "   "])
def test_undoing_needs_a_reason(reason):
    application = ApplicationFactory(
        state=ApplicationState.REJECTED, decided_from=ApplicationState.SCREENING
    )

    with pytest.raises(Refusal) as refused:
        undo_decision(application, reason=reason, by=None)

    application.refresh_from_db()
    assert refused.value.reason == MoveDenied.REASON_MISSING
    assert application.state == ApplicationState.REJECTED


def test_undoing_goes_back_to_where_it_was_decided():
    application = ApplicationFactory(state=ApplicationState.SCREENING)

    rejected = reject_application(application, by=None)
    back = undo_decision(rejected, reason="Eksik bilgi geldi", by=None)

    assert back.state == ApplicationState.SCREENING


@pytest.mark.parametrize(("keeps", "months"), [(False, 6), (True, 12)])
def test_deletion_day_depends_on_her_wish_to_be_kept(keeps, months):
    install_defaults()
    application = ApplicationFactory()
    if keeps:
        record_consents(
            application.person,
            given=["keep_for_next_term"],
            language="tr",
            entered_through="web",
        )

    day = deletion_day(application)

    today = timezone.localdate()
    assert (day.year - today.year) * 12 + day.month - today.month == months


def test_withdrawing_frees_what_she_held():
    application = ApplicationFactory(state=ApplicationState.SCHEDULED)
    interview = InterviewFactory(application=application)
    EnrollmentFactory(application=application, session=SessionFactory())

    withdraw_application(application)

    interview.refresh_from_db()
    assert interview.state == InterviewState.CANCELLED
    assert application.enrollments.count() == 0
