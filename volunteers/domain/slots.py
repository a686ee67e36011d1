"""Offering times for interviews, and taking them back."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from language.translated import Translated
from volunteers.domain.moves import Actor
from volunteers.exceptions import Refusal, SlotDenied
from volunteers.models import Call, InterviewSlot

#: No slot lasts longer (see the model).
_LONGEST = timedelta(minutes=240)


def run_of_times(first: datetime, until: datetime, *, minutes: int) -> list[datetime]:
    """Starts of interviews of so many minutes, one after another, that fit."""
    length = timedelta(minutes=minutes)
    return [first + length * place for place in range((until - first) // length)]


@transaction.atomic
def offer_interview_times(
    call: Call,
    *,
    starts: Sequence[datetime],
    minutes: int,
    place: Translated,
    is_online: bool = False,
    interviewers: Iterable[User] = (),
    by: Actor,
    now: datetime | None = None,
) -> list[InterviewSlot]:
    """All of the times, or none: an interviewer is in one place at a time."""
    # Two members of staff who plan the same hours meet here.
    call = Call.objects.select_for_update().get(pk=call.pk)
    people = list(interviewers)
    if not starts:
        raise Refusal(SlotDenied.NO_TIMES)
    if min(starts) <= (now or timezone.now()):
        raise Refusal(SlotDenied.IN_PAST)
    length = timedelta(minutes=minutes)
    for other in InterviewSlot.objects.filter(
        interviewers__in=people,
        starts_at__gt=min(starts) - _LONGEST,
        starts_at__lt=max(starts) + length,
    ):
        for start in starts:
            if other.starts_at < start + length and start < other.ends_at:
                raise Refusal(SlotDenied.INTERVIEWER_BUSY, moment=other.starts_at)
    slots = []
    for start in starts:
        slot = InterviewSlot.objects.create(
            call=call,
            starts_at=start,
            minutes=minutes,
            place=place,
            is_online=is_online,
        )
        slot.interviewers.set(people)
        log(slot, "wagtail.create", user=by)
        slots.append(slot)
    return slots


def has_bookings(slot: InterviewSlot) -> bool:
    """Whether somebody was ever given the time; then it stays on record."""
    return slot.interviews.exists()


@transaction.atomic
def take_back_interview_time(slot: InterviewSlot, *, by: Actor) -> None:
    """Remove a time that nobody was given."""
    held = InterviewSlot.objects.select_for_update().get(pk=slot.pk)
    if has_bookings(held):
        raise Refusal(SlotDenied.BOOKED)
    log(held, "wagtail.delete", user=by)
    held.delete()
