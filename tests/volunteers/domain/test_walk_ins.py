"""Who comes without a place is put on the sheet, within the rules of places."""

import pytest
from django.utils import timezone
from wagtail.models import ModelLogEntry

from messaging.models import Message
from people.exceptions import Refusal
from people.roles import StaffRole
from tests.factories.people import PersonFactory
from tests.factories.staff import make_staff
from tests.factories.teams import join
from tests.factories.volunteers import (
    ApplicationFactory,
    CallFactory,
    CompletionFactory,
    EnrollmentFactory,
    ModuleFactory,
    SessionFactory,
    WaitFactory,
    in_days,
)
from volunteers.domain.attendance import close_sheet, record_attendance
from volunteers.domain.walk_ins import add_walk_in, may_be_added
from volunteers.enums import ApplicationState, Attendance, Duty
from volunteers.exceptions import TrainingDenied
from volunteers.models import Enrollment, TrainingSession

pytestmark = pytest.mark.django_db


@pytest.fixture
def module():
    return ModuleFactory()


@pytest.fixture
def call(module):
    return CallFactory(required_trainings=[module])


@pytest.fixture
def session(module):
    """Begun a short while ago."""
    return SessionFactory(module=module, starts_at=in_days(-0.01), capacity=2)


@pytest.fixture
def trainer():
    return make_staff(StaffRole.TRAINING)


@pytest.fixture
def hers(call):
    return ApplicationFactory(call=call, state=ApplicationState.ACCEPTED)


def refused(verb, *args, **kwargs):
    with pytest.raises(Refusal) as caught:
        verb(*args, **kwargs)
    return caught.value.reason


def test_she_is_on_the_sheet_present_and_in_training(session, hers, trainer):
    came = add_walk_in(hers, session=session, by=trainer)
    again = add_walk_in(hers, session=session, by=trainer)

    hers.refresh_from_db()
    assert again == came == Enrollment.objects.get()
    assert (came.attendance, came.walked_in) == (Attendance.PRESENT, True)
    assert hers.state == ApplicationState.IN_TRAINING
    [entry] = ModelLogEntry.objects.filter(action="volunteers.application.walk_in")
    assert (entry.user, entry.data) == (trainer, {"session": session.pk})
    assert not Message.objects.exists()

    close_sheet(session, by=trainer)

    hers.refresh_from_db()
    assert hers.state == ApplicationState.TRAINED


def test_the_seat_of_who_does_not_come_is_hers(session, call, hers, trainer):
    seats = [
        EnrollmentFactory(
            session=session,
            application=ApplicationFactory(call=call, state="in_training"),
        )
        for _place in range(2)
    ]
    add = {"session": session, "by": trainer}
    assert refused(add_walk_in, hers, **add) == TrainingDenied.WALK_IN_FULL

    record_attendance(session, marks={seats[0].pk: Attendance.EXCUSED}, by=trainer)

    assert add_walk_in(hers, **add)


def test_a_later_date_of_the_same_comes_free_and_she_waits_no_longer(
    session, module, call, hers, trainer
):
    later = SessionFactory(module=module, capacity=1)
    seat = EnrollmentFactory(session=later, application=hers)
    next_one = ApplicationFactory(call=call, state="in_training")
    wait = WaitFactory(session=later, application=next_one)

    came = add_walk_in(hers, session=session, by=trainer)

    wait.refresh_from_db()
    assert Enrollment.objects.get() == came != seat
    assert wait.offered_until, "the place went to who waited"


def test_only_on_the_day_and_while_the_sheet_is_open(session, hers, trainer):
    add = {"session": session, "by": trainer}
    coming = SessionFactory(module=session.module)
    assert refused(add_walk_in, hers, session=coming, by=trainer) == (
        TrainingDenied.NOT_BEGUN
    )
    TrainingSession.objects.filter(pk=session.pk).update(
        starts_at=in_days(-1.2), ends_at=in_days(-1.1)
    )
    session.refresh_from_db()
    assert not may_be_added(session)
    assert refused(add_walk_in, hers, **add) == TrainingDenied.WALK_IN_LATE
    TrainingSession.objects.filter(pk=session.pk).update(closed_at=timezone.now())
    assert refused(add_walk_in, hers, **add) == TrainingDenied.SHEET_CLOSED


def test_who_needs_no_training_or_is_not_accepted_is_not_added(
    session, module, call, trainer
):
    manager = make_staff(StaffRole.MANAGER)
    trained = ApplicationFactory(call=call, state="trained")
    CompletionFactory(application=trained, module=module)
    rejected = ApplicationFactory(call=call, state="rejected")
    add = {"session": session, "by": manager}

    assert refused(add_walk_in, trained, **add) == TrainingDenied.ALREADY_COMPLETED
    assert refused(add_walk_in, rejected, **add) == TrainingDenied.NOT_LEARNING
    assert not Enrollment.objects.exists()


def test_nobody_adds_whom_she_may_not_see_or_does_not_train(session, call, trainer):
    hidden = ApplicationFactory(
        call=call, person=PersonFactory(is_protected=True), state="accepted"
    )
    elsewhere = join(CallFactory(), Duty.TRAINER)
    theirs = ApplicationFactory(call=call, state="accepted")

    assert {
        refused(add_walk_in, hidden, session=session, by=trainer),
        refused(add_walk_in, theirs, session=session, by=elsewhere),
    } == {TrainingDenied.NOT_YOURS}
    assert not Enrollment.objects.exists()
