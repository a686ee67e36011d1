"""Calendar files (RFC 5545, 5546): added, moved and removed in her calendar in place.

A calendar knows an entry by its UID and believes the highest SEQUENCE; both live in
`CalendarEvent`. Nothing in a file says what the appointment is: somebody else may look
at her calendar.
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parseaddr
from typing import Protocol

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext
from icalendar import Calendar, Event, vCalAddress

from messaging.enums import CalendarMethod
from messaging.models import CalendarEvent


class Guest(Protocol):
    """Whose calendar it is: a person, or a member of staff (`StaffGuest`)."""

    email: str
    language: str


@dataclass(slots=True)
class StaffGuest:
    email: str
    language: str


@dataclass(frozen=True, slots=True)
class Appointment:
    """What her calendar shows; `name` tells apart the things she may have."""

    name: str
    starts_at: datetime
    ends_at: datetime
    place: str

    @property
    def uid(self) -> str:
        host = settings.SITE_URL.split("//")[-1].split(":")[0]
        return f"{self.name}@{host}"

    def fingerprint(self, method: CalendarMethod) -> str:
        """The same for what a calendar would show alike."""
        shown = "\n".join(
            [
                method,
                self.starts_at.astimezone(UTC).isoformat(),
                self.ends_at.astimezone(UTC).isoformat(),
                self.place,
            ]
        )
        return hashlib.sha256(shown.encode()).hexdigest()


def invitation(appointment: Appointment, person: Guest) -> str:
    """Adds the entry, or moves the one she has. Call it in the running transaction."""
    event = _record(appointment, CalendarMethod.REQUEST)
    return _file(appointment, person, event=event, method=CalendarMethod.REQUEST)


def first_invitation(
    appointment: Appointment, person: Guest
) -> tuple[str, CalendarEvent]:
    """The first of what is made in this very transaction: nobody was told of it yet.

    A look for an earlier entry is spared. The record comes beside the file, for the
    caller to write together with other rows.
    """
    method = CalendarMethod.REQUEST
    event = CalendarEvent(
        uid=appointment.uid,
        shown=appointment.fingerprint(method),
        last_method=method,
    )
    return _file(appointment, person, event=event, method=method), event


def cancellation(appointment: Appointment, person: Guest) -> str:
    """Takes the entry out of her calendar; "" when she was never sent one."""
    if not CalendarEvent.objects.filter(uid=appointment.uid).exists():
        return ""
    event = _record(appointment, CalendarMethod.CANCEL)
    return _file(appointment, person, event=event, method=CalendarMethod.CANCEL)


def published_copy(appointment: Appointment, person: Guest) -> str:
    """For her to add by herself: the same entry. Changes nothing."""
    event = CalendarEvent.objects.filter(
        uid=appointment.uid
    ).first() or CalendarEvent.untold(appointment.uid)
    return _file(appointment, person, event=event, method=CalendarMethod.PUBLISH)


def _record(appointment: Appointment, method: CalendarMethod) -> CalendarEvent:
    """Count a change; telling the same once more is not one."""
    shown = appointment.fingerprint(method)
    event, is_new = CalendarEvent.objects.select_for_update().get_or_create(
        uid=appointment.uid, defaults={"shown": shown, "last_method": method}
    )
    if not is_new and event.shown != shown:
        event.sequence += 1
        event.shown = shown
        event.last_method = method
        event.changed_at = timezone.now()
        event.save(update_fields=["sequence", "shown", "last_method", "changed_at"])
    return event


def _file(
    appointment: Appointment,
    person: Guest,
    *,
    event: CalendarEvent,
    method: CalendarMethod,
) -> str:
    is_cancelled = method == CalendarMethod.CANCEL
    entry = Event()
    entry.add("uid", appointment.uid)
    entry.add("sequence", event.sequence)
    entry.add("dtstamp", timezone.now())
    entry.add("last-modified", event.changed_at.astimezone(UTC))
    # In UTC every client shows the right hour, and no time zone has to be explained.
    entry.add("dtstart", appointment.starts_at.astimezone(UTC))
    entry.add("dtend", appointment.ends_at.astimezone(UTC))
    with translation.override(person.language):
        entry.add("summary", gettext("Appointment"))
    # One line: a place typed with a break in it stays one place.
    entry.add("location", " ".join(appointment.place.split()))
    entry.add("class", "PRIVATE")
    entry.add("status", "CANCELLED" if is_cancelled else "CONFIRMED")
    entry.add("organizer", _organizer())
    if method != CalendarMethod.PUBLISH and person.email:
        entry.add("attendee", _attendee(person))
    calendar = Calendar()
    calendar.add("prodid", "-//Izmir//Randevu//TR")
    calendar.add("version", "2.0")
    calendar.add("method", method.value)
    calendar.add_component(entry)
    text: str = calendar.to_ical().decode()
    return text


def _organizer() -> vCalAddress:
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    organizer = vCalAddress(f"mailto:{address}")
    if name:
        organizer.params["CN"] = name
    return organizer


def _attendee(person: Guest) -> vCalAddress:
    """Her address and nothing else of hers. She need not answer: it is settled."""
    attendee = vCalAddress(f"mailto:{person.email}")
    attendee.params["PARTSTAT"] = "ACCEPTED"
    attendee.params["RSVP"] = "FALSE"
    return attendee
