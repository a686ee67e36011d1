"""Interviews and trainings in her calendar, interviews in those of interviewers."""

from collections.abc import Iterable
from datetime import UTC

from django.contrib.auth.models import User
from django.utils import timezone, translation
from django.utils.translation import gettext
from icalendar import Calendar, Event

from messaging.calendar_files import Appointment, StaffGuest
from volunteers.models import Enrollment, Interview


def interview_appointment(interview: Interview) -> Appointment:
    slot = interview.slot
    with translation.override(interview.application.person.language):
        place = str(slot.place)
    return Appointment(
        name=f"randevu-{interview.pk}",
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        place=place,
    )


def training_appointment(seat: Enrollment) -> Appointment:
    session = seat.session
    with translation.override(seat.application.person.language):
        place = str(session.place)
    return Appointment(
        name=f"randevu-e{seat.pk}",
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        place=place,
    )


def work_appointment(
    interview: Interview, user: User, guest: StaffGuest
) -> Appointment:
    """The same for an interviewer: an entry of her own, in her language."""
    slot = interview.slot
    with translation.override(guest.language):
        place = str(slot.place)
    return Appointment(
        name=f"gorusme-{interview.pk}-{user.pk}",
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        place=place,
    )


def interviewers_calendar(interviews: Iterable[Interview]) -> str:
    """For an interviewer: when, where and the number of the application, nothing more.

    The number is left out where `is_seen` says that it is not hers to know.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Izmir//Randevu//TR")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", gettext("Interviews"))
    calendar.add("x-published-ttl", "PT1H")
    now = timezone.now()
    for interview in interviews:
        slot = interview.slot
        appointment = Appointment(
            name=f"gorusme-{interview.pk}",
            starts_at=slot.starts_at,
            ends_at=slot.ends_at,
            place=str(slot.place),
        )
        words = [gettext("Interview")]
        if getattr(interview, "is_seen", False):
            words.append(interview.application.reference)
        entry = Event()
        entry.add("uid", appointment.uid)
        entry.add("dtstamp", now)
        entry.add("sequence", interview.application.move_count)
        entry.add("dtstart", slot.starts_at.astimezone(UTC))
        entry.add("dtend", slot.ends_at.astimezone(UTC))
        entry.add("summary", " ".join(words))
        entry.add("location", " ".join(appointment.place.split()))
        entry.add("class", "PRIVATE")
        entry.add("status", "CONFIRMED")
        calendar.add_component(entry)
    text: str = calendar.to_ical().decode()
    return text
