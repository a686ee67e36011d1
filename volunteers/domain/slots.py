"""Offering times for interviews, changing them, and taking them back."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from language.translated import Translated
from volunteers.domain.moves import Actor
from volunteers.exceptions import Refusal, SlotDenied
from volunteers.models import Call, InterviewSlot

#: No slot lasts longer (see the model).
LONGEST = timedelta(minutes=240)


def run_of_times(first: datetime, until: datetime, *, minutes: int) -> list[datetime]:
    """Starts of interviews of so many minutes, one after another, that fit."""
    length = timedelta(minutes=minutes)
    return [first + length * place for place in range((until - first) // length)]


def hold_interviewers(people: Iterable[User]) -> None:
    """Whoever else plans hours of these interviewers waits until this is done.

    Always in the same order, and before any slot is locked.
    """
    pks = sorted({one.pk for one in people})
    rows = get_user_model().objects.select_for_update(no_key=True)
    list(rows.filter(pk__in=pks).order_by("pk").values_list("pk"))


def check_interviewers_free(
    people: Collection[User],
    *,
    starts: Sequence[datetime],
    minutes: int,
    besides: InterviewSlot | None = None,
) -> None:
    """Raise the refusal when one of them has another interview time by then.

    True until the transaction ends only after `hold_interviewers`.
    """
    length = timedelta(minutes=minutes)
    others = InterviewSlot.objects.filter(
        interviewers__in=people,
        closed_at__isnull=True,
        starts_at__gt=min(starts) - LONGEST,
        starts_at__lt=max(starts) + length,
    )
    if besides is not None:
        others = others.exclude(pk=besides.pk)
    for other in others:
        for start in starts:
            if other.starts_at < start + length and start < other.ends_at:
                raise Refusal(SlotDenied.INTERVIEWER_BUSY, moment=other.starts_at)


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
    people = list(interviewers)
    if not starts:
        raise Refusal(SlotDenied.NO_TIMES)
    if min(starts) <= (now or timezone.now()):
        raise Refusal(SlotDenied.IN_PAST)
    hold_interviewers(people)
    check_interviewers_free(people, starts=starts, minutes=minutes)
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


@transaction.atomic
def change_interview_time(
    slot: InterviewSlot,
    *,
    interviewers: Iterable[User],
    by: Actor,
    starts_at: datetime | None = None,
    minutes: int | None = None,
    place: Translated | None = None,
    is_online: bool | None = None,
    now: datetime | None = None,
) -> InterviewSlot:
    """Other interviewers; of a time that nobody was given, another hour or place too.

    From now on it is a time entered by hand: available hours do not change it back.
    """
    people = list(interviewers)
    hold_interviewers(people)
    held = InterviewSlot.objects.select_for_update().get(pk=slot.pk)
    wanted = {
        "starts_at": starts_at,
        "minutes": minutes,
        "place": place,
        "is_online": is_online,
    }
    changes = {
        name: value
        for name, value in wanted.items()
        if value is not None and value != getattr(held, name)
    }
    if changes and has_bookings(held):
        raise Refusal(SlotDenied.BOOKED)
    if "starts_at" in changes and starts_at and starts_at <= (now or timezone.now()):
        raise Refusal(SlotDenied.IN_PAST)
    for name, value in changes.items():
        setattr(held, name, value)
    if held.closed_at is None:
        check_interviewers_free(
            people, starts=[held.starts_at], minutes=held.minutes, besides=held
        )
    held.window = None
    held.save()
    held.interviewers.set(people)
    log(held, "wagtail.edit", user=by)
    return held


def has_bookings(slot: InterviewSlot) -> bool:
    """Whether somebody was ever given the time; then it stays on record."""
    return slot.interviews.exists()


@transaction.atomic
def take_back_interview_time(slot: InterviewSlot, *, by: Actor) -> None:
    """Remove a time that nobody was given."""
    held = InterviewSlot.objects.select_for_update().filter(pk=slot.pk).first()
    if held is None:  # somebody else just did
        return
    if has_bookings(held):
        raise Refusal(SlotDenied.BOOKED)
    log(held, "wagtail.delete", user=by)
    held.delete()


def close_slot(slot: InterviewSlot, *, by: Actor, now: datetime) -> InterviewSlot:
    """Nobody else gets the time; it stays on record. In the running transaction."""
    held = InterviewSlot.objects.select_for_update().get(pk=slot.pk)
    if held.closed_at is None:
        held.closed_at = now
        held.save(update_fields=["closed_at"])
        log(held, "volunteers.slot.close", user=by)
    return held
