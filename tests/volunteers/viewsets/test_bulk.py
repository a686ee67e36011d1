"""Many at once: what will happen is shown, what was refused is said, by number."""

import pytest
from django.urls import reverse

from messaging.models import Batch, Message
from people.roles import StaffRole
from tests.factories.people import PersonFactory
from tests.factories.staff import make_staff
from tests.factories.volunteers import (
    ApplicationFactory,
    CallFactory,
    SlotFactory,
    in_days,
)
from volunteers.domain import bulk
from volunteers.models import Application, Decision, ReviewAssignment
from volunteers.viewsets.bulk_actions import BULK_ACTIONS

pytestmark = pytest.mark.django_db
URL = "volunteers_application:bulk"


@pytest.fixture
def clerk(client):
    client.user = make_staff(StaffRole.APPLICATIONS)
    client.force_login(client.user)
    return client


def send(client, action, applications=(), query="", **data):
    ids = [one.pk for one in applications]
    return client.post(f"{reverse(URL)}?{query}", {"action": action, "id": ids, **data})


def states():
    return set(Application.objects.values_list("state", flat=True))


def test_preview_says_what_will_happen_and_changes_nothing(clerk):
    ready = ApplicationFactory(state="interviewed")
    early = ApplicationFactory(state="submitted")

    page = send(clerk, "accept", [ready, early])

    assert [row["code"] for row in page.context["will"]] == [ready.reference]
    [refused] = page.context["will_be_refused"]
    assert refused["code"] == early.reference
    assert refused["why"]
    assert states() == {"interviewed", "submitted"}
    assert "{" not in page.context["message"]["body"]


def test_decision_is_carried_out_with_its_reason_and_refusals_are_told(clerk):
    ready = ApplicationFactory.create_batch(2, state="interviewed")
    early = ApplicationFactory(state="submitted")

    page = send(
        clerk, "reject", [*ready, early], step="go", reason="no_places", note="Dolu"
    )

    assert len(page.context["done"]) == 2
    assert [row["code"] for row in page.context["refused"]] == [early.reference]
    assert set(Decision.objects.values_list("reason", flat=True)) == {"no_places"}
    assert states() == {"rejected", "submitted"}


def test_decision_asks_for_a_reason(clerk):
    ready = ApplicationFactory(state="interviewed")

    page = send(clerk, "accept", [ready], step="go")

    assert page.context["form"].errors
    assert states() == {"interviewed"}


def test_all_that_are_listed_are_those_of_the_filters(clerk):
    call = CallFactory()
    ApplicationFactory.create_batch(2, state="submitted", call=call)
    ApplicationFactory(state="submitted")

    send(
        clerk,
        "start_screening",
        query=f"call={call.pk}",
        scope="all",
        step="go",
    )

    screened = Application.objects.filter(state="screening")
    assert set(screened.values_list("call", flat=True)) == {call.pk}
    assert screened.count() == 2


def test_invited_are_many_at_once(clerk):
    call = CallFactory()
    SlotFactory(call=call)
    application = ApplicationFactory(state="screening", call=call)
    until = in_days(5).strftime("%d.%m.%Y")

    send(clerk, "invite_to_interview", [application], step="go", until=until)

    assert states() == {"invited"}


def test_reviewers_are_shown_before_they_are_assigned(clerk):
    applications = ApplicationFactory.create_batch(2, state="screening")
    other = make_staff(StaffRole.INTERVIEWER)
    data = {"reviewers": [clerk.user.pk, other.pk], "way": "balanced"}

    page = send(clerk, "assign_reviewers", applications, step="plan", **data)
    assert len(page.context["plan"]["rows"]) == 2
    assert not ReviewAssignment.objects.exists()
    result = send(clerk, "assign_reviewers", applications, step="go", **data)

    assert len(result.context["done"]) == 2
    assert ReviewAssignment.objects.count() == 4


def test_message_waits_until_somebody_has_read_it(clerk):
    applications = ApplicationFactory.create_batch(2)

    page = send(clerk, "write", applications, step="go", words="Yerimiz değişti.")

    batch = Batch.objects.get()
    assert {message.state for message in Message.objects.all()} == {"held"}
    assert page.context["batch_url"] in (
        "",
        reverse("messaging_batch:inspect", args=[batch.pk]),
    )


def test_export_takes_the_ticked_ones(client):
    client.force_login(make_staff(StaffRole.MANAGER))
    ticked, _other = ApplicationFactory.create_batch(2)

    page = client.get(send(client, "export", [ticked]).headers["Location"])

    assert "1" in page.context["explanation"]
    assert "2" not in page.context["explanation"]


def test_what_she_may_not_see_is_not_there(clerk):
    protected = ApplicationFactory(
        state="interviewed", person=PersonFactory(is_protected=True)
    )

    answer = send(clerk, "accept", [protected], step="go", reason="fits")

    assert answer.status_code == 302
    assert states() == {"interviewed"}


@pytest.mark.parametrize("name", BULK_ACTIONS)
def test_only_who_may_can_do_it(client, name):
    client.force_login(make_staff(StaffRole.TRAINING))
    application = ApplicationFactory(state="accepted")

    answer = send(client, name, [application], step="go", reason="fits")

    assert answer.status_code in (302, 403)
    assert states() == {"accepted"}
    assert not Decision.objects.exists()


def test_too_many_at_once_are_refused_in_words(clerk, monkeypatch):
    monkeypatch.setattr("volunteers.viewsets.application_bulk.MOST", 1)
    applications = ApplicationFactory.create_batch(2, state="submitted")

    answer = send(clerk, "start_screening", applications, step="go")

    assert answer.status_code == 302
    assert states() == {"submitted"}
    assert bulk.MOST == 500


@pytest.mark.parametrize("action", ["", "unknown", "accept"])
def test_without_an_action_or_rows_the_list_comes_back(clerk, action):
    assert send(clerk, action).status_code == 302
