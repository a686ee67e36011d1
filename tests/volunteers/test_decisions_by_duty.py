"""Who decides in a call by her duty reads what is told of it, and lets it go."""

import pytest
from django.urls import reverse

from messaging.domain.outbox import messages_held_about
from messaging.models import Message
from people.domain.protection import protect_person
from people.roles import StaffRole
from tests.factories.staff import make_staff
from tests.factories.teams import join
from tests.factories.volunteers import ApplicationFactory, CallFactory
from volunteers.domain.applications import (
    accept_application,
    hold_decisions,
    reject_application,
)
from volunteers.enums import Duty

pytestmark = pytest.mark.django_db

D = Duty
OTHERS = [one for one in Duty if one != D.COORDINATOR]


@pytest.fixture
def call():
    return CallFactory()


@pytest.fixture
def other():
    found = CallFactory()
    join(found, D.COORDINATOR, username="baska-koordinator")
    return found


def interviewed(call, **changes):
    return ApplicationFactory(call=call, state="interviewed", **changes)


def page_of(batch, name="inspect"):
    return reverse(f"messaging_batch:{name}", args=[batch.pk])


def states():
    return set(Message.objects.values_list("state", flat=True))


def test_her_decision_leads_to_its_message_and_is_released(client, call):
    client.force_login(join(call, D.COORDINATOR))
    application = interviewed(call)

    accept = reverse("volunteers_application:accept", args=[application.pk])
    answer = client.post(accept, {"reason": "fits"})
    batch = messages_held_about(application)
    record = client.get(
        reverse("volunteers_application:inspect", args=[application.pk])
    ).content.decode()
    page = client.get(page_of(batch))

    assert answer.url == page_of(batch)
    assert page_of(batch) in record
    assert Message.objects.get().subject in page.content.decode()
    assert page.context["may_act"]
    client.post(page_of(batch, "release"), {"all": "1"})
    assert "held" not in states()
    assert client.get(page_of(batch)).status_code == 200


def test_she_finds_what_waits_on_the_home_page_and_in_the_list(client, call, other):
    client.force_login(join(call, D.COORDINATOR))
    manager = make_staff(StaffRole.MANAGER)
    own, foreign = interviewed(call), interviewed(other)
    for one in (own, foreign):
        accept_application(one, by=manager)

    home = client.get(reverse("wagtailadmin_home")).content.decode()
    listed = client.get(reverse("messaging_batch:index"))

    assert own.reference in home and foreign.reference not in home
    assert list(listed.context["object_list"]) == [messages_held_about(own)]


def test_she_changes_and_drops_one_message(client, call):
    client.force_login(join(call, D.COORDINATOR))
    application = interviewed(call)
    accept_application(application, by=make_staff(StaffRole.MANAGER))
    message = Message.objects.get()

    edited = client.post(
        reverse("messaging_message:edit_text", args=[message.pk]),
        {"subject": "Sonuç", "body": "Sayın gönüllümüz, [[link]]"},
    )
    message.refresh_from_db()
    assert edited.url == page_of(messages_held_about(application))
    assert message.subject == "Sonuç"
    client.post(
        reverse("messaging_message:drop", args=[message.pk]), {"reason": "mistaken"}
    )

    assert states() == {"cancelled"}


@pytest.mark.parametrize("duty", OTHERS, ids=str)
def test_another_duty_lets_nothing_go(client, call, duty):
    client.force_login(join(call, duty))
    accept_application(interviewed(call), by=make_staff(StaffRole.MANAGER))
    message = Message.objects.get()

    page = client.get(page_of(message.batch))
    client.post(page_of(message.batch, "release"), {"all": "1"})
    client.post(
        reverse("messaging_message:drop", args=[message.pk]), {"reason": "mistaken"}
    )

    assert page.status_code != 200
    assert states() == {"held"}


def test_what_other_teams_decided_stays_with_them(client, call, other):
    """Decided together by who oversees both, each reads what is hers."""
    client.force_login(join(call, D.COORDINATOR))
    manager = make_staff(StaffRole.MANAGER)
    batch = hold_decisions(by=manager)
    own, foreign = interviewed(call), interviewed(other)
    for one in (own, foreign):
        reject_application(one, by=manager, hold=batch)
    alone = interviewed(other)
    accept_application(alone, by=manager)

    page = client.get(page_of(batch))
    [group] = page.context["groups"]
    client.post(
        reverse("messaging_batch:shared_text", args=[group["text"].pk]),
        {"subject": "Başka", "body": "Başka {link}"},
    )
    client.post(page_of(batch, "release"), {"all": "1"})

    assert (page.context["held"], page.context["hidden"]) == (1, 1)
    assert messages_held_about(own) is None
    assert messages_held_about(foreign) == batch
    assert not group["may_change"]
    assert not Message.objects.filter(subject="Başka").exists()
    assert client.get(page_of(messages_held_about(alone))).status_code == 404


def test_protected_women_are_told_by_who_may_know_of_them(client, call):
    client.force_login(join(call, D.COORDINATOR))
    application = interviewed(call)
    manager = make_staff(StaffRole.MANAGER)
    accept_application(application, by=manager)
    protect_person(application.person, reason="Koruma kararı", by=manager)
    batch = messages_held_about(application)

    page = client.get(page_of(batch))
    client.post(page_of(batch, "release"), {"all": "1"})

    assert page.status_code != 200
    assert states() == {"held"}
