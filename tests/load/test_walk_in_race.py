"""Several guides let somebody in at the same moment; each place is given on once."""

from collections import Counter

import pytest
from django.urls import reverse

from people.domain.defaults import install_defaults
from people.roles import StaffRole
from programs.domain.attendance import mark_missed
from programs.enums import RegistrationState as State
from programs.models import Occurrence, Registration
from tests.factories.programs import OccurrenceFactory, register
from tests.factories.staff import make_staff
from tests.load.browser import Browser, staff_browser
from tests.load.test_volunteer_races import at_once
from tests.programs.test_walk_ins import leave
from tests.programs.viewsets.test_registrations import filled

pytestmark = pytest.mark.postgres

CAPACITY, ABSENT, CAME = 8, 3, 12


@pytest.fixture(autouse=True)
def _defaults(transactional_db):
    install_defaults()


def standing_there(n: int) -> dict[str, str]:
    """Another woman for each of them, alone."""
    return filled(
        given_name=f"Çiğdem{'abcdefghijkl'[n]}",
        birth_date_year=str(1961 + n),
        phone=f"0500 000 01 {n:02d}",
        children="0",
        key=f"iskele-{n}",
    )


def test_absent_places_are_given_on_once_while_the_late_come_after_all(server):
    boat = OccurrenceFactory(capacity=CAPACITY)
    for n in range(CAPACITY):
        register(boat, n=n)
    leave(boat)
    late = list(boat.registrations.order_by("pk")[:ABSENT])
    for one in late:
        mark_missed(one, by=None)
    page = reverse("programs_occurrence:walk_in", args=[boat.pk]) + "?new=1"
    back = reverse("programs_registration:attend", args=[late[0].pk])
    guides = [
        staff_browser(server, make_staff(StaffRole.TRIPS, f"iskele{n}"), page)
        for n in range(CAME + 1)
    ]

    def let_in(guide: Browser, n: int) -> int:
        return guide.post(page, **standing_there(n))

    asked = [lambda n=n: let_in(guides[n], n) for n in range(CAME)]
    *statuses, _ = at_once([*asked, lambda: guides[-1].post(back)])

    # Whoever of them was first has the place of the one who is late.
    late[0].refresh_from_db()
    given_on = ABSENT - (late[0].state == State.ATTENDED)
    assert late[0].state in {State.ATTENDED, State.MISSED}
    # The others stay on the form, which says that there is no place.
    assert Counter(statuses) == {302: given_on, 200: CAME - given_on}
    walk_ins = Registration.objects.filter(is_walk_in=True)
    assert set(walk_ins.values_list("state", flat=True)) == {State.ATTENDED}
    assert walk_ins.count() == given_on
    now = Occurrence.objects.with_places().get(pk=boat.pk)
    assert now.seats_held == CAPACITY
