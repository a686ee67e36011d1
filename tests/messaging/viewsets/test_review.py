"""The screen on which staff read messages before they are sent."""

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from messaging.enums import MessageState, StateReason
from messaging.models import Message
from people.models import AccessRecord
from people.roles import StaffRole
from tests.factories.messaging import BatchFactory, MessageFactory
from tests.factories.people import PersonFactory
from tests.factories.staff import make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(client):
    client.force_login(make_staff(StaffRole.TRIPS))
    return client


@pytest.fixture
def batch():
    return BatchFactory()


def hold(batch, **changes):
    return MessageFactory(state=MessageState.HELD, batch=batch, **changes)


def review_url(batch):
    return reverse("messaging_batch:inspect", args=[batch.pk])


def test_review_shows_what_each_person_will_read(clerk, batch):
    hold(batch, person=PersonFactory(given_name="İpek"), body="Sayın İpek, iptal.")

    page = clerk.get(review_url(batch)).content.decode()

    assert "Sayın İpek, iptal." in page
    assert "Henüz hiçbir şey gönderilmedi: 1 ileti gözden geçirilmeyi bekliyor." in page


def test_opening_the_review_is_noted(clerk, batch):
    message = hold(batch)

    clerk.get(review_url(batch))

    assert list(AccessRecord.objects.values_list("person_id", "subject_id")) == [
        (message.person_id, batch.pk)
    ]


def test_ticked_messages_are_released(clerk, batch, django_capture_on_commit_callbacks):
    ticked, left = hold(batch), hold(batch)

    with django_capture_on_commit_callbacks(execute=True):
        clerk.post(
            reverse("messaging_batch:release", args=[batch.pk]),
            {"message": [ticked.pk]},
        )

    left.refresh_from_db()
    assert [one.to for one in mail.outbox] == [[ticked.person.email]]
    assert left.state == MessageState.HELD


def test_message_of_another_batch_is_not_released(clerk, batch):
    other = hold(BatchFactory())

    clerk.post(
        reverse("messaging_batch:release", args=[batch.pk]), {"message": [other.pk]}
    )

    other.refresh_from_db()
    assert other.state == MessageState.HELD


def test_all_are_released_but_those_to_protected_records(clerk, batch):
    plain = hold(batch)
    protected = hold(batch, person=PersonFactory(given_name="Saklı", is_protected=True))

    page = clerk.get(review_url(batch)).content.decode()
    clerk.post(reverse("messaging_batch:release", args=[batch.pk]), {"all": "1"})

    plain.refresh_from_db()
    protected.refresh_from_db()
    assert "Saklı" not in page
    assert plain.state == MessageState.QUEUED
    assert protected.state == MessageState.HELD


@pytest.mark.parametrize("name", ["edit_text", "drop", "tell", "send_again"])
def test_message_to_a_protected_record_is_not_there(name, clerk):
    message = MessageFactory(person=PersonFactory(is_protected=True))

    answer = clerk.post(reverse(f"messaging_message:{name}", args=[message.pk]))

    assert answer.status_code == 404


def test_ticked_messages_are_dropped_with_a_reason(clerk, batch):
    message = hold(batch)

    clerk.post(
        reverse("messaging_batch:drop", args=[batch.pk]),
        {"message": [message.pk], "reason": StateReason.UNSAFE},
    )

    message.refresh_from_db()
    assert message.state == MessageState.CANCELLED
    assert message.reason == StateReason.UNSAFE


def test_message_is_edited_on_its_own_page(clerk, batch):
    message = hold(batch)
    url = reverse("messaging_message:edit_text", args=[message.pk])

    asked = clerk.get(url).content.decode()
    clerk.post(url, {"subject": "Bilgi", "body": "Yeni söz"})

    message.refresh_from_db()
    assert "Kaydınız alındı" in asked
    assert (message.subject, message.body) == ("Bilgi", "Yeni söz")


def test_telling_subject_is_refused_in_words(clerk, batch):
    message = hold(batch)

    page = clerk.post(
        reverse("messaging_message:edit_text", args=[message.pk]),
        {"subject": "Kadınlar için gezi", "body": "Yeni söz"},
    ).content.decode()

    assert "Konuda, neyle ilgili olduğunu başkalarına söyleyen bir sözcük var." in page


def count_queries(client, url):
    with CaptureQueriesContext(connection) as context:
        assert client.get(url).status_code == 200
    return len(context)


def test_review_costs_the_same_for_1_and_30(clerk, batch):
    hold(batch)
    count_queries(clerk, review_url(batch))
    one = count_queries(clerk, review_url(batch))
    for _n in range(29):
        hold(batch)
    # Whoever is seen for the first time is noted; the second time costs the same.
    count_queries(clerk, review_url(batch))

    assert count_queries(clerk, review_url(batch)) == one


def test_list_of_batches_costs_the_same_for_1_and_30(clerk):
    url = reverse("messaging_batch:index")
    MessageFactory(state=MessageState.HELD)
    count_queries(clerk, url)
    one = count_queries(clerk, url)
    MessageFactory.create_batch(29, state=MessageState.HELD)

    assert count_queries(clerk, url) == one


@pytest.mark.parametrize("role", [StaffRole.COMMUNICATIONS, StaffRole.INTERVIEWER])
@pytest.mark.parametrize("name", ["inspect", "release", "drop"])
def test_others_review_nothing(name, role, client, batch):
    client.force_login(make_staff(role))
    message = hold(batch, body="Sayın İpek")

    answer = client.post(
        reverse(f"messaging_batch:{name}", args=[batch.pk]), {"all": "1"}, follow=True
    )

    assert "Sayın İpek" not in answer.content.decode()
    assert Message.objects.get(pk=message.pk).state == MessageState.HELD


def test_home_page_says_that_messages_wait(clerk, batch):
    hold(batch)
    hold(batch)

    page = clerk.get(reverse("wagtailadmin_home")).content.decode()

    assert "2 ileti gözden geçirilmeyi bekliyor" in page


def test_home_page_says_nothing_when_nothing_waits(clerk):
    MessageFactory()

    page = clerk.get(reverse("wagtailadmin_home")).content.decode()

    assert "gözden geçirilmeyi bekliyor" not in page
