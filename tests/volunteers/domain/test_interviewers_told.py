"""Interviewers hear of what happens to their interviews, and of nobody's name."""

from email.message import Message as Mail

import pytest
from django.core import mail
from django.urls import reverse

from people.roles import StaffRole
from tests.factories.people import PersonFactory
from tests.factories.staff import make_staff
from tests.factories.volunteers import (
    ApplicationFactory,
    CallFactory,
    InterviewFactory,
    SlotFactory,
    in_days,
)
from volunteers.domain.applications import withdraw_application
from volunteers.domain.interviews import (
    book_interview,
    call_off_interview,
    give_up_interview,
    move_interview,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(django_capture_on_commit_callbacks):
    """What one verb mails to staff: address -> mail."""

    def run(verb, *args, **kwargs):
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            verb(*args, **kwargs)
        sent = [one for one in mail.outbox if "mulakat" in one.to[0]]
        assert len(sent) == len({one.to[0] for one in sent})
        return {one.to[0].partition("@")[0]: one for one in sent}

    return run


def interviewer(number):
    user = make_staff(StaffRole.INTERVIEWER, f"mulakat{number}")
    user.email = f"mulakat{number}@example.org"
    user.save()
    return user


@pytest.fixture
def hands():
    return [interviewer(number) for number in (1, 2, 3)]


@pytest.fixture
def call():
    return CallFactory(interview_changes=5)


def slot_of(call, *hands, days=5):
    slot = SlotFactory(call=call, starts_at=in_days(days))
    slot.interviewers.set(hands)
    return slot


@pytest.fixture
def invited(call):
    person = PersonFactory(given_name="Işıl", family_name="Çağlayan")
    return ApplicationFactory(call=call, person=person, state="invited")


@pytest.fixture
def booked(call, hands, invited):
    """The first and the second interviewer hold it."""
    return InterviewFactory(
        application=ApplicationFactory(call=call, state="scheduled"),
        slot=slot_of(call, hands[0], hands[1]),
    )


def calendar_in(sent: Mail) -> str:
    content = sent.attachments[-1].content
    return content.decode() if isinstance(content, bytes) else content


def test_both_are_told_of_a_booking_and_neither_of_a_name(told, call, hands, invited):
    slot = slot_of(call, *hands[:2])

    found = told(book_interview, invited, slot=slot)

    assert set(found) == {"mulakat1", "mulakat2"}
    for sent in found.values():
        page = reverse("volunteers_application:inspect", args=[invited.pk])
        assert page in sent.body
        assert invited.reference in sent.body
        assert slot.place["tr"] in sent.body
        assert sent.subject == "Randevu değişikliği"
        for words in ("Işıl", "Çağlayan", invited.person.email):
            assert words not in sent.subject + sent.body + calendar_in(sent)


def test_a_move_tells_who_holds_it_now_and_who_held_it(told, call, hands, booked):
    later = slot_of(call, hands[1], hands[2], days=7)

    found = told(move_interview, booked.application, slot=later)

    assert set(found) == {"mulakat1", "mulakat2", "mulakat3"}
    assert "iptal oldu" in found["mulakat1"].body
    assert "saati değişti" in found["mulakat2"].body
    assert "saat ayrıldı" in found["mulakat3"].body


def test_the_entry_leaves_the_calendar_of_who_holds_it_no_more(
    told, call, hands, invited
):
    told(book_interview, invited, slot=slot_of(call, hands[0]))

    found = told(move_interview, invited, slot=slot_of(call, hands[1], days=7))

    assert "METHOD:CANCEL" in calendar_in(found["mulakat1"])
    assert "METHOD:REQUEST" in calendar_in(found["mulakat2"])


@pytest.mark.parametrize("verb", [give_up_interview, withdraw_application])
def test_giving_up_and_withdrawing_are_told(told, booked, verb):
    found = told(verb, booked.application)

    assert set(found) == {"mulakat1", "mulakat2"}
    for sent in found.values():
        assert "iptal oldu" in sent.body


def test_who_did_it_herself_is_not_told_of_it(told, call, hands, invited):
    clerk = make_staff(StaffRole.MANAGER, "mulakatci-yonetici")
    clerk.email = "mulakat9@example.org"
    clerk.save()
    slot = slot_of(call, clerk, hands[0])

    assert set(told(book_interview, invited, slot=slot, by=clerk)) == {"mulakat1"}
    assert set(told(call_off_interview, invited, by=clerk)) == {"mulakat1"}


def test_of_a_time_that_has_passed_nothing_is_said(told, call, hands):
    past = InterviewFactory(
        application=ApplicationFactory(call=call, state="scheduled"),
        slot=slot_of(call, hands[0], days=-1),
    )
    clerk = make_staff(StaffRole.MANAGER)

    assert told(call_off_interview, past.application, by=clerk) == {}


def test_the_number_is_left_out_where_it_is_not_hers_to_know(
    told, call, hands, invited
):
    invited.person.is_protected = True
    invited.person.save()

    found = told(book_interview, invited, slot=slot_of(call, hands[0]))

    assert invited.reference not in found["mulakat1"].body
    assert reverse("volunteers_application:index") not in found["mulakat1"].body
