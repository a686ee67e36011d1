"""Calendar files (RFC 5545, 5546): added, moved and removed in her calendar in place.

A calendar knows an entry by its UID and believes the highest SEQUENCE; both live in
`CalendarEvent`. Nothing in a file says what the appointment is: somebody else may look
at her calendar.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parseaddr
from typing import Protocol

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext

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


def announcement(
    appointments: Sequence[Appointment],
    person: Guest,
    *,
    gone: Sequence[Appointment] = (),
) -> str:
    """Several entries in one file: added, moved, and those of `gone` taken out.

    An invitation is about one entry; several are published. What she was never told
    of is not taken out. Call it in the running transaction.
    """
    known = _known([*appointments, *gone])
    wanted = [(one, CalendarMethod.PUBLISH) for one in appointments]
    wanted += [(one, CalendarMethod.CANCEL) for one in gone if one.uid in known]
    new, changed = [], []
    for appointment, method in wanted:
        shown = appointment.fingerprint(method)
        event = known.get(appointment.uid)
        if event is None:
            event = _first_event(appointment, method)
            known[appointment.uid] = event
            new.append(event)
        elif event.shown != shown:
            _count_change(event, shown, method)
            changed.append(event)
    CalendarEvent.objects.bulk_create(new)
    CalendarEvent.objects.bulk_update(changed, _CHANGING)
    return _several(wanted, known, person)


def first_announcement(
    appointments: Sequence[Appointment], person: Guest
) -> tuple[str, list[CalendarEvent]]:
    """`announcement` of what is made in this very transaction: see
    `first_invitation`."""
    events = [_first_event(one, CalendarMethod.PUBLISH) for one in appointments]
    wanted = [(one, CalendarMethod.PUBLISH) for one in appointments]
    return _several(wanted, {one.uid: one for one in events}, person), events


def published_copies(appointments: Sequence[Appointment], person: Guest) -> str:
    """For her to add by herself: the same entries. Changes nothing."""
    known = _known(appointments)
    events = {
        one.uid: known.get(one.uid) or CalendarEvent.untold(one.uid)
        for one in appointments
    }
    wanted = [(one, CalendarMethod.PUBLISH) for one in appointments]
    return _several(wanted, events, person)


def _known(appointments: Sequence[Appointment]) -> dict[str, CalendarEvent]:
    rows = CalendarEvent.objects.select_for_update().filter(
        uid__in=[one.uid for one in appointments]
    )
    return {one.uid: one for one in rows}


def _first_event(appointment: Appointment, method: CalendarMethod) -> CalendarEvent:
    return CalendarEvent(
        uid=appointment.uid,
        shown=appointment.fingerprint(method),
        last_method=method,
    )


def _count_change(event: CalendarEvent, shown: str, method: CalendarMethod) -> None:
    event.sequence += 1
    event.shown = shown
    event.last_method = method
    event.changed_at = timezone.now()


def _several(
    wanted: Sequence[tuple[Appointment, CalendarMethod]],
    events: Mapping[str, CalendarEvent],
    person: Guest,
) -> str:
    if not wanted:
        return ""
    lines: list[str] = []
    for appointment, method in wanted:
        is_cancelled = method == CalendarMethod.CANCEL
        event = events[appointment.uid]
        lines += _entry(appointment, person, event=event, is_cancelled=is_cancelled)
    return _calendar(CalendarMethod.PUBLISH, lines)


_CHANGING = ("sequence", "shown", "last_method", "changed_at")


def _record(appointment: Appointment, method: CalendarMethod) -> CalendarEvent:
    """Count a change; telling the same once more is not one."""
    shown = appointment.fingerprint(method)
    event, is_new = CalendarEvent.objects.select_for_update().get_or_create(
        uid=appointment.uid, defaults={"shown": shown, "last_method": method}
    )
    if not is_new and event.shown != shown:
        _count_change(event, shown, method)
        event.save(update_fields=_CHANGING)
    return event


def _file(
    appointment: Appointment,
    person: Guest,
    *,
    event: CalendarEvent,
    method: CalendarMethod,
) -> str:
    """One appointment, line by line: it is written in the rush of a registration.

    In UTC every client shows the right hour, and no time zone has to be explained.
    """
    # Her address and nothing else of hers. She need not answer: it is settled.
    is_invited = method != CalendarMethod.PUBLISH and person.email
    lines = _entry(
        appointment,
        person,
        event=event,
        is_cancelled=method == CalendarMethod.CANCEL,
        attendee=_one_line(person.email) if is_invited else "",
    )
    return _calendar(method, lines)


def _calendar(method: CalendarMethod, entries: list[str]) -> str:
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Izmir//Randevu//TR",
        f"METHOD:{method.value}",
        *entries,
        "END:VCALENDAR",
    ]
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _entry(
    appointment: Appointment,
    person: Guest,
    *,
    event: CalendarEvent,
    is_cancelled: bool,
    attendee: str = "",
) -> list[str]:
    with translation.override(person.language):
        summary = gettext("Appointment")
    lines = [
        "BEGIN:VEVENT",
        f"SUMMARY:{_text(summary)}",
        f"DTSTART:{_utc(appointment.starts_at)}",
        f"DTEND:{_utc(appointment.ends_at)}",
        f"DTSTAMP:{_utc(timezone.now())}",
        f"UID:{appointment.uid}",
        f"SEQUENCE:{event.sequence}",
    ]
    if attendee:
        lines.append(f"ATTENDEE;PARTSTAT=ACCEPTED;RSVP=FALSE:mailto:{attendee}")
    return [
        *lines,
        "CLASS:PRIVATE",
        f"LAST-MODIFIED:{_utc(event.changed_at)}",
        f"LOCATION:{_text(appointment.place)}",
        _organizer(),
        f"STATUS:{'CANCELLED' if is_cancelled else 'CONFIRMED'}",
        "END:VEVENT",
    ]


def _organizer() -> str:
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    named = f';CN="{_one_line(name).replace(_QUOTE, "")}"' if name else ""
    return f"ORGANIZER{named}:mailto:{address}"


_QUOTE = '"'
#: Octets of a line, at most; what is longer goes on in the next one.
_LONGEST_LINE = 74
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,"})


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _one_line(text: str) -> str:
    """A place typed with a break in it stays one place."""
    return " ".join(text.split())


def _text(value: str) -> str:
    return _one_line(value).translate(_ESCAPED)


def _folded(line: str) -> str:
    """No character is cut in two, and a line that goes on begins with a space."""
    if len(line) * 4 <= _LONGEST_LINE or len(line.encode()) <= _LONGEST_LINE:
        return line
    parts, length = [""], 0
    for letter in line:
        size = len(letter.encode())
        if length + size > _LONGEST_LINE:
            parts.append("")
            # The space before it counts.
            length = 1
        parts[-1] += letter
        length += size
    return "\r\n ".join(parts)
