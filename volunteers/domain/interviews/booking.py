"""Inviting to an interview; taking, moving and giving up a time."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from people.domain.links import revoke_links
from people.enums import LinkPurpose
from volunteers import notifications
from volunteers.domain.interviews.earlier import offer_freed_time
from volunteers.domain.interviews.last_time import remember_interviews
from volunteers.domain.interviews.links import (
    choosing_link,
    end_of_choice,
    link_of_booking,
)
from volunteers.domain.interviews.times import hold_free_slot, is_same_time
from volunteers.domain.moves import Actor, check, lock, lock_hers, move
from volunteers.domain.promises import check_free_for
from volunteers.enums import ApplicationEvent, InterviewState
from volunteers.exceptions import InterviewDenied, Refusal
from volunteers.interviewer_notifications import (
    tell_of_booking,
    tell_of_giving_up,
    tell_of_move,
)
from volunteers.models import Application, Interview, InterviewSlot


@transaction.atomic
def invite_to_interview(
    application: Application,
    *,
    by: Actor,
    until: datetime | None = None,
    now: datetime | None = None,
) -> Application:
    """Send her a link to choose from the free times of the call.

    Refuses with `NO_SLOTS` while there is none to choose from.
    """
    now = now or timezone.now()
    locked = lock(application)
    until = until or end_of_choice(locked, now=now)
    make_invited(locked, by=by, now=now)
    token = choosing_link(locked, until)
    notifications.tell_invited(locked, token=token, until=until)
    return locked


def make_invited(locked: Application, *, by: Actor, now: datetime) -> None:
    """The move of an invitation, without its message."""
    check(locked, ApplicationEvent.INVITE_TO_INTERVIEW, by=by)
    if not InterviewSlot.objects.free_for(locked, now).exists():
        raise Refusal(InterviewDenied.NO_SLOTS)
    move(
        locked,
        ApplicationEvent.INVITE_TO_INTERVIEW,
        by=by,
        other_times_note="",
        other_times_asked_at=None,
    )
    revoke_links(locked, purpose=LinkPurpose.INTERVIEW)


@transaction.atomic
def book_interview(
    application: Application,
    *,
    slot: InterviewSlot,
    seen: str = "",
    by: Actor = None,
    now: datetime | None = None,
) -> Interview:
    """Take a free time. Asked for twice, it is taken once.

    `seen`: the slot's `mark` as she saw it; a time that staff changed since is
    refused, so that she comes when she means to. Where somebody else has just taken
    it, she has another one of the same hour and place; staff choose whose time it is.
    """
    now = now or timezone.now()
    locked = lock_hers(application.pk)
    live = live_interview(locked)
    if live is not None and _has_it(live, slot, seen=seen, by=by):
        return live
    check(locked, ApplicationEvent.BOOK_INTERVIEW, by=by)
    if by is None and changes_made(locked) > locked.call.interview_changes:
        raise Refusal(InterviewDenied.NO_MORE_CHANGES)
    slot = hold_free_slot(slot, locked, seen=seen, any_beside=by is None, now=now)
    check_free_for(locked, slot)
    interview = Interview.objects.create(application=locked, slot=slot, booked_at=now)
    remember_interviews([locked.pk])
    move(locked, ApplicationEvent.BOOK_INTERVIEW, by=by, data={"slot": slot.pk})
    _announce(locked, interview, moved=False)
    tell_of_booking(interview, by=by)
    return interview


@transaction.atomic
def move_interview(
    application: Application,
    *,
    slot: InterviewSlot,
    seen: str = "",
    by: Actor = None,
    now: datetime | None = None,
) -> Interview:
    """Change to another free time: she within the limits of the call, staff at will.

    An earlier time that she asked to be told of counts as none of her changes.
    """
    now = now or timezone.now()
    locked = lock_hers(application.pk)
    check(locked, ApplicationEvent.MOVE_INTERVIEW, by=by)
    interview = _live(locked)
    if _has_it(interview, slot, seen=seen, by=by):
        raise Refusal(InterviewDenied.SAME_SLOT)
    is_earlier = is_wished_for(interview, slot)
    if by is None:
        reason = change_denied_reason(interview, now=now)
        if reason and not (is_earlier and reason == InterviewDenied.NO_MORE_CHANGES):
            hours = locked.call.interview_change_hours
            raise Refusal(reason, hours=hours)
    slot = hold_free_slot(slot, locked, seen=seen, any_beside=by is None, now=now)
    previous = interview.slot
    check_free_for(locked, slot, besides=[previous])
    interview.slot = slot
    interview.moved_count += by is None and not is_earlier
    interview.booked_at = now
    interview.save(update_fields=["slot", "moved_count", "booked_at"])
    remember_interviews([locked.pk])
    move(
        locked,
        ApplicationEvent.MOVE_INTERVIEW,
        by=by,
        data={"from_slot": previous.pk, "slot": slot.pk},
    )
    _announce(locked, interview, moved=True)
    tell_of_move(interview, previous=previous, by=by)
    offer_freed_time(previous, now=now, besides=interview)
    return interview


@transaction.atomic
def give_up_interview(
    application: Application, *, by: Actor = None, now: datetime | None = None
) -> Interview:
    """Free the time. She may choose again, as often as the call allows."""
    now = now or timezone.now()
    locked = lock(application)
    check(locked, ApplicationEvent.GIVE_UP_INTERVIEW, by=by)
    interview = _live(locked)
    if by is None and interview.slot.starts_at <= now:
        raise Refusal(InterviewDenied.SLOT_PAST)
    interview.state = InterviewState.CANCELLED
    interview.save(update_fields=["state"])
    remember_interviews([locked.pk])
    move(locked, ApplicationEvent.GIVE_UP_INTERVIEW, by=by)
    token = choosing_link(locked, end_of_choice(locked, now=now))
    notifications.tell_given_up(locked, interview, token=token)
    tell_of_giving_up(interview, by=by)
    offer_freed_time(interview.slot, now=now)
    return interview


@transaction.atomic
def ask_for_other_times(application: Application, *, note: str) -> Application:
    """None of the times suits her; staff see her words beside the application."""
    locked = lock(application)
    check(locked, ApplicationEvent.BOOK_INTERVIEW, by=None)
    locked.other_times_note = note.strip()[:500]
    locked.other_times_asked_at = timezone.now()
    locked.save(update_fields=["other_times_note", "other_times_asked_at"])
    log(locked, "volunteers.application.ask_for_other_times")
    return locked


def live_interview(application: Application) -> Interview | None:
    """The booked interview of an application."""
    return (
        Interview.objects.select_related("slot")
        .filter(application=application, state=InterviewState.BOOKED)
        .first()
    )


def changes_made(application: Application) -> int:
    """How often she moved or gave up a time by her own wish."""
    interviews = list(application.interviews.all())
    given_up = sum(one.state in InterviewState.by_her for one in interviews)
    return given_up + sum(one.moved_count for one in interviews)


def change_denied_reason(
    interview: Interview, *, now: datetime | None = None
) -> InterviewDenied | None:
    """Why she cannot change her time by herself, or None while she can."""
    now = now or timezone.now()
    application = interview.application
    if interview.slot.starts_at <= now:
        return InterviewDenied.SLOT_PAST
    hours = timedelta(hours=application.call.interview_change_hours)
    if interview.slot.starts_at - hours <= now:
        return InterviewDenied.CHANGE_TOO_LATE
    if changes_made(application) >= application.call.interview_changes:
        return InterviewDenied.NO_MORE_CHANGES
    return None


def is_wished_for(interview: Interview, slot: InterviewSlot) -> bool:
    """Whether it is an earlier time, and she asked to be told of such."""
    return interview.wants_earlier and slot.starts_at < interview.slot.starts_at


def _live(locked: Application) -> Interview:
    interview = live_interview(locked)
    if interview is None:
        raise Refusal(InterviewDenied.NO_INTERVIEW)
    interview.application = locked
    return interview


def _has_it(interview: Interview, slot: InterviewSlot, *, seen: str, by: Actor) -> bool:
    """Whether this is the time she has: to herself also one that lies beside it."""
    if by is not None:
        return interview.slot_id == slot.pk
    return is_same_time(interview.slot, slot, seen=seen)


def _announce(application: Application, interview: Interview, *, moved: bool) -> None:
    token = link_of_booking(application, interview)
    notifications.tell_booked(application, interview, token=token, moved=moved)
