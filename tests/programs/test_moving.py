"""A departure is held on another day; nobody loses her place by it."""

from datetime import date, time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from messaging.domain.outbox import messages_held_about
from messaging.models import Message
from people.exceptions import Refusal
from people.roles import StaffRole
from programs.domain.moving import move_occurrence
from programs.domain.registrations import cancel_registration
from programs.domain.session_plans import Planned
from programs.domain.sessions import plan_sessions
from programs.enums import ActivityKind, OccurrenceRefusal
from programs.enums import RegistrationRefusal as Reason
from programs.enums import RegistrationState as State
from programs.models import Occurrence, Registration
from tests.factories.programs import (
    ActivityFactory,
    BoardingPointFactory,
    OccurrenceFactory,
    activity_of,
    at_ten,
    date_of,
    register,
    stop_with_times,
)
from tests.factories.staff import make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    return make_staff(StaffRole.TRIPS)


def move(occurrence, starts_at, by=None):
    return move_occurrence(occurrence, starts_at=starts_at, by=by)


def test_everything_moves_by_the_same_amount():
    occurrence = OccurrenceFactory()
    BoardingPointFactory(occurrence=occurrence, boards_at=time(9, 15))
    names = ("ends_at", "registration_opens_at", "registration_closes_at")
    names = (*names, "cancel_until")
    before = {name: getattr(occurrence, name) for name in names}
    shift = timedelta(days=2, hours=1)

    move(occurrence, occurrence.starts_at + shift)

    occurrence = Occurrence.objects.get(pk=occurrence.pk)
    assert {name: getattr(occurrence, name) for name in names} == {
        name: moment + shift for name, moment in before.items()
    }
    assert occurrence.boarding_points.get().boards_at == time(10, 15)


def test_everybody_keeps_place_and_order_and_is_told_once(staff):
    occurrence = OccurrenceFactory(capacity=2)
    seated = register(occurrence, n=0, seats=2).registration
    waits = register(occurrence, n=1).registration
    Message.objects.all().delete()

    _moved, told = move(occurrence, at_ten(16), by=staff)

    batch = messages_held_about(occurrence)
    messages = {row.about: row for row in batch.messages.all()}
    assert (told, set(messages)) == (2, {seated, waits})
    assert "SEQUENCE:1" in messages[seated].calendar
    assert messages[waits].calendar == ""
    assert [Registration.objects.get(pk=row.pk).state for row in (seated, waits)] == [
        State.CONFIRMED,
        State.WAITING,
    ]


def test_an_offer_ends_before_the_new_day():
    occurrence = OccurrenceFactory(capacity=1)
    seated = register(occurrence, n=0).registration
    waits = register(occurrence, n=1).registration
    cancel_registration(seated)
    soon = timezone.now() + timedelta(hours=26)

    move(occurrence, soon)

    waits.refresh_from_db()
    assert waits.state == State.OFFERED
    assert waits.offer_expires_at <= soon - timedelta(hours=2)


def test_who_cannot_come_on_a_day_that_is_near_may_give_it_up():
    occurrence = OccurrenceFactory()
    hers = register(occurrence).registration

    move(occurrence, timezone.now() + timedelta(hours=5))

    assert cancel_registration(hers).state == State.CANCELLED


def test_no_rule_of_the_day_throws_anybody_out():
    activity = ActivityFactory(once_per_season=True, child_max_age=7)
    occurrence = OccurrenceFactory(activity=activity)
    other = OccurrenceFactory(activity=activity, starts_at=at_ten(15))
    child = register(occurrence, n=0, seats=2).registration
    twice = register(occurrence, n=1).registration
    new_year = date(occurrence.day.year + 2, 3, 1)
    far = occurrence.starts_at + (new_year - occurrence.day)
    key = activity.season_key(new_year)
    elsewhere = register(other, n=2).registration
    Registration.objects.filter(pk=elsewhere.pk).update(
        person=twice.person, season_key=key
    )

    move(occurrence, far)

    child.refresh_from_db()
    twice.refresh_from_db()
    assert (child.state, twice.state) == (State.CONFIRMED, State.CONFIRMED)
    assert (child.season_key, twice.season_key == key) == (key, False)


def test_sessions_move_with_the_course_and_stay_a_week_apart():
    run = date_of(activity_of(ActivityKind.COURSE))
    first = at_ten(14)
    plan_sessions(
        run,
        planned=[
            Planned(first + timedelta(weeks=n), first + timedelta(weeks=n, hours=2))
            for n in range(3)
        ],
        by=None,
    )

    move(run, first + timedelta(weeks=1))

    run.refresh_from_db()
    starts = [one.starts_at for one in run.sessions.all()]
    assert starts == [first + timedelta(weeks=n) for n in (1, 2, 3)]
    assert run.ends_at == first + timedelta(weeks=3, hours=2)
    assert run.session_plan["version"] == 2


def test_refused_are_the_past_the_same_time_and_a_day_that_has_one():
    occurrence = OccurrenceFactory()
    other = OccurrenceFactory(activity=occurrence.activity, starts_at=at_ten(15))
    OccurrenceFactory(
        activity=occurrence.activity, starts_at=at_ten(17), state="cancelled"
    )
    refused = {
        at_ten(-1): OccurrenceRefusal.IN_THE_PAST,
        occurrence.starts_at: OccurrenceRefusal.NOTHING_MOVED,
        other.starts_at: OccurrenceRefusal.THERE_ALREADY,
    }

    for starts_at, reason in refused.items():
        with pytest.raises(Refusal) as refusal:
            move(occurrence, starts_at)
        assert refusal.value.reason == reason
    moved, _told = move(occurrence, at_ten(17))
    assert moved.starts_at == at_ten(17)


def test_refused_are_times_of_stops_and_what_is_over():
    time_of_stop = stop_with_times().times.first()
    over = OccurrenceFactory(starts_at=timezone.now() - timedelta(hours=1))
    cancelled = OccurrenceFactory(state="cancelled")
    reasons = []

    for one in (time_of_stop, over, cancelled):
        with pytest.raises(Refusal) as refusal:
            move(one, at_ten(20))
        reasons.append(refusal.value.reason)

    assert reasons == [
        OccurrenceRefusal.OF_A_STOP,
        Reason.DEPARTED,
        Reason.OCCURRENCE_CANCELLED,
    ]


def test_the_screen_moves_and_leads_to_the_messages(client, staff):
    client.force_login(staff)
    occurrence = OccurrenceFactory()
    register(occurrence)
    inspect = reverse("programs_occurrence:inspect", args=[occurrence.pk])
    url = reverse("programs_occurrence:move", args=[occurrence.pk])
    assert url in client.get(inspect).content.decode()
    assert client.get(url).status_code == 200

    answer = client.post(url, {"starts_at": at_ten(16).strftime("%Y-%m-%d %H:%M")})

    occurrence.refresh_from_db()
    batch = messages_held_about(occurrence)
    assert occurrence.starts_at == at_ten(16)
    assert answer.url == reverse("messaging_batch:inspect", args=[batch.pk])
