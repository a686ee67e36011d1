"""Offering times for interviews, changing them, and taking them back."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from itertools import product

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from language.translated import Translated
from people.domain.links import issue_link
from people.enums import LinkPurpose
from people.models import Recusal
from volunteers import notifications
from volunteers.domain.duties import may_in
from volunteers.domain.interviews.last_time import remember_interviews
from volunteers.domain.moves import Actor
from volunteers.domain.promises import busy_with
from volunteers.enums import InterviewState
from volunteers.exceptions import Refusal, SlotDenied
from volunteers.interviewer_notifications import tell_interviewers
from volunteers.models import Application, Call, Interview, InterviewSlot
from volunteers.permissions import interviewers_in

#: So many interviews at most begin at one hour and place.
MOST_AT_ONCE = 20
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


def holders_in(call: int, people: Iterable[User]) -> set[int]:
    """Who of these, by key, may hold interviews in the call."""
    given = list(people)
    known = interviewers_in(Call.objects.filter(pk=call)).order_by()
    hers = known.filter(pk__in=[one.pk for one in given]).values_list("pk", flat=True)
    return {one.pk for one in given if one.is_superuser} | set(hers)


def check_interviewers(people: Collection[User], *, call: int) -> None:
    """Raise the refusal when one of them holds no interviews in the call."""
    if people and {one.pk for one in people} - holders_in(call, people):
        raise Refusal(SlotDenied.HOLDS_NONE)


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
    at_once: int = 1,
    by: Actor,
    now: datetime | None = None,
) -> list[InterviewSlot]:
    """All of the times, or none: an interviewer is in one place at a time.

    `at_once`: so many women are met side by side at each of them, and the interviewers
    are shared out among these.
    """
    _require_duty(call.pk, by, "add_interviewslot")
    people = list(interviewers)
    if not starts:
        raise Refusal(SlotDenied.NO_TIMES)
    if not 1 <= at_once <= MOST_AT_ONCE:
        raise Refusal(SlotDenied.TOO_MANY_AT_ONCE, most=MOST_AT_ONCE)
    if min(starts) <= (now or timezone.now()):
        raise Refusal(SlotDenied.IN_PAST)
    check_interviewers(people, call=call.pk)
    hold_interviewers(people)
    check_interviewers_free(people, starts=starts, minutes=minutes)
    slots = []
    for start, beside in product(starts, range(at_once)):
        slot = InterviewSlot.objects.create(
            call=call,
            starts_at=start,
            minutes=minutes,
            place=place,
            is_online=is_online,
        )
        slot.interviewers.set(people[beside::at_once])
        log(slot, "wagtail.create", user=by)
        slots.append(slot)
    return slots


@transaction.atomic
def change_interview_time(
    slot: InterviewSlot,
    *,
    starts_at: datetime,
    minutes: int,
    place: Translated,
    is_online: bool,
    interviewers: Iterable[User],
    by: Actor,
    now: datetime | None = None,
) -> bool:
    """Correct a time in place; whether somebody has it and was told.

    An hour at which she who has it is expected elsewhere is refused.

    She who has it hears of another hour or place, with a calendar file that moves her
    entry; so do the interviewers, also of coming in or going out. A time that somebody
    had before, or that has begun, stays as it was; only its interviewers change.
    From now on it is a time entered by hand: available hours do not change it back.
    """
    now = now or timezone.now()
    _require_duty(slot.call_id, by, "change_interviewslot")
    people = list(interviewers)
    hold_interviewers(people)
    # First the applications, then the slot: in the order in which times are booked.
    holders = Application.objects.filter(interviews__slot=slot)
    locked = {
        one.pk: one
        for one in Application.objects.filter(person__in=holders.values("person"))
        .order_by("pk")
        .select_for_update()
    }
    held = InterviewSlot.objects.select_for_update().get(pk=slot.pk)
    interview = held.interviews.filter(state=InterviewState.BOOKED).first()
    if interview is not None and interview.application_id not in locked:
        raise Refusal(SlotDenied.CHANGED_MEANWHILE)
    if interview is not None:
        holder = locked[interview.application_id].person_id
        if Recusal.objects.filter(person=holder, user__in=people).exists():
            raise Refusal(SlotDenied.RECUSED)
    old_people = list(held.interviewers.all())
    # Who left the team since stays on record as who held it.
    check_interviewers(
        [one for one in people if one not in old_people], call=held.call_id
    )
    before = (_minute(held.starts_at), held.minutes, dict(held.place), held.is_online)
    after = (_minute(starts_at), minutes, dict(place), is_online)
    is_other = before != after
    if is_other:
        if time_is_fixed(held, now=now):
            raise Refusal(SlotDenied.OVER)
        if starts_at <= now:
            raise Refusal(SlotDenied.IN_PAST)
    if held.closed_at is None:
        check_interviewers_free(
            people, starts=[starts_at], minutes=minutes, besides=held
        )
    held.starts_at, held.minutes = starts_at, minutes
    held.place, held.is_online = place, is_online
    held.window = None
    if interview is not None and before[:2] != after[:2]:
        _check_holder_free(locked[interview.application_id], held)
    held.save(update_fields=["starts_at", "minutes", "place", "is_online", "window"])
    held.interviewers.set(people)
    remember_interviews(list(locked))
    log(held, "wagtail.edit", user=by)
    if interview is None or held.starts_at <= now:
        return False
    interview.slot, interview.application = held, locked[interview.application_id]
    if is_other:
        _tell_her(interview)
    tell_interviewers(
        interview,
        coming=people if is_other else set(people) - set(old_people),
        leaving=set(old_people) - set(people),
    )
    return is_other


def _require_duty(call: int, by: Actor, permission: str) -> None:
    if by is not None and not may_in(by, permission, call):
        raise Refusal(SlotDenied.NOT_YOURS)


def _minute(moment: datetime) -> datetime:
    """As precise as people write it."""
    return moment.replace(second=0, microsecond=0)


def _check_holder_free(holder: Application, slot: InterviewSlot) -> None:
    """True until the transaction ends, with all her applications held."""
    busy = busy_with(holder, slot)
    if busy is not None:
        raise Refusal(
            SlotDenied.HOLDER_BUSY,
            what=busy.what._meta.verbose_name,
            moment=busy.starts_at,
        )


def _tell_her(interview: Interview) -> None:
    application = interview.application
    token = issue_link(
        application.person,
        purpose=LinkPurpose.INTERVIEW,
        target=application,
        expires_at=interview.slot.starts_at,
    )
    notifications.tell_changed(application, interview, token=token)


def time_is_fixed(slot: InterviewSlot, *, now: datetime | None = None) -> bool:
    """Whether its hour and place stay: somebody had it, or it has begun."""
    states = set(slot.interviews.values_list("state", flat=True))
    if not states:
        return False
    begun = slot.starts_at <= (now or timezone.now())
    return begun or InterviewState.BOOKED not in states


def has_bookings(slot: InterviewSlot) -> bool:
    """Whether somebody was ever given the time; then it stays on record."""
    return slot.interviews.exists()


@transaction.atomic
def take_back_interview_time(slot: InterviewSlot, *, by: Actor) -> None:
    """Remove a time that nobody was given."""
    held = InterviewSlot.objects.select_for_update().filter(pk=slot.pk).first()
    if held is None:  # somebody else just did
        return
    _require_duty(held.call_id, by, "delete_interviewslot")
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
