"""Seats held while somebody fills in the form: the verbs, and what respects them."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from people.domain.links import hash_token
from people.exceptions import Refusal
from programs.domain.changes import change_party
from programs.domain.holds import (
    extend_hold,
    hold_seats,
    live_hold,
    release_hold,
    sweep_holds,
)
from programs.domain.occurrences import cancel_occurrence, change_capacity
from programs.domain.queries import coming_occurrences
from programs.domain.registrations import cancel_registration
from programs.domain.waiting_list import offer_places
from programs.enums import OccurrenceState, SelectionMode
from programs.enums import RegistrationRefusal as Reason
from programs.enums import RegistrationState as State
from programs.models import Occurrence, PlaceQuota, Registration, SeatHold
from programs.models.hold import HOLD_LASTS
from tests.factories.programs import (
    ActivityFactory,
    OccurrenceFactory,
    children,
    register,
)

pytestmark = pytest.mark.django_db


def held(occurrence: Occurrence, *, seats: int = 1, token: str = "") -> str:
    """The token of a hold that was made."""
    made = hold_seats(occurrence, seats=seats, token=token)
    assert made is not None
    return made[0]


def lapse(token: str) -> None:
    SeatHold.objects.filter(key_hash=hash_token(token)).update(
        expires_at=timezone.now()
    )


def state_of(registration: Registration) -> str:
    return Registration.objects.get(pk=registration.pk).state


def for_ten(**changes: object) -> Occurrence:
    """A departure to which also large parties come."""
    return OccurrenceFactory(
        activity=ActivityFactory(most_children=9, most_party=10), **changes
    )


# --- making one ---------------------------------------------------------------


def test_hold_lasts_a_quarter_of_an_hour_and_keeps_only_a_hash():
    token, hold = hold_seats(OccurrenceFactory(), seats=3)

    assert len(token) >= 20
    assert token not in hold.key_hash
    assert hold.seats == 3
    left = hold.expires_at - timezone.now()
    assert HOLD_LASTS - timedelta(minutes=1) < left <= HOLD_LASTS
    assert {field.name for field in SeatHold._meta.get_fields()} == {
        "id",
        "occurrence",
        "seats",
        "key_hash",
        "expires_at",
        "times_extended",
        "created_at",
    }


def test_hold_ends_with_registration():
    closes = timezone.now() + timedelta(minutes=4)
    occurrence = OccurrenceFactory(registration_closes_at=closes)

    token, hold = hold_seats(occurrence, seats=1)

    assert hold.expires_at == closes
    with pytest.raises(Refusal) as refused:
        extend_hold(token)
    assert refused.value.reason == Reason.HOLD_NOT_LONGER


def test_same_token_makes_it_larger_or_smaller_and_its_end_stays():
    occurrence = OccurrenceFactory()
    token, first = hold_seats(occurrence, seats=2)

    larger = hold_seats(occurrence, seats=4, token=token)
    smaller = hold_seats(occurrence, seats=1, token=token)

    assert (larger[0], smaller[0]) == (token, token)
    hold = SeatHold.objects.get()
    assert (hold.seats, hold.expires_at) == (1, first.expires_at)


def test_lapsed_token_gives_a_new_hold():
    occurrence = OccurrenceFactory()
    token = held(occurrence, seats=2)
    lapse(token)

    again = held(occurrence, seats=2, token=token)

    assert again != token
    assert live_hold(again).seats == 2


def test_token_of_another_departure_holds_nothing_here():
    there, here = OccurrenceFactory(), OccurrenceFactory(capacity=1)
    token = held(there)
    held(here)

    assert hold_seats(here, seats=1, token=token) is None
    assert live_hold(token) is not None


@pytest.mark.parametrize(
    "changes",
    [
        {"selection": SelectionMode.DRAW},
        {"selection": SelectionMode.NONE},
        {"state": OccurrenceState.DRAFT},
        {"state": OccurrenceState.CANCELLED},
        {"registration_closes_at": timezone.now() - timedelta(minutes=1)},
        {"capacity": 2},
    ],
)
def test_nothing_is_held_where_she_would_get_no_place(changes):
    assert hold_seats(OccurrenceFactory(**changes), seats=3) is None
    assert not SeatHold.objects.exists()


def test_nobody_holds_no_seats():
    assert hold_seats(OccurrenceFactory(), seats=0) is None


def test_holds_take_at_most_half_of_the_places():
    occurrence = OccurrenceFactory(capacity=10)
    held(occurrence, seats=3)
    held(occurrence, seats=2)

    assert hold_seats(occurrence, seats=1) is None
    # The places are there for those who are quick.
    assert register(occurrence, seats=2).registration.state == State.CONFIRMED


def test_one_party_may_always_hold():
    occurrence = for_ten(capacity=4)

    token = held(occurrence, seats=3)

    assert held(occurrence, seats=4, token=token) == token


def test_who_waits_and_would_fit_comes_before_a_hold():
    occurrence = for_ten(capacity=4, waiting_capacity=9)
    register(occurrence, n=1, seats=3)
    waits = register(occurrence, n=2, seats=2).registration

    # One place is free; the party of two does not fit.
    token = held(occurrence, seats=1)
    assert state_of(waits) == State.WAITING
    release_hold(token)
    # As if a place had come free when it was too late for an offer.
    Registration.objects.filter(pk=waits.pk).update(seats=1)

    assert hold_seats(occurrence, seats=1) is None


def test_larger_party_that_does_not_fit_gives_up_what_it_held():
    occurrence = for_ten(capacity=4)
    token = held(occurrence, seats=2)
    register(occurrence, n=1, seats=2)

    assert hold_seats(occurrence, seats=3, token=token) is None
    assert live_hold(token) is None
    assert register(occurrence, n=2, seats=2).registration.state == State.CONFIRMED


def test_places_kept_for_a_neighborhood_are_not_held():
    occurrence = OccurrenceFactory(capacity=3, selection=SelectionMode.QUOTA)
    PlaceQuota.objects.create(
        occurrence=occurrence, district="bayrakli", neighborhood="Onur", seats=2
    )

    assert hold_seats(occurrence, seats=2) is None
    token = held(occurrence, seats=1)
    PlaceQuota.objects.update(seats=3)

    # What staff keep from now on does not take away what she holds.
    hers = register(occurrence, hold_token=token).registration
    assert hers.state == State.CONFIRMED


@pytest.mark.parametrize(
    "changes", [{"seats": 0}, {"seats": 11}, {"times_extended": 3}]
)
def test_database_refuses_a_hold_of_nobody_or_without_end(changes):
    values = {"seats": 1, "key_hash": "0" * 64, "expires_at": timezone.now()}

    with pytest.raises(IntegrityError):
        SeatHold.objects.create(occurrence=OccurrenceFactory(), **{**values, **changes})


# --- extending, giving back ---------------------------------------------------


def test_it_is_extended_twice_and_then_no_more():
    token, first = hold_seats(OccurrenceFactory(), seats=1)

    ends = [extend_hold(token).expires_at for _time in range(2)]

    assert ends == [first.expires_at + HOLD_LASTS * times for times in (1, 2)]
    with pytest.raises(Refusal) as refused:
        extend_hold(token)
    assert refused.value.reason == Reason.HOLD_NOT_LONGER
    assert live_hold(token).expires_at == ends[-1]


def test_what_has_lapsed_or_never_was_is_not_extended():
    token = held(OccurrenceFactory())
    lapse(token)

    for one in (token, "unknown"):
        with pytest.raises(Refusal) as refused:
            extend_hold(one)
        assert refused.value.reason == Reason.HOLD_LAPSED


def test_what_is_given_back_is_offered_to_who_waits():
    occurrence = OccurrenceFactory(capacity=1)
    token = held(occurrence)
    waits = register(occurrence).registration
    assert waits.state == State.WAITING

    assert release_hold(token) is True

    assert state_of(waits) == State.OFFERED
    assert release_hold(token) is False


def test_smaller_party_gives_places_to_who_waits():
    occurrence = OccurrenceFactory(capacity=2)
    token = held(occurrence, seats=2)
    waits = register(occurrence).registration

    held(occurrence, seats=1, token=token)

    assert state_of(waits) == State.OFFERED


# --- lapsing ------------------------------------------------------------------


def test_expired_hold_holds_nothing_even_before_it_is_swept():
    occurrence = OccurrenceFactory(capacity=1)
    lapse(held(occurrence))

    assert register(occurrence).registration.state == State.CONFIRMED


def test_due_work_sweeps_and_offers_and_does_it_once():
    occurrence = OccurrenceFactory(capacity=2)
    gone, stays = held(occurrence), OccurrenceFactory()
    kept = held(stays)
    register(occurrence, n=1)
    waits = register(occurrence, n=2).registration
    lapse(gone)

    call_command("run_due_work")

    assert state_of(waits) == State.OFFERED
    assert list(SeatHold.objects.all()) == [live_hold(kept)]
    assert sweep_holds() == 0


def test_sweeping_a_cancelled_departure_offers_nothing():
    occurrence = OccurrenceFactory(capacity=1)
    token = held(occurrence)
    cancel_occurrence(occurrence, note="Fırtına", by=None)
    lapse(token)

    assert sweep_holds() == 1
    assert not Registration.objects.exists()


# --- using it -----------------------------------------------------------------


def test_registering_uses_the_hold_up():
    occurrence = OccurrenceFactory(capacity=2)
    token = held(occurrence, seats=2)

    admitted = register(occurrence, seats=2, hold_token=token)

    assert admitted.registration.state == State.CONFIRMED
    assert not SeatHold.objects.exists()
    counted = Occurrence.objects.with_places().get()
    assert (counted.seats_held, counted.seats_on_hold, counted.seats_left) == (2, 0, 0)


def test_refused_registration_leaves_the_hold():
    occurrence = OccurrenceFactory()
    token = held(occurrence)

    with pytest.raises(Refusal):
        register(occurrence, party=children(9), hold_token=token)

    assert live_hold(token).seats == 1


def test_without_the_token_the_last_place_is_not_hers():
    occurrence = OccurrenceFactory(capacity=1)
    token = held(occurrence)

    other = register(occurrence, n=1)
    hers = register(occurrence, n=2, hold_token=token)

    assert (other.registration.state, other.position) == (State.WAITING, 1)
    # She held it before the other came to wait, and it is hers.
    assert hers.registration.state == State.CONFIRMED
    # The other came later, so that nobody was passed over.
    assert not other.registration.skips.exists()


def test_larger_party_that_waited_before_the_hold_reads_that_it_was_passed_over():
    occurrence = for_ten(capacity=5, waiting_capacity=9)
    register(occurrence, n=1, seats=4)
    before = register(occurrence, n=2, seats=2).registration
    token = held(occurrence)
    after = register(occurrence, n=3, seats=2).registration

    register(occurrence, n=4, hold_token=token)

    assert [skip.reason for skip in before.skips.all()] == ["too_large"]
    assert not after.skips.exists()


def test_lapsed_hold_gives_nobody_a_place():
    occurrence = OccurrenceFactory(capacity=1)
    token = held(occurrence)
    lapse(token)
    register(occurrence, n=1)

    late = register(occurrence, n=2, hold_token=token)

    assert late.registration.state == State.WAITING
    assert sweep_holds() == 1


def test_party_smaller_than_the_hold_leaves_the_rest_to_who_waits():
    occurrence = OccurrenceFactory(capacity=2)
    token = held(occurrence, seats=2)
    waits = register(occurrence, n=1).registration

    register(occurrence, n=2, hold_token=token)
    sweep_holds()

    assert state_of(waits) == State.OFFERED


def test_party_larger_than_the_hold_waits_and_gives_it_up():
    occurrence = for_ten(capacity=3, waiting_capacity=9)
    token = held(occurrence, seats=2)
    register(occurrence, n=1)

    hers = register(occurrence, n=2, seats=3, hold_token=token).registration

    assert hers.state == State.WAITING
    assert live_hold(token) is None


def test_the_same_request_twice_is_one_registration_and_uses_one_hold():
    occurrence = OccurrenceFactory()
    token = held(occurrence)
    first = register(occurrence, idempotency_key="k", hold_token=token)

    again = register(occurrence, idempotency_key="k", hold_token=token)

    assert (first.is_new, again.is_new) == (True, False)
    assert not SeatHold.objects.exists()


# --- what respects it ---------------------------------------------------------


def test_offers_larger_parties_and_fewer_places_respect_it():
    occurrence = for_ten(capacity=5, waiting_capacity=9)
    leaves = register(occurrence, n=1, seats=2).registration
    grows = register(occurrence, n=2).registration
    held(occurrence, seats=2)
    waits = register(occurrence, n=3, seats=3).registration
    assert waits.state == State.WAITING

    for refuse, reason in (
        (
            lambda: change_party(grows, party=children(1), boarding_point=None),
            Reason.NO_ROOM_FOR_MORE,
        ),
        (lambda: change_capacity(occurrence, capacity=4, by=None), Reason.BELOW_HELD),
    ):
        with pytest.raises(Refusal) as refused:
            refuse()
        assert refused.value.reason == reason
    cancel_registration(leaves)

    # Two came free; with the two that are held they would be enough.
    assert offer_places(occurrence) == 0
    assert state_of(waits) == State.WAITING


def test_public_number_of_places_leaves_out_what_is_held():
    occurrence = OccurrenceFactory(capacity=10)
    token = held(occurrence, seats=3)
    lapse(held(occurrence, seats=1))

    counted = coming_occurrences().get()
    assert (counted.seats_left, counted.seats_on_hold) == (7, 3)
    # The same where it is asked later, and for the one who holds them.
    alone = Occurrence.objects.get(pk=occurrence.pk)
    assert (alone.seats_left, alone.seats_on_hold) == (7, 3)
    alone.without_hold_of(live_hold(token).seats)
    assert alone.seats_left == 10


# --- what it costs ------------------------------------------------------------


def asked(work) -> int:
    with CaptureQueriesContext(connection) as seen:
        work()
    return len(seen)


def test_queries_do_not_depend_on_how_many_hold():
    def cost(holds: int) -> tuple[int, int, int]:
        occurrence = OccurrenceFactory(capacity=90)
        for _one in range(holds):
            held(occurrence)
        return (
            asked(lambda: hold_seats(occurrence, seats=1)),
            asked(lambda: register(occurrence)),
            asked(lambda: list(coming_occurrences())),
        )

    cost(1)
    assert cost(1) == cost(30)


def test_with_a_hold_registering_costs_only_its_deletion():
    occurrence = OccurrenceFactory(capacity=30)
    register(occurrence, n=1)
    without = asked(lambda: register(occurrence, n=2))
    token = held(occurrence)

    assert asked(lambda: register(occurrence, n=3, hold_token=token)) == without + 1


def test_where_nothing_is_ever_held_nothing_is_asked(django_assert_num_queries):
    occurrence = OccurrenceFactory(selection=SelectionMode.DRAW)

    with django_assert_num_queries(0):
        hold_seats(occurrence, seats=1)
