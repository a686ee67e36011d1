"""Calendar files for interviews; nothing in them tells what the appointment is."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext
from icalendar import Calendar, Event

from volunteers.enums import InterviewState
from volunteers.models import Interview


def interview_calendar(interview: Interview, *, language: str) -> str:
    """REQUEST for a booked interview, CANCEL for one that was given up.

    The UID stays with the interview; SEQUENCE grows with each change, so that a
    calendar moves the entry it has instead of adding another.
    """
    is_cancelled = interview.state == InterviewState.CANCELLED
    zone = ZoneInfo(settings.TIME_ZONE)
    slot = interview.slot
    host = settings.SITE_URL.split("//")[-1].split(":")[0]
    with translation.override(language):
        event = Event()
        event.add("uid", f"randevu-{interview.pk}@{host}")
        event.add("sequence", interview.moved_count + is_cancelled)
        event.add("dtstamp", timezone.now())
        event.add("dtstart", slot.starts_at.astimezone(zone))
        event.add(
            "dtend", (slot.starts_at + timedelta(minutes=slot.minutes)).astimezone(zone)
        )
        event.add("summary", gettext("Appointment"))
        event.add("location", str(slot.place))
        event.add("status", "CANCELLED" if is_cancelled else "CONFIRMED")
        calendar = Calendar()
        calendar.add("prodid", "-//Izmir//Appointments//TR")
        calendar.add("version", "2.0")
        calendar.add("method", "CANCEL" if is_cancelled else "REQUEST")
        calendar.add_component(event)
    calendar.add_missing_timezones()
    return calendar.to_ical().decode()
