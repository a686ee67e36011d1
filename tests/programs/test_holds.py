"""Seats held while she fills in the form: hers, nobody else's, and not for long."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from messaging.due import due_work
from people.domain.defaults import install_defaults
from people.domain.links import hash_token
from people.exceptions import Refusal
from programs.domain.changes import change_party
from programs.domain.holds import (
    HOLD_LASTS,
    extend_hold,
    hold_seats,
    release_hold,
    sweep_holds,
)
from programs.domain.quotas import Home
from programs.domain.waiting_list import offer_places
from programs.enums import HoldOutcome, SelectionMode
from programs.enums import RegistrationRefusal as Reason
from programs.enums import RegistrationState as State
from programs.models import Occurrence, PlaceQuota, Registration, SeatHold
from tests.factories.programs import OccurrenceFactory, children, details, register
from tests.programs.test_views import CHECK, REACH, WHO, step

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _defaults(db):
    install_defaults()


def hold(occurrence, *, seats=1, browser="hers", **home) -> HoldOutcome:
    return hold_seats(occurrence, seats=seats, token=browser, home=Home(**home))


def let_lapse(browser="hers") -> None:
    SeatHold.objects.filter(key_hash=hash_token(browser)).update(
        expires_at=timezone.now() - timedelta(seconds=1)
    )


# --- for everybody else they are taken ------------------------------------------


def test_nobody_else_gets_what_is_held_and_she_does():
    occurrence = OccurrenceFactory(capacity=3)
    assert hold(occurrence, seats=3) == HoldOutcome.HELD

    other = register(occurrence, n=1)
    hers = register(occurrence, n=2, seats=3, hold_token="hers")

    assert other.registration.state == State.WAITING
    assert (hers.registration.state, hers.position) == (State.CONFIRMED, None)
    assert not SeatHold.objects.exists()
    # The other came while she was writing: nobody was passed over.
    assert not other.registration.skips.exists()


def test_neither_offers_nor_a_larger_party_take_what_is_held():
    occurrence = OccurrenceFactory(capacity=2, waiting_capacity=9)
    seated = register(occurrence).registration
    hold(occurrence)
    waiting = register(occurrence, n=1).registration

    assert offer_places(occurrence) == 0
    with pytest.raises(Refusal) as refused:
        change_party(seated, party=children(1), boarding_point=None)

    assert refused.value.reason == Reason.NO_ROOM_FOR_MORE
    waiting.refresh_from_db()
    assert waiting.state == State.WAITING


def test_public_number_subtracts_them():
    occurrence = OccurrenceFactory(capacity=10)
    hold(occurrence, seats=3)

    counted = Occurrence.objects.with_places().get()

    assert (counted.seats_left, counted.seats_in_forms) == (7, 3)
    let_lapse()
    assert Occurrence.objects.with_places().get().seats_left == 10
    assert Occurrence.objects.get().seats_left == 10


def test_part_of_what_was_held_goes_to_who_waits():
    occurrence = OccurrenceFactory(capacity=3, waiting_capacity=9)
    hold(occurrence, seats=3)
    waiting = register(occurrence, n=1).registration

    register(occurrence, n=2, seats=2, hold_token="hers")

    waiting.refresh_from_db()
    assert waiting.state == State.OFFERED


# --- when nothing is held -------------------------------------------------------


def test_too_few_places_hold_nothing():
    occurrence = OccurrenceFactory(capacity=2)

    assert hold(occurrence, seats=3) == HoldOutcome.FULL
    Occurrence.objects.update(capacity=3, waiting_capacity=5)
    register(occurrence)
    assert hold(occurrence, seats=3) == HoldOutcome.TOO_FEW
    assert not SeatHold.objects.exists()


def test_who_waits_and_fits_comes_before_a_form():
    occurrence = OccurrenceFactory(capacity=1, waiting_capacity=9)
    register(occurrence)
    register(occurrence, n=1)
    Occurrence.objects.update(capacity=2)

    assert hold(occurrence) == HoldOutcome.TOO_FEW


@pytest.mark.parametrize(
    "changes",
    [
        {"selection": SelectionMode.DRAW},
        {"registration_closes_at": timezone.now() - timedelta(minutes=1)},
        {"state": "cancelled"},
    ],
    ids=["draw", "closed", "cancelled"],
)
def test_nothing_is_held_where_nobody_is_first(changes):
    occurrence = OccurrenceFactory()
    Occurrence.objects.update(**changes)

    assert hold(occurrence) == HoldOutcome.NOTHING
    assert not SeatHold.objects.exists()


def test_forms_together_hold_half_of_a_boat_and_one_party_always():
    occurrence = OccurrenceFactory(capacity=6)

    outcomes = [hold(occurrence, seats=2, browser=f"browser-{n}") for n in range(3)]
    assert outcomes == [HoldOutcome.HELD, HoldOutcome.MANY_HELD, HoldOutcome.MANY_HELD]
    assert hold(occurrence, browser="small") == HoldOutcome.HELD
    SeatHold.objects.all().delete()
    assert hold(occurrence, seats=6) == HoldOutcome.HELD


def test_the_same_browser_holds_once_and_its_time_does_not_change():
    occurrence = OccurrenceFactory(capacity=10)
    hold(occurrence, seats=3)
    first = SeatHold.objects.get()

    assert hold(occurrence, seats=4) == HoldOutcome.HELD

    second = SeatHold.objects.get()
    assert second.seats == 4
    assert second.expires_at == first.expires_at


def test_a_party_that_no_longer_fits_gives_back_what_was_held():
    occurrence = OccurrenceFactory(capacity=3, waiting_capacity=9)
    register(occurrence)
    hold(occurrence, seats=2)
    waiting = register(occurrence, n=1).registration

    assert hold(occurrence, seats=3) == HoldOutcome.TOO_FEW

    waiting.refresh_from_db()
    assert waiting.state == State.OFFERED
    assert not SeatHold.objects.exists()


# --- its time -------------------------------------------------------------------


def test_extended_twice_and_not_once_more():
    occurrence = OccurrenceFactory()
    hold(occurrence)
    began = SeatHold.objects.get().expires_at

    extended = [extend_hold(occurrence, token="hers") for _turn in range(3)]

    assert [one is not None for one in extended] == [True, True, False]
    assert SeatHold.objects.get().expires_at == began + 2 * HOLD_LASTS


def test_what_is_over_is_not_extended():
    occurrence = OccurrenceFactory()
    hold(occurrence)
    let_lapse()

    assert extend_hold(occurrence, token="hers") is None
    assert hold(occurrence) == HoldOutcome.HELD
    assert SeatHold.objects.get().expires_at > timezone.now()


def test_due_work_sweeps_what_is_over_and_offers_it():
    occurrence = OccurrenceFactory(capacity=1, waiting_capacity=9)
    hold(occurrence)
    waiting = register(occurrence, n=1).registration
    work = due_work()["seats held in forms"]
    assert work() == 0
    let_lapse()

    assert (work(), work(), sweep_holds()) == (1, 0, 0)

    waiting.refresh_from_db()
    assert waiting.state == State.OFFERED


def test_released_seats_go_to_who_waits():
    occurrence = OccurrenceFactory(capacity=1, waiting_capacity=9)
    hold(occurrence)
    waiting = register(occurrence, n=1).registration

    release_hold(occurrence, token="hers")
    release_hold(occurrence, token="hers")

    waiting.refresh_from_db()
    assert waiting.state == State.OFFERED


def test_after_its_time_she_is_admitted_like_anybody():
    occurrence = OccurrenceFactory(capacity=1, waiting_capacity=9)
    hold(occurrence)
    let_lapse()
    register(occurrence, n=1)

    hers = register(occurrence, n=2, hold_token="hers")

    assert (hers.registration.state, hers.position) == (State.WAITING, 1)
    assert not SeatHold.objects.exists()


# --- kept places ----------------------------------------------------------------


def test_kept_place_that_is_held_is_not_counted_twice():
    occurrence = OccurrenceFactory(capacity=4, selection=SelectionMode.QUOTA)
    PlaceQuota.objects.create(occurrence=occurrence, district="bayrakli", seats=2)
    assert hold(occurrence, seats=2, district="bayrakli") == HoldOutcome.HELD

    others = register(occurrence, n=1, seats=2)
    hers = register(
        occurrence,
        n=2,
        seats=2,
        person=details(2, district="bayrakli"),
        hold_token="hers",
    )

    assert others.registration.state == hers.registration.state == State.CONFIRMED


# --- what it costs --------------------------------------------------------------


def test_registration_with_a_hold_takes_two_statements_more_at_most():
    """One reads the holds, one takes hers away; both travel with others."""
    occurrence = OccurrenceFactory(capacity=50)
    register(occurrence)
    hold(occurrence)
    counts = []
    for n, token in ((1, ""), (2, "hers")):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            register(occurrence, n=n, hold_token=token)
        counts.append(len(queries))

    assert counts[1] == counts[0] + 1


# --- the form -------------------------------------------------------------------


def test_line_stands_above_the_next_steps_and_no_get_holds_anything(tr):
    occurrence = OccurrenceFactory()
    tr.get(f"/kayit/{occurrence.pk}/", follow=True)
    assert not SeatHold.objects.exists()

    reach = tr.get(step(tr, occurrence, "kimler", WHO).url).content.decode()
    check = tr.get(step(tr, occurrence, "ulasim", REACH).url).content.decode()

    until = timezone.localtime(SeatHold.objects.get().expires_at).strftime("%H.%M")
    for page in (reach, check):
        assert "1 yer</strong> sizin için tutuluyor" in page
        assert until in page
        assert "Süreyi uzat" in page
    # Her own seat is not missing from what she reads.
    assert "10 yer var" in reach
    assert (
        "9 yer var" in Client().get(f"/kayit/{occurrence.pk}/kimler/").content.decode()
    )


def test_more_time_keeps_what_she_typed_and_ends_after_two(tr):
    occurrence = OccurrenceFactory()
    step(tr, occurrence, "kimler", WHO)
    typed = {"email": "ipek@", "contact_channel": "email"}

    pages = [
        step(tr, occurrence, "ulasim", typed, extend_hold="1").content.decode()
        for _turn in range(2)
    ]

    assert SeatHold.objects.get().times_extended == 2
    assert 'value="ipek@"' in pages[0]
    assert "Süreyi uzat" in pages[0]
    assert "Süreyi uzat" not in pages[1]
    assert "error-summary" not in pages[0]


def test_when_the_time_is_over_she_is_told_and_goes_on(tr):
    occurrence = OccurrenceFactory()
    step(tr, occurrence, "kimler", WHO)
    SeatHold.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    sweep_holds()

    page = tr.get(f"/kayit/{occurrence.pk}/ulasim/").content.decode()
    assert "artık sizin için tutulmuyor" in page
    step(tr, occurrence, "ulasim", REACH)
    step(tr, occurrence, "onay", CHECK)

    assert Registration.objects.get().state == State.CONFIRMED


def test_she_gives_up_and_nothing_stays(tr):
    occurrence = OccurrenceFactory()
    step(tr, occurrence, "kimler", WHO)

    answer = step(tr, occurrence, "ulasim", {}, release_hold="1")

    assert answer.status_code == 302
    assert not SeatHold.objects.exists()
    again = tr.get(f"/kayit/{occurrence.pk}/kimler/").content.decode()
    assert "Öztürk" not in again


def test_too_few_is_said_before_she_goes_on(tr):
    occurrence = OccurrenceFactory(capacity=2, waiting_capacity=9)
    register(occurrence)
    with_child = {
        **WHO,
        "children": 1,
        "child_1_name": "Ada",
        "child_1_year": timezone.localdate().year - 7,
    }

    page = tr.get(step(tr, occurrence, "kimler", with_child).url).content.decode()

    assert "yedek listeye" in page
    assert not SeatHold.objects.exists()


def test_finishing_takes_the_held_place(tr):
    occurrence = OccurrenceFactory(capacity=1, waiting_capacity=9)
    step(tr, occurrence, "kimler", WHO)
    other = register(occurrence, n=1).registration
    step(tr, occurrence, "ulasim", REACH)
    step(tr, occurrence, "onay", CHECK)

    hers = Registration.objects.exclude(pk=other.pk).get()
    assert (hers.state, other.state) == (State.CONFIRMED, State.WAITING)
    assert not SeatHold.objects.exists()


def test_token_is_in_no_address_and_no_page(tr):
    occurrence = OccurrenceFactory()
    page = tr.get(step(tr, occurrence, "kimler", WHO).url)

    key_hash = SeatHold.objects.get().key_hash
    data = tr.session[f"wizard_RegisterView-{occurrence.pk}"]["extra_data"]
    assert hash_token(data["hold"]) == key_hash
    assert data["hold"] not in page.content.decode()
