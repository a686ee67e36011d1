"""Interview times: one applicant each, changed once, recorded after they began."""

import pytest
from django.db import IntegrityError, transaction

from messaging.models import Message
from people.exceptions import Refusal
from people.models import PrivateLink
from tests.factories.volunteers import (
    ApplicationFactory,
    CallFactory,
    InterviewFactory,
    SlotFactory,
    in_days,
)
from volunteers.domain import interviews
from volunteers.enums import ApplicationState, InterviewState, Recommendation
from volunteers.exceptions import InterviewDenied
from volunteers.models import Interview, InterviewSlot

pytestmark = pytest.mark.django_db


@pytest.fixture
def invited():
    return ApplicationFactory(state=ApplicationState.INVITED)


def refused(call, *args, **kwargs):
    with pytest.raises(Refusal) as caught:
        call(*args, **kwargs)
    return caught.value.reason


def test_time_is_given_to_one_applicant_only(invited):
    slot = SlotFactory(call=invited.call)
    other = ApplicationFactory(call=invited.call, state=ApplicationState.INVITED)
    interviews.book_interview(invited, slot=slot)

    reason = refused(interviews.book_interview, other, slot=slot)

    other.refresh_from_db()
    assert reason == InterviewDenied.SLOT_TAKEN
    assert other.state == ApplicationState.INVITED


def test_database_keeps_a_time_to_one_applicant():
    slot = SlotFactory()
    InterviewFactory(slot=slot)

    with pytest.raises(IntegrityError), transaction.atomic():
        InterviewFactory(slot=slot)

    InterviewFactory(slot=slot, state=InterviewState.CANCELLED)
    assert Interview.objects.filter(slot=slot).count() == 2


def test_database_keeps_an_applicant_to_one_time(invited):
    InterviewFactory(application=invited)

    with pytest.raises(IntegrityError), transaction.atomic():
        InterviewFactory(application=invited)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"starts_at": in_days(-1)}, InterviewDenied.SLOT_PAST),
        ({"call": None}, InterviewDenied.FOREIGN_SLOT),
    ],
    ids=["past", "foreign"],
)
def test_wrong_times_are_refused(invited, changes, reason):
    values = {"call": invited.call, **changes}
    slot = SlotFactory(**{**values, "call": values["call"] or CallFactory()})

    assert refused(interviews.book_interview, invited, slot=slot) == reason


def test_moving_frees_the_old_time_and_is_told_with_a_calendar(invited):
    one, two = SlotFactory.create_batch(2, call=invited.call)
    booked = interviews.book_interview(invited, slot=one)

    moved = interviews.move_interview(invited, slot=two)

    assert moved.pk == booked.pk
    assert list(InterviewSlot.objects.free()) == [one]
    first, second = Message.objects.order_by("pk")
    assert "METHOD:REQUEST" in first.calendar
    uid = f"UID:randevu-{booked.pk}@"
    assert uid in first.calendar
    assert uid in second.calendar
    assert "SEQUENCE:0" in first.calendar
    assert "SEQUENCE:1" in second.calendar


def test_limit_of_the_call_counts_and_its_hours(invited):
    call = invited.call
    call.interview_changes, call.interview_change_hours = 2, 48
    call.save()
    slots = [SlotFactory(call=call, starts_at=in_days(n)) for n in (5, 6, 1, 7)]
    interviews.book_interview(invited, slot=slots[0])
    interviews.move_interview(invited, slot=slots[1])
    interviews.move_interview(invited, slot=slots[2])

    reason = refused(interviews.move_interview, invited, slot=slots[3])

    assert reason == InterviewDenied.CHANGE_TOO_LATE


def test_what_staff_move_is_none_of_her_changes(invited, django_user_model):
    clerk = django_user_model.objects.create_superuser("gorevli")
    slots = [SlotFactory(call=invited.call, starts_at=in_days(n)) for n in (5, 6, 7)]
    interviews.book_interview(invited, slot=slots[0])
    interviews.move_interview(invited, slot=slots[1], by=clerk)

    moved = interviews.move_interview(invited, slot=slots[2])

    assert moved.moved_count == 1


def test_time_taken_back_in_this_moment_is_refused(invited):
    slot = SlotFactory(call=invited.call)
    gone = InterviewSlot.objects.get(pk=slot.pk)
    slot.delete()

    reason = refused(interviews.book_interview, invited, slot=gone)

    assert reason == InterviewDenied.SLOT_CLOSED


def test_closed_time_is_offered_to_nobody(invited):
    slot = SlotFactory(call=invited.call, closed_at=in_days(-1))

    assert not InterviewSlot.objects.free().exists()
    reason = refused(interviews.book_interview, invited, slot=slot)
    assert reason == InterviewDenied.SLOT_CLOSED


def test_she_changes_once_by_giving_up_and_staff_as_often_as_needed(
    invited, django_user_model
):
    slots = SlotFactory.create_batch(4, call=invited.call)
    clerk = django_user_model.objects.create_superuser("gorevli")
    interviews.book_interview(invited, slot=slots[0])
    given_up = interviews.give_up_interview(invited)
    interviews.book_interview(invited, slot=slots[1])

    assert "METHOD:CANCEL" in Message.objects.order_by("pk")[1].calendar
    assert given_up.state == InterviewState.CANCELLED
    reason = refused(interviews.move_interview, invited, slot=slots[2])
    assert reason == InterviewDenied.NO_MORE_CHANGES
    interviews.move_interview(invited, slot=slots[2], by=clerk)
    interviews.give_up_interview(invited)
    reason = refused(interviews.book_interview, invited, slot=slots[3])
    assert reason == InterviewDenied.NO_MORE_CHANGES
    interviews.book_interview(invited, slot=slots[3], by=clerk)


def test_moving_to_the_time_she_has_is_refused(invited):
    slot = SlotFactory(call=invited.call)
    interviews.book_interview(invited, slot=slot)

    reason = refused(interviews.move_interview, invited, slot=slot)

    assert reason == InterviewDenied.SAME_SLOT


def test_she_cannot_change_a_time_that_has_begun(invited):
    slot = SlotFactory(call=invited.call)
    interviews.book_interview(invited, slot=slot)
    InterviewSlot.objects.filter(pk=slot.pk).update(starts_at=in_days(-0.01))
    other = SlotFactory(call=invited.call)

    moving = refused(interviews.move_interview, invited, slot=other)
    giving_up = refused(interviews.give_up_interview, invited)

    assert (moving, giving_up) == (InterviewDenied.SLOT_PAST, InterviewDenied.SLOT_PAST)


@pytest.mark.parametrize("verb", ["held", "missed"])
def test_nothing_is_recorded_before_the_interview_began(invited, verb):
    interviews.book_interview(invited, slot=SlotFactory(call=invited.call))

    if verb == "held":
        reason = refused(
            interviews.record_interview,
            invited,
            recommendation=Recommendation.ACCEPT,
            by=None,
        )
    else:
        reason = refused(interviews.record_missed_interview, invited, by=None)

    assert reason == InterviewDenied.NOT_YET


def test_inviting_without_free_times_is_refused():
    application = ApplicationFactory(state=ApplicationState.SCREENING)
    InterviewFactory(slot=SlotFactory(call=application.call))

    reason = refused(interviews.invite_to_interview, application, by=None)

    application.refresh_from_db()
    assert reason == InterviewDenied.NO_SLOTS
    assert application.state == ApplicationState.SCREENING


def test_a_new_invitation_closes_the_link_of_the_older_one():
    application = ApplicationFactory(state=ApplicationState.SCREENING)
    SlotFactory(call=application.call, starts_at=in_days(5))
    invited = interviews.invite_to_interview(application, by=None)
    invited.state = ApplicationState.INTERVIEW_MISSED
    invited.save()

    interviews.invite_to_interview(invited, by=None)

    open_links = PrivateLink.objects.filter(revoked_at__isnull=True)
    assert open_links.count() == 1
    assert open_links.get().expires_at <= in_days(5)
