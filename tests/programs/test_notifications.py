"""What she is told, by the way she chose, in her language."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from messaging.models import Message
from people.enums import ContactChannel
from programs.domain.registrations import cancel_registration
from programs.domain.waiting_list import accept_offer, lapse_expired_offers
from programs.models import Registration
from programs.notifications import renew_links
from tests.factories.programs import (
    BoardingPointFactory,
    OccurrenceFactory,
    details,
    register,
)

pytestmark = pytest.mark.django_db


def last() -> Message:
    return Message.objects.order_by("pk").last()


def test_a_place_with_its_boarding_point_and_a_link_that_opens(tr):
    occurrence = OccurrenceFactory()
    point = BoardingPointFactory(occurrence=occurrence)
    registration = register(occurrence, boarding_point=point).registration

    message = last()

    assert message.subject == "Kaydınızla ilgili bilgilendirme"
    assert "Sayın İpek Öztürk," in message.body
    assert "Saat: 09.15" in message.body
    assert f"Yer: {point.name}" in message.body
    assert registration.code in message.body
    path = "/kaydim/" + message.full_body.split("/kaydim/")[1].split()[0]
    assert registration.code in tr.get(path).content.decode()


def test_a_place_on_the_list_with_its_number():
    occurrence = OccurrenceFactory(capacity=1, waiting_capacity=5)
    for n in range(3):
        register(occurrence, n=n)

    assert "yedek listede 2. sıradasınız" in last().body


def test_an_offer_ends_at_a_time_of_the_clock():
    occurrence = OccurrenceFactory(capacity=1, waiting_capacity=5)
    leaving = register(occurrence).registration
    waiting = register(occurrence, n=1).registration

    cancel_registration(leaving)

    waiting.refresh_from_db()
    until = timezone.localtime(waiting.offer_expires_at)
    message = waiting.person.messages.order_by("pk").last()
    assert message.subject == "Yanıtınızı bekliyoruz"
    assert until.strftime("%H.%M") in message.body


def test_each_offer_and_each_lapse_is_told_once():
    occurrence = OccurrenceFactory(capacity=1, waiting_capacity=5)
    leaving = register(occurrence).registration
    waiting = register(occurrence, n=1).registration
    cancel_registration(leaving)
    for _time in range(2):
        Registration.objects.filter(pk=waiting.pk).update(
            offer_expires_at=timezone.now() - timedelta(minutes=1)
        )
        lapse_expired_offers()

    told = list(
        waiting.person.messages.order_by("pk").values_list("template", flat=True)
    )
    assert told == [
        "programs.waiting",
        "programs.offered",
        "programs.offer_lapsed",
        "programs.offered",
        "programs.offers_over",
    ]


def test_accepting_and_cancelling_are_confirmed():
    occurrence = OccurrenceFactory(capacity=1, waiting_capacity=5)
    leaving = register(occurrence).registration
    waiting = register(occurrence, n=1).registration
    cancel_registration(leaving)
    waiting.refresh_from_db()

    accept_offer(waiting)

    assert leaving.person.messages.order_by("pk").last().template == (
        "programs.cancelled"
    )
    assert waiting.person.messages.order_by("pk").last().template == (
        "programs.confirmed"
    )


def test_in_english_for_who_reads_english():
    register(OccurrenceFactory(), person=details(language="en"))

    message = last()
    assert message.subject == "About your registration"
    assert "Place: Üçkuyular ferry quay" in message.body
    assert "/en/kaydim/" in message.full_body


@pytest.mark.parametrize("channel", [ContactChannel.PHONE, ContactChannel.SHE_CALLS])
def test_nothing_is_sent_by_a_way_she_did_not_choose(
    channel, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        register(OccurrenceFactory(), person=details(contact_channel=channel))

    assert (last().state, mail.outbox) == ("by_hand", [])


def test_mail_leaves_after_the_commit(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        register(OccurrenceFactory())
        assert mail.outbox == []

    assert [one.to for one in mail.outbox] == [["kisi0@example.org"]]


def test_a_new_link_for_what_is_still_to_come(tr):
    registration = register(OccurrenceFactory()).registration
    over = register(OccurrenceFactory(), person=registration.person).registration
    cancel_registration(over)
    Message.objects.all().delete()

    renew_links(registration.person)

    (message,) = Message.objects.all()
    path = "/kaydim/" + message.full_body.split("/kaydim/")[1].split()[0]
    assert registration.code in tr.get(path).content.decode()
