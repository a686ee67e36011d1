"""A draw from the first registration to the waiting list, each step once."""

from datetime import timedelta
from unittest.mock import patch

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.models import ModelLogEntry

from messaging.models import Message
from people.enums import EntryChannel
from people.exceptions import Refusal
from people.roles import StaffRole
from programs.domain.draw import (
    draw_of,
    enter_seed,
    freeze_list,
    publish_hash,
    run_draw,
)
from programs.domain.draw_rules import draw_places, hash_of, read_drawing
from programs.domain.occurrences import cancel_occurrence, change_capacity
from programs.domain.registrations import cancel_registration
from programs.domain.waiting_list import offer_places, position
from programs.enums import (
    DrawOutcome,
    DrawRefusal,
    DrawStep,
    PublicStatus,
    RegistrationRefusal,
    SelectionMode,
)
from programs.enums import RegistrationState as State
from programs.models import Draw, Occurrence, PlaceQuota, Registration
from tests.factories.programs import (
    ActivityFactory,
    OccurrenceFactory,
    details,
    register,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def user(staff_user):
    return staff_user(StaffRole.TRIPS)


def lottery(**changes):
    return OccurrenceFactory(
        activity=ActivityFactory(most_children=3),
        selection=SelectionMode.DRAW,
        **{"capacity": 4, **changes},
    )


def close(occurrence: Occurrence) -> None:
    """Registration is over."""
    Occurrence.objects.filter(pk=occurrence.pk).update(
        registration_closes_at=timezone.now() - timedelta(minutes=1)
    )
    occurrence.refresh_from_db()


def seeded(occurrence: Occurrence, user) -> Draw:
    """Everything but the result."""
    close(occurrence)
    draw = freeze_list(occurrence, by=user)
    due_at = timezone.now() + timedelta(seconds=1)
    publish_hash(draw, seed_source="Radyo", seed_due_at=due_at, by=user)
    with patch("django.utils.timezone.now", return_value=due_at):
        return enter_seed(draw, seed="11 27 30", by=user)


def run(draw: Draw, user) -> Draw:
    later = timezone.now() + timedelta(minutes=1)
    with patch("django.utils.timezone.now", return_value=later):
        return run_draw(draw, by=user)


def reason_of(verb) -> object:
    with pytest.raises(Refusal) as refused:
        verb()
    return refused.value.reason


# --- registering ----------------------------------------------------------------


def test_registrations_are_collected_without_a_place_or_a_number():
    occurrence = lottery(capacity=2)

    made = [register(occurrence, n=n) for n in range(5)]

    assert {one.registration.state for one in made} == {State.WAITING}
    assert {one.position for one in made} == {None}
    assert position(made[0].registration) is None
    assert occurrence.public_status == PublicStatus.DRAW
    told = set(Message.objects.values_list("template", flat=True))
    assert told == {"programs.in_draw"}


def test_free_places_are_offered_to_nobody_before_the_draw(user):
    occurrence = lottery()
    register(occurrence)

    assert offer_places(occurrence, by=user) == 0
    change_capacity(occurrence, capacity=9, by=user)

    assert occurrence.registrations.get().state == State.WAITING


# --- the four steps ---------------------------------------------------------------


def test_whole_draw_can_be_repeated_from_what_is_public(user):
    occurrence = lottery(capacity=4)
    made = [register(occurrence, n=n, seats=1 + n % 3).registration for n in range(6)]

    draw = run(seeded(occurrence, user), user)

    results = draw_places(read_drawing(draw.frozen_list), seed=draw.seed)
    kept = [(entry.code, entry.outcome) for entry in draw.entries.order_by("rank")]
    assert kept == [(party.code, outcome) for party, outcome in results]
    assert draw.list_hash == hash_of(draw.frozen_list)
    occurrence.refresh_from_db()
    assert occurrence.seats_held <= 4
    by_outcome = {
        DrawOutcome.SEATED: State.CONFIRMED,
        DrawOutcome.WAITING: State.WAITING,
    }
    for registration in Registration.objects.filter(pk__in=[one.pk for one in made]):
        entry = registration.draw_entry
        assert registration.state == by_outcome[entry.outcome]
        assert registration.drawn_rank == entry.rank


def test_list_names_nobody_and_not_the_code_of_the_ticket(user):
    occurrence = lottery()
    registration = register(occurrence).registration
    close(occurrence)

    text = freeze_list(occurrence, by=user).frozen_list

    assert registration.code not in text
    assert registration.person.family_name not in text
    assert registration.draw_entry.code in text


def test_who_was_not_drawn_waits_in_the_drawn_order_and_is_told(user):
    occurrence = lottery(capacity=1)
    for n in range(4):
        register(occurrence, n=n)

    draw = run(seeded(occurrence, user), user)

    occurrence.refresh_from_db()
    line = list(occurrence.registrations.waiting().in_line())
    drawn = [entry.registration for entry in draw.entries.order_by("rank")][1:]
    assert line == drawn
    assert [position(one) for one in line] == [1, 2, 3]
    told = Message.objects.filter(template="programs.not_drawn")
    assert {message.about_id for message in told} == {one.pk for one in line}
    # A place that comes free goes to the next of that order.
    seated = occurrence.registrations.get(state=State.CONFIRMED)
    cancel_registration(seated, by=user)
    assert occurrence.registrations.get(state=State.OFFERED) == line[0]


def test_who_withdrew_after_the_freeze_is_marked_and_keeps_her_rank(user):
    occurrence = lottery(capacity=1)
    made = [register(occurrence, n=n).registration for n in range(4)]
    draw = seeded(occurrence, user)
    cancel_registration(made[2])

    draw = run(draw, user)

    gone = made[2].draw_entry
    gone.refresh_from_db()
    assert gone.outcome == DrawOutcome.OUT
    order = draw_places(read_drawing(draw.frozen_list), seed=draw.seed, out={gone.code})
    assert gone.rank == 1 + [party.code for party, _got in order].index(gone.code)
    assert occurrence.registrations.filter(state=State.CONFIRMED).count() == 1
    assert Registration.objects.get(pk=made[2].pk).state == State.CANCELLED


def test_first_timers_come_first_and_neighborhoods_get_what_is_kept(user):
    occurrence = lottery(capacity=3)
    PlaceQuota.objects.create(
        occurrence=occurrence, district="bayrakli", neighborhood="Onur", seats=1
    )
    for n in range(5):
        register(occurrence, n=n)
    hers = register(
        occurrence, n=9, person=details(9, district="bayrakli", neighborhood="ONUR")
    ).registration
    Registration.objects.filter(pk=hers.pk).update(priority=1)

    draw = run(seeded(occurrence, user), user)

    entry = draw.entries.get(registration=hers)
    # Last of all, for she has been before; the place kept for Onur is hers alone.
    assert entry.rank == 6
    assert entry.outcome == DrawOutcome.SEATED
    assert draw.entries.filter(outcome=DrawOutcome.SEATED).count() == 3


def test_latecomer_stands_behind_everybody_who_was_drawn(user):
    occurrence = lottery(capacity=1, waiting_capacity=9)
    register(occurrence, n=0)
    register(occurrence, n=1)
    run(seeded(occurrence, user), user)

    late = register(
        occurrence, n=2, channel=EntryChannel.DESK, by=user, override_note="Aradı"
    )

    assert late.position == 2
    assert late.registration.drawn_rank == 3


def test_who_has_used_her_season_meanwhile_is_out(user):
    activity = ActivityFactory(once_per_season=True)
    occurrence = OccurrenceFactory(
        activity=activity, selection=SelectionMode.DRAW, capacity=3
    )
    hers = register(occurrence).registration
    register(occurrence, n=1)
    draw = seeded(occurrence, user)
    other = OccurrenceFactory(activity=activity)
    register(other, person=hers.person, channel=EntryChannel.DESK, by=user)

    draw = run(draw, user)

    outcomes = dict(draw.entries.values_list("registration", "outcome"))
    assert outcomes[hers.pk] == DrawOutcome.OUT
    hers.refresh_from_db()
    assert hers.state == State.WAITING


# --- order of the steps ---------------------------------------------------------


def test_each_step_waits_for_its_turn_and_is_taken_once(user):
    occurrence = lottery()
    register(occurrence)
    soon = timezone.now() + timedelta(hours=1)
    assert reason_of(lambda: freeze_list(occurrence, by=user)) == DrawRefusal.STILL_OPEN
    close(occurrence)
    draw = freeze_list(occurrence, by=user)
    turn = DrawRefusal.OUT_OF_TURN

    def publish(due_at):
        return lambda: publish_hash(
            draw, seed_source="Radyo", seed_due_at=due_at, by=user
        )

    assert reason_of(lambda: freeze_list(occurrence, by=user)) == turn
    assert reason_of(lambda: enter_seed(draw, seed="1", by=user)) == turn
    assert reason_of(lambda: run_draw(draw, by=user)) == turn
    past = publish(timezone.now() - timedelta(hours=1))
    assert reason_of(past) == DrawRefusal.SEED_IN_THE_PAST
    publish(soon)()
    assert reason_of(publish(soon)) == turn
    early = DrawRefusal.SEED_TOO_EARLY
    assert reason_of(lambda: enter_seed(draw, seed="1", by=user)) == early
    assert draw_of(occurrence).step == DrawStep.PUBLISHED


def test_draw_is_never_repeated(user):
    occurrence = lottery(capacity=1)
    for n in range(3):
        register(occurrence, n=n)
    draw = run(seeded(occurrence, user), user)
    before = list(draw.entries.values_list("code", "rank", "outcome"))

    turn = DrawRefusal.OUT_OF_TURN
    assert reason_of(lambda: run(draw, user)) == turn
    assert reason_of(lambda: freeze_list(occurrence, by=user)) == turn
    assert reason_of(lambda: enter_seed(draw, seed="2", by=user)) == turn
    assert list(draw.entries.values_list("code", "rank", "outcome")) == before


def test_database_holds_to_the_order_of_the_steps(user):
    occurrence = lottery()
    register(occurrence)
    close(occurrence)
    draw = freeze_list(occurrence, by=user)
    now = timezone.now()
    for changes in (
        {"seed": "1", "seeded_at": now},
        {"drawn_at": now},
        {"published_at": now, "seed_due_at": now - timedelta(hours=1)},
        {"published_at": now},
        {"published_at": draw.frozen_at - timedelta(hours=1), "seed_due_at": now},
        {
            "published_at": now,
            "seed_due_at": now + timedelta(hours=2),
            "seeded_at": now + timedelta(hours=1),
            "seed": "1",
        },
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Draw.objects.filter(pk=draw.pk).update(**changes)
    with pytest.raises(IntegrityError), transaction.atomic():
        Draw.objects.create(
            occurrence=occurrence, frozen_list="", list_hash="", places=1, frozen_at=now
        )


def test_what_cannot_be_drawn_is_refused(user):
    by_order = OccurrenceFactory()
    close(by_order)
    not_a_draw = lambda: freeze_list(by_order, by=user)  # noqa: E731
    assert reason_of(not_a_draw) == DrawRefusal.NOT_A_DRAW

    empty = lottery()
    close(empty)
    assert reason_of(lambda: freeze_list(empty, by=user)) == DrawRefusal.NOBODY

    kept = lottery(capacity=2)
    PlaceQuota.objects.create(occurrence=kept, district="buca", seats=3)
    register(kept)
    close(kept)
    too_many = DrawRefusal.QUOTAS_TOO_LARGE
    assert reason_of(lambda: freeze_list(kept, by=user)) == too_many

    cancelled = lottery()
    register(cancelled)
    draw = seeded(cancelled, user)
    cancel_occurrence(cancelled, note="Hava", by=user)
    assert reason_of(lambda: run(draw, user)) == DrawRefusal.NOT_COMING


def test_capacity_is_not_lowered_below_what_the_frozen_list_promises(user):
    occurrence = lottery(capacity=4)
    register(occurrence)
    draw = seeded(occurrence, user)

    lower = lambda: change_capacity(occurrence, capacity=3, by=user)  # noqa: E731
    assert reason_of(lower) == RegistrationRefusal.DRAW_FROZEN
    change_capacity(occurrence, capacity=6, by=user)
    run(draw, user)

    assert occurrence.registrations.get().state == State.CONFIRMED


def test_every_step_is_in_the_history_of_the_departure(user):
    occurrence = lottery()
    register(occurrence)

    run(seeded(occurrence, user), user)

    steps = ModelLogEntry.objects.filter(action__startswith="programs.draw.")
    assert list(steps.order_by("pk").values_list("action", "user", "object_id")) == [
        (f"programs.draw.{step}", user.pk, str(occurrence.pk))
        for step in ("freeze", "publish", "seed", "run")
    ]
