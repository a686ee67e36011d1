"""Inviting to, booking, moving, giving up and recording interviews."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from people.domain.links import issue_link, revoke_links
from people.enums import LinkPurpose
from volunteers import notifications
from volunteers.domain.moves import Actor, check, lock, move
from volunteers.enums import ApplicationEvent, InterviewState, Recommendation
from volunteers.exceptions import InterviewDenied, Refusal
from volunteers.models import Application, Interview, InterviewSlot

#: How long an invitation waits for her choice.
INVITATION_LASTS = timedelta(days=14)
#: How often she may change her time by herself; staff may as often as needed.
MOST_CHANGES = 1
#: A reminder goes out this long before the interview.
REMINDER_BEFORE = timedelta(hours=24)


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
    check(locked, ApplicationEvent.INVITE_TO_INTERVIEW, by=by)
    last = InterviewSlot.objects.filter(call=locked.call_id).free(now).last()
    if last is None:
        raise Refusal(InterviewDenied.NO_SLOTS)
    move(
        locked,
        ApplicationEvent.INVITE_TO_INTERVIEW,
        by=by,
        other_times_note="",
        other_times_asked_at=None,
    )
    until = until or min(now + INVITATION_LASTS, last.starts_at)
    revoke_links(locked, purpose=LinkPurpose.INTERVIEW)
    notifications.tell_invited(locked, token=_choosing_link(locked, until), until=until)
    return locked


@transaction.atomic
def book_interview(
    application: Application,
    *,
    slot: InterviewSlot,
    by: Actor = None,
    now: datetime | None = None,
) -> Interview:
    """Take a free time. Asked for twice, it is taken once."""
    now = now or timezone.now()
    locked = lock(application)
    live = live_interview(locked)
    if live is not None and live.slot_id == slot.pk:
        return live
    check(locked, ApplicationEvent.BOOK_INTERVIEW, by=by)
    if by is None and changes_made(locked) > MOST_CHANGES:
        raise Refusal(InterviewDenied.NO_MORE_CHANGES)
    slot = _lock_free_slot(slot, locked, now=now)
    interview = Interview.objects.create(application=locked, slot=slot, booked_at=now)
    move(locked, ApplicationEvent.BOOK_INTERVIEW, by=by, data={"slot": slot.pk})
    _announce(locked, interview, moved=False)
    return interview


@transaction.atomic
def move_interview(
    application: Application,
    *,
    slot: InterviewSlot,
    by: Actor = None,
    now: datetime | None = None,
) -> Interview:
    """Change to another free time: she once and before it begins, staff at will."""
    now = now or timezone.now()
    locked = lock(application)
    check(locked, ApplicationEvent.MOVE_INTERVIEW, by=by)
    interview = _live(locked)
    if interview.slot_id == slot.pk:
        raise Refusal(InterviewDenied.SAME_SLOT)
    if by is None:
        if changes_made(locked) >= MOST_CHANGES:
            raise Refusal(InterviewDenied.NO_MORE_CHANGES)
        if interview.slot.starts_at <= now:
            raise Refusal(InterviewDenied.SLOT_PAST)
    slot = _lock_free_slot(slot, locked, now=now)
    previous = interview.slot_id
    interview.slot = slot
    interview.moved_count += 1
    interview.save(update_fields=["slot", "moved_count"])
    move(
        locked,
        ApplicationEvent.MOVE_INTERVIEW,
        by=by,
        data={"from_slot": previous, "slot": slot.pk},
    )
    _announce(locked, interview, moved=True)
    return interview


@transaction.atomic
def give_up_interview(
    application: Application, *, by: Actor = None, now: datetime | None = None
) -> Interview:
    """Free the time. She may choose again; having done so once, she asks staff."""
    now = now or timezone.now()
    locked = lock(application)
    check(locked, ApplicationEvent.GIVE_UP_INTERVIEW, by=by)
    interview = _live(locked)
    if by is None and interview.slot.starts_at <= now:
        raise Refusal(InterviewDenied.SLOT_PAST)
    interview.state = InterviewState.CANCELLED
    interview.save(update_fields=["state"])
    move(locked, ApplicationEvent.GIVE_UP_INTERVIEW, by=by)
    last = InterviewSlot.objects.filter(call=locked.call_id).free(now).last()
    until = min(now + INVITATION_LASTS, last.starts_at) if last else now
    notifications.tell_given_up(locked, interview, token=_choosing_link(locked, until))
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


@transaction.atomic
def record_interview(
    application: Application,
    *,
    recommendation: Recommendation,
    note: str = "",
    by: Actor,
    now: datetime | None = None,
) -> Interview:
    """It took place; what the interviewers recommend."""
    interview = _close(
        lock(application),
        ApplicationEvent.RECORD_INTERVIEW,
        InterviewState.HELD,
        recommendation=Recommendation(recommendation),
        note=note,
        by=by,
        now=now,
    )
    return interview


@transaction.atomic
def record_missed_interview(
    application: Application, *, by: Actor, now: datetime | None = None
) -> Interview:
    """She did not come; she may be invited again."""
    interview = _close(
        lock(application),
        ApplicationEvent.RECORD_MISSED_INTERVIEW,
        InterviewState.MISSED,
        by=by,
        now=now,
    )
    return interview


def queue_interview_reminders(now: datetime | None = None) -> int:
    """Due work: remind of tomorrow's interviews; each booking is reminded of once."""
    now = now or timezone.now()
    due = Interview.objects.filter(
        state=InterviewState.BOOKED,
        slot__starts_at__gt=now,
        slot__starts_at__lte=now + REMINDER_BEFORE,
    ).values_list("pk", "application_id")
    reminded = 0
    for pk, application_id in due:
        with transaction.atomic():
            locked = Application.objects.select_for_update().get(pk=application_id)
            interview = Interview.objects.select_related("slot").get(pk=pk)
            # It may have been moved or given up since it was found.
            is_due = (
                interview.state == InterviewState.BOOKED
                and now < interview.slot.starts_at <= now + REMINDER_BEFORE
            )
            if is_due and not notifications.was_reminded(interview):
                token = _choosing_link(locked, interview.slot.starts_at)
                notifications.tell_reminder(locked, interview, token=token)
                reminded += 1
    return reminded


def live_interview(application: Application) -> Interview | None:
    """The booked interview of an application."""
    return (
        Interview.objects.select_related("slot")
        .filter(application=application, state=InterviewState.BOOKED)
        .first()
    )


def changes_made(application: Application) -> int:
    """How often her time was moved or given up."""
    interviews = list(application.interviews.all())
    given_up = sum(one.state == InterviewState.CANCELLED for one in interviews)
    return given_up + sum(one.moved_count for one in interviews)


def _live(locked: Application) -> Interview:
    interview = live_interview(locked)
    if interview is None:
        raise Refusal(InterviewDenied.NO_INTERVIEW)
    return interview


def _lock_free_slot(
    slot: InterviewSlot, application: Application, *, now: datetime
) -> InterviewSlot:
    """Hold the slot's row: whoever else wants it waits here, then finds it taken."""
    held = InterviewSlot.objects.select_for_update().get(pk=slot.pk)
    if held.call_id != application.call_id:
        raise Refusal(InterviewDenied.FOREIGN_SLOT)
    if held.starts_at <= now:
        raise Refusal(InterviewDenied.SLOT_PAST)
    if held.interviews.filter(
        state__in=[InterviewState.BOOKED, InterviewState.HELD]
    ).exists():
        raise Refusal(InterviewDenied.SLOT_TAKEN)
    return held


def _close(
    locked: Application,
    event: ApplicationEvent,
    state: InterviewState,
    *,
    by: Actor,
    now: datetime | None,
    recommendation: str = "",
    note: str = "",
) -> Interview:
    check(locked, event, by=by)
    interview = _live(locked)
    if interview.slot.starts_at > (now or timezone.now()):
        raise Refusal(InterviewDenied.NOT_YET)
    interview.state = state
    interview.recommendation = recommendation
    interview.note = note
    interview.held_by = by
    interview.save(update_fields=["state", "recommendation", "note", "held_by"])
    move(locked, event, by=by)
    revoke_links(locked, purpose=LinkPurpose.INTERVIEW)
    return interview


def _choosing_link(application: Application, until: datetime) -> str:
    return issue_link(
        application.person,
        purpose=LinkPurpose.INTERVIEW,
        target=application,
        expires_at=until,
    )


def _announce(application: Application, interview: Interview, *, moved: bool) -> None:
    token = _choosing_link(application, interview.slot.starts_at)
    notifications.tell_booked(application, interview, token=token, moved=moved)
