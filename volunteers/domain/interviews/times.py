"""The time that a woman chooses: an hour and a place, whoever meets her there.

Several interviewers may each hold one at the same hour and place. To her these are one
time, offered once, and any of them that is free is as good as the other.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q

from volunteers.enums import InterviewState
from volunteers.exceptions import InterviewDenied, Refusal
from volunteers.models import Application, Interview, InterviewSlot


def once_each(
    slots: Iterable[InterviewSlot], *, besides: InterviewSlot | None = None
) -> list[InterviewSlot]:
    """One for each hour and place, the first of them; none that is as `besides`."""
    first = {slot.mark: slot for slot in reversed(list(slots))}
    if besides is not None:
        first.pop(besides.mark, None)
    return sorted(first.values(), key=lambda slot: (slot.starts_at, slot.pk))


def is_same_time(slot: InterviewSlot, chosen: InterviewSlot, *, seen: str = "") -> bool:
    """Whether a booked `slot` is what she chose, be it beside it."""
    is_beside = (
        slot.call_id == chosen.call_id
        and slot.starts_at == chosen.starts_at
        and slot.mark == (seen or chosen.mark)
    )
    return slot.pk == chosen.pk or is_beside


def hold_free_slot(
    chosen: InterviewSlot,
    application: Application,
    *,
    seen: str = "",
    any_beside: bool,
    now: datetime,
) -> InterviewSlot:
    """Hold the slot's row: whoever else wants it waits here, then finds it taken.

    `any_beside`: where it is gone, another one of the same hour and place will do.
    All of that hour are held in one order, so that nobody waits for each other.
    """
    wanted = Q(pk=chosen.pk)
    if any_beside:
        wanted |= Q(call=application.call_id, starts_at=chosen.starts_at)
    rows = InterviewSlot.objects.select_for_update().filter(wanted).order_by("pk")
    held = {slot.pk: slot for slot in rows}
    taken = set(
        Interview.objects.filter(
            slot__in=list(held), state__in=InterviewState.taking
        ).values_list("slot", flat=True)
    )
    recused = set(
        InterviewSlot.objects.filter(pk__in=list(held))
        .recused_from(application)
        .values_list("pk", flat=True)
    )
    mark = seen or (chosen.mark if any_beside else "")

    def why_not(slot: InterviewSlot | None) -> InterviewDenied | None:
        if slot is None:  # taken back in this moment
            return InterviewDenied.SLOT_CLOSED
        if slot.call_id != application.call_id:
            return InterviewDenied.FOREIGN_SLOT
        if slot.starts_at <= now:
            return InterviewDenied.SLOT_PAST
        if slot.closed_at or slot.pk in recused:
            return InterviewDenied.SLOT_CLOSED
        if slot.pk in taken:
            return InterviewDenied.SLOT_TAKEN
        if mark and slot.mark != mark:
            return InterviewDenied.SLOT_CHANGED
        return None

    reason = why_not(held.get(chosen.pk))
    if reason is None:
        return held[chosen.pk]
    beside = [slot for slot in held.values() if why_not(slot) is None]
    if beside:
        return beside[0]
    raise Refusal(reason)
