"""A time that frees up is told to those who asked for an earlier one.

Nobody is moved without asking: each who is told may take it, and the first one has it.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from messaging.models import Message
from messaging.nights import by_day
from people.models import Recusal
from volunteers import notifications
from volunteers.domain.interviews.links import link_of_booking
from volunteers.domain.moves import lock
from volunteers.enums import InterviewState
from volunteers.exceptions import InterviewDenied, Refusal
from volunteers.models import Application, Interview, InterviewSlot

#: A time that begins sooner is told to nobody: she would have to drop everything.
LEAST_NOTICE = timedelta(hours=12)
#: From so long before it the message is not sent any more.
USELESS_BEFORE = timedelta(hours=4)


@transaction.atomic
def ask_for_earlier_times(application: Application, *, wanted: bool) -> Interview:
    """She wants to be told when an earlier time frees up, or not any more."""
    locked = lock(application)
    interview = Interview.objects.filter(
        application=locked, state=InterviewState.BOOKED
    ).first()
    if interview is None:
        raise Refusal(InterviewDenied.NO_INTERVIEW)
    if interview.wants_earlier != wanted:
        interview.wants_earlier = wanted
        interview.save(update_fields=["wants_earlier"])
        log(locked, "volunteers.application.ask_for_earlier_times")
    return interview


def offer_freed_time(
    slot: InterviewSlot,
    *,
    now: datetime | None = None,
    besides: Interview | None = None,
) -> int:
    """Tell those who wait for an earlier time, besides whose it was.

    Call it in the transaction that freed it. Returns how many are told, each once for
    a time.
    """
    now = now or timezone.now()
    until = slot.starts_at - USELESS_BEFORE
    if slot.starts_at < now + LEAST_NOTICE or by_day(now) >= until or slot.closed_at:
        return 0
    waiting = (
        Interview.objects.filter(
            state=InterviewState.BOOKED,
            wants_earlier=True,
            slot__call=slot.call_id,
            slot__starts_at__gt=slot.starts_at,
            application__person__anonymized_at=None,
        )
        .select_related("application__person", "slot")
        .order_by("booked_at", "pk")
    )
    recused = Recusal.objects.filter(user__in=slot.interviewers.all()).order_by()
    waiting = waiting.exclude(application__person__in=recused.values("person"))
    if besides is not None:
        waiting = waiting.exclude(pk=besides.pk)
    told = 0
    for interview in waiting:
        if notifications.was_offered(interview, slot):
            continue
        token = link_of_booking(interview.application, interview)
        notifications.tell_earlier(interview, slot, token=token, until=until)
        told += 1
    return told


def is_still_earlier(message: Message) -> bool:
    """Whether an offer about to leave is true: the time is free, and earlier."""
    application = message.about
    if not isinstance(application, Application):
        return False
    interview = (
        Interview.objects.filter(
            application=application, state=InterviewState.BOOKED, wants_earlier=True
        )
        .select_related("slot")
        .first()
    )
    if interview is None:
        return False
    slot = InterviewSlot.objects.free_for(application).filter(
        pk=notifications.slot_told_of(message), starts_at__lt=interview.slot.starts_at
    )
    return slot.exists()
