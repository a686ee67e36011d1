"""Shifts, trainings and the interview of one woman never lie at the same time."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import override

from people.domain.links import issue_link
from people.domain.merging import merge_persons
from people.enums import LinkPurpose
from people.exceptions import Refusal
from people.roles import StaffRole
from people.wording import refusal_words
from tests.factories.staff import make_staff
from tests.factories.volunteers import (
    ApplicationFactory,
    AssignmentFactory,
    CallFactory,
    EnrollmentFactory,
    InterviewFactory,
    ModuleFactory,
    SessionFactory,
    ShiftFactory,
    SlotFactory,
    WaitFactory,
    in_days,
)
from volunteers.domain.interviews import book_interview, move_interview
from volunteers.domain.promises import promises_of
from volunteers.domain.seats import enroll_in_session, move_to_session
from volunteers.domain.shifts import candidates_of, shifts_to_choose, take_shift
from volunteers.domain.slots import change_interview_time
from volunteers.domain.waiting import accept_offer, wait_for_session
from volunteers.enums import Attendance
from volunteers.exceptions import BusyDenied, SlotDenied
from volunteers.models import Assignment, Enrollment, SessionWait, ShiftPlace
from volunteers.own_trainings import trainings_of

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture
def module():
    return ModuleFactory()


@pytest.fixture
def duty(module):
    """On duty, in a call that requires a training she has not completed."""
    call = CallFactory(required_trainings=[module])
    return AssignmentFactory(application__state="on_duty", application__call=call)


@pytest.fixture
def at():
    return in_days(4).replace(minute=0, second=0, microsecond=0)


def refusal(verb, *args, **kwargs):
    with pytest.raises(Refusal) as caught:
        verb(*args, **kwargs)
    return caught.value.reason


def another_of(duty, state="invited"):
    """Another application of the same woman."""
    return ApplicationFactory(person=duty.application.person, state=state)


@pytest.mark.parametrize(("offset", "is_refused"), [(0, True), (2, True), (3, False)])
def test_a_shift_is_not_taken_during_a_training(duty, module, at, offset, is_refused):
    """The training lasts three hours; when it ends, a shift may begin."""
    EnrollmentFactory(
        application=duty.application,
        session=SessionFactory(module=module, starts_at=at),
    )
    shift = ShiftFactory(role=duty.role, starts_at=at + offset * HOUR)

    if not is_refused:
        assert take_shift(duty, shift=shift)
        return
    staff = make_staff(StaffRole.MANAGER)
    assert {
        refusal(take_shift, duty, shift=shift),
        refusal(take_shift, duty, shift=shift, by=staff),
    } == {BusyDenied.TRAINING}
    assert not ShiftPlace.objects.exists()


def test_nor_during_an_interview_of_another_application(duty, at):
    hers = another_of(duty, state="scheduled")
    slot = SlotFactory(call=hers.call, starts_at=at + timedelta(minutes=90))
    InterviewFactory(application=hers, slot=slot)
    shift = ShiftFactory(role=duty.role, starts_at=at)

    assert refusal(take_shift, duty, shift=shift) == BusyDenied.INTERVIEW


def test_what_is_over_or_fell_through_keeps_her_from_nothing(duty, module, at):
    hers = another_of(duty)
    InterviewFactory(
        application=hers,
        slot=SlotFactory(call=hers.call, starts_at=at),
        state="cancelled",
    )
    EnrollmentFactory(
        application=duty.application,
        session=SessionFactory(module=module, starts_at=at),
        attendance=Attendance.EXCUSED,
    )

    assert take_shift(duty, shift=ShiftFactory(role=duty.role, starts_at=at))


def test_a_training_is_not_booked_during_a_shift_by_her_or_by_staff(duty, module, at):
    take_shift(duty, shift=ShiftFactory(role=duty.role, starts_at=at))
    session = SessionFactory(module=module, starts_at=at + HOUR)
    later = SessionFactory(module=module, starts_at=at + 2 * HOUR)
    book = {"session": session}
    hers = duty.application

    assert {
        refusal(enroll_in_session, hers, **book),
        refusal(enroll_in_session, hers, by=make_staff(StaffRole.MANAGER), **book),
        refusal(wait_for_session, hers, **book),
    } == {BusyDenied.SHIFT}
    seat = enroll_in_session(hers, session=later)
    assert refusal(move_to_session, seat, **book) == BusyDenied.SHIFT
    assert Enrollment.objects.get() == seat


def test_a_date_may_be_changed_for_one_that_meets_it(duty, module, at):
    seat = enroll_in_session(
        duty.application, session=SessionFactory(module=module, starts_at=at)
    )
    half_an_hour_later = SessionFactory(module=module, starts_at=at + HOUR / 2)

    assert move_to_session(seat, session=half_an_hour_later)


def test_an_offered_place_is_not_taken_during_a_shift(duty, module, at):
    wait = WaitFactory(
        application=duty.application,
        session=SessionFactory(module=module, starts_at=at),
        offered_until=in_days(1),
    )
    take_shift(duty, shift=ShiftFactory(role=duty.role, starts_at=at))

    assert refusal(accept_offer, wait) == BusyDenied.SHIFT
    assert SessionWait.objects.filter(pk=wait.pk).exists()


def test_an_interview_is_not_booked_or_moved_into_a_training_or_a_shift(
    duty, module, at
):
    hers = another_of(duty)
    EnrollmentFactory(
        application=duty.application,
        session=SessionFactory(module=module, starts_at=at),
    )
    take_shift(duty, shift=ShiftFactory(role=duty.role, starts_at=at + 5 * HOUR))
    during, after, on_shift = (
        SlotFactory(call=hers.call, starts_at=at + hours * HOUR) for hours in (1, 3, 6)
    )

    assert refusal(book_interview, hers, slot=during) == BusyDenied.TRAINING
    book_interview(hers, slot=after)
    assert refusal(move_interview, hers, slot=on_shift) == BusyDenied.SHIFT


def test_the_page_and_the_list_say_what_she_is_expected_at(client, duty, module, at):
    session = SessionFactory(module=module, starts_at=at)
    shift = ShiftFactory(role=duty.role, starts_at=at)
    EnrollmentFactory(application=duty.application, session=session)
    other = AssignmentFactory(role=duty.role, application__state="on_duty")
    token = issue_link(
        duty.application.person,
        purpose=LinkPurpose.APPLICATION,
        target=duty.application,
    )

    [(_shift, _assignment, reason)] = shifts_to_choose(duty.application)
    page = client.get(reverse("volunteers:application", args=[token])).text

    assert reason == BusyDenied.TRAINING
    assert "Bu saatte bir eğitiminiz var." in page
    assert {
        one.pk: busy
        for one, busy, _said in candidates_of(
            shift, assignments=Assignment.objects.all()
        )
    } == {duty.pk: BusyDenied.TRAINING, other.pk: None}


def test_her_page_offers_no_date_at_the_time_of_a_shift(client, duty, module, at):
    take_shift(duty, shift=ShiftFactory(role=duty.role, starts_at=at))
    sessions = [
        SessionFactory(module=module, starts_at=at + hours * HOUR) for hours in (0, 2)
    ]
    hers = duty.application
    token = issue_link(hers.person, purpose=LinkPurpose.APPLICATION, target=hers)

    choices = trainings_of(hers)["choices"]
    page = client.get(reverse("volunteers:application", args=[token])).text

    assert [one.busy for one in choices] == [BusyDenied.SHIFT, None]
    take = [
        reverse("volunteers:take_session", args=[token, one.pk]) for one in sessions
    ]
    assert [one in page for one in take] == [False, True]
    assert "Bu saatte bir nöbetiniz var." in page


@pytest.mark.parametrize(
    ("hours", "minutes", "is_refused"),
    [(0, 30, True), (-1, 30, False), (-1, 90, True), (3, 30, False)],
)
def test_an_interview_is_not_corrected_into_a_training_of_hers(
    duty, module, at, hours, minutes, is_refused
):
    """The training is of another of her applications, and lasts three hours."""
    hers = another_of(duty, state="scheduled")
    slot = SlotFactory(call=hers.call, starts_at=at + 9 * HOUR)
    InterviewFactory(application=hers, slot=slot)
    EnrollmentFactory(
        application=duty.application,
        session=SessionFactory(module=module, starts_at=at),
    )
    corrected = {
        "starts_at": at + hours * HOUR,
        "minutes": minutes,
        "place": slot.place,
        "is_online": False,
        "interviewers": [],
        "by": make_staff(StaffRole.MANAGER),
    }

    if not is_refused:
        assert change_interview_time(slot, **corrected)
        return
    assert refusal(change_interview_time, slot, **corrected) == SlotDenied.HOLDER_BUSY
    slot.refresh_from_db()
    assert slot.starts_at == at + 9 * HOUR


def test_the_place_of_an_interview_is_corrected_whatever_else_she_does(
    duty, module, at
):
    hers = another_of(duty, state="scheduled")
    slot = SlotFactory(call=hers.call, starts_at=at)
    InterviewFactory(application=hers, slot=slot)
    EnrollmentFactory(
        application=duty.application,
        session=SessionFactory(module=module, starts_at=at),
    )

    assert change_interview_time(
        slot,
        starts_at=slot.starts_at,
        minutes=slot.minutes,
        place={"tr": "Bornova", "en": "Bornova"},
        is_online=False,
        interviewers=[],
        by=make_staff(StaffRole.MANAGER),
    )


def shift_of(application, at):
    place = AssignmentFactory(application=application)
    take_shift(place, shift=ShiftFactory(role=place.role, starts_at=at))


def training_of(application, at):
    EnrollmentFactory(application=application, session=SessionFactory(starts_at=at))


def interview_of(application, at):
    slot = SlotFactory(call=application.call, starts_at=at)
    InterviewFactory(application=application, slot=slot)


@pytest.mark.parametrize("other", [shift_of, training_of, interview_of])
@pytest.mark.parametrize("one", [shift_of, training_of, interview_of])
def test_records_that_are_expected_in_two_places_at_once_are_not_merged(one, other, at):
    kept, merged = ApplicationFactory.create_batch(2, state="on_duty")
    one(kept, at)
    other(merged, at + HOUR / 4)

    with pytest.raises(Refusal) as caught:
        merge_persons(kept.person, merged.person, choices=[], by=None)

    assert caught.value.reason == BusyDenied.MERGED
    with override("tr"):
        words = refusal_words(caught.value)
    assert date_format(localtime(at + HOUR / 4), "H.i") in words
    assert "%(" not in words


def test_what_follows_or_is_over_or_shared_hinders_no_merging(at):
    kept, merged = ApplicationFactory.create_batch(2, state="on_duty")
    interview_of(kept, at)
    interview_of(merged, at + HOUR)
    for one in (kept, merged):
        interview_of(ApplicationFactory(person=one.person), in_days(-1))
    session = SessionFactory(starts_at=at + 5 * HOUR)
    for one in (kept, merged):
        EnrollmentFactory(application=one, session=session)

    merge_persons(kept.person, merged.person, choices=[], by=None)

    assert promises_of([kept.person_id], starts_at=at)
    assert not promises_of([merged.person_id], starts_at=at)


def test_promises_cost_three_queries_however_many_they_are(
    duty, module, at, django_assert_num_queries
):
    for hours in range(6):
        EnrollmentFactory(
            application=duty.application,
            session=SessionFactory(module=module, starts_at=at + 4 * hours * HOUR),
        )

    with django_assert_num_queries(3):
        found = promises_of([duty.application.person_id], starts_at=at)
        assert [one.kind for one in found] == [BusyDenied.TRAINING] * 6
