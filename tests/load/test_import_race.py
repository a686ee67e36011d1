"""A list is taken in twice while the public form is open, over HTTP."""

from collections import Counter
from functools import partial

import pytest
from django.test import Client
from wagtail.models import ModelLogEntry

from people.domain.defaults import install_defaults
from people.models import Notice, Person
from people.roles import StaffRole
from programs.enums import RegistrationState as State
from programs.enums import RowOutcome
from tests.factories.staff import make_staff
from tests.factories.tables import csv_of, row
from tests.load.browser import at_once, staff_browser
from tests.load.test_cancellation_race import boat, party_of, path_to
from tests.load.test_departure_races import expect_nobody_overlooked
from tests.programs.viewsets.test_importing import address, look

pytestmark = pytest.mark.postgres

LISTED, ASKING = 10, 16


def test_a_list_and_the_public_form_share_the_places(ask, server):
    install_defaults()
    occurrence = boat(capacity=18)
    clerk = make_staff(StaffRole.TRIPS)
    looking = Client(headers={"accept-language": "tr"})
    looking.force_login(clerk)
    page = look(looking, occurrence, csv_of(*[row(n) for n in range(LISTED)]))
    assert "sealed" in page.context, page.context["form"].errors
    sealed = page.context["sealed"]
    browser = staff_browser(server, clerk, address(occurrence))
    take_in = partial(browser.post, address(occurrence), sealed=sealed)
    notice = Notice.objects.filter(process="registration", language="tr").latest("pk")
    enter = [
        partial(ask, "POST", path_to(occurrence), party_of(1, number=n, notice=notice))
        for n in range(ASKING)
    ]

    answers = at_once([*enter[:6], take_in, take_in, *enter[6:]])

    pressed = [one for one in answers if isinstance(one, int)]
    entered = [one for one in answers if not isinstance(one, int)]
    assert max(pressed) < 500
    assert Counter(status for status, _answer in entered) == {201: ASKING}
    # The list once, everybody on the form once, nobody twice and nobody lost.
    assert occurrence.registrations.count() == LISTED + ASKING
    assert Person.objects.count() == LISTED + ASKING
    expect_nobody_overlooked(occurrence)
    held = occurrence.registrations.filter(state=State.CONFIRMED)
    assert held.count() == 18
    imported = ModelLogEntry.objects.filter(action="programs.occurrence.import")
    made = sum(entry.data[outcome] for entry in imported for outcome in RowOutcome.made)
    assert made == LISTED
