"""Several guides let somebody in at the same moment; each place is given on once."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from people.exceptions import Refusal
from programs.domain.attendance import mark_attended, mark_missed
from programs.domain.walk_ins import admit_walk_in
from programs.enums import RegistrationRefusal as Reason
from programs.models import Occurrence, Registration
from tests.factories.programs import OccurrenceFactory, details, register
from tests.programs.test_walk_ins import leave

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

CAPACITY, ABSENT, CAME = 8, 3, 12


def told(what, *args, **kwargs) -> str:
    """What came of a call in a thread of its own."""
    try:
        what(*args, **kwargs)
    except Refusal as refusal:
        return str(refusal.reason)
    finally:
        connection.close()
    return "in"


def test_absent_places_are_given_on_once_while_the_late_come_after_all():
    boat = OccurrenceFactory(capacity=CAPACITY)
    for n in range(CAPACITY):
        register(boat, n=n)
    leave(boat)
    late = list(boat.registrations.order_by("pk")[:ABSENT])
    for one in late:
        mark_missed(one, by=None)

    with ThreadPoolExecutor(CAME + 1) as at_once:
        asked = [
            at_once.submit(
                told, admit_walk_in, occurrence=boat, person=details(100 + n), by=None
            )
            for n in range(CAME)
        ]
        back = at_once.submit(told, mark_attended, late[0], by=None)
        outcomes = Counter(one.result() for one in asked)
        returned = back.result()

    # Whoever of them was first has the place of the one who is late.
    let_in = ABSENT - (1 if returned == "in" else 0)
    assert returned in {"in", str(Reason.PLACE_GIVEN_ON)}
    assert outcomes == {
        "in": let_in,
        str(Reason.NOBODY_TO_REPLACE): CAME - let_in,
    }
    assert Registration.objects.filter(is_walk_in=True).count() == let_in
    now = Occurrence.objects.with_places().get(pk=boat.pk)
    assert now.seats_held == CAPACITY
