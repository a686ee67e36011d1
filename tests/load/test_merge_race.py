"""Two members of staff merge the same records at the same moment, or she answers."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

import pytest
from django.db import connection, connections
from django.urls import reverse

from people.domain.defaults import install_defaults
from people.domain.merging import merge_persons
from people.enums import MergeRefusal
from people.exceptions import Refusal
from people.models import Person, PersonMerge
from people.roles import StaffRole
from programs.domain.registrations import cancel_registration
from programs.enums import RegistrationState as State
from tests.factories.people import PersonFactory
from tests.factories.programs import OccurrenceFactory, details, register
from tests.factories.staff import make_staff
from tests.factories.volunteers import (
    ApplicationFactory,
    CallFactory,
    EnrollmentFactory,
    ModuleFactory,
    SessionFactory,
)
from tests.load.browser import at_once, own_application, own_page, staff_browser
from volunteers.domain.waiting import wait_for_session
from volunteers.enums import ApplicationState
from volunteers.models import SessionWait

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("same_way", [True, False], ids=["same way", "crosswise"])
def test_one_of_two_merges_wins(same_way):
    if connection.vendor != "postgresql":
        pytest.fail("Races need PostgreSQL: see tests/load/conftest.py")
    for _round in range(10):
        one, other = PersonFactory(), PersonFactory()
        start = Barrier(2)

        def merge(kept, merged, start=start):
            try:
                start.wait(timeout=20)
                merge_persons(kept, merged, choices=set(), by=None)
            except Refusal as refusal:
                return refusal.reason
            finally:
                connections.close_all()
            return "merged"

        second = (one, other) if same_way else (other, one)
        with ThreadPoolExecutor(2) as pool:
            answers = [
                future.result(timeout=60)
                for future in (
                    pool.submit(merge, one, other),
                    pool.submit(merge, *second),
                )
            ]

        assert sorted(answers) == [MergeRefusal.ALREADY_MERGED, "merged"]
        assert PersonMerge.objects.filter(kept__in=[one, other]).count() == 1
        assert Person.objects.known().filter(pk__in=[one.pk, other.pk]).count() == 1


@pytest.mark.parametrize("is_here_twice", [False, True], ids=["once", "twice"])
def test_records_are_merged_while_one_of_them_answers_an_offer(server, is_here_twice):
    """She gets the place that was hers; two of one departure never become one."""
    install_defaults()
    for turn in range(4):
        occurrence = OccurrenceFactory(capacity=1, waiting_capacity=9)
        elsewhere = occurrence if is_here_twice else OccurrenceFactory()
        leaving = register(occurrence, n=90).registration
        same = details(turn, given_name="Ayşe", family_name="Demirbaş")
        offered = register(occurrence, person=same).registration
        twin = register(elsewhere, person=same).registration
        next_one = register(occurrence, n=70).registration
        cancel_registration(leaving)
        hers, path = own_page(server, offered)
        kept, merged = Person.objects.get(pk=twin.person_id), offered.person
        page = reverse("people_person:merge", args=[kept.pk, merged.pk])
        clerk = staff_browser(server, make_staff(StaffRole.MANAGER, f"y{turn}"), page)
        accept = partial(hers.post, f"{path}yanit/", answer="accept")

        first, pressed, again = at_once(
            [accept, partial(clerk.post, page, is_sure="on"), accept]
        )

        assert {first, again} <= {302, 409}
        # What one woman can have only once is told on the page; nothing is merged.
        assert pressed == (200 if is_here_twice else 302)
        offered.refresh_from_db()
        twin.refresh_from_db()
        assert (offered.person_id == twin.person_id) is not is_here_twice
        assert offered.state == State.CONFIRMED
        assert occurrence.registrations.holding().count() == 1
        assert twin.state == (State.WAITING if is_here_twice else State.CONFIRMED)
        next_one.refresh_from_db()
        assert next_one.state == State.WAITING


@pytest.mark.parametrize("verb", ["merge", "erase"])
def test_records_are_joined_or_erased_while_she_gives_back_a_training(server, verb):
    """The place goes to one woman, and nobody is told that something broke."""
    install_defaults()
    for turn in range(4):
        module = ModuleFactory()
        session = SessionFactory(module=module, capacity=1)
        # Of one call she can have one application only, as one record too.
        same = {
            "given_name": "Işıl",
            "phone": "+905000000001",
            "email": "i@example.org",
        }
        hers, twins, next_ones = (
            ApplicationFactory(
                call=call,
                state=ApplicationState.IN_TRAINING,
                person=PersonFactory(**same),
            )
            for call in CallFactory.create_batch(3, required_trainings=[module])
        )
        seat = EnrollmentFactory(session=session, application=hers)
        wait_for_session(twins, session=session)
        wait_for_session(next_ones, session=session)
        browser, token = own_application(server, hers)
        back = reverse("volunteers:give_back_session", args=[token, seat.pk])
        pages = {
            "merge": ("people_person:merge", [hers.person_id, twins.person_id]),
            "erase": ("people_person:erase", [hers.person_id]),
        }
        name, args = pages[verb]
        page = reverse(name, args=args)
        clerk = staff_browser(server, make_staff(StaffRole.MANAGER, f"y{turn}"), page)
        forms = {
            "merge": {"is_sure": "on"},
            "erase": {"reason": "request", "sure": "on"},
        }
        give_back = partial(browser.post, back)

        first, pressed, again = at_once(
            [give_back, partial(clerk.post, page, **forms[verb]), give_back]
        )

        assert pressed == 302
        assert max(first, again) < 500
        offered = SessionWait.objects.offered().filter(session=session)
        assert session.enrollments.count() + offered.count() == 1
