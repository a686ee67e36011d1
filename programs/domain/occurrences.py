"""Changes of a date: published, made larger or smaller, cancelled."""

from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from wagtail.log_actions import log

from messaging.calendar_files import Appointment
from messaging.domain.outbox import hold_messages
from messaging.domain.review import drop_outdated
from messaging.models import Batch
from people.exceptions import Refusal
from programs import notifications
from programs.calendar import registration_appointment
from programs.domain.deadlines import answers_until
from programs.domain.instead import (
    ending_with,
    may_replace,
    offer_instead,
)
from programs.domain.places import lock_places
from programs.domain.sessions import copy_sessions
from programs.domain.waiting_list import offer_places
from programs.enums import EndReason, OccurrenceRefusal, OccurrenceState
from programs.enums import RegistrationRefusal as Reason
from programs.enums import RegistrationState as State
from programs.models import (
    BoardingPoint,
    Draw,
    Occurrence,
    PlaceQuota,
    Registration,
)

#: Under which messages are held; see `messaging.batches`.
DEPARTURE_CANCELLED = "programs.departure_cancelled"
DEPARTURE_MOVED = "programs.departure_moved"


def publish_occurrence(occurrence: Occurrence, *, by: User | None) -> Occurrence:
    """The public sees it; registration opens by its own window."""
    with transaction.atomic():
        current = lock_places(occurrence.pk).occurrence
        if current.state != OccurrenceState.DRAFT:
            raise Refusal(Reason.MOVE_NOT_ALLOWED)
        current.state = OccurrenceState.PUBLISHED
        current.save(update_fields=["state"])
        log(current, "programs.occurrence.publish", user=by)
    return current


def change_capacity(
    occurrence: Occurrence, *, capacity: int, by: User | None
) -> Occurrence:
    """More places are offered at once; there are never fewer than are held.

    What somebody holds in the form at this moment counts too.
    """
    with transaction.atomic():
        places = lock_places(occurrence.pk)
        current = places.occurrence
        if capacity < (held := places.held + places.on_hold):
            raise Refusal(Reason.BELOW_HELD, held=held)
        if capacity < current.capacity and draw_is_running(current):
            raise Refusal(Reason.DRAW_FROZEN)
        before, current.capacity = current.capacity, capacity
        current.save(update_fields=["capacity"])
        log(
            current,
            "programs.occurrence.resize",
            user=by,
            data={"before": before, "after": capacity},
        )
        offer_places(current, by=by)
    return current


def draw_is_running(occurrence: Occurrence) -> bool:
    """The places to draw are public already."""
    return Draw.objects.filter(occurrence=occurrence, drawn_at__isnull=True).exists()


def cancel_occurrence(
    occurrence: Occurrence,
    *,
    note: str,
    instead: Occurrence | None = None,
    by: User | None,
) -> Occurrence:
    """Nobody goes: every registration that is not over ends, and everybody is told.

    With `instead` they are offered places on that date, as far as there are any, or
    wait there (`domain.instead`). The messages are held until a member of staff has
    read them (`messages_held_about`). The order in which they stood stays on the rows.
    """
    if not note.strip():
        raise Refusal(Reason.NOTE_MISSING)
    with transaction.atomic():
        # Always in the order of the keys, so that nothing can wait in a circle.
        pks = {occurrence.pk, *([instead.pk] if instead is not None else ())}
        locked = {pk: lock_places(pk) for pk in sorted(pks)}
        places = locked[occurrence.pk]
        current = places.occurrence
        if current.state == OccurrenceState.CANCELLED:
            raise Refusal(Reason.OCCURRENCE_CANCELLED)
        if current.starts_at <= places.now:
            raise Refusal(Reason.DEPARTED)
        other = locked[instead.pk] if instead is not None else None
        if other is not None and not may_replace(other.occurrence, current):
            raise Refusal(OccurrenceRefusal.NOT_OFFERABLE)
        current.state = OccurrenceState.CANCELLED
        current.cancelled_note = note
        current.save(update_fields=["state", "cancelled_note"])
        told = ending_with(current)
        Registration.objects.filter(pk__in=[row.pk for row in told]).update(
            state=State.REMOVED,
            end_reason=EndReason.OCCURRENCE_CANCELLED,
            ended_at=places.now,
            offer_expires_at=None,
        )
        offered = 0
        if told:
            until = answers_until(other.occurrence, now=places.now) if other else None
            hold = _hold(
                current,
                DEPARTURE_CANCELLED,
                told,
                # Of no use to her once the time to answer is over.
                needed_by=min(current.starts_at, until or current.starts_at),
                by=by,
            )
            for registration in told:
                registration.occurrence = current
            if other is not None:
                offered = offer_instead(told, other, until=until, hold=hold, by=by)
            else:
                for registration in told:
                    notifications.tell_occurrence_cancelled(registration, hold=hold)
        log(
            current,
            "programs.occurrence.cancel",
            user=by,
            data={
                "registrations": len(told),
                "instead": other.occurrence.pk if other is not None else None,
                "offered": offered,
            },
        )
    return current


def appointments_of(occurrence: Occurrence) -> dict[int, Appointment]:
    """When and where each open registration is awaited, by its primary key."""
    return {
        registration.pk: registration_appointment(registration)
        for registration in _open_registrations(occurrence)
    }


def move_boarding(occurrence: Occurrence, shift: timedelta) -> None:
    """The clock times of its boarding points go with the start, after it moved."""
    for point in occurrence.boarding_points.all():
        boards_at = datetime.combine(occurrence.day, point.boards_at) + shift
        point.boards_at = boards_at.time()
        point.save(update_fields=["boards_at"])


def tell_changes(
    occurrence: Occurrence, *, before: dict[int, Appointment], by: User | None
) -> int:
    """After staff corrected a date: tell everybody who is awaited otherwise now.

    `before` is what `appointments_of` gave under the same lock, before the change was
    saved. The messages are held until a member of staff has read them; what still
    waits of an earlier change is dropped. Returns how many were written.
    """
    with transaction.atomic():
        places = lock_places(occurrence.pk)
        current = places.occurrence
        if current.state != OccurrenceState.PUBLISHED or current.ends_at <= places.now:
            return 0
        told = [
            registration
            for registration in _open_registrations(current)
            if registration_appointment(registration) != before.get(registration.pk)
        ]
        if told:
            hold = _hold(current, DEPARTURE_MOVED, told, by=by)
            for registration in told:
                notifications.tell_occurrence_moved(registration, hold=hold)
            log(
                current,
                "programs.occurrence.move",
                user=by,
                data={"registrations": len(told)},
            )
    return len(told)


def _hold(
    occurrence: Occurrence,
    label: str,
    told: list[Registration],
    *,
    needed_by: datetime | None = None,
    by: User | None,
) -> Batch:
    """A batch in place of what is held about these registrations' earlier date."""
    drop_outdated(told, templates=notifications.ABOUT_THE_DATE, by=by)
    batch: Batch = hold_messages(
        label,
        by=by,
        about=occurrence,
        needed_by=needed_by or occurrence.starts_at,
    )
    return batch


def _open_registrations(occurrence: Occurrence) -> list[Registration]:
    found = (
        Registration.objects.filter(
            occurrence=occurrence,
            state__in=(State.CONFIRMED, State.OFFERED, State.WAITING),
        )
        .select_related("person", "boarding_point")
        .prefetch_related("person__broken_routes")
        .order_by("pk")
    )
    rows = list(found)
    for registration in rows:
        registration.occurrence = occurrence
    return rows


def copy_occurrence(
    occurrence: Occurrence, *, starts_at: datetime, by: User | None
) -> Occurrence:
    """A draft of the same on another date: length, places, points, guides, sessions.

    A time of a stop is copied as a date by itself. The registration window and the
    latest time to cancel keep their distance from the start; the clock times of the
    boarding points move with it.
    """
    shift = starts_at - occurrence.starts_at
    with transaction.atomic():
        copy: Occurrence = Occurrence.objects.create(
            activity=occurrence.activity,
            starts_at=starts_at,
            ends_at=occurrence.ends_at + shift,
            meeting_point=occurrence.meeting_point,
            venue=occurrence.venue,
            capacity=occurrence.capacity,
            waiting_capacity=occurrence.waiting_capacity,
            selection=occurrence.selection,
            registration_opens_at=occurrence.registration_opens_at + shift,
            registration_closes_at=occurrence.registration_closes_at + shift,
            cancel_until=occurrence.cancel_until + shift,
            created_by=by,
        )
        copy.guides.set(occurrence.guides.all())
        day = occurrence.day
        for point in occurrence.boarding_points.all():
            boards_at = datetime.combine(day, point.boards_at) + shift
            BoardingPoint.objects.create(
                occurrence=copy,
                name=point.name,
                boards_at=boards_at.time(),
                sort=point.sort,
            )
        for quota in occurrence.quotas.all():
            PlaceQuota.objects.create(
                occurrence=copy,
                district=quota.district,
                neighborhood=quota.neighborhood,
                seats=quota.seats,
            )
        copy_sessions(occurrence, to=copy, shift=shift)
        log(copy, "programs.occurrence.copy", user=by, data={"of": occurrence.pk})
    return copy
