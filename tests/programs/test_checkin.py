"""Marks that phones send: late, twice, out of order, of the wrong boat."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from people.domain.protection import protect_person
from people.models import Recusal
from people.roles import StaffRole
from programs.domain.attendance import mark_missed
from programs.domain.checkin import (
    SentMark,
    marks_of,
    record_marks,
    who_else_marks,
)
from programs.domain.registrations import cancel_registration
from programs.enums import AttendanceMark, MarkOutcome, RegistrationState
from programs.models import AttendanceRecord, Occurrence
from tests.factories.programs import OccurrenceFactory, register
from tests.factories.staff import make_staff

pytestmark = pytest.mark.django_db

State, Mark, Outcome = RegistrationState, AttendanceMark, MarkOutcome


@pytest.fixture
def guide(db):
    return make_staff(StaffRole.GUIDE)


@pytest.fixture
def boat(db):
    """Leaves in an hour; four women have a place."""
    occurrence = OccurrenceFactory(capacity=4)
    for n in range(4):
        register(occurrence, n=n)
    begin(occurrence)
    return occurrence


def begin(occurrence, within=timedelta(hours=1)):
    now = timezone.now()
    Occurrence.objects.filter(pk=occurrence.pk).update(
        registration_closes_at=now - timedelta(days=5),
        cancel_until=now - timedelta(days=1),
        starts_at=now + within,
        ends_at=now + within + timedelta(hours=2),
    )
    occurrence.refresh_from_db()


def sent(code, mark=Mark.CAME, *, ago=0, key=None):
    at = timezone.now() - timedelta(minutes=ago)
    return SentMark(key=key or uuid.uuid4(), code=code, mark=mark, at=at)


def send(boat, guide, *marks):
    return [one.outcome for one in record_marks(boat, marks, by=guide)]


def codes_of(occurrence):
    return list(occurrence.registrations.order_by("pk").values_list("code", flat=True))


def states_of(occurrence):
    return list(occurrence.registrations.order_by("pk").values_list("state", flat=True))


def test_each_kind_of_mark_writes_its_state(boat, guide):
    first, second, third, fourth = codes_of(boat)

    outcomes = send(
        boat,
        guide,
        sent(first),
        sent(second, Mark.MISSED),
        sent(third, Mark.EXCUSED),
        sent(fourth),
        sent(fourth, Mark.UNDONE),
    )

    assert outcomes == ["boarded", "done", "done", "boarded", "done"]
    assert states_of(boat) == ["attended", "missed", "excused", "confirmed"]


def test_mark_sent_twice_counts_once(boat, guide):
    code, key = codes_of(boat)[0], uuid.uuid4()

    assert send(boat, guide, sent(code, key=key)) == [Outcome.BOARDED]
    assert send(boat, guide, sent(code, key=key)) == [Outcome.DONE]
    # Sent again by a phone that never heard the answer, after it was taken back.
    send(boat, guide, sent(code, Mark.UNDONE))
    assert send(boat, guide, sent(code, key=key)) == [Outcome.DONE]

    assert states_of(boat)[0] == State.CONFIRMED
    assert AttendanceRecord.objects.filter(registration__code=code).count() == 2


def test_second_scan_tells_that_she_is_aboard_and_since_when(boat, guide):
    code = codes_of(boat)[0]
    send(boat, guide, sent(code, ago=12))

    [told] = record_marks(boat, [sent(code)], by=guide)

    assert told.outcome == Outcome.ALREADY
    assert timezone.now() - told.at >= timedelta(minutes=12)
    _state, since = marks_of(boat)[code]
    assert since == told.at


def test_what_was_taken_back_before_she_was_seen_again_comes_too_late(boat, guide):
    """One sees her at ten and again at twelve; the other's phone says eleven: no."""
    code = codes_of(boat)[0]
    send(boat, guide, sent(code, ago=30), sent(code, ago=10))

    assert send(boat, guide, sent(code, Mark.UNDONE, ago=20)) == [Outcome.OVERTAKEN]
    assert states_of(boat)[0] == State.ATTENDED
    assert send(boat, guide, sent(code, Mark.UNDONE, ago=5)) == [Outcome.DONE]
    assert states_of(boat)[0] == State.CONFIRMED


def test_an_older_mark_of_the_same_changes_no_record(boat, guide):
    code = codes_of(boat)[0]
    send(boat, guide, sent(code, ago=10), sent(code, ago=30))

    assert AttendanceRecord.objects.count() == 1


@pytest.mark.parametrize("late_first", [True, False])
def test_of_two_marks_the_later_made_stays_in_whatever_order(boat, guide, late_first):
    code = codes_of(boat)[0]
    early, late = sent(code, Mark.CAME, ago=30), sent(code, Mark.MISSED, ago=5)

    for mark in (late, early) if late_first else (early, late):
        send(boat, guide, mark)

    assert states_of(boat)[0] == State.MISSED
    assert marks_of(boat)[code][0] == State.MISSED


def test_overtaken_mark_says_so(boat, guide):
    code = codes_of(boat)[0]
    send(boat, guide, sent(code, Mark.EXCUSED, ago=1))

    assert send(boat, guide, sent(code, ago=20)) == [Outcome.OVERTAKEN]


@pytest.mark.parametrize("why", ["protected", "recused"])
def test_where_a_hidden_woman_goes_is_not_told(boat, guide, why):
    other = register(OccurrenceFactory(), n=7).registration
    assert send(boat, guide, sent(other.code)) == [Outcome.OTHER_DEPARTURE]

    if why == "protected":
        protect_person(other.person, reason="Koruma kararı", by=None)
    else:
        Recusal.objects.create(
            person=other.person, user=guide, reason="family", declared_at=timezone.now()
        )

    [told] = record_marks(boat, [sent(other.code)], by=guide)
    assert (told.outcome, told.at) == (Outcome.NOT_FOUND, None)


def test_codes_that_have_no_place_here(boat, guide):
    other = register(OccurrenceFactory(), n=7).registration
    full = OccurrenceFactory(capacity=1, waiting_capacity=3)
    register(full, n=6)
    waiting = register(full, n=8)
    over = register(OccurrenceFactory(), n=9).registration
    here = waiting.registration.occurrence
    cancel_registration(over)

    assert send(boat, guide, sent(other.code)) == [Outcome.OTHER_DEPARTURE]
    assert send(boat, guide, sent("AAAA-AAAA")) == [Outcome.NOT_FOUND]
    assert send(here, guide, sent(waiting.registration.code)) == [Outcome.WAITING]
    assert send(over.occurrence, guide, sent(over.code)) == [Outcome.OVER]
    assert AttendanceRecord.objects.count() == 0


def test_one_refused_mark_holds_up_no_other(boat, guide):
    first, second, *_rest = codes_of(boat)

    outcomes = send(boat, guide, sent(first), sent("AAAA-AAAA"), sent(second))

    assert outcomes == [Outcome.BOARDED, Outcome.NOT_FOUND, Outcome.BOARDED]


def test_days_before_nobody_is_marked(guide):
    occurrence = OccurrenceFactory()
    code = register(occurrence).registration.code

    assert send(occurrence, guide, sent(code)) == [Outcome.TOO_EARLY]
    assert states_of(occurrence) == [State.CONFIRMED]


@pytest.mark.parametrize("wrong", [timedelta(days=-400), timedelta(days=400)])
def test_phone_with_a_wrong_clock_stays_within_the_day(boat, guide, wrong):
    code = codes_of(boat)[0]
    mark = SentMark(
        key=uuid.uuid4(), code=code, mark=Mark.CAME, at=timezone.now() + wrong
    )

    assert send(boat, guide, mark) == [Outcome.BOARDED]

    at = AttendanceRecord.objects.get().at
    assert boat.starts_at - timedelta(hours=6) <= at <= timezone.now()


def test_mark_of_the_office_and_of_a_phone_are_one_history(boat, guide):
    registration = boat.registrations.order_by("pk").first()
    mark_missed(registration, by=guide)

    assert send(boat, guide, sent(registration.code)) == [Outcome.BOARDED]
    assert states_of(boat)[0] == State.ATTENDED
    assert who_else_marks(boat, user=make_staff(StaffRole.TRIPS, "baska")) == [
        guide.get_full_name()
    ]
    assert who_else_marks(boat, user=guide) == []


@pytest.mark.parametrize("count", [1, 30])
def test_standing_takes_the_same_queries_for_any_number(
    guide, count, django_assert_num_queries
):
    occurrence = OccurrenceFactory(capacity=40)
    for n in range(count):
        register(occurrence, n=n)
    begin(occurrence)
    send(occurrence, guide, *(sent(code) for code in codes_of(occurrence)))

    with django_assert_num_queries(2):
        assert len(marks_of(occurrence)) == count
