"""Keeping out of it reaches the histories, the interviews and the outbox."""

import pytest
from django.urls import reverse
from wagtail.log_actions import log

from messaging.models import Message
from people.enums import RecusalReason
from people.models import Recusal
from people.roles import StaffRole
from tests.factories.messaging import MessageFactory
from tests.factories.people import PersonFactory
from tests.factories.staff import make_staff
from tests.factories.volunteers import (
    ApplicationFactory,
    InterviewFactory,
    ReviewPlanFactory,
    SlotFactory,
    in_days,
)
from volunteers.domain.interviews.booking import book_interview, invite_to_interview
from volunteers.domain.interviews.earlier import offer_freed_time
from volunteers.domain.reviews import declare_conflict
from volunteers.domain.slots import change_interview_time
from volunteers.enums import InterviewState
from volunteers.exceptions import InterviewDenied, Refusal, SlotDenied
from volunteers.models import Interview, InterviewSlot, ReviewAssignment

pytestmark = pytest.mark.django_db
HISTORY = "wagtailadmin_reports:site_history"


def recused(user, person):
    return Recusal.objects.create(
        user=user, person=person, reason=RecusalReason.FRIEND, declared_at=in_days(0)
    )


# --- the history of the whole site ------------------------------------------------


@pytest.mark.parametrize("role", [StaffRole.APPLICATIONS, StaffRole.MANAGER])
def test_site_history_is_silent_about_whom_she_keeps_out_of(client, role):
    user = make_staff(role)
    client.force_login(user)
    hers, others = ApplicationFactory(), ApplicationFactory()
    for one in (hers, others, hers.person, others.person):
        log(one, "wagtail.edit")
    recused(user, hers.person)

    page = client.get(reverse(HISTORY)).content.decode()

    assert others.reference in page
    assert str(others.person) in page
    assert hers.reference not in page
    assert str(hers.person) not in page


def test_site_history_is_silent_about_protected_women(client):
    client.force_login(make_staff(StaffRole.APPLICATIONS))
    hidden = ApplicationFactory(person=PersonFactory(is_protected=True))
    log(hidden, "wagtail.edit")
    log(hidden.person, "wagtail.edit")

    page = client.get(reverse(HISTORY)).content.decode()

    assert hidden.reference not in page
    assert str(hidden.person) not in page


# --- interviews -------------------------------------------------------------------


@pytest.fixture
def meeting():
    """A slot of one interviewer, and who is invited to choose one."""
    slot = SlotFactory(starts_at=in_days(5))
    interviewer = make_staff(StaffRole.INTERVIEWER)
    slot.interviewers.set([interviewer])
    application = ApplicationFactory(call=slot.call, state="invited")
    return slot, interviewer, application


def test_time_of_who_keeps_out_of_it_is_not_offered(meeting):
    slot, interviewer, application = meeting
    assert list(InterviewSlot.objects.free_for(application)) == [slot]

    recused(interviewer, application.person)

    assert not InterviewSlot.objects.free_for(application).exists()
    with pytest.raises(Refusal) as refused:
        book_interview(application, slot=slot)
    assert refused.value.reason == InterviewDenied.SLOT_CLOSED


def test_nobody_is_invited_to_times_that_are_not_for_her(meeting):
    slot, interviewer, _application = meeting
    other = ApplicationFactory(call=slot.call, state="screening")
    recused(interviewer, other.person)

    with pytest.raises(Refusal) as refused:
        invite_to_interview(other, by=make_staff(StaffRole.APPLICATIONS))

    assert refused.value.reason == InterviewDenied.NO_SLOTS


def test_earlier_time_of_who_keeps_out_of_it_is_told_to_others_only(meeting):
    slot, interviewer, _application = meeting
    waiting = [
        InterviewFactory(
            slot=SlotFactory(call=slot.call, starts_at=in_days(20)), wants_earlier=True
        )
        for _one in range(2)
    ]
    recused(interviewer, waiting[0].application.person)

    assert offer_freed_time(slot) == 1

    [told] = Message.objects.all()
    assert told.person == waiting[1].application.person


def test_who_declares_a_conflict_leaves_the_interview_and_staff_see_the_gap(
    meeting, client
):
    slot, interviewer, application = meeting
    other = make_staff(StaffRole.INTERVIEWER, "öbürü")
    slot.interviewers.add(other)
    alone = SlotFactory(call=slot.call, starts_at=in_days(9))
    alone.interviewers.set([interviewer])
    booked = InterviewFactory(slot=slot, application=application)
    again = ApplicationFactory(person=application.person)
    Interview.objects.create(application=again, slot=alone, booked_at=in_days(0))

    declare_conflict(application, reason=RecusalReason.FRIEND, by=interviewer)

    assert list(slot.interviewers.all()) == [other]
    booked.refresh_from_db()
    assert booked.state == InterviewState.BOOKED
    client.force_login(make_staff(StaffRole.APPLICATIONS))
    home = client.get(reverse("wagtailadmin_home")).content.decode()
    listed = reverse("volunteers_slot:index") + "?when=unheld"
    assert listed in home
    assert list(client.get(listed).context["object_list"]) == [alone]


def test_who_keeps_out_of_it_is_not_put_into_the_interview(meeting):
    slot, interviewer, application = meeting
    InterviewFactory(slot=slot, application=application)
    slot.interviewers.clear()
    recused(interviewer, application.person)

    with pytest.raises(Refusal) as refused:
        change_interview_time(
            slot,
            starts_at=slot.starts_at,
            minutes=slot.minutes,
            place=slot.place,
            is_online=slot.is_online,
            interviewers=[interviewer],
            by=make_staff(StaffRole.APPLICATIONS),
        )

    assert refused.value.reason == SlotDenied.RECUSED
    assert not slot.interviewers.exists()


# --- the outbox, where names are hidden -------------------------------------------


def test_outbox_shows_no_message_to_whom_she_reviews_without_a_name(client):
    user = make_staff(StaffRole.APPLICATIONS)
    client.force_login(user)
    application = ApplicationFactory(
        person=PersonFactory(given_name="Işıl", family_name="Çağlayan"),
        state="screening",
    )
    ReviewPlanFactory(call=application.call, is_blind=True)
    message = MessageFactory(person=application.person, about=application)
    url = reverse("messaging_message:inspect", args=[message.pk])
    assert client.get(url).status_code == 200

    ReviewAssignment.objects.create(
        application=application, reviewer=user, assigned_at=in_days(0)
    )

    page = client.get(reverse("messaging_message:index")).content.decode()
    assert "Çağlayan" not in page
    assert client.get(url).status_code in (302, 403, 404)
