"""A booked time that is corrected in place: everybody concerned hears of it."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from language.translated import Translated
from messaging.models import CalendarEvent, Message
from people.exceptions import Refusal
from people.roles import StaffRole
from tests.factories.staff import make_staff
from tests.factories.volunteers import (
    ApplicationFactory,
    CallFactory,
    InterviewFactory,
    SlotFactory,
    in_days,
)
from volunteers.domain import interviews
from volunteers.domain.applications import withdraw_application
from volunteers.domain.interviews import book_interview
from volunteers.domain.slots import change_interview_time
from volunteers.exceptions import SlotDenied
from volunteers.models import InterviewSlot

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return make_staff(StaffRole.APPLICATIONS)


@pytest.fixture
def interviewer():
    user = make_staff(StaffRole.INTERVIEWER)
    user.email = "mulakat@example.org"
    user.save()
    return user


@pytest.fixture
def slot(interviewer):
    made = SlotFactory(starts_at=in_days(5).replace(second=0, microsecond=0))
    made.interviewers.set([interviewer])
    return made


@pytest.fixture
def booked(slot):
    application = ApplicationFactory(call=slot.call, state="invited")
    return book_interview(application, slot=slot)


def change(slot, by, **changes):
    fresh = InterviewSlot.objects.get(pk=slot.pk)
    values = {
        "starts_at": fresh.starts_at,
        "minutes": fresh.minutes,
        "place": fresh.place,
        "is_online": fresh.is_online,
        "interviewers": list(fresh.interviewers.all()),
        **changes,
    }
    return change_interview_time(fresh, by=by, **values)


def told():
    return list(Message.objects.filter(template="volunteers.changed").order_by("pk"))


def test_she_hears_of_another_hour_and_her_calendar_entry_moves(slot, booked, clerk):
    later = slot.starts_at + timedelta(hours=1)

    assert change(slot, clerk, starts_at=later)

    [message] = told()
    assert message.person == booked.application.person
    assert "METHOD:REQUEST" in message.calendar
    assert "SEQUENCE:1" in message.calendar
    assert f"UID:randevu-{booked.pk}@" in message.calendar
    assert "DTSTART:" + later.strftime("%Y%m%dT%H%M") in message.calendar


def test_sequence_rises_with_each_change(slot, booked, clerk):
    for hours in (1, 2, 1):
        change(slot, clerk, starts_at=slot.starts_at + timedelta(hours=hours))

    event = CalendarEvent.objects.get(uid__startswith=f"randevu-{booked.pk}@")
    assert len(told()) == 3
    assert event.sequence == 3


def test_another_place_is_told_too(slot, booked, clerk):
    change(slot, clerk, place=Translated({"tr": "Alsancak", "en": ""}))

    [message] = told()
    assert "Yer: Alsancak" in message.body
    assert "LOCATION:Alsancak" in message.calendar


def test_interviewers_hear_of_it_without_a_name(
    slot, booked, clerk, interviewer, django_capture_on_commit_callbacks
):
    person = booked.application.person

    with django_capture_on_commit_callbacks(execute=True):
        change(slot, clerk, starts_at=slot.starts_at + timedelta(hours=1))

    [sent] = [one for one in mail.outbox if one.to == [interviewer.email]]
    assert sent.subject == "Randevu değişikliği"
    assert booked.application.reference in sent.body
    calendar = sent.attachments[-1].content
    text = calendar.decode() if isinstance(calendar, bytes) else calendar
    assert f"UID:gorusme-{booked.pk}-{interviewer.pk}@" in text
    for words in (person.given_name, person.family_name, person.email):
        assert words not in sent.subject + sent.body + text


def test_interviewer_who_comes_in_or_goes_out_hears_of_it(
    slot, booked, clerk, interviewer, django_capture_on_commit_callbacks
):
    other = make_staff(StaffRole.INTERVIEWER, "diger")
    other.email = "diger@example.org"
    other.save()
    with django_capture_on_commit_callbacks(execute=True):
        change(slot, clerk, starts_at=slot.starts_at + timedelta(hours=1))
    mail.outbox.clear()

    with django_capture_on_commit_callbacks(execute=True):
        assert not change(slot, clerk, interviewers=[other])

    by_address = {one.to[0]: one for one in mail.outbox}
    assert set(by_address) == {interviewer.email, other.email}
    assert "METHOD:CANCEL" in str(by_address[interviewer.email].message())
    assert "artık sizin yapmanız gerekmiyor" in by_address[interviewer.email].body
    assert len(told()) == 1


def test_saving_without_a_change_tells_nobody(
    slot, booked, clerk, django_capture_on_commit_callbacks
):
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        assert not change(slot, clerk)

    assert (told(), mail.outbox) == ([], [])


def test_free_time_is_changed_and_nobody_is_told(slot, clerk):
    later = slot.starts_at + timedelta(hours=1)

    assert not change(slot, clerk, starts_at=later)

    slot.refresh_from_db()
    assert slot.starts_at == later
    assert Message.objects.count() == 0


def test_link_in_the_message_lasts_until_the_new_hour(slot, booked, clerk, client):
    later = slot.starts_at + timedelta(days=2)
    change(slot, clerk, starts_at=later)
    [message] = told()
    link = booked.application.person.private_links.order_by("pk").last()

    assert link.expires_at == later
    assert "/randevu/" in message.full_body


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"starts_at": in_days(-1)}, SlotDenied.IN_PAST),
        ({"starts_at": timezone.now()}, SlotDenied.IN_PAST),
    ],
)
def test_time_that_cannot_be_is_refused(changes, reason, slot, booked, clerk):
    with pytest.raises(Refusal) as refusal:
        change(slot, clerk, **changes)

    assert refusal.value.reason == reason
    assert told() == []


def test_interviewer_is_in_one_place_at_a_time(slot, booked, clerk, interviewer):
    other = SlotFactory(starts_at=slot.starts_at + timedelta(hours=3))
    other.interviewers.set([interviewer])

    with pytest.raises(Refusal) as refusal:
        change(slot, clerk, starts_at=other.starts_at)

    assert refusal.value.reason == SlotDenied.INTERVIEWER_BUSY


@pytest.mark.parametrize("state", ["held", "missed", "cancelled"])
def test_time_that_somebody_had_stays_on_record(state, clerk):
    call = CallFactory()
    interview = InterviewFactory(
        application=ApplicationFactory(call=call),
        slot=SlotFactory(call=call, starts_at=in_days(3)),
        state=state,
    )

    with pytest.raises(Refusal) as refusal:
        change(interview.slot, clerk, starts_at=in_days(4))

    assert refusal.value.reason == SlotDenied.OVER


def test_screen_calls_the_verb_and_says_who_is_told(client, slot, booked, clerk):
    client.force_login(clerk)
    url = reverse("volunteers_slot:edit", args=[slot.pk])
    later = timezone.localtime(slot.starts_at + timedelta(hours=1))

    asked = client.get(url).content.decode()
    answer = client.post(
        url,
        {
            "starts_at": later.strftime("%d.%m.%Y %H:%M"),
            "minutes": slot.minutes,
            "place_tr": slot.place["tr"],
            "place_en": slot.place.get("en", ""),
            "interviewers": [one.pk for one in slot.interviewers.all()],
        },
        follow=True,
    )

    assert "hemen, yeni takvim dosyasıyla haber verilir" in asked
    assert "ona ve mülakatçılara haber veriliyor" in answer.content.decode()
    assert len(told()) == 1


def test_hour_of_the_last_interview_is_kept_beside_the_application(slot, booked, clerk):
    application = booked.application
    later, free = (SlotFactory(call=slot.call, starts_at=in_days(n)) for n in (8, 2))

    def kept():
        application.refresh_from_db(fields=["interview_at"])
        return application.interview_at

    assert kept() == slot.starts_at
    change(slot, clerk, starts_at=slot.starts_at + timedelta(hours=1))
    assert kept() == slot.starts_at + timedelta(hours=1)
    interviews.move_interview(application, slot=later, by=clerk)
    assert kept() == later.starts_at
    interviews.give_up_interview(application, by=clerk)
    assert kept() is None
    interviews.book_interview(application, slot=free, by=clerk)
    interviews.record_excused_interview(application, by=clerk)
    assert kept() == free.starts_at
    interviews.book_interview(application, slot=later, by=clerk)
    assert kept() == later.starts_at
    withdraw_application(application)
    assert kept() == free.starts_at
