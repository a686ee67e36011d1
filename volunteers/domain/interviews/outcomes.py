"""What came of an interview: it took place, she was excused, we cancelled, she did
not come. The four are kept apart, and each is followed by something else."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from people.domain.links import revoke_links
from people.enums import LinkPurpose
from volunteers import notifications
from volunteers.domain.duties import Rights
from volunteers.domain.interviews.booking import live_interview, make_invited
from volunteers.domain.interviews.earlier import offer_freed_time
from volunteers.domain.interviews.links import choosing_link, end_of_choice
from volunteers.domain.interviews.sheets import write_sheet
from volunteers.domain.moves import Actor, check, lock, move
from volunteers.domain.slots import close_slot
from volunteers.enums import ApplicationEvent, InterviewState, Recommendation
from volunteers.exceptions import InterviewDenied, MoveDenied, Refusal, ReviewDenied
from volunteers.interviewer_notifications import tell_of_giving_up
from volunteers.models import Application, Call, Interview, InterviewSlot
from volunteers.workflow import Permission

_AFTER_IT_BEGAN = (
    ApplicationEvent.RECORD_INTERVIEW,
    ApplicationEvent.RECORD_MISSED_INTERVIEW,
)


@transaction.atomic
def record_interview(
    application: Application,
    *,
    recommendation: Recommendation | None,
    by: User,
    note: str = "",
    scores: Mapping[int, int] | None = None,
    now: datetime | None = None,
) -> Interview:
    """It took place. What `by` thinks of it is her score sheet."""
    locked = lock(application)
    interview = _begun(locked, ApplicationEvent.RECORD_INTERVIEW, by=by, now=now)
    if recommendation is None:
        raise Refusal(ReviewDenied.RECOMMENDATION_MISSING)
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
    tell_of_giving_up(interview, by=by)
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
    tell_of_giving_up(interview, by=by)
    offer_freed_time(interview.slot, now=now)
    return interview


def foreseen_refusals(
    applications: Iterable[Application],
    *,
    event: ApplicationEvent,
    rights: Rights,
    invite_again: bool = False,
    now: datetime | None = None,
) -> dict[int, Refusal]:
    """Which of many the verb of `event` would refuse, by key, with two queries.

    Beside what the table of the process says; see `moves.check`.
    """
    now = now or timezone.now()
    rows = list(applications)
    booked = dict(
        Interview.objects.filter(
            application__in=rows, state=InterviewState.BOOKED
        ).values_list("application_id", "slot__starts_at")
    )
    with_times: set[int] = set()
    if invite_again:
        free = InterviewSlot.objects.free(now).order_by()
        with_times.update(free.values_list("call_id", flat=True))
    found: dict[int, Refusal] = {}
    for one in rows:
        starts_at = booked.get(one.pk)
        if starts_at is None:
            found[one.pk] = Refusal(InterviewDenied.NO_INTERVIEW)
        elif event in _AFTER_IT_BEGAN and starts_at > now:
            found[one.pk] = Refusal(InterviewDenied.NOT_YET)
        elif invite_again and not rights.may(Permission.DECIDE, one):
            words = ApplicationEvent.INVITE_TO_INTERVIEW.label
            found[one.pk] = Refusal(MoveDenied.NOT_YOURS, event=words)
        elif invite_again and one.call_id not in with_times:
            found[one.pk] = Refusal(InterviewDenied.NO_SLOTS)
    return found


def awaiting_outcome(user: User, *, now: datetime | None = None) -> QuerySet[Interview]:
    """Interviews that have begun and that she may record, but nobody has yet."""
    calls = Call.objects.where_may(user, Permission.INTERVIEW).order_by()
    seen = Application.objects.visible_to(user).filter(call__in=calls.values("pk"))
    return Interview.objects.filter(
        state=InterviewState.BOOKED,
        slot__starts_at__lte=now or timezone.now(),
        application__in=seen.order_by().values("pk"),
    )


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
