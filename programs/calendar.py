"""Registrations as appointments in a calendar: one, or one for each session."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from django.utils import timezone, translation
from django.utils.translation import gettext

from messaging.calendar_files import Appointment
from programs.models import CourseSession, Registration


def registration_appointment(registration: Registration) -> Appointment:
    """The time and the place at which she is awaited."""
    occurrence = registration.occurrence
    point = registration.boarding_point
    with translation.override(registration.person.language):
        place = point.name if point else occurrence.place
    return Appointment(
        name=f"kayit-{registration.pk}",
        starts_at=_on_the_day(occurrence.starts_at, point.boards_at)
        if point
        else occurrence.starts_at,
        ends_at=occurrence.ends_at,
        place=place,
    )


def session_appointments(
    registration: Registration, sessions: Iterable[CourseSession]
) -> list[Appointment]:
    """Each session under a name of its own, which stays when it is moved."""
    with translation.override(registration.person.language):
        place, online = registration.occurrence.place, gettext("Online")
    return [
        Appointment(
            name=f"oturum-{session.pk}-{registration.pk}",
            starts_at=session.starts_at,
            ends_at=session.ends_at,
            place=online if session.is_online else place,
        )
        for session in sessions
    ]


def _on_the_day(starts_at: datetime, clock: time) -> datetime:
    """The boarding time on the day of the start, or the evening before it."""
    local = timezone.localtime(starts_at)
    boards = timezone.make_aware(datetime.combine(local.date(), clock), local.tzinfo)
    return boards if boards <= local else boards - timedelta(days=1)
