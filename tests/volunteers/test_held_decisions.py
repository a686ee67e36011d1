"""What she is told of a decision waits to be read; made together, it waits together."""

import pytest
from django.core import mail
from django.urls import reverse

from messaging.domain.outbox import messages_held_about
from messaging.domain.review import release_messages
from messaging.enums import MessageState, StateReason
from messaging.models import Batch, Message
from people.roles import StaffRole
from tests.factories.staff import make_staff
from tests.factories.volunteers import ApplicationFactory
from volunteers.domain.applications import (
    accept_application,
    carry_over_application,
    hold_decisions,
    keep_in_reserve,
    reject_application,
    undo_decision,
    withdraw_application,
)

pytestmark = pytest.mark.django_db

VERBS = (
    accept_application,
    keep_in_reserve,
    reject_application,
    carry_over_application,
)


@pytest.fixture
def manager():
    return make_staff(StaffRole.MANAGER)


def interviewed(**changes):
    return ApplicationFactory(state="interviewed", **changes)


def states():
    return list(Message.objects.order_by("pk").values_list("state", "reason"))


@pytest.mark.parametrize("decide", VERBS)
def test_decision_is_held_by_itself(
    decide, manager, django_capture_on_commit_callbacks
):
    application = interviewed()

    with django_capture_on_commit_callbacks(execute=True):
        decide(application, by=manager)

    batch = messages_held_about(application)
    assert mail.outbox == []
    assert (batch.about, batch.made_by) == (application, manager)


@pytest.mark.parametrize("decide", VERBS)
def test_decision_leaves_at_once_where_staff_chose_so(
    decide, manager, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        decide(interviewed(), by=manager, send_now=True)

    assert len(mail.outbox) == 1
    assert Batch.objects.count() == 0


def test_decisions_made_together_wait_together(
    manager, django_capture_on_commit_callbacks
):
    batch = hold_decisions(by=manager)
    made = [interviewed() for _four in VERBS]

    for application, decide in zip(made, VERBS, strict=True):
        decide(application, by=manager, hold=batch)

    assert [messages_held_about(one) for one in made] == [batch] * 4
    with django_capture_on_commit_callbacks(execute=True):
        pks = list(batch.messages.values_list("pk", flat=True))
        assert release_messages(pks, by=manager) == 4
    assert len(mail.outbox) == 4


def test_what_is_held_with_others_is_not_sent_at_once(manager):
    application = interviewed()

    with pytest.raises(ValueError, match="held with others"):
        accept_application(
            application, by=manager, send_now=True, hold=hold_decisions(by=manager)
        )

    application.refresh_from_db()
    assert application.state == "interviewed"


def test_undone_decision_is_never_told(manager):
    application = interviewed()
    reject_application(application, by=manager)

    undo_decision(application, reason="Yanlış kişi", by=manager)

    assert states() == [(MessageState.CANCELLED, StateReason.OUTDATED)]
    assert messages_held_about(application) is None


def test_of_two_decisions_she_hears_the_second(manager):
    application = interviewed()
    keep_in_reserve(application, by=manager)

    accept_application(application, by=manager)

    assert states() == [
        (MessageState.CANCELLED, StateReason.OUTDATED),
        (MessageState.HELD, ""),
    ]


def test_who_withdrew_is_not_told_of_a_decision(manager):
    application = interviewed()
    accept_application(application, by=manager)

    withdraw_application(application)

    assert states()[0] == (MessageState.CANCELLED, StateReason.OUTDATED)
    assert "held" not in dict(states())


def test_form_holds_unless_it_is_told_to_send(
    client, manager, django_capture_on_commit_callbacks
):
    client.force_login(manager)
    held, sent = interviewed(), interviewed()

    with django_capture_on_commit_callbacks(execute=True):
        for application, data in (
            (held, {"reason": "fits"}),
            (sent, {"reason": "fits", "send_now": "on"}),
        ):
            url = reverse("volunteers_application:accept", args=[application.pk])
            answer = client.post(url, data, follow=True)

    page = reverse("volunteers_application:inspect", args=[sent.pk])
    assert answer.redirect_chain[-1][0] == page
    assert [one.to for one in mail.outbox] == [[sent.person.email]]
    assert messages_held_about(held) is not None


def test_page_of_the_application_leads_to_what_waits(client, manager):
    client.force_login(manager)
    application = interviewed()
    reject_application(application, by=manager, hold=hold_decisions(by=manager))

    page = client.get(
        reverse("volunteers_application:inspect", args=[application.pk])
    ).content.decode()

    batch = messages_held_about(application)
    assert reverse("messaging_batch:inspect", args=[batch.pk]) in page


def test_batch_names_the_application_by_its_number_only(client, manager):
    client.force_login(manager)
    application = interviewed(person__given_name="Işıl", person__family_name="Çağ")
    accept_application(application, by=manager)

    home = client.get(reverse("wagtailadmin_home")).content.decode()

    assert f"Başvuru kararları: {application.reference}" in home
    assert "Işıl" not in home
