"""The home page names the messages that wait, and those that did not arrive."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from messaging.domain.review import batches_waiting_for
from messaging.enums import MessageState
from people.roles import StaffRole
from programs.domain.occurrences import DEPARTURE_MOVED
from tests.factories.messaging import BatchFactory, MessageFactory
from tests.factories.people import PersonFactory
from tests.factories.programs import OccurrenceFactory
from tests.factories.staff import make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(client):
    client.force_login(make_staff(StaffRole.TRIPS))
    return client


def home(client):
    return client.get(reverse("wagtailadmin_home")).content.decode()


def hold(**changes):
    batch = BatchFactory(label=DEPARTURE_MOVED, about=OccurrenceFactory(), **changes)
    MessageFactory(state=MessageState.HELD, batch=batch)
    return batch


def test_batch_is_named_with_what_it_is_about(clerk):
    batch = hold()

    page = home(clerk)

    assert f"Bir seferin saati ya da yeri değişti: {batch.about}" in page
    assert reverse("messaging_batch:inspect", args=[batch.pk]) in page


def test_what_is_needed_within_a_day_stands_first_and_says_so(clerk):
    later = hold(needed_by=timezone.now() + timedelta(days=9))
    soon = hold(needed_by=timezone.now() + timedelta(hours=20))
    calm = hold()

    found = batches_waiting_for(make_staff(StaffRole.MANAGER))

    assert found == [soon, later, calm]
    assert [one.is_pressing for one in found] == [True, False, False]
    assert home(clerk).count("son gönderim:") == 1


def test_what_did_not_arrive_is_counted(clerk):
    MessageFactory(state=MessageState.BOUNCED)
    MessageFactory.create_batch(2, state=MessageState.BY_HAND)

    page = home(clerk)

    assert "1 ileti ulaşmadı" in page
    assert "2 iletiyi görevli bildirecek" in page


def test_nothing_to_do_is_no_panel(clerk):
    MessageFactory(state=MessageState.SENT)

    assert "messages-to-review" not in home(clerk)


def test_messages_to_protected_records_are_not_hinted_at(clerk):
    batch = BatchFactory(label=DEPARTURE_MOVED, about=OccurrenceFactory())
    MessageFactory(
        state=MessageState.HELD,
        batch=batch,
        person=PersonFactory(is_protected=True),
    )

    assert "messages-to-review" not in home(clerk)


def test_panel_costs_the_same_for_1_and_30_batches():
    user = make_staff(StaffRole.MANAGER)

    def cost():
        with CaptureQueriesContext(connection) as context:
            names = [str(one.about) for one in batches_waiting_for(user)]
        return len(context), len(names)

    hold()
    cost()
    one, _names = cost()
    for _batch in range(29):
        hold()

    assert cost() == (one, 30)


def test_list_of_batches_costs_the_same_for_1_and_30(clerk):
    def cost():
        with CaptureQueriesContext(connection) as context:
            assert clerk.get(reverse("messaging_batch:index")).status_code == 200
        return len(context)

    hold()
    cost()
    one = cost()
    for _batch in range(29):
        hold()

    assert cost() == one
