"""Days by appointment: their times, one card, one appointment a person."""

from datetime import time, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import ModelLogEntry

from language.translated import Translated
from messaging.models import Batch, Message
from people.enums import EntryChannel
from people.exceptions import Refusal
from people.roles import StaffRole
from programs.domain.occurrences import publish_occurrence
from programs.domain.queries import StopDay, coming_cards, other_dates
from programs.domain.stops import cancel_stop, change_stop, make_stop, publish_stop
from programs.enums import ActivityKind, OccurrenceState, StopRefusal
from programs.enums import RegistrationRefusal as Reason
from programs.enums import RegistrationState as State
from programs.models import Occurrence, Registration, Stop
from tests.factories.people import PersonFactory
from tests.factories.programs import (
    OccurrenceFactory,
    activity_of,
    plan_of,
    register,
    stop_with_times,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def user(staff_user):
    return staff_user(StaffRole.TRIPS)


def clocks(stop: Stop) -> list[str]:
    return [
        f"{timezone.localtime(one.starts_at):%H.%M}"
        for one in stop.times.order_by("starts_at")
    ]


def test_times_leave_the_break_out_and_end_in_time():
    plan = plan_of(activity_of(ActivityKind.MOBILE_STOP), minutes=45)

    assert [f"{at:%H.%M}" for at in plan.times()] == [
        "10.00", "10.45", "11.30", "13.30", "14.15", "15.00",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"minutes": 480}, StopRefusal.NO_TIMES),
        ({"minutes": 1}, StopRefusal.TOO_MANY_TIMES),
        (
            {"day": timezone.localdate() - timedelta(days=1)},
            StopRefusal.IN_THE_PAST,
        ),
    ],
)
def test_a_plan_that_cannot_be_is_refused(changes, reason):
    plan = plan_of(activity_of(ActivityKind.MOBILE_STOP), **changes)

    with pytest.raises(Refusal) as refused:
        make_stop(plan, by=None)

    assert refused.value.reason == reason
    assert not Stop.objects.exists() and not Occurrence.objects.exists()


def test_a_stop_is_made_of_dates_that_can_be_cancelled_two_hours_before():
    stop = stop_with_times()
    first = stop.times.order_by("starts_at").first()

    assert stop.times.count() == 10
    assert first.capacity == 1 and first.waiting_limit == 0
    assert first.starts_at - first.cancel_until == timedelta(hours=2)
    assert first.starts_at - first.registration_closes_at == timedelta(hours=2)
    assert ModelLogEntry.objects.filter(action="programs.stop.make").count() == 1


def test_drafts_are_hidden_until_the_stop_is_published(user):
    stop = make_stop(plan_of(activity_of(ActivityKind.MOBILE_STOP)), by=user)
    assert coming_cards() == []

    assert publish_stop(stop, by=user) == 10

    [card] = coming_cards()
    assert isinstance(card, StopDay) and len(card.free_times) == 10
    with pytest.raises(Refusal):
        publish_stop(stop, by=user)


def cards_shown() -> tuple[int, int, int]:
    with CaptureQueriesContext(connection) as captured:
        cards = coming_cards()
        for card in cards:
            render_to_string("programs/includes/stop_card.html", {"card": card})
    return len(cards), sum(len(card.times) for card in cards), len(captured)


def test_thirty_stops_cost_as_much_as_one():
    activity = activity_of(ActivityKind.MOBILE_STOP)
    day = timezone.localdate() + timedelta(days=3)
    stop_with_times(activity, day=day, ends=time(11))
    first = cards_shown()
    for more in range(1, 30):
        stop_with_times(activity, day=day + timedelta(days=more), ends=time(12))

    assert first == (1, 2, 2)
    assert cards_shown() == (30, 2 + 29 * 4, 2)


def test_a_limit_counts_cards_not_times():
    stop_with_times()
    OccurrenceFactory.create_batch(3)

    cards = coming_cards(limit=2)

    assert len(cards) == 2
    assert isinstance(cards[0], StopDay) and len(cards[0].times) == 10


def test_the_card_offers_the_free_times_only():
    stop = stop_with_times()
    times = list(stop.times.order_by("starts_at"))
    register(times[0])
    [card] = coming_cards()

    shown = render_to_string("programs/includes/stop_card.html", {"card": card})

    assert "9 saat boş" in shown and "Onur, Bayraklı" in shown and "Fön" in shown
    assert f'href="/kayit/{times[0].pk}/"' not in shown
    assert f'href="/kayit/{times[1].pk}/"' in shown
    assert shown.count("<article") == 1


def test_a_full_stop_says_so():
    stop = stop_with_times(ends=time(11))
    for n, occurrence in enumerate(stop.times.all()):
        register(occurrence, n=n)
    [card] = coming_cards()

    shown = render_to_string("programs/includes/stop_card.html", {"card": card})

    assert not card.may_join
    assert "Bütün saatler doldu" in shown and "<a " not in shown


def test_nobody_holds_two_appointments_at_one_stop(user):
    first, second, *_rest = stop_with_times().times.order_by("starts_at")
    her = PersonFactory()
    desk = {"person": her, "channel": EntryChannel.MUHTAR, "by": user}
    register(first, **desk)

    with pytest.raises(Refusal) as refused:
        register(second, **desk)
    with pytest.raises(Refusal) as set_aside:
        register(second, **desk, override_note="Muhtarın ricası")

    assert refused.value.reason == set_aside.value.reason == Reason.STOP_USED
    other = stop_with_times(first.activity, day=first.day + timedelta(days=1))
    assert register(other.times.first(), **desk).registration.state == State.CONFIRMED


def test_the_database_holds_to_it_too():
    first, second, *_rest = stop_with_times().times.order_by("starts_at")
    held = register(first).registration
    twice = register(second, n=1).registration

    with pytest.raises(IntegrityError), transaction.atomic():
        Registration.objects.filter(pk=twice.pk).update(person=held.person)


def test_the_other_times_are_offered_where_one_is_taken():
    stop = stop_with_times()
    first = stop.times.order_by("starts_at").first()

    assert all(one.stop_id == stop.pk for one in other_dates(first))


# --- changing and ending a whole stop -------------------------------------------


def test_a_stop_that_begins_later_tells_whoever_is_awaited(user):
    stop = stop_with_times()
    times = list(stop.times.order_by("starts_at"))
    register(times[2])

    changed, told = change_stop(
        stop,
        place=stop.place,
        district=stop.district,
        neighborhood=stop.neighborhood,
        services=Translated(tr="Fön"),
        minutes_later=30,
        by=user,
    )

    assert clocks(stop)[:2] == ["10.30", "11.00"]
    assert [one.pk for one in told] == [times[2].pk]
    assert changed.services == Translated(tr="Fön")
    moved = Message.objects.filter(template="programs.occurrence_moved")
    assert moved.count() == Batch.objects.count() == 1


def test_another_place_is_said_at_every_time(user):
    stop = stop_with_times()
    elsewhere = Translated(tr="Onur Parkı")

    change_stop(
        stop,
        place=elsewhere,
        district="bayrakli",
        neighborhood="Onur",
        services=stop.services,
        by=user,
    )

    points = {str(one.meeting_point) for one in stop.times.all()}
    assert points == {"Onur Parkı"}


def test_a_stop_stays_on_its_day(user):
    stop = stop_with_times(begins=time(20), ends=time(22), break_begins=None)

    with pytest.raises(Refusal) as refused:
        change_stop(
            stop,
            place=stop.place,
            district=stop.district,
            neighborhood="",
            services=stop.services,
            minutes_later=200,
            by=user,
        )

    assert refused.value.reason == StopRefusal.ANOTHER_DAY
    stop.refresh_from_db()
    assert clocks(stop)[0] == "20.00" and stop.neighborhood == "Onur"


def test_cancelling_a_stop_ends_every_time_and_tells(user):
    stop = stop_with_times()
    times = list(stop.times.order_by("starts_at"))
    admitted = register(times[0]), register(times[5], n=1)

    ended = cancel_stop(stop, note="Araç arızası", by=user)

    assert len(ended) == 10
    assert set(stop.times.values_list("state", flat=True)) == {
        OccurrenceState.CANCELLED
    }
    for one in admitted:
        one.registration.refresh_from_db()
        assert one.registration.state == State.REMOVED
    told = Message.objects.filter(template="programs.occurrence_cancelled")
    assert told.count() == 2
    [card] = coming_cards()
    assert "İptal" in render_to_string(
        "programs/includes/stop_card.html", {"card": card}
    )
    with pytest.raises(Refusal):
        cancel_stop(stop, note="Yine", by=user)


def test_a_time_that_was_cancelled_may_be_given_again(user):
    stop = stop_with_times()
    first = stop.times.order_by("starts_at").first()
    cancel_stop(stop, note="Araç arızası", by=user)

    again = make_stop(plan_of(stop.activity), by=user)
    publish_occurrence(again.times.order_by("starts_at").first(), by=user)

    assert again.times.order_by("starts_at").first().starts_at == first.starts_at


def test_the_api_tells_which_times_are_of_one_day(client):
    stop = stop_with_times()
    OccurrenceFactory()

    listed = client.get("/api/v1/occurrences/").json()

    assert [one["stop"] for one in listed].count(stop.pk) == 10
    assert [one["stop"] for one in listed].count(None) == 1
