"""Days by appointment at one place: their times made, changed and ended together.

Each time is an `Occurrence`, so that everybody comes in through `admission`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from language.translated import Translated
from people.exceptions import Refusal
from programs.domain.occurrences import (
    appointments_of,
    cancel_occurrence,
    publish_occurrence,
    tell_changes,
)
from programs.domain.places import lock_places
from programs.enums import OccurrenceState, StopRefusal
from programs.enums import RegistrationRefusal as Reason
from programs.models import Activity, Occurrence, Stop
from programs.models.occurrence import OccurrenceQuerySet

#: Nobody cuts more hair on one day.
MOST_TIMES = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class StopPlan:
    """A day as staff describe it: from when until when, every so many minutes."""

    activity: Activity
    day: date
    place: Translated
    district: str
    neighborhood: str = ""
    services: Translated
    begins: time
    ends: time
    minutes: int
    break_begins: time | None = None
    break_ends: time | None = None
    #: How many come at the same time.
    places: int = 1

    @property
    def length(self) -> timedelta:
        return timedelta(minutes=self.minutes)

    def times(self) -> list[datetime]:
        """When each appointment begins; none reaches into the break."""
        return list(self._times())

    def _times(self) -> Iterator[datetime]:
        at, ends = self._at(self.begins), self._at(self.ends)
        pause = None
        if self.break_begins and self.break_ends:
            pause = self._at(self.break_begins), self._at(self.break_ends)
        while at + self.length <= ends:
            if pause and at < pause[1] and at + self.length > pause[0]:
                at = pause[1]
                continue
            yield at
            at += self.length

    def _at(self, clock: time) -> datetime:
        return timezone.make_aware(datetime.combine(self.day, clock))

    def denied_reason(self) -> Refusal | None:
        times = self.times()
        if not times:
            return Refusal(StopRefusal.NO_TIMES)
        if len(times) > MOST_TIMES:
            return Refusal(
                StopRefusal.TOO_MANY_TIMES, count=len(times), most=MOST_TIMES
            )
        if times[0] <= timezone.now():
            return Refusal(StopRefusal.IN_THE_PAST)
        return None


def make_stop(plan: StopPlan, *, by: User | None) -> Stop:
    """The stop with all its times, as drafts until it is published."""
    if denied := plan.denied_reason():
        raise denied
    times = plan.times()
    with transaction.atomic():
        stop: Stop = Stop.objects.create(
            activity=plan.activity,
            day=plan.day,
            place=plan.place,
            district=plan.district,
            neighborhood=plan.neighborhood,
            services=plan.services,
            created_by=by,
        )
        for starts_at in times:
            Occurrence.objects.create(
                activity=plan.activity,
                stop=stop,
                starts_at=starts_at,
                ends_at=starts_at + plan.length,
                meeting_point=plan.place,
                capacity=plan.places,
                # Who finds no time takes another one; nobody waits for a quarter hour.
                waiting_capacity=0,
                created_by=by,
            )
        log(stop, "programs.stop.make", user=by, data={"times": len(times)})
    return stop


def publish_stop(stop: Stop, *, by: User | None) -> int:
    """The public sees its card; returns how many times were published."""
    with transaction.atomic():
        drafts = list(_times_to_come(stop).filter(state=OccurrenceState.DRAFT))
        if not drafts:
            raise Refusal(StopRefusal.NOTHING_LEFT)
        for occurrence in drafts:
            publish_occurrence(occurrence, by=by)
        log(stop, "programs.stop.publish", user=by, data={"times": len(drafts)})
    return len(drafts)


def cancel_stop(stop: Stop, *, note: str, by: User | None) -> list[Occurrence]:
    """Nobody comes: every time still to come is cancelled, everybody is told.

    As with one date the messages are held until they have been read.
    """
    if not note.strip():
        raise Refusal(Reason.NOTE_MISSING)
    with transaction.atomic():
        ended = [
            cancel_occurrence(occurrence, note=note, by=by)
            for occurrence in _times_to_come(stop)
        ]
        if not ended:
            raise Refusal(StopRefusal.NOTHING_LEFT)
        log(stop, "programs.stop.cancel", user=by, data={"times": len(ended)})
    return ended


def change_stop(
    stop: Stop,
    *,
    place: Translated,
    district: str,
    neighborhood: str,
    services: Translated,
    minutes_later: int = 0,
    by: User | None,
) -> tuple[Stop, list[Occurrence]]:
    """Another place, or everything earlier or later on the same day.

    Whoever is awaited elsewhere or at another hour is told; those times are returned.
    """
    shift = timedelta(minutes=minutes_later)
    with transaction.atomic():
        current = Stop.objects.select_for_update(of=("self",)).get(pk=stop.pk)
        moved = current.place != place or bool(shift)
        current.place, current.services = place, services
        current.district, current.neighborhood = district, neighborhood
        current.save(update_fields=["place", "services", "district", "neighborhood"])
        told = []
        if moved:
            # The later first, so that no two stand at the same time in between.
            times = list(_times_to_come(current))
            if not times:
                raise Refusal(StopRefusal.NOTHING_LEFT)
            for row in reversed(times) if minutes_later > 0 else times:
                if _move(row, shift=shift, place=place, by=by):
                    told.append(row)
        log(current, "programs.stop.change", user=by, data={"told": len(told)})
    return current, told


def _move(
    occurrence: Occurrence, *, shift: timedelta, place: Translated, by: User | None
) -> int:
    places = lock_places(occurrence.pk)
    current = places.occurrence
    before, day = appointments_of(current), current.day
    for name in (
        "starts_at",
        "ends_at",
        "registration_opens_at",
        "registration_closes_at",
        "cancel_until",
    ):
        setattr(current, name, getattr(current, name) + shift)
    if current.day != day:
        raise Refusal(StopRefusal.ANOTHER_DAY)
    if current.starts_at <= places.now:
        raise Refusal(StopRefusal.IN_THE_PAST)
    current.meeting_point = place
    current.save()
    return tell_changes(current, before=before, by=by)


def _times_to_come(stop: Stop) -> OccurrenceQuerySet:
    """Always in the same order, so that two who lock them do not wait in a circle."""
    return (
        Occurrence.objects.filter(stop=stop, starts_at__gt=timezone.now())
        .exclude(state=OccurrenceState.CANCELLED)
        .select_related("activity")
        .order_by("starts_at", "pk")
    )
