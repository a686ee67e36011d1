"""The attendance sheet: marked, merged from tablets, closed once, corrected."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import ModelLogEntry

from messaging.models import Message
from people.exceptions import Refusal
from people.roles import StaffRole
from tests.factories.staff import make_staff
from tests.factories.volunteers import (
    ApplicationFactory,
    CallFactory,
    EnrollmentFactory,
    ModuleFactory,
    SessionFactory,
    in_days,
)
from volunteers.domain.attendance import (
    Mark,
    close_sheet,
    correct_attendance,
    may_be_marked,
    merge_marks,
    record_attendance,
    record_everybody,
    take_back_everybody,
)
from volunteers.enums import ApplicationState, Attendance
from volunteers.exceptions import TrainingDenied
from volunteers.models import Completion

pytestmark = pytest.mark.django_db

PRESENT, ABSENT = Attendance.PRESENT, Attendance.ABSENT


@pytest.fixture
def session():
    """Begun an hour ago, with two names."""
    module = ModuleFactory()
    call = CallFactory(required_trainings=[module])
    session = SessionFactory(module=module, starts_at=in_days(-0.05))
    for _name in range(2):
        application = ApplicationFactory(call=call, state=ApplicationState.IN_TRAINING)
        EnrollmentFactory(application=application, session=session)
    return session


def seats(session):
    return list(session.enrollments.order_by("pk"))


def marked(session):
    return [seat.attendance for seat in seats(session)]


def mark(seat, attendance, seconds_ago=0.0):
    return Mark(seat.code, attendance, timedelta(seconds=seconds_ago))


def refused(verb, *args, **kwargs):
    with pytest.raises(Refusal) as caught:
        verb(*args, **kwargs)
    return caught.value


# --- merging ------------------------------------------------------------------


def test_the_later_mark_stands_whichever_arrives_first(session):
    first, _second = seats(session)

    merge_marks(session, marks=[mark(first, PRESENT, 10)], by=None)
    merge_marks(session, marks=[mark(first, ABSENT, 600)], by=None)

    assert marked(session)[0] == PRESENT


def test_marks_of_one_batch_count_in_the_order_in_which_they_were_made(session):
    first, _second = seats(session)

    merge_marks(
        session, marks=[mark(first, ABSENT, 5), mark(first, PRESENT, 60)], by=None
    )

    assert marked(session)[0] == ABSENT


def test_the_same_batch_twice_changes_nothing_the_second_time(session):
    first, second = seats(session)
    now = timezone.now()
    batch = [mark(first, PRESENT, 30), mark(second, ABSENT, 20)]

    merge_marks(session, marks=batch, by=None, now=now)
    logged = ModelLogEntry.objects.count()
    merged = merge_marks(session, marks=batch, by=None, now=now)

    assert marked(session) == [PRESENT, ABSENT]
    assert merged.standing == {first.code: PRESENT, second.code: ABSENT}
    assert ModelLogEntry.objects.count() == logged


def test_a_mark_may_be_undone(session):
    first, _second = seats(session)

    merge_marks(session, marks=[mark(first, PRESENT, 9)], by=None)
    merge_marks(session, marks=[mark(first, Attendance.EXPECTED, 1)], by=None)

    assert marked(session)[0] == Attendance.EXPECTED


def test_a_clock_that_runs_ahead_counts_as_now(session):
    first, _second = seats(session)

    merge_marks(session, marks=[mark(first, PRESENT, -3600)], by=None)

    [seat, _other] = seats(session)
    assert seat.marked_at <= timezone.now()


def test_forged_and_foreign_codes_are_told_and_change_nothing(session):
    first, _second = seats(session)
    foreign = EnrollmentFactory(session=SessionFactory(starts_at=in_days(-1)))

    merged = merge_marks(
        session,
        marks=[
            mark(first, PRESENT),
            mark(foreign, PRESENT),
            Mark("UYDURMAKOD", PRESENT, timedelta(0)),
        ],
        by=None,
    )

    foreign.refresh_from_db()
    assert merged.unknown == sorted([foreign.code, "UYDURMAKOD"])
    assert marked(session)[0] == PRESENT
    assert foreign.attendance == Attendance.EXPECTED


def test_marking_alone_tells_nobody_anything(session):
    first, _second = seats(session)

    record_attendance(session, marks={first.pk: PRESENT}, by=None)

    assert Message.objects.count() == Completion.objects.count() == 0


def test_the_sheet_opens_half_an_hour_before():
    session = SessionFactory(starts_at=in_days(1))
    start = session.starts_at

    assert [
        may_be_marked(session, start - timedelta(minutes=minutes))
        for minutes in (31, 29, -60)
    ] == [False, True, True]


# --- everybody at once -----------------------------------------------------------


def sweep(seat, seconds_ago=0.0, attendance=PRESENT):
    return Mark(seat.code, attendance, timedelta(seconds=seconds_ago), together=True)


def test_everybody_came_marks_whom_nobody_has_marked(session):
    first, _second = seats(session)
    record_attendance(session, marks={first.pk: Attendance.EXCUSED}, by=None)

    assert record_everybody(session, but={}, by=None) == 1

    assert marked(session) == [Attendance.EXCUSED, PRESENT]
    assert [seat.marked_together for seat in seats(session)] == [False, True]
    assert Message.objects.count() == Completion.objects.count() == 0


def test_what_is_said_of_single_names_with_it_counts(session):
    first, _second = seats(session)

    assert record_everybody(session, but={first.pk: ABSENT}, by=None) == 1

    assert marked(session) == [ABSENT, PRESENT]
    last = ModelLogEntry.objects.filter(action="volunteers.session.record_attendance")
    assert last.get().data == {"marks": 2}


def test_the_second_who_says_it_finds_nobody_left_to_mark(session):
    record_everybody(session, but={}, by=None)
    logged = ModelLogEntry.objects.count()

    assert record_everybody(session, but={}, by=None) == 0

    assert marked(session) == [PRESENT, PRESENT]
    assert ModelLogEntry.objects.count() == logged


def test_it_is_taken_back_from_whom_it_marked_and_from_nobody_else(session):
    first, _second = seats(session)
    record_attendance(session, marks={first.pk: PRESENT}, by=None)
    record_everybody(session, but={}, by=None)

    assert take_back_everybody(session, by=None) == 1
    assert take_back_everybody(session, by=None) == 0

    assert marked(session) == [PRESENT, Attendance.EXPECTED]


def test_a_word_on_her_alone_stays_when_it_is_taken_back(session):
    first, second = seats(session)
    record_everybody(session, but={}, by=None)
    record_attendance(session, marks={first.pk: PRESENT, second.pk: ABSENT}, by=None)

    assert take_back_everybody(session, by=None) == 0

    assert marked(session) == [PRESENT, ABSENT]


def test_everybody_is_whom_the_trainer_may_mark(session):
    hidden = EnrollmentFactory(
        session=session, application=ApplicationFactory(state="in_training")
    )
    hidden.application.person.is_protected = True
    hidden.application.person.save()

    assert record_everybody(session, but={}, by=make_staff(StaffRole.TRAINING)) == 2

    hidden.refresh_from_db()
    assert hidden.attendance == Attendance.EXPECTED


@pytest.mark.parametrize("verb", [record_everybody, take_back_everybody])
def test_neither_touches_a_closed_sheet_or_one_to_come(session, verb):
    more = {"but": {}} if verb is record_everybody else {}
    to_come = SessionFactory(starts_at=in_days(3))
    close_sheet(session, by=None)

    assert refused(verb, session, by=None, **more).reason == TrainingDenied.SHEET_CLOSED
    assert refused(verb, to_come, by=None, **more).reason == TrainingDenied.NOT_BEGUN
    assert marked(session) == [ABSENT, ABSENT]


@pytest.mark.parametrize(("of_one", "of_all"), [(600, 10), (10, 600)])
@pytest.mark.parametrize("first_arrives", ["of one", "of all"])
def test_on_tablets_a_word_on_her_alone_beats_everybody(
    session, of_one, of_all, first_arrives
):
    """Whichever of two trainers tapped first, and whosever tablet had the network."""
    first, second = seats(session)
    sent = {
        "of one": [mark(first, ABSENT, of_one)],
        "of all": [sweep(first, of_all), sweep(second, of_all)],
    }
    order = sorted(sent, key=lambda name: name != first_arrives)

    for name in order:
        merged = merge_marks(session, marks=sent[name], by=None)

    assert marked(session) == [ABSENT, PRESENT]
    assert merged.together == ([second.code] if order[-1] == "of all" else [])


def test_on_tablets_it_is_taken_back_from_whom_it_marked(session):
    first, second = seats(session)
    merge_marks(session, marks=[mark(first, PRESENT, 60)], by=None)

    batch = [
        *(sweep(seat, 9) for seat in (first, second)),
        *(sweep(seat, 3, Attendance.EXPECTED) for seat in (first, second)),
    ]
    for _sent in range(2):
        merge_marks(session, marks=batch, by=None)

    assert marked(session) == [PRESENT, Attendance.EXPECTED]


# --- closing ------------------------------------------------------------------


def test_closing_writes_down_who_completed_what_and_tells_them(session):
    first, _second = seats(session)
    record_attendance(session, marks={first.pk: PRESENT}, by=None)

    moved = close_sheet(session, by=None)

    assert [one.pk for one in moved] == [first.application_id]
    assert marked(session) == [PRESENT, ABSENT]
    completion = Completion.objects.get()
    assert (completion.application_id, completion.hours) == (first.application_id, 3)
    assert completion.has_certificate
    assert [one.template for one in Message.objects.all()] == ["volunteers.trained"]


def test_a_sheet_is_closed_once_and_the_second_is_told_by_whom(session):
    trainer = make_staff(StaffRole.TRAINING)
    close_sheet(session, by=trainer)

    refusal = refused(close_sheet, session, by=trainer)

    assert refusal.reason == TrainingDenied.SHEET_CLOSED
    assert refusal.details["who"] == trainer.get_full_name() or trainer.username


def test_a_closed_sheet_takes_no_more_marks(session):
    first, _second = seats(session)
    close_sheet(session, by=None)

    reasons = {
        refused(record_attendance, session, marks={first.pk: PRESENT}, by=None).reason,
        refused(merge_marks, session, marks=[mark(first, PRESENT)], by=None).reason,
    }

    assert reasons == {TrainingDenied.SHEET_CLOSED}
    assert marked(session) == [ABSENT, ABSENT]


def test_a_session_to_come_is_not_closed():
    session = SessionFactory(starts_at=in_days(3))

    assert refused(close_sheet, session, by=None).reason == TrainingDenied.NOT_BEGUN


# --- correcting ---------------------------------------------------------------


def test_correcting_needs_a_closed_sheet(session):
    first, _second = seats(session)

    refusal = refused(correct_attendance, first, attendance=PRESENT, by=None)

    assert refusal.reason == TrainingDenied.SHEET_OPEN


def test_correcting_completes_and_takes_back(session):
    first, _second = seats(session)
    close_sheet(session, by=None)

    completed = correct_attendance(first, attendance=PRESENT, by=None)
    assert completed.state == ApplicationState.TRAINED

    taken_back = correct_attendance(first, attendance=ABSENT, by=None)
    assert taken_back.state == ApplicationState.IN_TRAINING
    assert Completion.objects.get().state == "withdrawn"
