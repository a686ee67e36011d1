"""Places in training sessions: moved, waited for, offered, freed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from messaging.models import Message
from people.exceptions import Refusal
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
from volunteers.domain.applications import withdraw_application
from volunteers.domain.places import lapse_session_offers, offer_deadline
from volunteers.domain.roles import record_leaving
from volunteers.domain.seats import (
    enroll_in_session,
    leave_session,
    move_to_session,
)
from volunteers.domain.sessions import save_session
from volunteers.domain.waiting import (
    accept_offer,
    leave_waiting_list,
    wait_for_session,
)
from volunteers.enums import ApplicationState
from volunteers.exceptions import TrainingDenied
from volunteers.models import Enrollment, SessionWait

pytestmark = pytest.mark.django_db


@pytest.fixture
def module():
    return ModuleFactory()


@pytest.fixture
def call(module):
    return CallFactory(required_trainings=[module])


@pytest.fixture
def full(module):
    """A session of one place, which is taken."""
    session = SessionFactory(module=module, capacity=1, waiting_capacity=2)
    EnrollmentFactory(session=session)
    return session


def learner(call, state=ApplicationState.ACCEPTED):
    return ApplicationFactory(call=call, state=state)


def refused(verb, *args, **kwargs):
    with pytest.raises(Refusal) as caught:
        verb(*args, **kwargs)
    return caught.value.reason


def templates():
    names = Message.objects.order_by("pk").values_list("template", flat=True)
    return [name.removeprefix("volunteers.") for name in names]


# --- moving -------------------------------------------------------------------


def test_moving_takes_the_new_place_and_frees_the_old(call, module):
    old, new = SessionFactory.create_batch(2, module=module, capacity=1)
    seat = enroll_in_session(learner(call), session=old)

    moved = move_to_session(seat, session=new)

    assert (moved.session, old.enrollments.count()) == (new, 0)
    assert templates() == ["enrolled", "enrolled"]


def test_moving_to_a_full_session_keeps_the_old_place(call, module, full):
    old = SessionFactory(module=module)
    seat = enroll_in_session(learner(call), session=old)

    assert refused(move_to_session, seat, session=full) == TrainingDenied.SESSION_FULL
    assert Enrollment.objects.filter(pk=seat.pk).exists()


def test_moving_stays_within_the_training_and_before_the_session(call, module):
    seat = enroll_in_session(learner(call), session=SessionFactory(module=module))
    begun = EnrollmentFactory(
        application=learner(call), session=SessionFactory(starts_at=in_days(-1))
    )

    other = refused(move_to_session, seat, session=SessionFactory())
    past = refused(
        move_to_session, begun, session=SessionFactory(module=begun.session.module)
    )

    assert (other, past) == (TrainingDenied.OTHER_TRAINING, TrainingDenied.SESSION_PAST)


def test_moving_twice_to_the_same_is_one_place(call, module):
    old, new = SessionFactory.create_batch(2, module=module)
    seat = enroll_in_session(learner(call), session=old)

    first = move_to_session(seat, session=new)
    again = move_to_session(first, session=new)

    assert (first.pk, Enrollment.objects.count()) == (again.pk, 1)


# --- waiting ------------------------------------------------------------------


def test_who_waits_is_offered_what_comes_free_in_order(call, full):
    waits = [wait_for_session(learner(call), session=full) for _n in range(2)]

    leave_session(full.enrollments.get())

    offered = [SessionWait.objects.get(pk=wait.pk).offered_until for wait in waits]
    assert [moment is not None for moment in offered] == [True, False]
    assert templates() == ["session_offer", "session_left"]


def test_waiting_begins_the_training(call, full):
    application = learner(call)

    wait_for_session(application, session=full)

    application.refresh_from_db()
    assert application.state == ApplicationState.IN_TRAINING


def test_nobody_takes_a_place_that_is_offered_to_another(call, full):
    wait_for_session(learner(call), session=full)
    leave_session(full.enrollments.get())

    reason = refused(enroll_in_session, learner(call), session=full)

    assert reason == TrainingDenied.SESSION_FULL


def test_nobody_jumps_the_line_when_places_are_added(call, full):
    wait = wait_for_session(learner(call), session=full)
    # Somebody raised the number past every verb.
    type(full).objects.filter(pk=full.pk).update(capacity=2)

    reason = refused(enroll_in_session, learner(call), session=full)

    assert reason == TrainingDenied.SESSION_FULL
    assert wait_for_session(wait.application, session=full) == wait


def test_asking_to_wait_takes_a_free_place_at_once(call, module):
    got = wait_for_session(learner(call), session=SessionFactory(module=module))

    assert isinstance(got, Enrollment)


def test_waiting_twice_is_waiting_once(call, full):
    application = learner(call)

    pks = {wait_for_session(application, session=full).pk for _n in range(2)}

    assert len(pks) == SessionWait.objects.count() == 1


def test_a_waiting_list_has_an_end(call, full):
    for _n in range(2):
        wait_for_session(learner(call), session=full)

    reason = refused(wait_for_session, learner(call), session=full)

    assert reason == TrainingDenied.WAITING_FULL


def test_an_offer_is_taken(call, full):
    wait = wait_for_session(learner(call), session=full)
    leave_session(full.enrollments.get())

    seat = accept_offer(wait)

    assert (seat.session, SessionWait.objects.count()) == (full, 0)


def test_an_offer_is_taken_by_choosing_the_session_as_well(call, full):
    wait = wait_for_session(learner(call), session=full)
    leave_session(full.enrollments.get())

    enroll_in_session(wait.application, session=full)

    assert (full.enrollments.count(), SessionWait.objects.count()) == (1, 0)


def test_taking_an_offer_gives_the_later_date_back(call, module, full):
    application = learner(call)
    wait = wait_for_session(application, session=full)
    later = enroll_in_session(
        application, session=SessionFactory(module=module, starts_at=in_days(20))
    )
    leave_session(full.enrollments.get())

    accept_offer(wait)

    assert not Enrollment.objects.filter(pk=later.pk).exists()
    assert application.enrollments.get().session == full


def test_an_offer_past_its_deadline_is_refused(call, full):
    wait = wait_for_session(learner(call), session=full)
    leave_session(full.enrollments.get())

    late = refused(accept_offer, wait, now=timezone.now() + timedelta(hours=60))

    assert late == TrainingDenied.OFFER_LAPSED


def test_without_an_offer_there_is_nothing_to_take(call, full):
    wait = wait_for_session(learner(call), session=full)

    assert refused(accept_offer, wait) == TrainingDenied.NO_OFFER


def test_a_declined_offer_goes_to_the_next(call, full):
    first, second = (wait_for_session(learner(call), session=full) for _n in range(2))
    leave_session(full.enrollments.get())

    leave_waiting_list(first)

    assert SessionWait.objects.get().pk == second.pk
    assert SessionWait.objects.get().offered_until is not None
    assert templates() == ["session_offer", "session_left", "session_offer"]


def test_an_offer_without_an_answer_goes_to_the_next_and_comes_back_once(call, full):
    first, second = (wait_for_session(learner(call), session=full) for _n in range(2))
    leave_session(full.enrollments.get())

    def lapse():
        SessionWait.objects.offered().update(offered_until=in_days(-0.01))
        lapsed = lapse_session_offers()
        holding = SessionWait.objects.offered()
        return lapsed, [wait.pk for wait in holding]

    assert lapse() == (1, [second.pk])
    assert lapse() == (1, [first.pk])
    # After two offers without an answer she is no longer asked.
    assert lapse() == (1, [second.pk])
    assert lapse() == (1, [])
    assert SessionWait.objects.count() == 0


def test_lapsing_twice_at_once_lapses_once(call, full):
    wait_for_session(learner(call), session=full)
    leave_session(full.enrollments.get())
    SessionWait.objects.update(offered_until=in_days(-0.01))

    assert (lapse_session_offers(), lapse_session_offers()) == (1, 0)


@pytest.mark.parametrize(
    ("hours_left", "is_offered"), [(1, False), (2.4, False), (3, True), (100, True)]
)
def test_no_offer_without_time_to_answer(hours_left, is_offered):
    now = timezone.localtime().replace(hour=11, minute=0)

    until = offer_deadline(now=now, starts_at=now + timedelta(hours=hours_left))

    assert (until is not None) is is_offered


def test_offers_do_not_end_at_night():
    now = timezone.localtime().replace(hour=20, minute=30)

    until = offer_deadline(now=now, starts_at=now + timedelta(hours=40))

    assert timezone.localtime(until).hour == 8


# --- freed by others ----------------------------------------------------------


def test_withdrawing_frees_places_and_ends_waiting(call, module, full):
    application = learner(call)
    wait_for_session(application, session=full)
    open_session = SessionFactory(module=module, capacity=1)
    enroll_in_session(application, session=open_session)
    other = wait_for_session(learner(call), session=open_session)

    withdraw_application(application)

    assert application.enrollments.count() == application.session_waits.count() == 0
    assert SessionWait.objects.get(pk=other.pk).offered_until is not None


def test_leaving_frees_the_place_in_a_renewal(call, module):
    application = learner(call, state=ApplicationState.ON_DUTY)
    seat = EnrollmentFactory(
        application=application, session=SessionFactory(module=module)
    )

    record_leaving(application, reason="Taşındı", by=None)

    assert not Enrollment.objects.filter(pk=seat.pk).exists()


# --- staff --------------------------------------------------------------------


def test_capacity_never_falls_below_what_is_taken(call, module):
    session = SessionFactory(module=module, capacity=3)
    EnrollmentFactory.create_batch(2, session=session)
    WaitFactory(session=session, offered_until=in_days(1))
    session.capacity = 2

    reason = refused(save_session, session, by=None)

    session.refresh_from_db()
    assert (reason, session.capacity) == (TrainingDenied.CAPACITY_BELOW_BOOKED, 3)


def test_more_places_are_offered_to_who_waits(call, full):
    wait_for_session(learner(call), session=full)
    full.capacity = 2

    save_session(full, by=None)

    assert SessionWait.objects.offered().count() == 1


def test_a_session_is_not_planned_into_the_past(module):
    planned = SessionFactory.build(module=module, starts_at=in_days(-1))
    moved = SessionFactory(module=module)
    moved.starts_at = in_days(-2)

    assert refused(save_session, planned, by=None) == TrainingDenied.IN_PAST
    assert refused(save_session, moved, by=None) == TrainingDenied.IN_PAST


def test_a_closed_session_is_not_changed(module):
    session = SessionFactory(
        module=module, starts_at=in_days(-1), closed_at=timezone.now()
    )

    assert refused(save_session, session, by=None) == TrainingDenied.SHEET_CLOSED


# --- renewal ------------------------------------------------------------------


def test_what_is_completed_is_not_taken_again_before_its_renewal(call):
    yearly = ModuleFactory(validity_months=12, renewal_months=2)
    application = learner(call, state=ApplicationState.ON_DUTY)
    completion = CompletionFactory(
        application=application,
        module=yearly,
        completed_on=timezone.localdate() - timedelta(days=100),
        valid_until=timezone.localdate() + timedelta(days=265),
    )
    session = SessionFactory(module=yearly)

    early = refused(enroll_in_session, application, session=session)
    completion.valid_until = timezone.localdate() + timedelta(days=40)
    completion.save()

    assert early == TrainingDenied.ALREADY_COMPLETED
    assert enroll_in_session(application, session=session).session == session
