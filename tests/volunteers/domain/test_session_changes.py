"""A session moves or is cancelled: all are told, nobody loses more than the date."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import ModelLogEntry

from language.translated import Translated
from messaging.models import CalendarEvent, Message
from people.exceptions import Refusal
from people.roles import StaffRole
from tests.factories.people import PersonFactory
from tests.factories.staff import make_staff
from tests.factories.volunteers import (
    ApplicationFactory,
    AssignmentFactory,
    CallFactory,
    EnrollmentFactory,
    ModuleFactory,
    SessionFactory,
    ShiftFactory,
    WaitFactory,
    in_days,
)
from volunteers.domain.attendance import close_sheet
from volunteers.domain.places import lapse_session_offers
from volunteers.domain.seats import (
    enroll_in_session,
    leave_session,
    move_to_session,
)
from volunteers.domain.session_changes import cancel_session, move_session
from volunteers.domain.sessions import save_session, sessions_to_choose
from volunteers.domain.waiting import accept_offer, wait_for_session
from volunteers.enums import ApplicationState, Attendance
from volunteers.exceptions import TrainingDenied
from volunteers.models import Enrollment, SessionWait, TrainingSession

pytestmark = pytest.mark.django_db

HALL = Translated(tr="Ahmed Adnan Saygun, 2. salon", en="Saygun, hall 2")


@pytest.fixture
def module():
    return ModuleFactory()


@pytest.fixture
def call(module):
    return CallFactory(required_trainings=[module])


@pytest.fixture
def session(module):
    return SessionFactory(module=module, capacity=3)


def learner(call, **person):
    return ApplicationFactory(
        call=call,
        person=PersonFactory(**person),
        state=ApplicationState.IN_TRAINING,
    )


def moved(session, *, days=1.0, by=None, **changes):
    details = {
        "starts_at": session.starts_at + timedelta(days=days),
        "ends_at": session.ends_at + timedelta(days=days),
        "place": HALL,
        **changes,
    }
    return move_session(session, by=by, **details)


def refused(verb, *args, **kwargs):
    with pytest.raises(Refusal) as caught:
        verb(*args, **kwargs)
    return caught.value.reason


def told(application, what=""):
    messages = Message.objects.filter(person=application.person).order_by("pk")
    if what:
        return messages.filter(template=f"volunteers.{what}")
    return [one.template.removeprefix("volunteers.") for one in messages]


def line_of(calendar, name):
    return [
        line.partition(":")[2]
        for line in calendar.replace("\r\n ", "").splitlines()
        if line.partition(":")[0] == name
    ]


# --- moving -------------------------------------------------------------------


def test_everybody_keeps_her_place_and_is_told_the_new_day_and_place(module, call):
    session = SessionFactory(module=module, capacity=1)
    hers, waits = learner(call), learner(call)
    seat = enroll_in_session(hers, session=session)
    wait = WaitFactory(application=waits, session=session)
    trainer = make_staff(StaffRole.TRAINING)

    moved(session, by=trainer)

    [message] = told(hers, "session_moved")
    day = timezone.localtime(session.starts_at + timedelta(days=1))
    assert f"Tarih ve saat: {day.day} " in message.body
    assert "Yer: Ahmed Adnan Saygun, 2. salon" in message.body
    assert "hiçbir olumsuz etkisi olmaz" in message.body
    assert "eğitim" not in message.subject
    assert told(waits) == ["session_moved_wait"]
    assert Enrollment.objects.get() == seat
    assert SessionWait.objects.get() == wait
    entry = ModelLogEntry.objects.get(action="volunteers.session.move")
    assert (entry.user, entry.data) == (trainer, {})


def test_her_calendar_entry_moves_and_its_sequence_rises(session, call):
    hers = learner(call)
    seat = enroll_in_session(hers, session=session)

    moved(session)
    session.refresh_from_db()
    moved(session, days=2)

    first, second, third = told_with_calendar(hers)
    assert [line_of(one, "SEQUENCE") for one in (first, second, third)] == [
        ["0"],
        ["1"],
        ["2"],
    ]
    uids = {line_of(one, "UID")[0] for one in (first, second, third)}
    assert len(uids) == 1
    assert uids.pop().startswith(f"randevu-e{seat.pk}@")
    assert "Saygun" in third
    for calendar in (first, second, third):
        assert line_of(calendar, "SUMMARY") == ["Randevu"]
        assert line_of(calendar, "METHOD") == ["REQUEST"]


def told_with_calendar(application):
    return [
        one.calendar
        for one in Message.objects.filter(person=application.person).order_by("pk")
    ]


def test_she_who_cannot_come_gives_it_back_without_loss(session, call, module):
    hers = learner(call)
    seat = enroll_in_session(hers, session=session)
    other = SessionFactory(module=module)
    moved(session)

    leave_session(seat)

    hers.refresh_from_db()
    assert hers.state == ApplicationState.IN_TRAINING
    assert set(sessions_to_choose(hers)) == {session, other}
    [gone] = told(hers, "session_left")
    assert line_of(gone.calendar, "STATUS") == ["CANCELLED"]
    assert line_of(gone.calendar, "SEQUENCE") == ["2"]
    assert enroll_in_session(hers, session=other)


def test_whom_staff_take_out_is_told_by_staff(session, call):
    hers = learner(call)
    seat = enroll_in_session(hers, session=session)

    leave_session(seat, by=make_staff(StaffRole.TRAINING))

    assert told(hers) == ["enrolled"]


def test_an_offer_ends_before_the_session_wherever_it_moved(session, call):
    wait = WaitFactory(
        application=learner(call), session=session, offered_until=in_days(1)
    )
    start = timezone.now() + timedelta(hours=5)

    moved(session, starts_at=start, ends_at=start + timedelta(hours=3))

    wait.refresh_from_db()
    assert wait.offered_until <= start - timedelta(hours=2)


def test_what_is_not_moved(session, call):
    begun = SessionFactory(starts_at=in_days(-0.05))
    over = SessionFactory(starts_at=in_days(-2))
    cancelled = cancel_session(SessionFactory(), by=None)
    same = {
        "starts_at": session.starts_at,
        "ends_at": session.ends_at,
        "place": session.place,
    }
    EnrollmentFactory(session=session, application=learner(call))

    assert refused(moved, begun) == TrainingDenied.SESSION_PAST
    assert refused(moved, over) == TrainingDenied.SESSION_PAST
    assert refused(moved, cancelled) == TrainingDenied.CANCELLED
    assert refused(moved, session, days=-30) == TrainingDenied.IN_PAST
    assert refused(moved, session, ends_at=session.starts_at) == (
        TrainingDenied.ENDS_BEFORE_START
    )
    assert refused(move_session, session, by=None, **same) == (
        TrainingDenied.NOTHING_MOVED
    )
    assert not Message.objects.exists()


def test_the_form_does_not_move_in_silence_whom_somebody_expects(session, call):
    session.starts_at += timedelta(hours=1)
    save_session(session, by=None)
    EnrollmentFactory(session=session, application=learner(call))

    session.trainer = "Nermin Hoca"
    save_session(session, by=None)
    session.place = HALL

    assert refused(save_session, session, by=None) == TrainingDenied.NAMES_ON_LIST


def test_the_end_of_what_has_begun_may_be_corrected(module, call):
    """Its hours count towards the training."""
    begun = SessionFactory(module=module, starts_at=in_days(-0.2))
    EnrollmentFactory(session=begun, application=learner(call))
    begun.ends_at += timedelta(hours=1)

    save_session(begun, by=None)

    begun.refresh_from_db()
    assert begun.hours == 4


# --- her calendar -------------------------------------------------------------


def test_another_date_takes_the_old_entry_out_of_her_calendar(session, call, module):
    hers = learner(call)
    old = enroll_in_session(hers, session=session)
    new = move_to_session(old, session=SessionFactory(module=module))

    calendar = told_with_calendar(hers)[-1]

    assert line_of(calendar, "METHOD") == ["PUBLISH"]
    uids = line_of(calendar, "UID")
    assert [uid.partition("@")[0] for uid in uids] == [
        f"randevu-e{new.pk}",
        f"randevu-e{old.pk}",
    ]
    assert line_of(calendar, "STATUS") == ["CONFIRMED", "CANCELLED"]
    assert line_of(calendar, "SEQUENCE") == ["0", "1"]


def test_so_does_an_offer_that_replaces_a_date(session, call, module):
    hers = learner(call)
    old = enroll_in_session(hers, session=session)
    wait = WaitFactory(
        application=hers,
        session=SessionFactory(module=module, starts_at=in_days(3)),
        offered_until=in_days(1),
    )

    accept_offer(wait)

    assert not Enrollment.objects.filter(pk=old.pk).exists()
    assert line_of(told_with_calendar(hers)[-1], "STATUS") == [
        "CONFIRMED",
        "CANCELLED",
    ]


# --- cancelling ---------------------------------------------------------------


def test_places_come_free_and_everybody_is_told(session, call):
    hers, waits = learner(call), learner(call)
    enroll_in_session(hers, session=session)
    WaitFactory(application=waits, session=session)
    trainer = make_staff(StaffRole.TRAINING)

    cancel_session(session, by=trainer)

    session.refresh_from_db()
    assert session.cancelled_at
    assert not session.enrollments.exists()
    assert not session.waits.exists()
    [message] = told(hers, "session_cancelled")
    assert "eğitimi yapamıyoruz" in message.body
    assert line_of(message.calendar, "STATUS") == ["CANCELLED"]
    assert line_of(message.calendar, "SEQUENCE") == ["1"]
    assert told(waits) == ["session_cancelled"]
    logged = ModelLogEntry.objects.filter(
        action="volunteers.application.session_cancelled"
    )
    assert {one.object_id for one in logged} == {str(hers.pk), str(waits.pk)}
    assert {one.user for one in logged} == {trainer}


def test_the_next_date_is_kept_for_her_until_a_deadline(session, call, module):
    hers = learner(call)
    enroll_in_session(hers, session=session)
    far, near = (
        SessionFactory(module=module, starts_at=in_days(days)) for days in (20, 10)
    )

    cancel_session(session, by=None)

    wait = SessionWait.objects.get()
    assert (wait.session, wait.application) == (near, hers)
    assert timezone.now() < wait.offered_until
    [message] = told(hers, "session_cancelled_offer")
    day = timezone.localtime(near.starts_at)
    assert f"Tarih ve saat: {day.day} " in message.body
    assert "için tutuyoruz" in message.body
    assert accept_offer(wait).session == near
    assert not far.waits.exists()


def test_who_had_a_place_comes_before_who_waited_and_full_dates_are_passed(
    session, call, module
):
    first, second, waits = (learner(call) for _place in range(3))
    for one in (first, second):
        enroll_in_session(one, session=session)
    WaitFactory(application=waits, session=session)
    full = SessionFactory(module=module, starts_at=in_days(8), capacity=1)
    EnrollmentFactory(session=full, application=learner(call))
    near = SessionFactory(module=module, starts_at=in_days(9), capacity=1)
    later = SessionFactory(module=module, starts_at=in_days(10), capacity=1)

    cancel_session(session, by=None)

    offered = {one.application: one.session for one in SessionWait.objects.all()}
    assert offered == {first: near, second: later}
    assert told(waits) == ["session_cancelled"]


def test_who_waits_there_already_is_not_passed(session, call, module):
    hers, before = learner(call), learner(call)
    enroll_in_session(hers, session=session)
    near = SessionFactory(module=module, starts_at=in_days(9), capacity=1)
    WaitFactory(application=before, session=near)

    cancel_session(session, by=None)

    wait = SessionWait.objects.get()
    assert wait.application == before
    assert wait.offered_until


def test_no_date_is_kept_that_she_cannot_come_to_or_does_not_need(
    session, call, module
):
    on_shift, trained = learner(call), learner(call)
    near = SessionFactory(module=module, starts_at=in_days(9))
    duty = AssignmentFactory(
        application=ApplicationFactory(person=on_shift.person, state="on_duty")
    )
    for one in (on_shift, trained):
        EnrollmentFactory(session=session, application=one)
    shift = ShiftFactory(role=duty.role, starts_at=near.starts_at)
    shift.shift_places.create(assignment=duty)
    EnrollmentFactory(
        application=trained,
        session=SessionFactory(module=module, starts_at=in_days(-9)),
        attendance=Attendance.PRESENT,
    )

    cancel_session(session, by=None)

    assert not SessionWait.objects.exists()
    assert told(on_shift) == told(trained) == ["session_cancelled"]


def test_a_kept_date_lapses_like_every_offer(session, call, module):
    enroll_in_session(learner(call), session=session)
    near = SessionFactory(module=module, starts_at=in_days(9), capacity=1)
    cancel_session(session, by=None)

    lapse_session_offers(now=in_days(3))

    # Offered once more to the only one in line; the second time is the last.
    assert near.waits.get().offers_lapsed == 1


def test_nothing_happens_to_a_cancelled_session_any_more(session, call, module):
    hers = learner(call)
    cancel_session(session, by=None)

    assert refused(cancel_session, session, by=None) == TrainingDenied.CANCELLED
    assert refused(enroll_in_session, hers, session=session) == (
        TrainingDenied.CANCELLED
    )
    assert refused(wait_for_session, hers, session=session) == (
        TrainingDenied.CANCELLED
    )
    assert session not in sessions_to_choose(hers)
    TrainingSession.objects.filter(pk=session.pk).update(starts_at=in_days(-0.05))
    assert refused(close_sheet, session, by=None) == TrainingDenied.CANCELLED


def test_a_session_that_began_is_not_cancelled():
    begun = SessionFactory(starts_at=in_days(-0.05))

    assert refused(cancel_session, begun, by=None) == TrainingDenied.SESSION_PAST


def test_calendar_counts_nothing_where_she_was_never_told(session, call):
    """A place from before there were calendar files."""
    EnrollmentFactory(session=session, application=learner(call))

    cancel_session(session, by=None)

    assert not CalendarEvent.objects.exists()
    assert Message.objects.get().calendar == ""
