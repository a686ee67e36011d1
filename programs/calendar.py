"""A calendar file that says nothing to somebody who looks over her shoulder."""

from datetime import datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext
from icalendar import Calendar, Event

from programs.models import Registration


def calendar_file(registration: Registration) -> bytes:
    """One entry under a neutral title: the time, the place, no program."""
    occurrence = registration.occurrence
    point = registration.boarding_point
    event = Event()
    event.add("uid", f"{registration.code}@kayit")
    event.add("summary", gettext("Appointment"))
    event.add("dtstamp", timezone.now())
    event.add(
        "dtstart",
        _on_the_day(occurrence.starts_at, point.boards_at)
        if point
        else timezone.localtime(occurrence.starts_at),
    )
    event.add("dtend", timezone.localtime(occurrence.ends_at))
    event.add("location", point.name if point else str(occurrence.meeting_point))
    event.add("class", "PRIVATE")
    calendar = Calendar()
    calendar.add("prodid", "-//kayit//TR")
    calendar.add("version", "2.0")
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _on_the_day(starts_at: datetime, clock: time) -> datetime:
    """The boarding time on the day of the start, or the evening before it."""
    local = timezone.localtime(starts_at)
    boards = timezone.make_aware(datetime.combine(local.date(), clock), local.tzinfo)
    return boards if boards <= local else boards - timedelta(days=1)
