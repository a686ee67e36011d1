"""A strict reader of calendar files: what RFC 5545 and 5546 require, and no more."""

import re

from icalendar import Calendar

#: What a VEVENT must have in each method (RFC 5546, 3.2.1, 3.2.2 and 3.2.5).
REQUIRED = {
    "PUBLISH": {"DTSTAMP", "DTSTART", "ORGANIZER", "SUMMARY", "UID"},
    "REQUEST": {"ATTENDEE", "DTSTAMP", "DTSTART", "ORGANIZER", "SUMMARY", "UID"},
    "CANCEL": {"ATTENDEE", "DTSTAMP", "ORGANIZER", "SEQUENCE", "UID"},
}
#: These may stand once in an event.
ONCE = {
    "CLASS",
    "DTEND",
    "DTSTAMP",
    "DTSTART",
    "LAST-MODIFIED",
    "LOCATION",
    "ORGANIZER",
    "SEQUENCE",
    "STATUS",
    "SUMMARY",
    "UID",
}


def read_event(text: str) -> dict[str, object]:
    """The one event of a valid file, as plain values; AssertionError otherwise."""
    raw = text.encode()
    assert raw.endswith(b"\r\n")
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert b"\r" not in raw.replace(b"\r\n", b"")
    lines = raw.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    for line in lines:
        line.decode()  # no letter is torn apart
    unfolded = raw.replace(b"\r\n ", b"").decode().split("\r\n")
    calendar = Calendar.from_ical(text)
    assert calendar.errors == []
    assert str(calendar["VERSION"]) == "2.0"
    assert str(calendar["PRODID"])
    method = str(calendar["METHOD"])
    [event] = calendar.walk("VEVENT")
    assert event.errors == []
    assert REQUIRED[method] <= set(event)
    assert not (method == "PUBLISH" and "ATTENDEE" in event)
    inside = unfolded[unfolded.index("BEGIN:VEVENT") + 1 : unfolded.index("END:VEVENT")]
    names = [re.match(r"[A-Z-]+", line)[0] for line in inside]
    assert [name for name in ONCE if names.count(name) > 1] == []
    for name in ("DTSTAMP", "DTSTART", "DTEND", "LAST-MODIFIED"):
        assert re.fullmatch(r"\d{8}T\d{6}Z", event[name].to_ical().decode())
    assert event["DTEND"].dt > event["DTSTART"].dt
    assert str(event["ORGANIZER"]).startswith("mailto:")
    return {
        "method": method,
        "uid": str(event["UID"]),
        "sequence": int(event["SEQUENCE"]),
        "status": str(event["STATUS"]),
        "starts_at": event["DTSTART"].dt,
        "ends_at": event["DTEND"].dt,
        "summary": str(event["SUMMARY"]),
        "location": str(event["LOCATION"]),
        "attendee": str(event.get("ATTENDEE", "")),
        "names": frozenset(event),
    }
