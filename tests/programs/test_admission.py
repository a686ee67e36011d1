"""One way to a seat: places, the waiting list, offers."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from people.exceptions import Refusal
from people.models import Person
from people.roles import StaffRole
from programs.domain.occurrences import change_capacity
from programs.domain.registrations import cancel_registration, decline_offer
from programs.domain.waiting_list import (
    accept_offer,
    lapse_expired_offers,
    offer_places,
    position,
)
from programs.enums import EndReason, RegistrationRefusal, RegistrationState, SkipReason
from programs.models import Activity, Occurrence, PlaceSkip, Registration
from programs.models.tally import counted_anew, keep_tallies, trigger_name
from tests.factories.people import PersonFactory
from tests.factories.programs import (
    ActivityFactory,
    OccurrenceFactory,
    at_ten,
    children,
    register,
)

State = RegistrationState
pytestmark = pytest.mark.django_db


def families(**changes):
    """An activity in which large parties are welcome."""
    return ActivityFactory(most_children=9, most_party=10, **changes)


def states(occurrence: Occurrence) -> list[str]:
    return list(occurrence.registrations.order_by("pk").values_list("state", flat=True))


def expire(registration: Registration) -> None:
    """Let the time of her offer pass."""
    Registration.objects.filter(pk=registration.pk).update(
        offer_expires_at=timezone.now() - timedelta(minutes=1)
    )


def test_a_party_that_fits_is_confirmed_whole():
    admitted = register(OccurrenceFactory(), seats=3)

    registration = admitted.registration
    assert (registration.state, registration.seats, admitted.position) == (
        State.CONFIRMED,
        3,
        None,
    )
    assert [member.kind for member in registration.members.all()] == [
        "self",
        "child",
        "child",
    ]


def test_a_party_that_does_not_fit_waits_whole():
    occurrence = OccurrenceFactory(capacity=4, waiting_capacity=5)
    register(occurrence, seats=3)

    admitted = register(occurrence, n=1, seats=2)

    assert (admitted.registration.state, admitted.position) == (State.WAITING, 1)
    assert occurrence.registrations.holding().count() == 1


def test_a_smaller_party_passes_one_that_does_not_fit_and_this_is_recorded():
    occurrence = OccurrenceFactory(capacity=4, waiting_capacity=5)
    register(occurrence, seats=3)
    waiting = register(occurrence, n=1, seats=2).registration

    assert register(occurrence, n=2).registration.state == State.CONFIRMED

    skip = PlaceSkip.objects.get()
    assert (skip.registration, skip.seats_free, skip.reason) == (
        waiting,
        1,
        SkipReason.TOO_LARGE,
    )


def test_a_newcomer_does_not_pass_a_party_that_fits():
    occurrence = OccurrenceFactory(capacity=1, waiting_capacity=5)
    register(occurrence)
    register(occurrence, n=1)
    Occurrence.objects.filter(pk=occurrence.pk).update(capacity=3)

    admitted = register(occurrence, n=2)

    assert (admitted.registration.state, admitted.position) == (State.WAITING, 2)


def test_a_full_waiting_list_refuses_and_leaves_nothing_behind():
    occurrence = OccurrenceFactory(capacity=1, waiting_capacity=1)
    register(occurrence)
    register(occurrence, n=1)

    with pytest.raises(Refusal) as refused:
        register(occurrence, n=2)

    assert refused.value.reason == RegistrationRefusal.FULL
    assert (Person.objects.count(), Registration.objects.count()) == (2, 2)


def test_a_party_larger_than_the_capacity_never_waits():
    occurrence = OccurrenceFactory(capacity=2, waiting_capacity=10)

    with pytest.raises(Refusal) as refused:
        register(occurrence, seats=3)

    assert refused.value.reason == RegistrationRefusal.FULL


def test_the_waiting_list_holds_thirty_percent_unless_staff_say_otherwise():
    occurrence = OccurrenceFactory(capacity=10)

    assert occurrence.waiting_limit == 3
    assert OccurrenceFactory(capacity=10, waiting_capacity=0).waiting_limit == 0


def test_a_freed_place_is_offered_to_the_first_that_fits():
    occurrence = OccurrenceFactory(activity=families(), capacity=4, waiting_capacity=10)
    register(occurrence, seats=3)
    leaving = register(occurrence, n=1).registration
    large = register(occurrence, n=2, seats=4).registration
    small = register(occurrence, n=3).registration

    cancel_registration(leaving)

    large.refresh_from_db()
    small.refresh_from_db()
    assert (large.state, small.state) == (State.WAITING, State.OFFERED)
    assert small.offer_expires_at > timezone.now()
    assert [skip.seats_free for skip in large.skips.all()] == [1]


def test_an_offer_holds_its_seats():
    occurrence = OccurrenceFactory(capacity=1, waiting_capacity=5)
    leaving = register(occurrence).registration
    register(occurrence, n=1)
    cancel_registration(leaving)

    assert register(occurrence, n=2).registration.state == State.WAITING
    assert states(occurrence) == [State.CANCELLED, State.OFFERED, State.WAITING]


def offered_pair() -> tuple[Occurrence, Registration, Registration]:
    """One place, offered to the first of two who wait."""
    occurrence = OccurrenceFactory(capacity=1, waiting_capacity=5)
    leaving = register(occurrence).registration
    first = register(occurrence, n=1).registration
    second = register(occurrence, n=2).registration
    cancel_registration(leaving)
    first.refresh_from_db()
    assert first.state == State.OFFERED
    return occurrence, first, second


def test_an_accepted_offer_is_a_place():
    _occurrence, first, second = offered_pair()

    accepted = accept_offer(first)

    assert (accepted.state, accepted.offer_expires_at) == (State.CONFIRMED, None)
    assert position(second) == 1


def test_an_offer_cannot_be_accepted_after_its_time():
    _occurrence, first, _second = offered_pair()
    expire(first)

    with pytest.raises(Refusal) as refused:
        accept_offer(first)

    assert refused.value.reason == RegistrationRefusal.OFFER_LAPSED


def test_a_declined_offer_goes_to_the_next():
    _occurrence, first, second = offered_pair()

    decline_offer(first)

    second.refresh_from_db()
    assert second.state == State.OFFERED


def test_a_lapsed_offer_puts_her_behind_those_never_offered():
    occurrence, first, second = offered_pair()
    third = register(occurrence, n=3).registration
    expire(first)

    assert lapse_expired_offers() == 1

    for registration in (first, second, third):
        registration.refresh_from_db()
    assert [one.state for one in (first, second, third)] == [
        State.WAITING,
        State.OFFERED,
        State.WAITING,
    ]
    assert (position(third), position(first)) == (1, 2)


def test_after_two_lapsed_offers_she_is_asked_no_more():
    _occurrence, first, second = offered_pair()
    expire(first)
    lapse_expired_offers()
    decline_offer(second)
    first.refresh_from_db()
    assert first.state == State.OFFERED
    expire(first)

    lapse_expired_offers()

    first.refresh_from_db()
    assert (first.state, first.end_reason, first.offers_lapsed) == (
        State.LAPSED,
        EndReason.NO_ANSWER,
        2,
    )


def test_expired_offers_lapse_when_somebody_new_comes():
    occurrence, first, second = offered_pair()
    expire(first)

    register(occurrence, n=3)

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == (State.WAITING, State.OFFERED)


def test_lapsing_twice_at_once_is_harmless():
    _occurrence, first, _second = offered_pair()
    expire(first)

    assert (lapse_expired_offers(), lapse_expired_offers()) == (1, 0)


def test_more_places_are_offered_in_order():
    occurrence = OccurrenceFactory(activity=families(), capacity=1, waiting_capacity=20)
    register(occurrence)
    waiting = [
        register(occurrence, n=n, seats=seats).registration
        for n, seats in enumerate((1, 1, 1), start=1)
    ]

    change_capacity(occurrence, capacity=3, by=None)

    for registration in waiting:
        registration.refresh_from_db()
    assert [one.state for one in waiting] == [
        State.OFFERED,
        State.OFFERED,
        State.WAITING,
    ]


def test_no_offer_is_made_too_late_to_answer():
    occurrence, first, second = offered_pair()
    soon = timezone.now() + timedelta(hours=2, minutes=10)
    Occurrence.objects.filter(pk=occurrence.pk).update(
        cancel_until=timezone.now(),
        registration_closes_at=timezone.now(),
        starts_at=soon,
        ends_at=soon + timedelta(hours=1),
    )

    decline_offer(first)

    second.refresh_from_db()
    assert second.state == State.WAITING
    assert offer_places(occurrence) == 0


# --- the same person ----------------------------------------------------------


def test_staff_cannot_register_a_person_twice_for_one_date():
    occurrence, person = OccurrenceFactory(), PersonFactory()
    register(occurrence, person=person)

    with pytest.raises(Refusal) as refused:
        register(occurrence, person=person)

    assert refused.value.reason == RegistrationRefusal.ALREADY_REGISTERED


def test_the_public_is_never_told_that_somebody_is_known():
    occurrence = OccurrenceFactory()

    one, other = register(occurrence), register(occurrence)

    assert (one.registration.state, other.registration.state) == (
        State.CONFIRMED,
        State.CONFIRMED,
    )
    assert one.registration.person != other.registration.person


def seasonal() -> tuple[Occurrence, Occurrence]:
    activity = ActivityFactory(once_per_season=True)
    start = at_ten(14)
    return (
        OccurrenceFactory(activity=activity, starts_at=start, waiting_capacity=5),
        OccurrenceFactory(activity=activity, starts_at=start + timedelta(hours=5)),
    )


def test_one_place_a_season():
    (first, second), person = seasonal(), PersonFactory()
    register(first, person=person)

    with pytest.raises(Refusal) as refused:
        register(second, person=person)

    assert refused.value.reason == RegistrationRefusal.SEASON_USED


def test_staff_may_set_the_season_aside_with_a_note(staff_user):
    (first, second), person = seasonal(), PersonFactory()
    register(first, person=person)

    admitted = register(
        second,
        person=person,
        by=staff_user(StaffRole.TRIPS),
        override_note="İlk gezisi yarıda kaldı.",
    )

    assert (admitted.registration.state, admitted.registration.season_key) == (
        State.CONFIRMED,
        "",
    )


def test_who_has_a_place_this_season_is_passed_over_on_the_list():
    (first, second), person = seasonal(), PersonFactory()
    Occurrence.objects.filter(pk=first.pk).update(capacity=1)
    first.refresh_from_db()
    leaving = register(first).registration
    hers = register(first, n=1, person=person).registration
    behind = register(first, n=2).registration
    register(second, person=person)

    cancel_registration(leaving)

    hers.refresh_from_db()
    behind.refresh_from_db()
    assert (hers.state, behind.state) == (State.WAITING, State.OFFERED)
    assert hers.skips.get().reason == SkipReason.SEASON_USED


def test_who_has_taken_part_stands_behind_first_timers():
    activity, person = ActivityFactory(), PersonFactory()
    past = register(OccurrenceFactory(activity=activity), person=person).registration
    Registration.objects.filter(pk=past.pk).update(state=State.ATTENDED)
    occurrence = OccurrenceFactory(activity=activity, capacity=1, waiting_capacity=5)
    register(occurrence)
    again = register(occurrence, person=person).registration
    newcomer = register(occurrence, n=2).registration

    assert (again.priority, position(newcomer), position(again)) == (1, 1, 2)


# --- the same request ---------------------------------------------------------


def test_the_same_key_is_one_registration():
    occurrence = OccurrenceFactory()
    first = register(occurrence, idempotency_key="k", request_digest="d")

    again = register(occurrence, idempotency_key="k", request_digest="d")

    assert (first.is_new, again.is_new) == (True, False)
    assert again.registration == first.registration
    assert (Registration.objects.count(), Person.objects.count()) == (1, 1)


def test_a_key_cannot_be_used_for_something_else():
    occurrence = OccurrenceFactory()
    register(occurrence, idempotency_key="k", request_digest="d")

    with pytest.raises(Refusal) as refused:
        register(occurrence, n=1, idempotency_key="k", request_digest="other")

    assert refused.value.reason == RegistrationRefusal.KEY_REUSED


def test_a_repeated_request_is_answered_though_it_would_be_refused_by_now():
    occurrence = OccurrenceFactory(capacity=1, waiting_capacity=0)
    first = register(occurrence, idempotency_key="k", request_digest="d")
    Occurrence.objects.filter(pk=occurrence.pk).update(
        registration_closes_at=timezone.now()
    )
    closed = Occurrence.objects.get(pk=occurrence.pk)

    again = register(closed, n=1, idempotency_key="k", request_digest="d")

    assert (again.registration, again.is_new) == (first.registration, False)
    assert Person.objects.count() == 1


def test_the_database_itself_refuses_a_seat_too_many():
    """Whoever writes it: here somebody who goes round the verbs."""
    occurrence = OccurrenceFactory(capacity=2, waiting_capacity=5)
    register(occurrence, seats=2)
    waiting = register(occurrence, n=1).registration
    rows = Registration.objects.filter(pk=waiting.pk)

    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(state=State.ATTENDED)

    assert rows.get().state == State.WAITING


def test_the_counts_follow_every_change_of_a_row():
    occurrence = OccurrenceFactory(activity=families(), capacity=4, waiting_capacity=20)
    for n, seats in enumerate((3, 1, 2, 4, 1)):
        register(occurrence, n=n, seats=seats)
    cancel_registration(occurrence.registrations.order_by("pk")[0])
    last = occurrence.registrations.order_by("pk").last()
    last.priority = 1
    last.save()
    occurrence.registrations.waiting().order_by("pk").first().delete()

    kept = {
        (one.is_waiting, one.offers_lapsed, one.priority, one.parties, one.seats)
        for one in occurrence.tallies.all()
        if one.parties
    }

    assert kept == {
        (one.is_waiting, one.offers_lapsed, one.priority, one.parties, one.seats)
        for one in counted_anew()
    }


def test_where_a_trigger_was_lost_it_comes_back_and_everything_is_counted():
    occurrence = OccurrenceFactory(capacity=4, waiting_capacity=20)
    with connection.cursor() as cursor:
        on = " ON programs_registration" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER {trigger_name('insert')}{on}")
    register(occurrence, seats=2)
    assert Occurrence.objects.with_places().get(pk=occurrence.pk).seats_held == 0

    keep_tallies()

    assert Occurrence.objects.with_places().get(pk=occurrence.pk).seats_held == 2


def test_children_and_their_mother_are_counted(django_assert_num_queries):
    occurrence = OccurrenceFactory()
    register(occurrence, seats=3)
    register(occurrence, n=1, party=children(1))

    counted = Occurrence.objects.with_places().get(pk=occurrence.pk)
    with django_assert_num_queries(0):
        assert (counted.seats_held, counted.seats_left, counted.waiting_count) == (
            5,
            5,
            0,
        )


def test_a_season_begins_in_april_and_lasts_until_the_next():
    activity = Activity(kind="bay_tour", once_per_season=True)
    day = date(2026, 4, 1)

    assert activity.season_key(day) == "bay_tour-2026"
    assert activity.season_key(day - timedelta(days=1)) == "bay_tour-2025"
    assert Activity(kind="bay_tour").season_key(day) == ""
