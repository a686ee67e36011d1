"""What came of an interview: it took place, she was excused, we cancelled, she did
not come. The four are kept apart, and each is followed by something else."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from people.domain.links import revoke_links
from people.enums import LinkPurpose
from volunteers import notifications
from volunteers.domain.interviews.booking import live_interview, make_invited
from volunteers.domain.interviews.earlier import offer_freed_time
from volunteers.domain.interviews.links import choosing_link, end_of_choice
from volunteers.domain.interviews.sheets import write_sheet
from volunteers.domain.moves import Actor, check, lock, move
from volunteers.domain.slots import close_slot
from volunteers.enums import ApplicationEvent, InterviewState, Recommendation
from volunteers.exceptions import InterviewDenied, Refusal
from volunteers.models import Application, Interview


@transaction.atomic
def record_interview(
    application: Application,
    *,
    recommendation: Recommendation,
    by: User,
    note: str = "",
    scores: Mapping[int, int] | None = None,
    now: datetime | None = None,
) -> Interview:
    """It took place. What `by` thinks of it is her score sheet."""
    locked = lock(application)
    interview = _begun(locked, ApplicationEvent.RECORD_INTERVIEW, by=by, now=now)
    write_sheet(
        interview,
        scores=scores,
        recommendation=Recommendation(recommendation),
        note=note,
        by=by,
    )
    _close(locked, interview, InterviewState.HELD, by=by)
    move(locked, ApplicationEvent.RECORD_INTERVIEW, by=by)
    revoke_links(locked, purpose=LinkPurpose.INTERVIEW)
    return interview


@transaction.atomic
def record_missed_interview(
    application: Application,
    *,
    by: Actor,
    invite_again: bool = False,
    now: datetime | None = None,
) -> Interview:
    """She did not come, and we do not know why: no blame in what she is written.

    With `invite_again` the message holds the link to choose another time.
    """
    now = now or timezone.now()
    locked = lock(application)
    event = ApplicationEvent.RECORD_MISSED_INTERVIEW
    interview = _begun(locked, event, by=by, now=now)
    _close(locked, interview, InterviewState.MISSED, by=by)
    move(locked, event, by=by)
    revoke_links(locked, purpose=LinkPurpose.INTERVIEW)
    if invite_again:
        make_invited(locked, by=by, now=now)
        until = end_of_choice(locked, now=now)
        token = choosing_link(locked, until)
        notifications.tell_invited_again(locked, interview, token=token, until=until)
    else:
        notifications.tell_missed(locked, interview)
    return interview


@transaction.atomic
def record_excused_interview(
    application: Application, *, by: Actor, now: datetime | None = None
) -> Interview:
    """She told us that she cannot come, before or after the hour.

    It is none of her changes; her time becomes free, and she chooses another one.
    """
    now = now or timezone.now()
    locked = lock(application)
    interview = _live(locked, ApplicationEvent.RECORD_EXCUSED_INTERVIEW, by=by)
    _close(locked, interview, InterviewState.EXCUSED, by=by)
    move(locked, ApplicationEvent.RECORD_EXCUSED_INTERVIEW, by=by)
    revoke_links(locked, purpose=LinkPurpose.INTERVIEW)
    token = choosing_link(locked, end_of_choice(locked, now=now))
    notifications.tell_excused(locked, interview, token=token)
    offer_freed_time(interview.slot, now=now)
    return interview


@transaction.atomic
def call_off_interview(
    application: Application,
    *,
    by: Actor,
    keep_time: bool = False,
    now: datetime | None = None,
) -> Interview:
    """We cannot hold it. She is asked for pardon and chooses another time.

    The time is closed, unless with `keep_time` somebody else may have it.
    """
    now = now or timezone.now()
    locked = lock(application)
    interview = _live(locked, ApplicationEvent.CALL_OFF_INTERVIEW, by=by)
    _close(locked, interview, InterviewState.CALLED_OFF, by=by)
    if not keep_time:
        interview.slot = close_slot(interview.slot, by=by, now=now)
    move(locked, ApplicationEvent.CALL_OFF_INTERVIEW, by=by)
    revoke_links(locked, purpose=LinkPurpose.INTERVIEW)
    token = choosing_link(locked, end_of_choice(locked, now=now))
    notifications.tell_called_off(locked, interview, token=token)
    offer_freed_time(interview.slot, now=now)
    return interview


def _live(locked: Application, event: ApplicationEvent, *, by: Actor) -> Interview:
    check(locked, event, by=by)
    interview = live_interview(locked)
    if interview is None:
        raise Refusal(InterviewDenied.NO_INTERVIEW)
    interview.application = locked
    return interview


def _begun(
    locked: Application, event: ApplicationEvent, *, by: Actor, now: datetime | None
) -> Interview:
    interview = _live(locked, event, by=by)
    if interview.slot.starts_at > (now or timezone.now()):
        raise Refusal(InterviewDenied.NOT_YET)
    return interview


def _close(
    locked: Application, interview: Interview, state: InterviewState, *, by: Actor
) -> None:
    written: dict[str, Any] = {"state": state, "held_by": by}
    for name, value in written.items():
        setattr(interview, name, value)
    interview.save(update_fields=list(written))
