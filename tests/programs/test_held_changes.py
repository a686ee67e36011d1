"""After a departure is moved or cancelled nothing leaves before it was read."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from messaging.domain.delivery import deliver_due_messages
from messaging.domain.outbox import messages_held_about
from messaging.domain.review import release_messages
from messaging.enums import MessageState, StateReason
from messaging.models import Message
from people.roles import StaffRole
from programs.domain.occurrences import (
    appointments_of,
    cancel_occurrence,
    tell_changes,
)
from programs.domain.registrations import cancel_registration
from tests.factories.programs import OccurrenceFactory, register
from tests.factories.staff import make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    return make_staff(StaffRole.TRIPS)


@pytest.fixture
def occurrence():
    starts = timezone.now() + timedelta(hours=20)
    return OccurrenceFactory(
        starts_at=starts,
        ends_at=starts + timedelta(hours=3),
        cancel_until=starts - timedelta(hours=2),
        registration_closes_at=starts - timedelta(hours=1),
    )


def move(occurrence, by, **shift):
    before = appointments_of(occurrence)
    occurrence.starts_at += timedelta(**shift)
    occurrence.save()
    return tell_changes(occurrence, before=before, by=by)


def moved_states():
    return list(
        Message.objects.filter(template="programs.occurrence_moved")
        .order_by("pk")
        .values_list("state", "reason")
    )


def test_move_within_a_day_is_held_and_pressing(
    occurrence, staff, django_capture_on_commit_callbacks
):
    register(occurrence)
    Message.objects.all().delete()

    with django_capture_on_commit_callbacks(execute=True):
        assert move(occurrence, staff, minutes=30) == 1
    deliver_due_messages()

    batch = messages_held_about(occurrence)
    assert mail.outbox == []
    assert (batch.made_by, batch.needed_by) == (staff, occurrence.starts_at)
    assert batch.is_pressing


def test_released_move_leaves_with_its_calendar_file(
    occurrence, staff, django_capture_on_commit_callbacks
):
    register(occurrence)
    move(occurrence, staff, minutes=30)
    [message] = messages_held_about(occurrence).messages.all()

    with django_capture_on_commit_callbacks(execute=True):
        release_messages([message.pk], by=staff)

    [sent] = mail.outbox
    assert "SEQUENCE:1" in message.calendar
    assert sent.attachments[-1].filename == "randevu.ics"


def test_second_move_takes_the_place_of_the_first(occurrence, staff):
    register(occurrence)

    move(occurrence, staff, minutes=30)
    move(occurrence, staff, minutes=30)

    assert moved_states() == [
        (MessageState.CANCELLED, StateReason.OUTDATED),
        (MessageState.HELD, ""),
    ]


def test_cancelling_takes_the_place_of_a_move(occurrence, staff):
    register(occurrence)
    move(occurrence, staff, minutes=30)

    cancel_occurrence(occurrence, note="Fırtına", by=staff)

    [held] = messages_held_about(occurrence).messages.all()
    assert moved_states() == [(MessageState.CANCELLED, StateReason.OUTDATED)]
    assert held.template == "programs.occurrence_cancelled"


def test_who_gave_up_meanwhile_is_not_told_of_the_move(occurrence, staff):
    registration = register(occurrence).registration
    move(occurrence, staff, minutes=30)

    cancel_registration(registration)

    assert moved_states() == [(MessageState.CANCELLED, StateReason.OUTDATED)]


def test_released_too_late_it_is_not_sent(
    occurrence, staff, django_capture_on_commit_callbacks
):
    register(occurrence)
    move(occurrence, staff, minutes=30)
    [message] = messages_held_about(occurrence).messages.all()
    Message.objects.filter(pk=message.pk).update(not_after=timezone.now())

    with django_capture_on_commit_callbacks(execute=True):
        release_messages([message.pk], by=staff)

    assert moved_states() == [(MessageState.CANCELLED, StateReason.OUTDATED)]
    assert mail.outbox == []


def test_cancelling_leads_to_the_messages(client, occurrence, staff):
    client.force_login(staff)
    register(occurrence)
    url = reverse("programs_occurrence:cancel", args=[occurrence.pk])

    answer = client.post(url, {"note": "Fırtına", "is_sure": "1"}, follow=True)

    batch = messages_held_about(occurrence)
    assert answer.redirect_chain[-1][0] == (
        reverse("messaging_batch:inspect", args=[batch.pk])
    )
    page = answer.content.decode()
    assert "Bu tarih iptal edildi. Henüz hiçbir şey gönderilmedi: 1 ileti" in page
    assert "sonrasında geç olur." in page


def test_page_of_the_departure_leads_to_what_waits(client, occurrence, staff):
    client.force_login(staff)
    register(occurrence)
    url = reverse("programs_occurrence:inspect", args=[occurrence.pk])
    assert "Oku ve gönder" not in client.get(url).content.decode()

    move(occurrence, staff, minutes=30)

    batch = messages_held_about(occurrence)
    page = client.get(url).content.decode()
    assert reverse("messaging_batch:inspect", args=[batch.pk]) in page
    assert "Oku ve gönder" in page


def test_departure_without_registrations_holds_nothing(client, occurrence, staff):
    client.force_login(staff)
    url = reverse("programs_occurrence:cancel", args=[occurrence.pk])

    answer = client.post(url, {"note": "Fırtına", "is_sure": "1"}, follow=True)

    assert messages_held_about(occurrence) is None
    assert "Kayıtlı kimse yoktu." in answer.content.decode()
