"""The outbox of who coordinates a call by duty alone: what is told in her call."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from wagtail.log_actions import log

from messaging.models import Message
from people.enums import RecusalReason
from people.roles import VIEW_OWN_ENTRIES, StaffRole
from tests.factories.messaging import MessageFactory
from tests.factories.people import PersonFactory
from tests.factories.staff import make_staff
from tests.factories.teams import join
from tests.factories.volunteers import (
    ApplicationFactory,
    CallFactory,
    ReviewFactory,
    ReviewPlanFactory,
    in_days,
)
from volunteers.domain.reviews import declare_conflict
from volunteers.enums import Duty
from volunteers.models import ReviewAssignment

pytestmark = pytest.mark.django_db

D = Duty
OTHERS = [one for one in Duty if one != D.COORDINATOR]
OUTBOX = reverse("messaging_message:index")
HISTORY = reverse("wagtailadmin_reports:site_history")


@pytest.fixture
def call():
    return CallFactory()


@pytest.fixture
def other():
    found = CallFactory()
    join(found, D.COORDINATOR, username="baska-koordinator")
    return found


def told(call, given="Işıl", family="Çağlayan", state="on_duty", **changes):
    person = PersonFactory(given_name=given, family_name=family)
    application = ApplicationFactory(call=call, person=person, state=state)
    return MessageFactory(person=person, about=application, **changes)


def opened(client, message, name="inspect"):
    return client.get(reverse(f"messaging_message:{name}", args=[message.pk]))


def listed(client, query=""):
    return set(client.get(OUTBOX + query).context["object_list"])


def test_she_reads_what_was_told_in_her_call_and_nothing_else(client, call, other):
    client.force_login(join(call, D.COORDINATOR))
    own = told(call)
    foreign = told(other, "Çiğdem", "Iğdırlı")
    free = told(CallFactory(), "Zeynep", "Öztürk")
    PersonFactory()
    unrelated = MessageFactory()

    page = client.get(OUTBOX)

    assert list(page.context["object_list"]) == [own]
    assert page.context["state_tabs"][0]["count"] == 1
    assert listed(client, "?q=caglayan") == {own}
    assert listed(client, "?q=igdirli") == set()
    assert opened(client, own).status_code == 200
    for one in (foreign, free, unrelated):
        assert opened(client, one).status_code == 404


def test_the_page_of_her_application_leads_to_its_messages(client, call, other):
    user = join(call, D.COORDINATOR)
    client.force_login(user)
    own = told(call)
    page = reverse("volunteers_application:inspect", args=[own.about_id])

    assert client.get(page).context["messages_about"] == [own]

    reader = join(call, D.READER)
    reader.call_duties.create(call=other, duty=D.COORDINATOR)
    client.force_login(reader)
    assert client.get(page).context["messages_about"] is None
    assert opened(client, own).status_code == 404


@pytest.mark.parametrize("duty", OTHERS, ids=str)
def test_another_duty_opens_no_outbox(client, call, duty):
    client.force_login(join(call, duty))
    own = told(call)

    assert client.get(OUTBOX).status_code != 200
    assert opened(client, own).status_code != 200


def test_it_is_read_and_neither_changed_nor_sent_again(client, call):
    client.force_login(join(call, D.COORDINATOR))
    failed = told(call, state="screening")
    Message.objects.filter(pk=failed.pk).update(state="failed")

    page = opened(client, failed)
    client.post(reverse("messaging_message:send_again", args=[failed.pk]))
    for name in ("letters", "not_arrived"):
        assert client.get(reverse(f"messaging_message:{name}")).status_code != 200

    assert not any(
        page.context[name]
        for name in ("may_act", "can_edit", "can_drop", "can_tell", "can_send_again")
    )
    assert reverse("people_person:inspect", args=[failed.person_id]) not in page.text
    failed.refresh_from_db()
    assert failed.state == "failed"


def test_she_notes_that_she_told_who_has_to_be_told_by_hand(client, call, other):
    client.force_login(join(call, D.COORDINATOR))
    own, foreign = told(call), told(other)
    Message.objects.update(state="by_hand")

    assert opened(client, own).context["can_tell"]
    for one in (own, foreign):
        client.post(reverse("messaging_message:tell", args=[one.pk]), {"how": "phone"})
        one.refresh_from_db()

    assert (own.state, foreign.state) == ("told", "by_hand")


def is_hidden(client, message, user):
    """From the list, from a search by her name, from its page and from a review."""
    name = message.person.family_name
    answers = {
        name not in client.get(OUTBOX).text,
        listed(client, f"?q={name}") == set(),
        opened(client, message).status_code == 404,
        not Message.objects.decided_by(user).exists(),
    }
    [answer] = answers
    return answer


def test_whom_she_is_to_judge_without_a_name_is_not_named_there(client, call):
    user = join(call, D.COORDINATOR)
    client.force_login(user)
    ReviewPlanFactory(call=call, is_blind=True)
    message = told(call, state="screening")
    assert not is_hidden(client, message, user)

    ReviewAssignment.objects.create(
        application=message.about, reviewer=user, assigned_at=in_days(0)
    )
    assert is_hidden(client, message, user)

    ReviewFactory(application=message.about, reviewer=user)
    assert not is_hidden(client, message, user)


def test_whom_she_knows_is_not_in_it(client, call):
    user = join(call, D.COORDINATOR)
    client.force_login(user)
    message = told(call)
    assert not is_hidden(client, message, user)

    declare_conflict(message.about, reason=RecusalReason.FRIEND, by=user)

    assert is_hidden(client, message, user)


def test_protected_women_are_not_in_it(client, call):
    user = join(call, D.COORDINATOR)
    client.force_login(user)
    message = told(call)
    type(message.person).objects.update(is_protected=True)

    assert is_hidden(client, message, user)


def test_the_history_of_all_names_no_message_of_another_team(client, other):
    client.force_login(make_staff(StaffRole.APPLICATIONS))
    free, foreign = told(CallFactory()), told(other)
    for one, subject in ((free, "Herkesinki"), (foreign, "Onlarınki")):
        one.subject = subject
        log(one, "messaging.message.tell")

    page = client.get(HISTORY)

    assert "Herkesinki" in page.text
    assert "Onlarınki" not in page.text


def test_a_desk_that_judges_without_names_reads_none_of_it(client, call):
    """Whoever sees a row for her desk still does not learn whose it is."""
    user = join(call, D.REVIEWER)
    codename = VIEW_OWN_ENTRIES.partition(".")[2]
    user.user_permissions.add(Permission.objects.get(codename=codename))
    client.force_login(user)
    message = told(call, state="screening")
    assert listed(client) == {message}

    ReviewPlanFactory(call=call, is_blind=True)

    assert listed(client) == set()


def test_who_may_read_all_messages_reads_on(client, call):
    join(call, D.COORDINATOR)
    message = told(call)
    client.force_login(make_staff(StaffRole.MANAGER))

    assert opened(client, message).status_code == 200
