"""Calendar files are valid, neutral, and count their changes."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from icalendar import Calendar

from messaging.calendar_files import (
    Appointment,
    StaffGuest,
    _file,
    announcement,
    cancellation,
    invitation,
    published_copies,
    published_copy,
)
from messaging.enums import CalendarMethod
from messaging.models import CalendarEvent
from tests.factories.people import PersonFactory
from tests.messaging.calendar_reading import read_event

pytestmark = pytest.mark.django_db

START = datetime(2026, 12, 1, 7, tzinfo=UTC)
LONG = "Çiğdem Mahallesi Şehit Öğretmen Işıl Güngör Caddesi No: 12, kat 2; üst salon"


def appointment(**changes):
    values = {
        "name": "deneme-1",
        "starts_at": START,
        "ends_at": START + timedelta(minutes=30),
        "place": LONG,
    }
    return Appointment(**{**values, **changes})


def test_long_turkish_lines_are_folded_and_read_back():
    event = read_event(invitation(appointment(), PersonFactory()))

    assert event["location"] == LONG
    assert event["starts_at"] == START


def test_file_holds_her_address_and_nothing_else_of_hers():
    person = PersonFactory(
        given_name="Zeynep",
        family_name="Yıldız",
        email="z@example.org",
        phone="+905321234567",
    )

    text = invitation(appointment(), person)
    event = read_event(text)

    assert event["attendee"] == "mailto:z@example.org"
    assert event["summary"] == "Randevu"
    unfolded = text.replace("\r\n ", "")
    for hers in (person.given_name, person.family_name, "5321234567"):
        assert hers not in unfolded
    assert event["names"].isdisjoint({"DESCRIPTION", "COMMENT", "URL", "CONTACT"})


def test_line_break_in_a_place_cannot_add_a_line():
    place = "Salon\r\nATTENDEE:mailto:kotu@example.org\nBEGIN:VALARM"

    event = read_event(invitation(appointment(place=place), PersonFactory()))

    assert event["location"] == "Salon ATTENDEE:mailto:kotu@example.org BEGIN:VALARM"
    assert "kotu" not in event["attendee"]


def test_same_thing_told_twice_is_no_change():
    person = PersonFactory()

    first = read_event(invitation(appointment(), person))
    again = read_event(invitation(appointment(), person))

    assert (first["sequence"], again["sequence"]) == (0, 0)


def test_another_place_and_another_time_are_changes():
    person = PersonFactory()
    sequences = [
        read_event(invitation(appointment(**changes), person))["sequence"]
        for changes in (
            {},
            {"place": "Başka salon"},
            {"starts_at": START + timedelta(minutes=5)},
            {},
        )
    ]

    assert sequences == [0, 1, 2, 3]


def test_entry_that_was_taken_out_can_come_back():
    person = PersonFactory()
    invitation(appointment(), person)

    gone = read_event(cancellation(appointment(), person))
    back = read_event(invitation(appointment(), person))

    assert (gone["method"], gone["status"], gone["sequence"]) == (
        "CANCEL",
        "CANCELLED",
        1,
    )
    assert (back["method"], back["status"], back["sequence"]) == (
        "REQUEST",
        "CONFIRMED",
        2,
    )


def test_what_was_never_sent_is_not_taken_out():
    assert cancellation(appointment(), PersonFactory()) == ""
    assert CalendarEvent.objects.count() == 0


def test_copy_for_herself_is_the_same_entry_and_writes_nothing():
    person = PersonFactory()
    untold = read_event(published_copy(appointment(), person))
    assert CalendarEvent.objects.count() == 0
    invitation(appointment(), person)
    invitation(appointment(place="Başka salon"), person)

    copy = read_event(published_copy(appointment(place="Başka salon"), person))

    assert untold["uid"] == copy["uid"]
    assert (untold["sequence"], copy["sequence"]) == (0, 1)
    assert copy["method"] == "PUBLISH"


def test_record_leads_to_nobody():
    person = PersonFactory()
    invitation(appointment(), person)

    [row] = CalendarEvent.objects.values()

    assert LONG not in str(row)
    assert person.email not in str(row)


@given(place=st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=200))
def test_any_place_makes_a_valid_file(place):
    person = PersonFactory.build(email="ipek@example.org")

    event = read_event(published_copy(appointment(place=place), person))

    assert event["location"] == " ".join(place.split())


@given(
    st.text(st.characters(codec="utf-8", exclude_characters="\\"), max_size=200),
    st.sampled_from(list(CalendarMethod)),
)
@example('A \\ B; C, D: "E"', CalendarMethod.CANCEL)
def test_file_written_without_the_library_is_read_by_it(place, method):
    """Names of places are free text."""
    event = CalendarEvent(uid="deneme-1@example.org", last_method=method, sequence=3)
    guest = StaffGuest(email="z@example.org", language="tr")

    text = _file(appointment(place=place), guest, event=event, method=method)

    again = Calendar.from_ical(text).to_ical().decode()
    assert _unfolded(again) == _unfolded(text)
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert read_event(text)["location"] == " ".join(place.split())


def _unfolded(text: str) -> str:
    return text.replace("\r\n ", "")


def test_several_entries_in_one_file_and_only_what_was_told_is_taken_out():
    person = PersonFactory(email="ipek@example.org", language="tr")
    one, two, three = (appointment(name=f"oturum-{n}") for n in range(3))

    first = announcement([one, two], person)
    second = announcement([one], person, gone=[two, three])
    again = announcement([one], person, gone=[two])

    entries = Calendar.from_ical(first).walk("VEVENT")
    assert [str(entry["UID"]) for entry in entries] == [one.uid, two.uid]
    assert first.count("SEQUENCE:0") == 2
    assert second.count("BEGIN:VEVENT") == 2
    assert second.count("STATUS:CANCELLED") == 1
    assert second.count("SEQUENCE:1") == 1
    # Telling the same once more is no change.
    assert again.count("SEQUENCE:1") == 1
    assert "ATTENDEE" not in first
    assert announcement([], person) == published_copies([], person) == ""
