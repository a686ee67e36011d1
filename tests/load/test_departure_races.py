"""A departure is changed by staff while women register for it, over HTTP."""

from collections import Counter
from datetime import timedelta
from functools import partial

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from messaging.models import Message
from people.domain.defaults import install_defaults
from people.roles import StaffRole
from programs.domain.registrations import cancel_registration
from programs.enums import OccurrenceState
from programs.enums import RegistrationState as State
from programs.models import Occurrence, Registration
from tests.factories.programs import register
from tests.factories.staff import make_staff
from tests.load.browser import at_once, own_page, staff_browser
from tests.load.test_cancellation_race import boat, party_of, path_to, seats_held

pytestmark = pytest.mark.postgres


@pytest.fixture(autouse=True)
def _defaults(transactional_db):
    install_defaults()


def action(name: str, occurrence: Occurrence) -> str:
    return reverse(f"programs_occurrence:{name}", args=[occurrence.pk])


def expect_nobody_overlooked(occurrence: Occurrence) -> None:
    """Never too many, and no place is free that the first in line could have."""
    occurrence.refresh_from_db()
    held = seats_held(occurrence)
    assert held <= occurrence.capacity
    waiting = occurrence.registrations.waiting().values_list("seats", flat=True)
    if waiting:
        assert occurrence.capacity - held < min(waiting)


def test_capacity_changes_while_many_register(ask, notice, server):
    occurrence = boat(capacity=20)
    clerks = [
        staff_browser(
            server,
            make_staff(StaffRole.TRIPS, f"gezi-{n}"),
            action("capacity", occurrence),
        )
        for n in range(2)
    ]
    # The small ones are refused once more are held; nobody loses her place.
    sizes = [26, 5, 31, 12]
    change = [
        partial(clerks[n % 2].post, action("capacity", occurrence), capacity=size)
        for n, size in enumerate(sizes)
    ]
    enter = [
        partial(
            ask,
            "POST",
            path_to(occurrence),
            party_of(1 + number % 3, number=number, notice=notice),
        )
        for number in range(36)
    ]
    calls = [*enter]
    for place, one in zip((4, 13, 22, 30), change, strict=True):
        calls.insert(place, one)

    answers = at_once(calls)

    statuses = [answer for answer in answers if isinstance(answer, int)]
    entered = [answer for answer in answers if not isinstance(answer, int)]
    assert set(statuses) <= {200, 302}
    assert Counter(status for status, _answer in entered) == {201: 36}
    assert occurrence.registrations.count() == 36
    expect_nobody_overlooked(occurrence)
    changed = ModelLogEntry.objects.filter(action="programs.occurrence.resize")
    assert changed.count() == statuses.count(302)
    assert set(occurrence.registrations.values_list("state", flat=True)) <= {
        State.CONFIRMED,
        State.WAITING,
        State.OFFERED,
    }


@pytest.mark.parametrize("press", ["cancel", "move"])
def test_it_is_called_off_or_moved_while_women_register_and_answer(
    ask, notice, server, press
):
    occurrence = boat(capacity=4)
    leaving = register(occurrence, n=90).registration
    seated = [register(occurrence, n=91 + n).registration for n in range(3)]
    waiting = [register(occurrence, n=80 + n).registration for n in range(3)]
    cancel_registration(leaving)
    offered, path = own_page(server, waiting[0])
    clerk = staff_browser(
        server, make_staff(StaffRole.MANAGER), action(press, occurrence)
    )
    later = timezone.localtime(occurrence.starts_at + timedelta(days=7))
    form = {
        "cancel": {"note": "Fırtına", "is_sure": "1", "instead": ""},
        "move": {"starts_at": later.strftime("%d.%m.%Y %H:%M"), "is_sure": "1"},
    }[press]
    before = Message.objects.count()

    answers = at_once(
        [
            *[
                partial(
                    ask,
                    "POST",
                    path_to(occurrence),
                    party_of(1, number=number, notice=notice),
                )
                for number in range(6)
            ],
            partial(offered.post, f"{path}yanit/", answer="accept"),
            partial(clerk.post, action(press, occurrence), **form),
            *[
                partial(
                    ask,
                    "POST",
                    path_to(occurrence),
                    party_of(1, number=number, notice=notice),
                )
                for number in range(6, 12)
            ],
        ]
    )

    *_, accepted, pressed = [one for one in answers if isinstance(one, int)]
    entered = [one for one in answers if not isinstance(one, int)]
    assert pressed == 302
    assert accepted in {302, 409}
    assert {status for status, _answer in entered} <= {201, 409, 422}
    assert Message.objects.count() > before
    made = [answer["code"] for status, answer in entered if status == 201]
    occurrence.refresh_from_db()
    rows = Registration.objects.filter(occurrence=occurrence)
    if press == "cancel":
        assert occurrence.state == OccurrenceState.CANCELLED
        assert set(rows.exclude(pk=leaving.pk).values_list("state", flat=True)) == {
            State.REMOVED
        }
        # Everybody hears of it once, whenever she came.
        told = Message.objects.filter(template="programs.occurrence_cancelled")
        assert sorted(told.values_list("about_id", flat=True)) == sorted(
            rows.exclude(pk=leaving.pk).values_list("pk", flat=True)
        )
    else:
        expect_nobody_overlooked(occurrence)
        moved = Message.objects.filter(template="programs.occurrence_moved")
        told = list(moved.values_list("about_id", flat=True))
        assert len(told) == len(set(told))
        assert {one.pk for one in seated} <= set(told)
    assert set(rows.filter(code__in=made).values_list("code", flat=True)) == set(made)


def test_parties_grow_and_shrink_while_others_take_the_last_seats(ask, notice, server):
    occurrence = boat(capacity=14)
    here = [register(occurrence, n=50 + n, seats=2).registration for n in range(5)]

    def change(registration: Registration, children: int):
        browser, path = own_page(server, registration)
        form: dict[str, str] = {}
        for n in range(1, 1 + children):
            form |= {f"child_{n}_name": "Deniz", f"child_{n}_year": "2018"}
        return partial(browser.post, f"{path}degistir/", **form)

    changes = [change(one, n) for one, n in zip(here, (3, 0, 2, 3, 0), strict=True)]
    enter = [
        partial(
            ask,
            "POST",
            path_to(occurrence),
            party_of(1 + number % 2, number=number, notice=notice),
        )
        for number in range(10)
    ]

    pairs = zip(changes, enter[:5], strict=True)
    answers = at_once([*[one for pair in pairs for one in pair], *enter[5:]])

    statuses = [one for one in answers if isinstance(one, int)]
    entered = [one for one in answers if not isinstance(one, int)]
    assert set(statuses) <= {200, 302, 409}
    assert Counter(status for status, _answer in entered) == {201: 10}
    expect_nobody_overlooked(occurrence)
    for one in occurrence.registrations.prefetch_related("members"):
        # Whole, or as it was.
        assert one.seats == one.members.count()
    changed = ModelLogEntry.objects.filter(action="programs.registration.change")
    assert changed.count() == statuses.count(302)
