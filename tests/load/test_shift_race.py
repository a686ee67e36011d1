"""Two want the last place of a shift; one wants two; staff remove a shift meanwhile."""

from functools import partial

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from people.domain.links import issue_link
from people.enums import LinkPurpose
from people.roles import StaffRole
from tests.factories.staff import make_staff
from tests.factories.volunteers import (
    ApplicationFactory,
    AssignmentFactory,
    RoleFactory,
    ShiftFactory,
    in_days,
)
from tests.load.browser import _FIELD, Browser, send, staff_browser
from tests.load.test_volunteer_races import at_once
from volunteers.models import Shift, ShiftPlace

pytestmark = pytest.mark.postgres

VOLUNTEERS = 6
ROUNDS = 6


def browser_of(server, application, shift) -> tuple[Browser, str]:
    """Her own page, open, and where she takes the shift."""
    token = issue_link(
        application.person, purpose=LinkPurpose.APPLICATION, target=application
    )
    path = reverse("volunteers:application", args=[token])
    _status, cookies, page = send(server, "GET", path)
    found = _FIELD.search(page)
    assert found, page[:500]
    take = reverse("volunteers:take_shift", args=[token, shift.pk])
    return Browser(server, cookies, found[1]), take


def test_the_last_place_of_a_shift_is_taken_by_one_of_many(server):
    role = RoleFactory(places=VOLUNTEERS)
    shift = ShiftFactory(role=role)
    tasks = []
    for _number in range(VOLUNTEERS):
        assignment = AssignmentFactory(role=role, application__state="on_duty")
        browser, path = browser_of(server, assignment.application, shift)
        tasks.append(lambda browser=browser, path=path: browser.post(path))

    statuses = at_once(tasks)

    assert statuses == [302] * VOLUNTEERS
    assert ShiftPlace.objects.filter(shift=shift).count() == 1


def test_one_woman_is_never_in_two_places_at_once(server):
    """Two roles, two applications, one time."""
    first = ShiftFactory()
    second = ShiftFactory(starts_at=first.starts_at)
    tasks, person = [], None
    for shift in (first, second):
        application = ApplicationFactory(
            state="on_duty", **({"person": person} if person else {})
        )
        person = application.person
        AssignmentFactory(application=application, role=shift.role)
        browser, path = browser_of(server, application, shift)
        tasks += [lambda browser=browser, path=path: browser.post(path)] * 3

    statuses = at_once(tasks)

    assert statuses == [302] * 6
    assert ShiftPlace.objects.count() == 1


def test_a_shift_is_removed_or_taken_and_nobody_loses_a_place(server):
    """Staff remove it in the moment in which she takes a place in it."""
    manager = make_staff(StaffRole.MANAGER)
    role = RoleFactory(places=ROUNDS)
    for number in range(ROUNDS):
        shift = ShiftFactory(role=role, starts_at=in_days(20 + number))
        assignment = AssignmentFactory(role=role, application__state="on_duty")
        browser, path = browser_of(server, assignment.application, shift)
        remove = reverse("volunteers_shift:delete", args=[shift.pk])
        staff = staff_browser(server, manager, remove)
        tasks = [partial(browser.post, path), partial(staff.post, remove)]

        statuses = at_once(tasks if number % 2 else tasks[::-1])

        there = Shift.objects.filter(pk=shift.pk).exists()
        assert statuses == [302, 302], number
        assert there is assignment.shift_places.exists(), number
        removed = ModelLogEntry.objects.filter(
            action="wagtail.delete", object_id=str(shift.pk)
        )
        assert removed.exists() is not there, number
