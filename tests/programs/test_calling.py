"""Calling down the list: who is called, by whom, and what comes of it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from people.enums import ContactChannel, SafeTime
from people.exceptions import Refusal
from people.models import Person, Recusal
from people.roles import StaffRole
from programs.domain.calling import CALL_LASTS, call_list, call_next, end_call
from programs.enums import CallOutcome, CallRefusal, SkipReason
from programs.enums import RegistrationState as State
from programs.models import Occurrence, PlaceSkip, Registration, WaitingCall
from tests.factories.programs import OccurrenceFactory, details, register
from tests.factories.staff import make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(staff_user):
    return staff_user(StaffRole.TRIPS)


@pytest.fixture
def colleague(db):
    return make_staff(StaffRole.TRIPS, "colleague")


def short_before(occurrence: Occurrence) -> Occurrence:
    """It leaves in an hour: too late for offers."""
    now = timezone.now()
    Occurrence.objects.filter(pk=occurrence.pk).update(
        starts_at=now + timedelta(hours=1),
        ends_at=now + timedelta(hours=3),
        registration_closes_at=now - timedelta(days=5),
        cancel_until=now - timedelta(hours=23),
    )
    occurrence.refresh_from_db()
    return occurrence


def line_of(*seats: int, free: int = 1, **changes) -> list[Registration]:
    """So many wait for a departure that leaves soon with `free` places."""
    occurrence = OccurrenceFactory(capacity=4, waiting_capacity=50)
    register(occurrence, n=99, seats=3)
    register(occurrence, n=98)
    waiting = [
        register(occurrence, n=n, seats=size, person=details(n, **changes)).registration
        for n, size in enumerate(seats)
    ]
    Occurrence.objects.filter(pk=occurrence.pk).update(capacity=4 + free)
    short_before(occurrence)
    for one in waiting:
        one.occurrence = occurrence
    return waiting


def reason_of(verb) -> object:
    with pytest.raises(Refusal) as refused:
        verb()
    return refused.value.reason


def test_next_whom_the_places_fit_is_called_and_takes_the_place(clerk):
    large, small = line_of(3, 1)

    call = call_next(large.occurrence, by=clerk)
    end_call(call, outcome=CallOutcome.ACCEPTED, by=clerk)

    assert call.registration == small
    small.refresh_from_db()
    assert small.state == State.CONFIRMED
    skip = PlaceSkip.objects.get(registration=large)
    assert (skip.reason, skip.seats_free) == (SkipReason.TOO_LARGE, 1)


def test_two_clerks_never_call_the_same_woman_nor_offer_one_place_twice(
    clerk, colleague
):
    first, _second, _third = line_of(1, 1, 1, free=1)

    call = call_next(first.occurrence, by=clerk)

    assert call.registration == first
    nobody = lambda: call_next(first.occurrence, by=colleague)  # noqa: E731
    assert reason_of(nobody) == CallRefusal.NOBODY_LEFT
    again = lambda: call_next(first.occurrence, by=clerk)  # noqa: E731
    assert reason_of(again) == CallRefusal.CALLING_ALREADY
    theirs = lambda: end_call(  # noqa: E731
        call, outcome=CallOutcome.ACCEPTED, by=colleague
    )
    assert reason_of(theirs) == CallRefusal.OVER


def test_who_was_not_reached_keeps_her_number_and_is_called_again_last(clerk):
    first, second = line_of(1, 1)
    end_call(
        call_next(first.occurrence, by=clerk), outcome=CallOutcome.NOT_REACHED, by=clerk
    )

    call = call_next(first.occurrence, by=clerk)
    assert call.registration == second
    end_call(call, outcome=CallOutcome.NOT_REACHED, by=clerk)
    assert call_next(first.occurrence, by=clerk).registration == first
    first.refresh_from_db()
    assert (first.state, first.offers_lapsed) == (State.WAITING, 0)


def test_who_was_passed_over_because_she_was_not_reached_is_told(clerk):
    first, second = line_of(1, 1)
    end_call(
        call_next(first.occurrence, by=clerk), outcome=CallOutcome.NOT_REACHED, by=clerk
    )
    end_call(
        call_next(first.occurrence, by=clerk), outcome=CallOutcome.ACCEPTED, by=clerk
    )

    assert first.skips.get().reason == SkipReason.NOT_REACHED
    assert not second.skips.exists()


def test_saying_no_on_the_phone_costs_nothing(clerk):
    first, second = line_of(1, 1)

    end_call(
        call_next(first.occurrence, by=clerk), outcome=CallOutcome.DECLINED, by=clerk
    )

    first.refresh_from_db()
    assert first.state == State.DECLINED
    elsewhere = register(OccurrenceFactory(), person=first.person, channel="desk")
    assert elsewhere.registration.state == State.CONFIRMED
    assert elsewhere.registration.priority == 0
    assert call_next(second.occurrence, by=clerk).registration == second


@pytest.mark.parametrize(
    "changes",
    [
        {"contact_channel": ContactChannel.SHE_CALLS},
        {"phone": "", "contact_channel": ContactChannel.EMAIL},
    ],
)
def test_who_may_not_be_called_is_not(clerk, changes):
    (hers,) = line_of(1, **changes)

    nobody = lambda: call_next(hers.occurrence, by=clerk)  # noqa: E731
    assert reason_of(nobody) == CallRefusal.NOBODY_LEFT


def test_nobody_is_called_outside_her_safe_hours(clerk, monkeypatch):
    (hers,) = line_of(1)
    Person.objects.filter(pk=hers.person_id).update(safe_time=SafeTime.MORNING)
    monkeypatch.setattr("people.domain.reach.is_safe_time", lambda person, now: False)

    nobody = lambda: call_next(hers.occurrence, by=clerk)  # noqa: E731
    assert reason_of(nobody) == CallRefusal.NOBODY_LEFT


def test_protected_woman_is_called_by_who_may_see_her(clerk):
    first, _second = line_of(1, 1)
    Person.objects.filter(pk=first.person_id).update(is_protected=True)

    others = lambda: call_next(first.occurrence, by=clerk)  # noqa: E731
    assert reason_of(others) == CallRefusal.FOR_OTHERS
    manager = make_staff(StaffRole.MANAGER, "manager")
    assert call_next(first.occurrence, by=manager).registration == first


def test_who_recused_herself_neither_calls_her_nor_reads_of_her(clerk, colleague):
    first, second = line_of(1, 1)
    Recusal.objects.create(
        person=first.person, user=clerk, reason="friend", declared_at=timezone.now()
    )
    occurrence = Occurrence.objects.with_places().get(pk=first.occurrence_id)

    listed = [line.registration for line in call_list(occurrence, seen_by=clerk)]

    assert listed == [second]
    others = lambda: call_next(occurrence, by=clerk)  # noqa: E731
    assert reason_of(others) == CallRefusal.FOR_OTHERS
    assert call_next(occurrence, by=colleague).registration == first


def test_call_that_was_broken_off_frees_her_for_others(clerk, colleague):
    (hers,) = line_of(1)
    call = call_next(hers.occurrence, by=clerk)
    WaitingCall.objects.filter(pk=call.pk).update(
        began_at=timezone.now() - CALL_LASTS - timedelta(seconds=1)
    )

    assert call_next(hers.occurrence, by=colleague).registration == hers
    call.refresh_from_db()
    assert call.outcome == CallOutcome.ABANDONED


def test_nobody_is_called_while_offers_can_be_answered(clerk):
    occurrence = OccurrenceFactory(capacity=0, waiting_capacity=5)

    early = lambda: call_next(occurrence, by=clerk)  # noqa: E731
    assert reason_of(early) == CallRefusal.STILL_OFFERED


# --- the screen -------------------------------------------------------------------


def test_number_is_shown_to_who_calls_and_to_nobody_else(client, clerk, colleague):
    first, second = line_of(1, 1)
    url = reverse("programs_occurrence:calls", args=[first.occurrence_id])
    numbers = [one.person.phone.as_national for one in (first, second)]
    client.force_login(clerk)
    assert not any(number in client.get(url).content.decode() for number in numbers)

    client.post(url, {"do": "next"})

    page = client.get(url).content.decode()
    assert numbers[0] in page
    assert numbers[1] not in page
    client.force_login(colleague)
    page = client.get(url).content.decode()
    assert not any(number in page for number in numbers)
    call = WaitingCall.objects.get()
    client.force_login(clerk)
    client.post(url, {"call": call.pk, "outcome": "accepted"})
    first.refresh_from_db()
    assert first.state == State.CONFIRMED
    assert client.post(url, {"call": call.pk, "outcome": ""}).status_code == 404


def test_number_of_queries_does_not_depend_on_the_line(
    client, clerk, django_assert_max_num_queries
):
    client.force_login(clerk)
    counts = []
    for size in (1, 20):
        waiting = line_of(*[1] * size)
        url = reverse("programs_occurrence:calls", args=[waiting[0].occurrence_id])
        client.get(url)
        with django_assert_max_num_queries(60) as found:
            assert client.get(url).status_code == 200
        counts.append(len(found))
    assert counts[0] == counts[1]
