"""What a woman is expected at already: nobody promises to be in two places at once.

Her shifts, her places in trainings and her interview, whichever of her applications
they belong to. True until the transaction ends only after `lock_hers`.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from people.models import Person
from volunteers.enums import Attendance, InterviewState
from volunteers.exceptions import BusyDenied, Refusal
from volunteers.models import (
    Application,
    Enrollment,
    Interview,
    InterviewSlot,
    Shift,
    ShiftPlace,
    TrainingSession,
)

#: No interview lasts longer (see the model).
_LONGEST_INTERVIEW = timedelta(minutes=240)
_KINDS: dict[type, BusyDenied] = {
    Shift: BusyDenied.SHIFT,
    TrainingSession: BusyDenied.TRAINING,
    InterviewSlot: BusyDenied.INTERVIEW,
}


@dataclass(frozen=True, slots=True)
class Promise:
    """One thing that somebody is expected at."""

    person_id: int
    what: Shift | TrainingSession | InterviewSlot

    @property
    def kind(self) -> BusyDenied:
        return _KINDS[type(self.what)]

    @property
    def starts_at(self) -> datetime:
        return self.what.starts_at

    @property
    def ends_at(self) -> datetime:
        return self.what.ends_at

    def meets(self, starts_at: datetime, ends_at: datetime) -> bool:
        """One that begins when the other ends does not meet it."""
        return self.what.starts_at < ends_at and starts_at < self.what.ends_at


def promises_of(
    people: Collection[int], *, starts_at: datetime, ends_at: datetime | None = None
) -> list[Promise]:
    """What these people are expected at in that time, in three queries.

    `ends_at` None: from then on.
    """

    def at(path: str, *, first: datetime = starts_at) -> dict[str, Any]:
        until = {f"{path}__starts_at__lt": ends_at} if ends_at else {}
        ends = "starts_at" if path == "slot" else "ends_at"
        return {f"{path}__{ends}__gt": first, **until}

    places = ShiftPlace.objects.filter(
        assignment__application__person__in=people, **at("shift")
    ).select_related("shift__role", "assignment__application")
    seats = Enrollment.objects.filter(
        application__person__in=people,
        attendance=Attendance.EXPECTED,
        **at("session"),
    ).select_related("session", "application")
    interviews = Interview.objects.filter(
        application__person__in=people,
        state=InterviewState.BOOKED,
        **at("slot", first=starts_at - _LONGEST_INTERVIEW),
    ).select_related("slot", "application")
    found = [
        *(Promise(one.assignment.application.person_id, one.shift) for one in places),
        *(Promise(one.application.person_id, one.session) for one in seats),
        *(Promise(one.application.person_id, one.slot) for one in interviews),
    ]
    met = [one for one in found if ends_at is None or one.meets(starts_at, ends_at)]
    return sorted(met, key=lambda one: one.starts_at)


def busy_with(
    application: Application,
    what: Shift | TrainingSession | InterviewSlot,
    *,
    besides: Collection[Any] = (),
) -> Promise | None:
    """What keeps her from it, the earliest first; `besides`: what she gives up."""
    spared = {what, *besides}
    met = promises_of(
        [application.person_id], starts_at=what.starts_at, ends_at=what.ends_at
    )
    return next((one for one in met if one.what not in spared), None)


def check_free_for(
    locked: Application,
    what: TrainingSession | InterviewSlot,
    *,
    besides: Collection[Any] = (),
) -> None:
    """Refuse what lies at the time of something else that she is expected at."""
    busy = busy_with(locked, what, besides=besides)
    if busy is not None:
        raise Refusal(busy.kind, moment=busy.starts_at)


def refuse_meeting_promises(kept: Person, merged: Person) -> None:
    """Two records of one woman: from now on she cannot be in two places at once.

    A training that both are expected at is one place; see `merging`.
    """
    now = timezone.now()
    people = [kept.pk, merged.pk]
    # Whoever books for one of them waits until they are one.
    rows = Application.objects.select_for_update().filter(person__in=people)
    list(rows.order_by("pk").values_list("pk"))
    coming = [one for one in promises_of(people, starts_at=now) if one.ends_at > now]
    for one in coming:
        for other in coming:
            if one.person_id == kept.pk and other.person_id == merged.pk:
                _refuse_meeting(one, other)


def _refuse_meeting(one: Promise, other: Promise) -> None:
    is_shared = one.what == other.what and one.kind != BusyDenied.SHIFT
    if is_shared or not one.meets(other.starts_at, other.ends_at):
        return
    raise Refusal(
        BusyDenied.MERGED,
        moment=max(one.starts_at, other.starts_at),
        one=one.what._meta.verbose_name,
        other=other.what._meta.verbose_name,
    )
