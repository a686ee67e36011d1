"""Keeping out of it reaches the histories, the interviews and the outbox."""

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import log

from messaging.models import Message
from people.enums import RecusalReason, RecusalRefusal
from people.models import Recusal
from people.roles import StaffRole
from tests.factories.messaging import MessageFactory
from tests.factories.people import PersonFactory
from tests.factories.staff import make_staff
from tests.factories.volunteers import (
    AgreementFactory,
    ApplicationFactory,
    AssignmentFactory,
    InterviewFactory,
    ReviewFactory,
    ReviewPlanFactory,
    RoleFactory,
    SheetFactory,
    SlotFactory,
    in_days,
)
from volunteers.domain.interviews.booking import book_interview, invite_to_interview
from volunteers.domain.interviews.earlier import offer_freed_time
from volunteers.domain.reviews import declare_conflict
from volunteers.domain.roles import assign_role
from volunteers.domain.slots import change_interview_time
from volunteers.enums import InterviewState
from volunteers.exceptions import InterviewDenied, Refusal, RoleDenied, SlotDenied
from volunteers.models import (
    Interview,
    InterviewSheet,
    InterviewSlot,
    Review,
    ReviewAssignment,
)

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


# --- who declares it --------------------------------------------------------------


def page_of(application, name="inspect"):
    return reverse(f"volunteers_application:{name}", args=[application.pk])


def test_the_page_of_the_interview_leads_to_it(meeting, client):
    slot, interviewer, application = meeting
    InterviewFactory(slot=slot, application=application)
    booking = reverse("volunteers_slot:booking", args=[slot.pk])
    client.force_login(interviewer)
    assert page_of(application, "recuse") in client.get(booking).text

    client.post(page_of(application, "recuse"), {"reason": "family"})

    answer = client.get(booking)
    assert answer.status_code == 404 or application.reference not in answer.text
    assert not InterviewSlot.objects.filter(interviewers=interviewer).exists()


@pytest.mark.parametrize("state", ["rejected", "on_duty", "left"])
def test_it_may_be_declared_at_any_time(client, state):
    user = make_staff(StaffRole.APPLICATIONS)
    client.force_login(user)
    application = ApplicationFactory(state=state)

    assert page_of(application, "recuse") in client.get(page_of(application)).text
    client.post(page_of(application, "recuse"), {"reason": "work"})

    assert Recusal.objects.get().user == user
    assert client.get(page_of(application)).status_code == 404


def test_whoever_does_not_meet_her_declares_nothing(client):
    """Neither by the page nor by the verb: the answer would say that she is known."""
    application = ApplicationFactory(state="screening")
    trainer = make_staff(StaffRole.TRAINING)
    client.force_login(trainer)

    answer = client.post(page_of(application, "recuse"), {"reason": "work"})
    with pytest.raises(Refusal) as refused:
        declare_conflict(application, reason=RecusalReason.WORK, by=trainer)

    assert answer.status_code == 404
    assert refused.value.reason == RecusalRefusal.NOT_MET
    assert not Recusal.objects.exists()


def test_declared_twice_it_stands_once():
    user = make_staff(StaffRole.APPLICATIONS)
    application = ApplicationFactory()

    for _time in range(2):
        declare_conflict(application, reason=RecusalReason.FRIEND, by=user)

    assert Recusal.objects.count() == 1


def test_what_she_wrote_goes_unless_it_was_decided_on():
    user = make_staff(StaffRole.APPLICATIONS)
    open_one = ApplicationFactory(state="interviewed")
    decided = ApplicationFactory(person=open_one.person, state="accepted")
    for one in (open_one, decided):
        ReviewFactory(application=one, reviewer=user)
        interview = InterviewFactory(application=one, state="held")
        SheetFactory(interview=interview, author=user)

    declare_conflict(open_one, reason=RecusalReason.FRIEND, by=user)

    assert [one.application for one in Review.objects.all()] == [decided]
    kept = InterviewSheet.objects.select_related("interview")
    assert [one.interview.application for one in kept] == [decided]


def test_a_volunteer_turns_to_nobody_who_keeps_out_of_it():
    user = make_staff(StaffRole.APPLICATIONS)
    led = RoleFactory(supervisor=user)
    application = ApplicationFactory(state="on_duty")
    AgreementFactory(application=application)
    held = AssignmentFactory(application=application, supervisor=user)
    over = AssignmentFactory(application=application, supervisor=user, state="ended")
    other = AssignmentFactory(supervisor=user)
    given = {"starts_on": timezone.localdate(), "by": make_staff(StaffRole.MANAGER)}

    declare_conflict(application, reason=RecusalReason.FRIEND, by=user)
    with pytest.raises(Refusal) as refused:
        assign_role(application, role=led, supervisor=user, **given)
    by_role = assign_role(application, role=led, **given)

    for one in (held, over, other):
        one.refresh_from_db()
    assert refused.value.reason == RoleDenied.SUPERVISOR_RECUSED
    assert [one.supervisor for one in (held, by_role)] == [None, None]
    assert [one.supervisor for one in (over, other)] == [user, user]


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
