"""The page of one interview time: as much of her as the reader may see, and no more."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from people.models import AccessRecord
from people.roles import StaffRole
from tests.factories.people import PersonFactory
from tests.factories.staff import make_staff
from tests.factories.volunteers import (
    ApplicationFactory,
    CriterionFactory,
    InterviewFactory,
    ReviewFactory,
    SheetFactory,
    SlotFactory,
    in_days,
)
from volunteers.models import InterviewSheet

pytestmark = pytest.mark.django_db


@pytest.fixture
def interviewer(client):
    user = make_staff(StaffRole.INTERVIEWER)
    client.force_login(user)
    return user


def booked(*interviewers, state="scheduled", interview_state="booked", days=-0.01):
    application = ApplicationFactory(
        person=PersonFactory(given_name="Işıl", family_name="Çağlayan"), state=state
    )
    slot = SlotFactory(call=application.call, starts_at=in_days(days))
    slot.interviewers.set(interviewers)
    return InterviewFactory(application=application, slot=slot, state=interview_state)


def url(interview, name="booking"):
    return reverse(f"volunteers_slot:{name}", args=[interview.slot_id])


def test_interviewer_sees_whom_she_meets_and_it_is_noted(client, interviewer):
    interview = booked(interviewer)

    page = client.get(url(interview)).content.decode()

    application = interview.application
    assert "Işıl Çağlayan" in page
    assert application.motivation in page
    assert reverse(
        "volunteers_application:record_interview", args=[application.pk]
    ) in (page)
    assert AccessRecord.objects.filter(person=application.person).exists()


def test_others_interviews_are_not_there(client, interviewer):
    interview = booked(make_staff(StaffRole.INTERVIEWER, "baskasi"))

    for name in ("booking", "file", "sheet"):
        assert client.get(url(interview, name)).status_code == 404


def test_protected_person_is_not_named(client, interviewer):
    interview = booked(interviewer)
    person = interview.application.person
    person.is_protected = True
    person.save()

    page = client.get(url(interview))
    file = client.get(url(interview, "file")).content.decode()

    assert page.status_code == 200
    assert "Işıl" not in page.content.decode()
    assert interview.application.reference not in page.content.decode() + file
    assert not AccessRecord.objects.exists()


def test_who_may_see_no_interview_is_sent_away(client):
    client.force_login(make_staff(StaffRole.COMMUNICATIONS))

    assert client.get(url(booked())).status_code in (302, 403)


def test_free_time_tells_that_it_is_free(client, interviewer):
    slot = SlotFactory()
    slot.interviewers.add(interviewer)

    page = client.get(reverse("volunteers_slot:booking", args=[slot.pk]))

    assert page.status_code == 200
    assert page.context["interview"] is None


def test_sheet_is_filled_in_beside_the_answers(client, interviewer):
    interview = booked(interviewer, state="interviewed", interview_state="held")
    criterion = CriterionFactory(call=interview.application.call)

    incomplete = client.post(url(interview, "sheet"), {"recommendation": "accept"})
    saved = client.post(
        url(interview, "sheet"),
        {
            f"score_{criterion.pk}": "4",
            "recommendation": "reserve",
            "note": "Zamanı az.",
        },
    )

    sheet = InterviewSheet.objects.get()
    assert incomplete.status_code == 200
    assert saved.status_code == 302
    assert (sheet.author, sheet.recommendation, sheet.note) == (
        interviewer,
        "reserve",
        "Zamanı az.",
    )
    assert sheet.scores.get().score == 4


def test_others_sheets_are_unseen_before_ones_own(client, interviewer):
    interview = booked(interviewer, state="interviewed", interview_state="held")
    SheetFactory(interview=interview, note="Çok dikkatli konuştu.")

    before = client.get(url(interview)).content.decode()
    client.post(url(interview, "sheet"), {"recommendation": "accept"})
    after = client.get(url(interview)).content.decode()

    assert "Çok dikkatli konuştu." not in before
    assert "Çok dikkatli konuştu." in after


def test_recording_leads_back_to_where_she_may_be(client, interviewer):
    interview = booked(interviewer)
    missed = reverse(
        "volunteers_application:record_missed_interview",
        args=[interview.application_id],
    )

    answer = client.post(missed, {}, follow=True)

    # What she sees only because of the interview she sees no more.
    assert answer.status_code == 200
    assert answer.redirect_chain[0][0].startswith(reverse("volunteers_slot:week"))


def test_recording_takes_scores_all_or_none(client, interviewer):
    interview = booked(interviewer)
    one, _two = (CriterionFactory(call=interview.application.call) for _n in range(2))
    record = reverse(
        "volunteers_application:record_interview", args=[interview.application_id]
    )

    half = client.post(record, {f"score_{one.pk}": "3", "recommendation": "accept"})
    interview.refresh_from_db()
    assert (half.status_code, interview.state) == (200, "booked")

    client.post(record, {"recommendation": "accept"})
    interview.refresh_from_db()
    assert interview.state == "held"


def test_calendar_file_names_nobody(client, interviewer):
    interview = booked(interviewer)

    text = client.get(url(interview, "file")).content.decode()

    assert interview.application.reference in text
    assert "Işıl" not in text


def test_page_costs_the_same_for_one_sheet_and_ten(client, interviewer):
    interview = booked(interviewer, state="interviewed", interview_state="held")
    SheetFactory(interview=interview, author=interviewer)
    costs = []
    for number in range(2):
        client.get(url(interview))
        with CaptureQueriesContext(connection) as queries:
            client.get(url(interview))
        costs.append(len(queries))
        for place in range(9):
            author = make_staff(StaffRole.INTERVIEWER, f"m{number}{place}")
            SheetFactory(interview=interview, author=author)

    assert costs[0] == costs[1]


@pytest.mark.parametrize("state", ["held", "missed"])
def test_of_whom_one_may_not_see_the_outcome_is_not_told(client, interviewer, state):
    interview = booked(interviewer, interview_state=state, days=-1)
    # Seen without the interview too, so that what hides her is the protection alone.
    ReviewFactory(application=interview.application, reviewer=interviewer)
    person = interview.application.person
    index = reverse("volunteers_slot:index")

    def told():
        state_cell = r'class="pill pill--\w+">([^<]*)<'
        pages = (client.get(index, {"when": "past"}), client.get(url(interview)))
        found = client.get(index, {"when": "past", "state": state})
        count = found.context["page_obj"].paginator.count
        return [re.findall(state_cell, page.text)[0] for page in pages], count

    outcome = str(interview.get_state_display())
    assert told() == ([outcome, outcome], 1)
    type(person).objects.filter(pk=person.pk).update(is_protected=True)

    shown, count = told()

    assert outcome not in shown
    assert count == 0
