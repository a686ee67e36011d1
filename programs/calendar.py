"""Registrations as appointments in a calendar."""

from datetime import datetime, time, timedelta

from django.utils import timezone, translation

from messaging.calendar_files import Appointment
from programs.models import Registration


def registration_appointment(registration: Registration) -> Appointment:
    """The time and the place at which she is awaited."""
    occurrence = registration.occurrence
    point = registration.boarding_point
    with translation.override(registration.person.language):
        place = point.name if point else str(occurrence.meeting_point)
    return Appointment(
        name=f"kayit-{registration.pk}",
        starts_at=_on_the_day(occurrence.starts_at, point.boards_at)
        if point
        else occurrence.starts_at,
        ends_at=occurrence.ends_at,
        place=place,
    )


def _on_the_day(starts_at: datetime, clock: time) -> datetime:
    """The boarding time on the day of the start, or the evening before it."""
    local = timezone.localtime(starts_at)
    boards = timezone.make_aware(datetime.combine(local.date(), clock), local.tzinfo)
    return boards if boards <= local else boards - timedelta(days=1)
