"""Pages cost the same for one date and for thirty."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.pages import (
    ContentPageFactory,
    ProgramPageFactory,
    VolunteeringPageFactory,
)
from tests.factories.programs import ActivityFactory, OccurrenceFactory, register
from tests.factories.volunteers import CallFactory

pytestmark = pytest.mark.django_db


def queries(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


@pytest.mark.parametrize("kind", ["home", "program"])
def test_one_date_costs_what_thirty_cost(tr, home, kind):
    page = ProgramPageFactory(parent=home)
    url = home.url if kind == "home" else page.url
    activity = ActivityFactory(program=page.program)
    register(OccurrenceFactory(activity=activity))
    one = queries(tr, url)

    OccurrenceFactory.create_batch(29, activity=activity)

    assert queries(tr, url) == one


def test_one_call_costs_what_ten_cost(tr, home):
    page = VolunteeringPageFactory(parent=home)
    CallFactory()
    one = queries(tr, page.url)

    CallFactory.create_batch(9)

    assert queries(tr, page.url) == one


def test_one_page_in_the_menu_costs_what_ten_cost(tr, home):
    ContentPageFactory(parent=home, title="Bir", show_in_menus=True)
    one = queries(tr, "/ara/")

    for number in range(9):
        ContentPageFactory(
            parent=home,
            title=f"Sayfa {number}",
            show_in_menus=True,
            show_in_footer=True,
        )

    assert queries(tr, "/ara/") == one


def test_the_frame_of_a_plain_view_costs_little(tr, home):
    assert queries(tr, "/ara/") <= 8
