"""Duty by permission, in one's own call and in another's: said once more, in full."""

from itertools import product

import pytest
from django.contrib.auth.models import AnonymousUser
from wagtail.models import ModelLogEntry

from messaging.models import Message
from people.domain.protection import protect_person
from people.exceptions import Refusal
from people.roles import StaffRole
from tests.factories.staff import make_staff
from tests.factories.teams import join
from tests.factories.volunteers import (
    ApplicationFactory,
    AssignmentFactory,
    CallFactory,
    InterviewFactory,
    ReviewFactory,
    SlotFactory,
)
from volunteers.domain.duties import Rights, may, may_somewhere
from volunteers.domain.moves import check, move
from volunteers.enums import ApplicationEvent, ApplicationState, Duty
from volunteers.models import Application, Call, CallMember
from volunteers.workflow import DUTIES, MOVES

pytestmark = pytest.mark.django_db

D = Duty
ALL = set(Duty)
#: Permission -> the duties that give it: the process, said independently.
GIVEN: dict[str, set[Duty]] = {
    "view_application": ALL,
    "view_assignment": {D.COORDINATOR, D.TRAINER, D.SUPERVISOR, D.READER},
    "view_completion": {D.COORDINATOR, D.TRAINER, D.READER},
    "view_call": {D.COORDINATOR, D.READER},
    "change_call": {D.COORDINATOR},
    "view_interviewslot": {D.COORDINATOR, D.READER},
    "add_interviewslot": {D.COORDINATOR},
    "change_interviewslot": {D.COORDINATOR},
    "delete_interviewslot": {D.COORDINATOR},
    "view_availabilitywindow": {D.COORDINATOR},
    "add_availabilitywindow": {D.COORDINATOR},
    "change_availabilitywindow": {D.COORDINATOR},
    "delete_availabilitywindow": {D.COORDINATOR},
    "export_application": {D.COORDINATOR},
    "review_application": {D.COORDINATOR, D.REVIEWER, D.INTERVIEWER},
    "decide_application": {D.COORDINATOR},
    "run_interview": {D.COORDINATOR, D.INTERVIEWER},
    "run_training": {D.COORDINATOR, D.TRAINER},
    "assign_role": {D.COORDINATOR, D.SUPERVISOR},
    "undo_decision": set(),
    "add_call": set(),
    "delete_call": set(),
}


def test_the_table_gives_what_the_duties_need_and_nothing_more():
    table = {
        name: {duty for duty, given in DUTIES.items() if name in given}
        for name in GIVEN
    }

    assert table == GIVEN
    assert set().union(*DUTIES.values()) <= set(GIVEN)
    assert set(DUTIES) == ALL


@pytest.mark.parametrize("duty", Duty, ids=str)
def test_a_duty_gives_its_permissions_in_its_own_call_only(duty):
    own, other, free = CallFactory(), CallFactory(), CallFactory()
    user = join(own, duty)
    join(other, D.COORDINATOR)
    applications = {call: ApplicationFactory(call=call) for call in (own, other, free)}

    for (call, application), name in product(applications.items(), GIVEN):
        expected = call == own and duty in GIVEN[name]
        assert may(user, name, application) is expected, (call.pk, name)
        assert Rights(user).may(name, application) is expected
    assert all(
        may_somewhere(user, name) is (duty in duties) for name, duties in GIVEN.items()
    )


#: Who sees an application of her call at this state, with nothing of hers to do in it.
SEEN_BY_STATE: dict[Duty, set[str]] = {
    D.COORDINATOR: set(ApplicationState),
    D.READER: set(ApplicationState),
    D.REVIEWER: {
        "submitted", "screening", "information_asked", "invited", "scheduled",
        "interview_missed", "interviewed", "reserve",
    },
    D.INTERVIEWER: set(),
    D.TRAINER: {"accepted", "in_training", "trained", "ready", "on_duty", "paused"},
    D.SUPERVISOR: set(),
}  # fmt: skip


@pytest.mark.parametrize("duty", Duty, ids=str)
def test_a_duty_shows_the_states_it_works_on(duty):
    own, other = CallFactory(), CallFactory()
    user = join(own, duty)
    join(other, D.READER)
    for call, state in product((own, other), ApplicationState):
        ApplicationFactory(call=call, state=state)

    seen = Application.objects.visible_to(user)

    assert {one.call for one in seen} <= {own}
    assert {one.state for one in seen} == SEEN_BY_STATE[duty]


def test_interviewer_and_supervisor_meet_those_that_are_theirs():
    call = CallFactory()
    interviewer, supervisor = join(call, D.INTERVIEWER), join(call, D.SUPERVISOR)
    hers = ApplicationFactory(call=call, state="scheduled")
    slot = SlotFactory(call=call)
    slot.interviewers.add(interviewer)
    InterviewFactory(application=hers, slot=slot)
    led = ApplicationFactory(call=call, state="on_duty")
    AssignmentFactory(application=led, supervisor=supervisor)

    assert list(Application.objects.visible_to(interviewer)) == [hers]
    assert list(Application.objects.visible_to(supervisor)) == [led]


def test_reviewer_keeps_what_she_reviewed_after_the_decision():
    call = CallFactory()
    reviewer = join(call, D.REVIEWER)
    decided = ApplicationFactory(call=call, state="accepted")
    ApplicationFactory(call=call, state="accepted")
    ReviewFactory(application=decided, reviewer=reviewer)

    assert list(Application.objects.visible_to(reviewer)) == [decided]


def test_two_duties_in_two_calls_do_not_mix():
    one, two = CallFactory(), CallFactory()
    user = join(one, D.READER)
    CallMember.objects.create(call=two, user=user, duty=D.TRAINER)
    read = ApplicationFactory(call=one, state="submitted")
    ApplicationFactory(call=two, state="submitted")
    trained = ApplicationFactory(call=two, state="accepted")

    assert set(Application.objects.visible_to(user)) == {read, trained}
    assert not may(user, "run_training", read)
    assert may(user, "run_training", trained)


@pytest.mark.parametrize(
    ("role", "sees_it", "decides"),
    [
        (StaffRole.APPLICATIONS, False, False),
        (StaffRole.INTERVIEWER, False, False),
        (StaffRole.TRAINING, False, False),
        (StaffRole.PRIVACY, True, False),
        (StaffRole.MANAGER, True, True),
    ],
)
def test_a_call_with_a_team_is_closed_to_roles_but_two(role, sees_it, decides):
    call = CallFactory()
    join(call, D.COORDINATOR)
    user = make_staff(role)
    application = ApplicationFactory(call=call, state="accepted")
    slot = SlotFactory(call=call)
    slot.interviewers.add(user)
    InterviewFactory(application=application, slot=slot)

    assert Application.objects.visible_to(user).exists() is sees_it
    assert may(user, "decide_application", application) is decides


def test_a_role_works_on_a_call_without_a_team_and_by_duty_in_her_team():
    clerk = make_staff(StaffRole.APPLICATIONS)
    free, hers = CallFactory(), CallFactory()
    CallMember.objects.create(call=hers, user=clerk, duty=D.READER)
    of_free, of_hers = ApplicationFactory(call=free), ApplicationFactory(call=hers)

    assert set(Application.objects.visible_to(clerk)) == {of_free, of_hers}
    assert may(clerk, "decide_application", of_free)
    assert not may(clerk, "decide_application", of_hers)
    assert set(Call.objects.reachable_by(clerk)) == {free, hers}


def test_protected_women_stay_hidden_from_the_team():
    call = CallFactory()
    coordinator = join(call, D.COORDINATOR)
    application = ApplicationFactory(call=call)
    protect_person(
        application.person, reason="Adresi sorulmuş", by=make_staff(StaffRole.MANAGER)
    )

    assert not Application.objects.visible_to(coordinator).exists()


def test_an_anonymous_user_is_in_no_team():
    ApplicationFactory(call=CallFactory())

    assert not Application.objects.visible_to(AnonymousUser()).exists()
    assert not Call.objects.where_may(AnonymousUser(), "view_call").exists()


@pytest.mark.parametrize("duty", Duty, ids=str)
def test_every_state_by_every_event_by_every_duty(duty):
    """Whose it is comes first: who may not do it is not told where it stands."""
    call = CallFactory()
    user = join(call, duty)

    for state in ApplicationState:
        application = ApplicationFactory(call=call, state=state)
        for event in ApplicationEvent:
            row = MOVES[event]
            expected = None if state in row.sources else "not_from_here"
            if duty not in GIVEN[row.permission]:
                expected = "not_yours"
            try:
                check(application, event, by=user)
            except Refusal as refusal:
                assert refusal.reason == expected, (state, event)
            else:
                assert expected is None, (state, event)
    assert ModelLogEntry.objects.count() == Message.objects.count() == 0


@pytest.mark.parametrize("event", ApplicationEvent, ids=str)
@pytest.mark.parametrize("duty", Duty, ids=str)
def test_the_mover_asks_the_duty_for_every_event(duty, event):
    own, other = CallFactory(), CallFactory()
    user = join(own, duty)
    join(other, D.COORDINATOR)
    row = MOVES[event]
    state = row.sources[0]

    for call in (own, other):
        application = ApplicationFactory(
            call=call, state=state, decided_from="interviewed"
        )
        if call == own and duty in GIVEN[row.permission]:
            move(application, event, by=user)
            application.refresh_from_db()
            assert application.move_count == 1
        else:
            with pytest.raises(Refusal) as refused:
                move(application, event, by=user)
            application.refresh_from_db()
            assert refused.value.reason == "not_yours"
            assert (application.state, application.move_count) == (state, 0)
