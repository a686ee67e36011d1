"""Places in trainings, and completion that follows from attendance."""

from datetime import timedelta

import pytest

from people.exceptions import Refusal
from tests.factories.volunteers import (
    ApplicationFactory,
    CallFactory,
    EnrollmentFactory,
    ModuleFactory,
    SessionFactory,
    in_days,
)
from volunteers.domain.attendance import (
    close_sheet,
    correct_attendance,
    record_attendance,
)
from volunteers.domain.seats import enroll_in_session, leave_session
from volunteers.domain.training import begin_training, missing_trainings
from volunteers.enums import ApplicationState, Attendance
from volunteers.exceptions import TrainingDenied

pytestmark = pytest.mark.django_db


@pytest.fixture
def modules():
    return ModuleFactory.create_batch(2, hours=6)


@pytest.fixture
def learner(modules):
    call = CallFactory(required_trainings=modules)
    return ApplicationFactory(call=call, state=ApplicationState.ACCEPTED)


def held(module, hours=6):
    """A session of yesterday."""
    starts_at = in_days(-1)
    return SessionFactory(
        module=module, starts_at=starts_at, ends_at=starts_at + timedelta(hours=hours)
    )


def attend(application, session, attendance=Attendance.PRESENT):
    seat = enroll_in_session(application, session=session, now=in_days(-3))
    record_attendance(session, marks={seat.pk: attendance}, by=None)
    close_sheet(session, by=None)
    application.refresh_from_db()
    return seat


def refused(call, *args, **kwargs):
    with pytest.raises(Refusal) as caught:
        call(*args, **kwargs)
    return caught.value.reason


def test_training_is_complete_when_every_required_module_was_attended(learner, modules):
    attend(learner, held(modules[0]))
    assert learner.state == ApplicationState.IN_TRAINING
    assert missing_trainings(learner) == [modules[1]]

    attend(learner, held(modules[1]))

    assert learner.state == ApplicationState.TRAINED
    assert missing_trainings(learner) == []


@pytest.mark.parametrize(
    ("hours", "is_enough"), [(4, False), (5, True)], ids=["67 percent", "83 percent"]
)
def test_a_module_counts_from_its_share_of_hours(learner, modules, hours, is_enough):
    attend(learner, held(modules[0]))

    attend(learner, held(modules[1], hours=hours))

    assert (learner.state == ApplicationState.TRAINED) is is_enough


def test_hours_of_several_sessions_add_up(learner, modules):
    attend(learner, held(modules[0]))

    for hours in (2, 3):
        attend(learner, held(modules[1], hours=hours))

    assert learner.state == ApplicationState.TRAINED


@pytest.mark.parametrize("attendance", [Attendance.EXCUSED, Attendance.ABSENT])
def test_excused_and_absent_hours_do_not_count(learner, modules, attendance):
    attend(learner, held(modules[0]))

    attend(learner, held(modules[1]), attendance)

    assert learner.state == ApplicationState.IN_TRAINING


def test_corrected_attendance_reopens_the_training(learner, modules):
    attend(learner, held(modules[0]))
    seat = attend(learner, held(modules[1]))

    changed = correct_attendance(seat, attendance=Attendance.ABSENT, by=None)

    assert changed.state == ApplicationState.IN_TRAINING
    assert missing_trainings(changed) == [modules[1]]


def test_attendance_stands_once_the_agreement_is_signed(learner, modules):
    attend(learner, held(modules[0]))
    seat = attend(learner, held(modules[1]))
    learner.state = ApplicationState.READY
    learner.save()

    reason = refused(correct_attendance, seat, attendance=Attendance.ABSENT, by=None)

    seat.refresh_from_db()
    assert reason == TrainingDenied.ATTENDANCE_SETTLED
    assert seat.attendance == Attendance.PRESENT


def test_call_without_required_trainings_is_complete_at_once():
    application = ApplicationFactory(state=ApplicationState.ACCEPTED)

    assert begin_training(application, by=None).state == ApplicationState.TRAINED


def test_session_is_never_overfilled(learner, modules):
    session = SessionFactory(module=modules[0], capacity=1)
    other = ApplicationFactory(call=learner.call, state=ApplicationState.ACCEPTED)
    enroll_in_session(learner, session=session)

    reason = refused(enroll_in_session, other, session=session)

    assert reason == TrainingDenied.SESSION_FULL
    assert session.enrollments.count() == 1


def test_asking_twice_takes_one_place(learner, modules):
    session = SessionFactory(module=modules[0], capacity=1)

    seats = {enroll_in_session(learner, session=session).pk for _n in range(2)}

    assert len(seats) == 1


def test_a_second_date_of_the_same_training_is_refused(learner, modules):
    first, second = SessionFactory.create_batch(2, module=modules[1])
    first.ends_at = first.starts_at + timedelta(hours=6)
    first.save()
    seat = enroll_in_session(learner, session=first)

    reason = refused(enroll_in_session, learner, session=second)
    leave_session(seat)

    assert reason == TrainingDenied.ENOUGH_SESSIONS
    assert enroll_in_session(learner, session=second).session == second


def test_places_of_the_past_are_neither_taken_nor_given_back(learner, modules):
    session = held(modules[0])
    seat = EnrollmentFactory(application=learner, session=session)

    taking = refused(enroll_in_session, learner, session=held(modules[0]))
    giving = refused(leave_session, seat)

    assert (taking, giving) == (
        TrainingDenied.SESSION_PAST,
        TrainingDenied.SESSION_PAST,
    )


@pytest.mark.parametrize("state", ApplicationState, ids=str)
def test_only_accepted_applicants_take_places(learner, modules, state):
    learner.state = state
    learner.save()
    session = SessionFactory(module=modules[0])

    if state in ApplicationState.may_learn:
        assert enroll_in_session(learner, session=session).application == learner
    else:
        reason = refused(enroll_in_session, learner, session=session)
        assert reason == TrainingDenied.NOT_LEARNING


def test_attendance_is_not_recorded_before_the_session(learner, modules):
    seat = enroll_in_session(learner, session=SessionFactory(module=modules[0]))

    reason = refused(
        record_attendance, seat.session, marks={seat.pk: Attendance.PRESENT}, by=None
    )

    assert reason == TrainingDenied.NOT_BEGUN


def test_foreign_names_stop_the_whole_sheet(learner, modules):
    session = held(modules[0])
    seat = enroll_in_session(learner, session=session, now=in_days(-3))
    foreign = EnrollmentFactory()

    reason = refused(
        record_attendance,
        session,
        marks={seat.pk: Attendance.PRESENT, foreign.pk: Attendance.PRESENT},
        by=None,
    )

    seat.refresh_from_db()
    assert reason == TrainingDenied.FOREIGN_ENROLLMENT
    assert seat.attendance == Attendance.EXPECTED
