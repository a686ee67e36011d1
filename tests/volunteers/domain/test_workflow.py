"""Every event from every state: what is allowed moves, what is not changes nothing."""

from datetime import date

import pytest
from django.contrib.auth import get_user_model
from wagtail.models import ModelLogEntry

from messaging.models import Message
from people.exceptions import Refusal
from tests.factories.volunteers import (
    AgreementFactory,
    ApplicationFactory,
    CallFactory,
    EnrollmentFactory,
    InterviewFactory,
    ModuleFactory,
    RoleFactory,
    SessionFactory,
    SlotFactory,
    in_days,
)
from volunteers.domain import (
    applications,
    information,
    interviews,
    roles,
    training,
)
from volunteers.domain.moves import move
from volunteers.enums import ApplicationEvent as E
from volunteers.enums import ApplicationState as S
from volunteers.enums import Attendance, InformationPart, Recommendation
from volunteers.models import InformationRequest
from volunteers.workflow import MOVES, STAGES, STEP_NAMES, Step

#: The process, said once more and independently: event -> (from, to).
ALLOWED: dict[E, tuple[set[str], str]] = {
    E.START_SCREENING: ({"submitted", "carried_over"}, "screening"),
    E.ASK_INFORMATION: ({"submitted", "screening"}, "information_asked"),
    E.ANSWER_INFORMATION: ({"information_asked"}, "screening"),
    E.GO_ON: ({"information_asked"}, "screening"),
    E.INVITE_TO_INTERVIEW: ({"screening", "interview_missed"}, "invited"),
    E.BOOK_INTERVIEW: ({"invited"}, "scheduled"),
    E.MOVE_INTERVIEW: ({"scheduled"}, "scheduled"),
    E.GIVE_UP_INTERVIEW: ({"scheduled"}, "invited"),
    E.RECORD_INTERVIEW: ({"scheduled"}, "interviewed"),
    E.RECORD_MISSED_INTERVIEW: ({"scheduled"}, "interview_missed"),
    E.RECORD_EXCUSED_INTERVIEW: ({"scheduled"}, "invited"),
    E.CALL_OFF_INTERVIEW: ({"scheduled"}, "invited"),
    E.ACCEPT: ({"interviewed", "reserve"}, "accepted"),
    E.KEEP_IN_RESERVE: ({"interviewed"}, "reserve"),
    E.REJECT: (
        {"screening", "invited", "interview_missed", "interviewed", "reserve"},
        "rejected",
    ),
    E.CARRY_OVER: (
        {"screening", "invited", "interview_missed", "interviewed", "reserve"},
        "carried_over",
    ),
    E.UNDO_DECISION: (
        {"accepted", "reserve", "rejected", "carried_over"},
        "interviewed",
    ),
    E.BEGIN_TRAINING: ({"accepted"}, "in_training"),
    E.COMPLETE_TRAINING: ({"in_training"}, "trained"),
    E.REOPEN_TRAINING: ({"trained"}, "in_training"),
    E.SIGN_AGREEMENT: ({"trained"}, "ready"),
    E.ASSIGN_ROLE: ({"ready", "on_duty"}, "on_duty"),
    E.PAUSE_DUTY: ({"on_duty"}, "paused"),
    E.RETURN_TO_DUTY: ({"paused"}, "on_duty"),
    E.END_DUTY: ({"on_duty", "paused"}, "ready"),
    E.LEAVE: ({"ready", "on_duty", "paused"}, "left"),
    E.WITHDRAW: (
        {
            "submitted",
            "screening",
            "information_asked",
            "invited",
            "scheduled",
            "interview_missed",
            "interviewed",
            "accepted",
            "reserve",
            "carried_over",
            "in_training",
            "trained",
            "ready",
        },
        "withdrawn",
    ),
}

#: What she is sent at each event; at the others nothing.
SENT: dict[E, str] = {
    E.ASK_INFORMATION: "information",
    E.INVITE_TO_INTERVIEW: "invited",
    E.BOOK_INTERVIEW: "booked",
    E.MOVE_INTERVIEW: "moved",
    E.GIVE_UP_INTERVIEW: "given_up",
    E.RECORD_MISSED_INTERVIEW: "missed",
    E.RECORD_EXCUSED_INTERVIEW: "excused",
    E.CALL_OFF_INTERVIEW: "called_off",
    E.ACCEPT: "accepted",
    E.KEEP_IN_RESERVE: "reserve",
    E.REJECT: "rejected",
    E.CARRY_OVER: "carried_over",
    E.COMPLETE_TRAINING: "trained",
    E.ASSIGN_ROLE: "assigned",
    E.WITHDRAW: "withdrawn",
}

#: What staff call for each event; the rest follow from attendance and assignments.
VERBS = {
    E.START_SCREENING: lambda a, w: applications.start_screening(a, by=w.user),
    E.ASK_INFORMATION: lambda a, w: information.ask_information(
        a, part=InformationPart.TIME, words="Hangi günler?", by=w.user
    ),
    E.ANSWER_INFORMATION: lambda a, w: information.answer_information(
        a, changes={"weekly_hours": "more"}
    ),
    E.GO_ON: lambda a, w: information.go_on_without_answer(a, by=w.user),
    E.INVITE_TO_INTERVIEW: lambda a, w: interviews.invite_to_interview(a, by=w.user),
    E.BOOK_INTERVIEW: lambda a, w: interviews.book_interview(
        a, slot=w.free_slot, by=w.user
    ),
    E.MOVE_INTERVIEW: lambda a, w: interviews.move_interview(
        a, slot=w.free_slot, by=w.user
    ),
    E.GIVE_UP_INTERVIEW: lambda a, w: interviews.give_up_interview(a, by=w.user),
    E.RECORD_INTERVIEW: lambda a, w: interviews.record_interview(
        a, recommendation=Recommendation.ACCEPT, by=w.user
    ),
    E.RECORD_MISSED_INTERVIEW: lambda a, w: interviews.record_missed_interview(
        a, by=w.user
    ),
    E.RECORD_EXCUSED_INTERVIEW: lambda a, w: interviews.record_excused_interview(
        a, by=w.user
    ),
    E.CALL_OFF_INTERVIEW: lambda a, w: interviews.call_off_interview(a, by=w.user),
    E.ACCEPT: lambda a, w: applications.accept_application(a, by=w.user),
    E.KEEP_IN_RESERVE: lambda a, w: applications.keep_in_reserve(a, by=w.user),
    E.REJECT: lambda a, w: applications.reject_application(a, by=w.user),
    E.CARRY_OVER: lambda a, w: applications.carry_over_application(a, by=w.user),
    E.UNDO_DECISION: lambda a, w: applications.undo_decision(
        a, reason="Yanlış başvuru", by=w.user
    ),
    E.BEGIN_TRAINING: lambda a, w: training.begin_training(a, by=w.user),
    E.COMPLETE_TRAINING: lambda a, w: training.complete_training(a, by=w.user),
    E.SIGN_AGREEMENT: lambda a, w: roles.sign_agreement(
        a, version="2026-1", signed_on=date(2026, 1, 5), by=w.user
    ),
    E.ASSIGN_ROLE: lambda a, w: roles.assign_role(
        a, role=w.role, starts_on=w.role.starts_on, by=w.user
    ),
    E.LEAVE: lambda a, w: roles.record_leaving(a, reason="Taşındı", by=w.user),
    E.WITHDRAW: lambda a, w: applications.withdraw_application(a),
}


class World:
    """Everything an event may need, so that only the state can refuse it."""

    def __init__(self, state: S, event: E):
        self.user = get_user_model().objects.create_superuser("gorevli")
        module = ModuleFactory()
        self.call = CallFactory(required_trainings=[module])
        self.free_slot = SlotFactory(call=self.call, starts_at=in_days(5))
        self.role = RoleFactory()
        self.application = ApplicationFactory(
            call=self.call, state=state, decided_from=S.INTERVIEWED
        )
        if state == S.SCHEDULED:
            InterviewFactory(
                application=self.application,
                slot=SlotFactory(call=self.call, starts_at=in_days(-0.1)),
            )
        if state == S.INFORMATION_ASKED:
            InformationRequest.objects.create(
                application=self.application,
                part=InformationPart.TIME,
                words="Hangi günler?",
                asked_at=in_days(-1),
                answer_by=in_days(6).date(),
            )
        if event in (E.COMPLETE_TRAINING, E.ASSIGN_ROLE):
            EnrollmentFactory(
                application=self.application,
                session=SessionFactory(module=module, starts_at=in_days(-1)),
                attendance=Attendance.PRESENT,
            )
        if event == E.ASSIGN_ROLE:
            AgreementFactory(application=self.application)

    def take(self, event: E) -> None:
        if event in VERBS:
            VERBS[event](self.application, self)
        else:
            move(self.application, event, by=self.user)


def test_the_table_says_what_the_process_says():
    table = {
        event: ({state.value for state in row.sources}, row.target)
        for event, row in MOVES.items()
    }

    expected = {**ALLOWED, E.UNDO_DECISION: (ALLOWED[E.UNDO_DECISION][0], None)}
    assert table == expected


def test_every_event_has_a_row_and_every_state_has_words():
    assert set(MOVES) == set(E)
    assert set(STAGES) == set(S)
    assert set(STEP_NAMES) == set(Step)


@pytest.mark.django_db
@pytest.mark.parametrize("event", E, ids=str)
@pytest.mark.parametrize("state", S, ids=str)
def test_event_from_state(state, event):
    world = World(state, event)
    sources, target = ALLOWED[event]

    if state in sources:
        world.take(event)

        world.application.refresh_from_db()
        assert world.application.state == target
        entry = ModelLogEntry.objects.get(
            action=f"volunteers.application.{event.value}"
        )
        assert {"from": state.value, "to": target}.items() <= entry.data.items()
        assert entry.label == world.application.reference
        assert [one.template for one in Message.objects.all()] == (
            [f"volunteers.{SENT[event]}"] if event in SENT else []
        )
    else:
        before = stored_row(world)
        with pytest.raises(Refusal):
            world.take(event)

        assert stored_row(world) == before
        assert Message.objects.count() == 0
        assert ModelLogEntry.objects.count() == 0


def stored_row(world):
    application = type(world.application)
    return application.objects.values().get(pk=world.application.pk)
