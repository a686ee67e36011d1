"""Two records of one woman in one training session: one place stays."""

import pytest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from wagtail.models import ModelLogEntry

from messaging.models import Message
from people.domain.merging import merge_persons, what_is_joined
from people.exceptions import Refusal
from people.roles import StaffRole
from tests.factories.programs import OccurrenceFactory, register
from tests.factories.staff import make_staff
from tests.factories.volunteers import (
    ApplicationFactory,
    EnrollmentFactory,
    SessionFactory,
    WaitFactory,
    in_days,
)
from volunteers.domain.training import latest_valid
from volunteers.enums import ApplicationState, Attendance
from volunteers.models import Completion, Enrollment, SessionWait

pytestmark = pytest.mark.django_db

PRESENT, ABSENT = Attendance.PRESENT, Attendance.ABSENT
EXCUSED, EXPECTED = Attendance.EXCUSED, Attendance.EXPECTED


@pytest.fixture
def both():
    """Her two applications, each with a record of its own."""
    return ApplicationFactory.create_batch(2, state=ApplicationState.IN_TRAINING)


@pytest.fixture
def session():
    return SessionFactory(capacity=2, starts_at=in_days(7))


@pytest.fixture
def begun():
    return SessionFactory(capacity=9, starts_at=in_days(-0.05))


def merge(both, **changes):
    kept, merged = (one.person for one in both)
    return merge_persons(kept, merged, **{"choices": [], "by": None, **changes})


def seat(application, session, attendance=EXPECTED):
    return EnrollmentFactory(
        application=application, session=session, attendance=attendance
    )


def next_in_line(session):
    other = ApplicationFactory(state=ApplicationState.IN_TRAINING)
    return WaitFactory(session=session, application=other)


def test_of_two_places_one_stays_and_who_waits_is_offered_the_other(both, session):
    first, _second = [seat(one, session) for one in both]
    wait = next_in_line(session)

    merge(both)

    assert list(session.enrollments.all()) == [first]
    wait.refresh_from_db()
    assert wait.offered_until is not None
    # She keeps her place and hears nothing; the other is told of hers.
    told = Message.objects.get()
    assert (told.template, told.person) == (
        "volunteers.session_offer",
        wait.application.person,
    )


@pytest.mark.parametrize("seated", [0, 1])
def test_a_place_stays_before_a_turn_in_line(both, session, seated):
    held = seat(both[seated], session)
    WaitFactory(session=session, application=both[1 - seated])

    merge(both)

    assert list(session.enrollments.all()) == [held]
    assert not session.waits.exists()


def test_a_place_that_was_offered_to_her_beside_hers_goes_to_the_next(both, session):
    held = seat(both[0], session)
    WaitFactory(session=session, application=both[1], offered_until=in_days(1))
    wait = next_in_line(session)

    merge(both)

    assert list(session.enrollments.all()) == [held]
    [left] = session.waits.all()
    assert left == wait
    assert left.offered_until is not None


def test_of_two_turns_in_line_the_offered_or_the_earlier_stays(both):
    offered, lined = SessionFactory.create_batch(2, capacity=1)
    WaitFactory(session=offered, application=both[0], asked_at=in_days(-9))
    better = WaitFactory(session=offered, application=both[1], offered_until=in_days(1))
    WaitFactory(session=lined, application=both[0], asked_at=in_days(-1))
    earlier = WaitFactory(session=lined, application=both[1], asked_at=in_days(-2))
    seat(ApplicationFactory(), lined)

    merge(both)

    assert set(SessionWait.objects.all()) == {better, earlier}


@pytest.mark.parametrize(
    ("marks", "stays"),
    [
        ((EXPECTED, PRESENT), 1),
        ((ABSENT, PRESENT), 1),
        ((EXCUSED, ABSENT), 0),
        ((EXPECTED, ABSENT), 1),
        ((PRESENT, PRESENT), 0),
    ],
)
def test_on_an_open_sheet_the_better_mark_stays(both, begun, marks, stays):
    held = [seat(*one) for one in zip(both, [begun] * 2, marks, strict=True)]

    merge(both)

    assert list(begun.enrollments.all()) == [held[stays]]


def test_of_two_equal_places_that_of_who_still_learns_stays(both, session):
    both[0].state = ApplicationState.PAUSED
    both[0].save()
    _first, second = [seat(one, session) for one in both]

    merge(both)

    assert list(session.enrollments.all()) == [second]


def test_presences_on_a_closed_sheet_and_their_completions_stay(both, begun):
    begun.closed_at = in_days(0)
    begun.save()
    for one in both:
        seat(one, begun, PRESENT)

    merge(both)

    assert begun.enrollments.count() == 2
    assert latest_valid(both[0], begun.module) is not None
    assert what_is_joined(*(one.person for one in both)) == []


def test_an_absence_beside_a_presence_on_a_closed_sheet_goes(both, begun):
    begun.closed_at = in_days(0)
    begun.save()
    came = seat(both[1], begun, PRESENT)
    seat(both[0], begun, ABSENT)

    merge(both)

    assert list(begun.enrollments.all()) == [came]
    assert Completion.objects.get().application == both[1]


def test_places_in_different_sessions_stay(both, session):
    seat(both[0], session)
    seat(both[1], SessionFactory(starts_at=in_days(9)))

    merge(both)

    assert Enrollment.objects.count() == 2


def test_what_is_given_up_is_logged_without_a_name(both, session):
    for one in both:
        seat(one, session)

    merge(both)

    entry = ModelLogEntry.objects.get(action="volunteers.application.leave_session")
    assert entry.object_id == str(both[1].pk)
    assert entry.data == {"session": session.pk}


def test_a_merge_that_is_refused_gives_nothing_up(both, session):
    departure = OccurrenceFactory()
    for n, one in enumerate(both):
        seat(one, session)
        register(departure, n=n, person=one.person)
    wait = next_in_line(session)
    sent = Message.objects.count()

    with pytest.raises(Refusal):
        merge(both)

    wait.refresh_from_db()
    assert (session.enrollments.count(), wait.offered_until) == (2, None)
    assert Message.objects.count() == sent


def test_who_merges_reads_before_what_becomes_of_the_two_places(client, both, session):
    for one in both:
        seat(one, session)
    client.force_login(make_staff(StaffRole.APPLICATIONS))
    kept, merged = (one.person for one in both)

    page = client.get(reverse("people_person:merge", args=[kept.pk, merged.pk]))

    [words] = page.context["joined"]
    assert date_format(localtime(session.starts_at), "H.i") in words
    assert words in page.text
    assert session.enrollments.count() == 2


def test_of_a_training_that_has_begun_nothing_is_promised_to_who_waits(
    both, session, begun
):
    for one in both:
        seat(one, session)
        seat(one, begun)

    past, coming = what_is_joined(*(one.person for one in both))

    assert "bekleyen" in coming
    assert "bekleyen" not in past


def test_looking_costs_no_more_with_more_sessions(both, django_assert_num_queries):
    for day in range(3, 9):
        shared = SessionFactory(starts_at=in_days(day))
        for one in both:
            seat(one, shared)

    with django_assert_num_queries(2):
        assert len(what_is_joined(*(one.person for one in both))) == 6
