"""The waiting list and the draw, when two things happen at the same moment."""

import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.db.models import Sum
from django.urls import reverse
from django.utils import timezone

from messaging.models import Message
from people.domain.defaults import install_defaults
from people.roles import StaffRole
from programs.domain.draw import enter_seed, freeze_list, publish_hash
from programs.domain.registrations import cancel_registration
from programs.domain.waiting_list import lapse_expired_offers
from programs.enums import CallOutcome, SelectionMode
from programs.enums import RegistrationState as State
from programs.models import Occurrence, Registration, WaitingCall
from tests.factories.programs import OccurrenceFactory, register
from tests.factories.staff import make_staff
from tests.load.browser import at_once, own_page, staff_browser

pytestmark = pytest.mark.postgres

ROUNDS = 6


@pytest.fixture(autouse=True)
def _defaults(transactional_db):
    install_defaults()


def in_thread(verb: Callable[[], Any]) -> Callable[[], Any]:
    def call() -> Any:
        try:
            return verb()
        finally:
            connection.close()

    return call


def offered_to_the_first(**changes: Any) -> tuple[Occurrence, list[Registration]]:
    """One place, offered to the first of three who wait."""
    occurrence = OccurrenceFactory(capacity=1, waiting_capacity=9, **changes)
    leaving = register(occurrence, n=90).registration
    waiting = [register(occurrence, n=n).registration for n in range(3)]
    cancel_registration(leaving)
    return occurrence, waiting


def held(occurrence: Occurrence) -> int:
    return occurrence.registrations.holding().aggregate(n=Sum("seats"))["n"] or 0


def states(registrations: list[Registration]) -> list[str]:
    found = dict(
        Registration.objects.filter(
            pk__in=[one.pk for one in registrations]
        ).values_list("pk", "state")
    )
    return [found[one.pk] for one in registrations]


def test_accepting_while_the_offer_lapses_gives_one_place(server):
    seen = set()
    for turn in range(ROUNDS):
        occurrence, waiting = offered_to_the_first()
        browser, path = own_page(server, waiting[0])
        # The offer ends somewhere in the middle of the presses.
        Registration.objects.filter(pk=waiting[0].pk).update(
            offer_expires_at=timezone.now() + timedelta(milliseconds=15 * turn)
        )

        at_once(
            [
                *[partial(browser.post, f"{path}yanit/", answer="accept")] * 2,
                *[in_thread(lapse_expired_offers)] * 3,
            ]
        )
        lapse_expired_offers()

        outcome = tuple(states(waiting))
        seen.add(outcome)
        assert held(occurrence) == 1
        assert outcome in {
            (State.CONFIRMED, State.WAITING, State.WAITING),
            (State.WAITING, State.OFFERED, State.WAITING),
            # Nobody pressed in time and it had not ended when the last one looked.
            (State.OFFERED, State.WAITING, State.WAITING),
        }
    assert seen


def test_leaving_the_list_while_the_offer_is_made_loses_no_place(server):
    for _turn in range(ROUNDS):
        occurrence = OccurrenceFactory(capacity=1, waiting_capacity=9)
        seated = register(occurrence, n=90).registration
        waiting = [register(occurrence, n=n).registration for n in range(3)]
        leaves, leaving_path = own_page(server, waiting[0])
        gives_up, seated_path = own_page(server, seated)

        statuses = at_once(
            [
                partial(leaves.post, f"{leaving_path}vazgec/"),
                partial(gives_up.post, f"{seated_path}vazgec/"),
            ]
        )

        assert statuses == [302, 302]
        assert states([seated, *waiting]) == [
            State.CANCELLED,
            State.CANCELLED,
            State.OFFERED,
            State.WAITING,
        ]
        assert held(occurrence) == 1


def test_clerks_who_press_at_once_get_different_women(server):
    occurrence = OccurrenceFactory(capacity=1, waiting_capacity=20)
    register(occurrence, n=90)
    waiting = [register(occurrence, n=n).registration for n in range(8)]
    now = timezone.now()
    Occurrence.objects.filter(pk=occurrence.pk).update(
        capacity=4,
        starts_at=now + timedelta(hours=1),
        ends_at=now + timedelta(hours=3),
        registration_closes_at=now - timedelta(days=5),
        cancel_until=now - timedelta(hours=23),
    )
    path = reverse("programs_occurrence:calls", args=[occurrence.pk])
    clerks = [make_staff(StaffRole.TRIPS, f"clerk-{n}") for n in range(6)]
    browsers = [staff_browser(server, clerk, path) for clerk in clerks]

    # Each presses twice.
    at_once(
        [lambda one=one: one.post(path, do="next") for one in browsers for _ in (1, 2)]
    )

    calls = list(WaitingCall.objects.filter(outcome=CallOutcome.OPEN))
    # Three places are free: three calls, three clerks, the first three in line.
    assert {call.registration_id for call in calls} == {one.pk for one in waiting[:3]}
    assert len({call.caller_id for call in calls}) == len(calls) == 3

    by_clerk = dict(zip([clerk.pk for clerk in clerks], browsers, strict=True))
    at_once(
        [
            lambda call=call: by_clerk[call.caller_id].post(
                path, call=call.pk, outcome="accepted"
            )
            for call in calls
            for _ in (1, 2)
        ]
    )
    assert held(occurrence) == 4
    assert Counter(states(waiting)) == {State.CONFIRMED: 3, State.WAITING: 5}


def test_draw_that_is_run_by_two_at_once_is_run_once(server):
    occurrence = OccurrenceFactory(capacity=5, selection=SelectionMode.DRAW)
    made = [register(occurrence, n=n, seats=1 + n % 3).registration for n in range(12)]
    Occurrence.objects.filter(pk=occurrence.pk).update(
        registration_closes_at=timezone.now() - timedelta(minutes=1)
    )
    occurrence.refresh_from_db()
    draw = freeze_list(occurrence, by=None)
    due_at = timezone.now() + timedelta(milliseconds=300)
    publish_hash(draw, seed_source="Radyo", seed_due_at=due_at, by=None)
    time.sleep(0.4)
    enter_seed(draw, seed="11 27 30", by=None)
    path = reverse("programs_occurrence:draw", args=[occurrence.pk])
    browsers = [
        staff_browser(server, make_staff(StaffRole.TRIPS, f"clerk-{n}"), path)
        for n in range(4)
    ]

    statuses = at_once(
        [lambda one=one: one.post(path, after="seeded") for one in browsers]
    )

    # The others read that it is done.
    assert Counter(statuses) == {302: 1, 200: 3}
    assert held(occurrence) <= 5
    assert sorted(draw.entries.values_list("rank", flat=True)) == list(range(1, 13))
    told = Message.objects.filter(
        template__in=["programs.confirmed", "programs.not_drawn"]
    )
    assert Counter(told.values_list("about_id", flat=True)) == {
        one.pk: 1 for one in made
    }
