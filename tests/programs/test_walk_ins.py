"""Who stands at the quay without a registration: a place where there is one."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import ModelLogEntry

from messaging.models import Message
from people.enums import EntryChannel
from people.exceptions import Refusal
from people.models import PrivateLink
from people.roles import StaffRole
from programs.domain.attendance import (
    mark_attended,
    mark_excused,
    mark_missed,
    undo_attendance,
)
from programs.domain.checkin import SentMark, record_marks
from programs.domain.walk_ins import admit_from_line, admit_walk_in, room_on_the_day
from programs.enums import ActivityKind, AttendanceMark, MarkOutcome, SkipReason
from programs.enums import RegistrationRefusal as Reason
from programs.enums import RegistrationState as State
from programs.models import Occurrence, Registration
from tests.factories.people import PersonFactory
from tests.factories.programs import (
    ActivityFactory,
    OccurrenceFactory,
    children,
    details,
    register,
)
from tests.factories.staff import make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(db):
    return make_staff(StaffRole.TRIPS)


@pytest.fixture
def boat(db):
    """Three places, three women, one more on the waiting list."""
    occurrence = OccurrenceFactory(capacity=3, waiting_capacity=5)
    for n in range(4):
        register(occurrence, n=n)
    return occurrence


def leave(occurrence, ago=timedelta(minutes=5)):
    """It left so long ago; negative: it leaves in so long."""
    now = timezone.now()
    Occurrence.objects.filter(pk=occurrence.pk).update(
        registration_opens_at=now - timedelta(days=21),
        registration_closes_at=now - timedelta(days=5),
        cancel_until=now - timedelta(days=1),
        starts_at=now - ago,
        ends_at=now - ago + timedelta(hours=2),
    )
    occurrence.refresh_from_db()


def come(occurrence, clerk, n=8, seats=1, **changes):
    values = {"person": details(n), "party": children(seats - 1)}
    return admit_walk_in(occurrence=occurrence, by=clerk, **{**values, **changes})


def refused(what, *args, **kwargs):
    with pytest.raises(Refusal) as caught:
        what(*args, **kwargs)
    return caught.value.reason


def women(occurrence):
    return list(occurrence.registrations.order_by("pk"))


def seats_held(occurrence):
    return Occurrence.objects.with_places().get(pk=occurrence.pk).seats_held


def test_a_free_place_is_hers_at_once(clerk):
    occurrence = OccurrenceFactory(capacity=3)
    leave(occurrence, ago=timedelta(hours=-1))

    hers = come(occurrence, clerk, seats=2)

    assert hers.state == State.ATTENDED and hers.is_walk_in
    assert (hers.channel, hers.entered_by) == (EntryChannel.DESK, clerk)
    assert hers.attendance_records.get().mark == AttendanceMark.CAME
    assert hers.members.count() == 2
    assert seats_held(occurrence) == 2
    actions = ModelLogEntry.objects.filter(object_id=str(hers.pk))
    assert {one.action for one in actions} == {
        "programs.registration.walk_in",
        "programs.registration.attend",
    }


def test_nothing_is_written_to_her_and_no_link_lies_about(clerk):
    occurrence = OccurrenceFactory(capacity=3)
    leave(occurrence)

    come(occurrence, clerk)

    assert not Message.objects.exists()
    assert not PrivateLink.objects.exists()


def test_places_of_the_absent_are_given_on_only_after_the_departure(boat, clerk):
    leave(boat, ago=timedelta(minutes=-5))
    mark_missed(women(boat)[0], by=clerk)

    early = refused(come, boat, clerk)
    leave(boat)
    hers = come(boat, clerk)

    absent = women(boat)[0]
    assert early == Reason.NOBODY_TO_REPLACE
    assert hers.state == State.ATTENDED
    assert absent.state == State.MISSED and absent.given_on_at
    assert seats_held(boat) == boat.capacity
    assert refused(come, boat, clerk, n=9) == Reason.NOBODY_TO_REPLACE


def test_a_larger_party_takes_as_many_absent_places_as_it_needs(boat, clerk):
    leave(boat)
    first, second, _third = women(boat)[:3]
    mark_missed(first, by=clerk)
    mark_excused(second, by=clerk)

    assert refused(come, boat, clerk, seats=3) == Reason.NOBODY_TO_REPLACE
    assert Registration.objects.count() == 4
    come(boat, clerk, seats=2)

    assert [bool(one.given_on_at) for one in women(boat)[:3]] == [True, True, False]
    assert seats_held(boat) == 3


def test_who_was_passed_over_reads_why(boat, clerk):
    leave(boat)
    mark_missed(women(boat)[0], by=clerk)

    come(boat, clerk)

    [skip] = women(boat)[3].skips.all()
    assert skip.reason == SkipReason.NOT_THERE


def test_who_waits_and_is_there_has_a_place_too(boat, clerk):
    leave(boat)
    mark_missed(women(boat)[0], by=clerk)
    waits = women(boat)[3]

    hers = admit_from_line(waits, by=clerk)

    assert hers.state == State.ATTENDED
    assert seats_held(boat) == 3
    assert not Message.objects.filter(template="programs.offered").exists()
    assert refused(admit_from_line, waits, by=clerk) == Reason.MOVE_NOT_ALLOWED


def test_a_place_given_on_is_not_had_back_unless_one_is_free(boat, clerk):
    leave(boat)
    late, _other = women(boat)[:2]
    mark_missed(late, by=clerk)
    come(boat, clerk)
    late.refresh_from_db()

    assert refused(mark_attended, late, by=clerk) == Reason.PLACE_GIVEN_ON
    assert refused(undo_attendance, late, by=clerk) == Reason.FULL
    Occurrence.objects.filter(pk=boat.pk).update(capacity=4)
    came = mark_attended(late, by=clerk)

    assert (came.state, came.given_on_at) == (State.ATTENDED, None)
    assert seats_held(boat) == 4


def test_a_phone_hears_that_her_place_was_given_on(boat, clerk):
    leave(boat)
    late = women(boat)[0]
    mark_missed(late, by=clerk)
    come(boat, clerk)
    sent = SentMark(
        key=uuid.uuid4(),
        code=late.code,
        mark=AttendanceMark.CAME,
        at=timezone.now(),
    )

    [told] = record_marks(boat, [sent], by=clerk)

    assert told.outcome == MarkOutcome.PLACE_GIVEN


@pytest.mark.parametrize(
    ("ago", "reason"),
    [
        (timedelta(hours=-7), Reason.TOO_EARLY),
        (timedelta(hours=3), Reason.DEPARTED),
    ],
)
def test_only_on_the_day_and_no_note_sets_that_aside(clerk, ago, reason):
    occurrence = OccurrenceFactory()
    leave(occurrence, ago=ago)

    assert refused(come, occurrence, clerk, override_note="Kapıda") == reason


def test_the_rules_are_those_of_every_registration(clerk):
    occurrence = OccurrenceFactory()
    leave(occurrence)
    young = details(3, birth_date=timezone.localdate() - timedelta(days=4000))

    assert refused(come, occurrence, clerk, person=young) == Reason.UNDER_AGE
    assert refused(come, occurrence, clerk, seats=5) == Reason.TOO_MANY_CHILDREN
    hers = come(occurrence, clerk, person=young, override_note="Annesiyle")

    assert hers.override_note == "Annesiyle"


def test_somebody_on_record_is_not_registered_twice(clerk):
    occurrence = OccurrenceFactory()
    leave(occurrence)
    known = PersonFactory()

    come(occurrence, clerk, person=known)

    assert refused(come, occurrence, clerk, person=known) == Reason.ALREADY_REGISTERED


def test_pressed_twice_it_is_one(clerk):
    occurrence = OccurrenceFactory()
    leave(occurrence)

    first = come(occurrence, clerk, idempotency_key="once")
    second = come(occurrence, clerk, idempotency_key="once")

    assert first.pk == second.pk
    assert first.attendance_records.count() == 1


def test_a_course_is_joined_as_a_whole(clerk):
    occurrence = OccurrenceFactory(
        activity=ActivityFactory(kind=ActivityKind.COURSE),
        session_plan={"count": 8},
    )
    leave(occurrence)

    assert refused(come, occurrence, clerk) == Reason.JOINED_AS_A_WHOLE


def test_the_screen_counts_what_the_lock_will_find(boat, clerk):
    leave(boat, ago=timedelta(minutes=-5))
    mark_missed(women(boat)[0], by=clerk)

    before = room_on_the_day(Occurrence.objects.get(pk=boat.pk))
    leave(boat)
    after = room_on_the_day(Occurrence.objects.get(pk=boat.pk))
    come(boat, clerk)
    full = room_on_the_day(Occurrence.objects.get(pk=boat.pk))

    assert (before.total, after.total, full.total) == (0, 1, 0)
