"""Sessions of a course: planned, changed, cancelled; what the run takes from them."""

from datetime import date, time, timedelta

import pytest
from django.utils import timezone, translation

from messaging.enums import MessageState
from messaging.models import CalendarEvent, Message
from people.exceptions import Refusal
from programs.domain.occurrences import cancel_occurrence
from programs.domain.registrations import cancel_registration
from programs.domain.session_plans import MOST_SESSIONS, Planned, Weekly, propose
from programs.domain.sessions import (
    SessionDetails,
    add_session,
    cancel_session,
    change_session,
    plan_sessions,
)
from programs.domain.sheets import close_sheet
from programs.enums import SessionRefusal as Reason
from programs.models import CourseSession
from programs.session_words import run_words
from tests.factories.courses import make_course, move_back
from tests.factories.programs import OccurrenceFactory, at_ten, register

pytestmark = pytest.mark.django_db


def weekly(first=date(2026, 12, 1), **changes):
    values = {
        "first_day": first,
        "weekdays": {1, 3},
        "begins": time(13, 30),
        "ends": time(16),
        "count": 4,
    }
    return Weekly(**{**values, **changes})


def two_hours(begins):
    return SessionDetails(starts_at=begins, ends_at=begins + timedelta(hours=2))


def refused(reason, verb, *args, **kwargs):
    before = list(CourseSession.objects.values_list("pk", "starts_at", "cancelled_at"))
    with pytest.raises(Refusal) as caught:
        verb(*args, **kwargs)
    assert caught.value.reason == reason
    after = list(CourseSession.objects.values_list("pk", "starts_at", "cancelled_at"))
    assert after == before
    return caught.value


# --- proposing ------------------------------------------------------------------


def test_so_many_sessions_on_the_days_that_were_chosen():
    days = [timezone.localtime(one.starts_at).date() for one in propose(weekly())]

    assert days == [date(2026, 12, day) for day in (1, 3, 8, 10)]


def test_a_holiday_is_named_and_does_not_use_up_the_count():
    proposed = propose(weekly(date(2026, 10, 27), count=2))

    named = [(timezone.localtime(one.starts_at).day, one.holiday) for one in proposed]
    assert named[0] == (27, "")
    assert named[1][0] == 29
    assert named[1][1]
    assert named[2] == (3, "")


def test_on_the_eve_of_a_holiday_only_the_afternoon_is_free():
    eve = date(2026, 10, 28)
    morning = propose(weekly(eve, weekdays={2}, begins=time(9), ends=time(12), count=1))
    afternoon = propose(weekly(eve, weekdays={2}, until=eve, count=None))

    assert not morning[0].holiday
    assert afternoon[0].holiday


def test_until_a_day():
    proposed = propose(weekly(count=None, until=date(2026, 12, 8)))

    assert len(proposed) == 3
    assert len(propose(weekly(count=None, until=date(2030, 1, 1)))) >= MOST_SESSIONS


# --- planning -------------------------------------------------------------------


def test_the_run_begins_with_the_first_session_and_ends_with_the_last():
    run = OccurrenceFactory()
    planned = [
        Planned(at_ten(day), at_ten(day) + timedelta(hours=3)) for day in (16, 18, 23)
    ]

    plan_sessions(run, planned=planned, by=None)

    run.refresh_from_db()
    assert run.starts_at == at_ten(16)
    assert run.ends_at == at_ten(23) + timedelta(hours=3)
    assert run.session_plan["count"] == 3
    assert run.has_sessions


def test_registration_ends_with_an_earlier_start():
    run = OccurrenceFactory(starts_at=at_ten(14), cancel_until=at_ten(14))

    add_session(run, details=two_hours(at_ten(5)), by=None)

    run.refresh_from_db()
    assert run.registration_closes_at <= at_ten(5)
    assert run.cancel_until == at_ten(5)


def test_holidays_are_left_out_and_nothing_but_holidays_is_refused():
    run = OccurrenceFactory()
    free = Planned(at_ten(15), at_ten(15) + timedelta(hours=1), holiday="Bayram")
    work = Planned(at_ten(16), at_ten(16) + timedelta(hours=1))

    refused(Reason.NOTHING_PLANNED, plan_sessions, run, planned=[free], by=None)
    plan_sessions(run, planned=[free, work], by=None)

    assert [one.starts_at for one in run.sessions.all()] == [at_ten(16)]


def test_no_two_sessions_overlap():
    run = make_course(sessions=2)
    begins = at_ten(14) + timedelta(minutes=90)

    refused(Reason.OVERLAP, add_session, run, details=two_hours(begins), by=None)
    refused(
        Reason.OVERLAP,
        change_session,
        run.sessions.last(),
        details=two_hours(begins),
        by=None,
    )
    # One may begin when another ends.
    add_session(run, details=two_hours(at_ten(14) + timedelta(hours=2)), by=None)


def test_other_refusals_of_planning():
    run = make_course(sessions=1)
    backwards = SessionDetails(starts_at=at_ten(16), ends_at=at_ten(16))
    many = [
        Planned(at_ten(20 + n), at_ten(20 + n) + timedelta(hours=1))
        for n in range(MOST_SESSIONS)
    ]

    refused(Reason.ENDS_BEFORE_START, add_session, run, details=backwards, by=None)
    refused(Reason.TOO_MANY, plan_sessions, run, planned=many, by=None)
    early = two_hours(run.registration_opens_at - timedelta(hours=4))
    refused(Reason.BEFORE_REGISTRATION, add_session, run, details=early, by=None)
    cancel_occurrence(run, note="Salon", by=None)
    late = two_hours(at_ten(40))
    refused(Reason.DEPARTURE_CANCELLED, add_session, run, details=late, by=None)


def test_a_closed_sheet_and_a_cancelled_session_stay_as_they_are():
    run = move_back(make_course(sessions=2), 14)
    closed, other = run.sessions.all()
    CourseSession.objects.filter(pk=closed.pk).update(
        starts_at=timezone.now() - timedelta(hours=2),
        ends_at=timezone.now() - timedelta(hours=1),
    )
    close_sheet(closed, by=None)

    late = two_hours(at_ten(9))
    refused(Reason.SHEET_CLOSED, change_session, closed, details=late, by=None)
    refused(Reason.SHEET_CLOSED, cancel_session, closed, by=None)
    cancel_session(other, by=None)
    refused(Reason.CANCELLED, cancel_session, other, by=None)
    refused(Reason.CANCELLED, change_session, other, details=late, by=None)


# --- telling --------------------------------------------------------------------


def files():
    return [
        one.calendar
        for one in Message.objects.filter(template="programs.sessions_changed")
    ]


def test_a_new_participant_gets_every_session_in_one_file():
    run = make_course(sessions=3)

    registration = register(run).registration

    calendar = Message.objects.get(template="programs.confirmed").calendar
    assert calendar.count("BEGIN:VEVENT") == 3
    assert "METHOD:PUBLISH" in calendar
    for session in run.sessions.all():
        assert f"UID:oturum-{session.pk}-{registration.pk}@" in calendar
    assert CalendarEvent.objects.count() == 3


def test_a_moved_session_is_told_by_held_messages_and_moves_in_her_calendar():
    run = make_course(sessions=3)
    registration = register(run).registration
    moved = run.sessions.last()

    change_session(moved, details=two_hours(at_ten(17)), by=None)

    message = Message.objects.get(template="programs.sessions_changed")
    assert message.state == MessageState.HELD
    assert message.person == registration.person
    entry = message.calendar.split(f"UID:oturum-{moved.pk}-")[1]
    assert "SEQUENCE:1" in entry.split("END:VEVENT")[0]
    assert message.calendar.count("SEQUENCE:0") == 2


def test_a_cancelled_session_is_taken_out_of_her_calendar():
    run = make_course(sessions=3)
    register(run)

    cancel_session(run.sessions.last(), by=None)

    (calendar,) = files()
    assert calendar.count("STATUS:CANCELLED") == 1
    assert calendar.count("STATUS:CONFIRMED") == 2
    run.refresh_from_db()
    assert run.session_plan["count"] == 2
    assert run.ends_at == at_ten(15) + timedelta(hours=2)


def test_who_gives_her_place_up_loses_every_session():
    run = make_course(sessions=3)
    cancel_registration(register(run).registration)

    calendar = Message.objects.get(template="programs.cancelled").calendar
    assert calendar.count("STATUS:CANCELLED") == 3


def test_another_topic_is_told_to_nobody():
    run = make_course(sessions=2)
    register(run)
    session = run.sessions.first()
    same = SessionDetails(
        starts_at=session.starts_at, ends_at=session.ends_at, topic="Kalıp"
    )

    change_session(session, details=same, by=None)

    assert not files()
    session.refresh_from_db()
    assert session.topic == "Kalıp"


def test_a_link_is_kept_for_an_online_session_only():
    run = make_course(sessions=1)
    session = run.sessions.get()
    online = SessionDetails(
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        is_online=True,
        online_link="https://example.org/oda",
    )
    change_session(session, details=online, by=None)
    session.refresh_from_db()
    assert session.online_link == "https://example.org/oda"

    change_session(session, details=two_hours(session.starts_at), by=None)
    session.refresh_from_db()
    assert session.online_link == ""


def test_a_course_in_words():
    run = OccurrenceFactory(starts_at=at_ten(40))
    start = date(2027, 1, 5)
    plan_sessions(run, planned=propose(weekly(start, count=6)), by=None)
    run.refresh_from_db()

    with translation.override("tr"):
        words = run_words(run)

    assert words == "6 oturum, salı ve perşembe 13.30–16.00, 5 Ocak – 21 Ocak"
    assert run_words(OccurrenceFactory()) == ""
