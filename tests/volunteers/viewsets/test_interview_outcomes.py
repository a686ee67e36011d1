"""What came of several interviews, recorded in one go from the list of interviews."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from messaging.models import Message
from people.roles import StaffRole
from tests.factories.people import PersonFactory
from tests.factories.staff import make_staff
from tests.factories.volunteers import (
    ApplicationFactory,
    CallFactory,
    CriterionFactory,
    InterviewFactory,
    SlotFactory,
    in_days,
)
from volunteers.enums import ApplicationState, InterviewState
from volunteers.exceptions import InterviewDenied
from volunteers.models import Interview, InterviewSheet
from volunteers.viewsets.bulk_actions import OUTCOMES
from volunteers.viewsets.home import lines_for

pytestmark = pytest.mark.django_db

LIST = "volunteers_slot:index"
URL = "volunteers_application:outcomes"


@pytest.fixture
def clerk(client):
    client.user = make_staff(StaffRole.APPLICATIONS)
    client.force_login(client.user)
    return client


@pytest.fixture
def interviewer(client):
    client.user = make_staff(StaffRole.INTERVIEWER)
    client.force_login(client.user)
    return client


@pytest.fixture
def call():
    return CallFactory()


def booked(call, days=-1.0, by=None, **of_her):
    application = ApplicationFactory(
        call=call, state=ApplicationState.SCHEDULED, person=PersonFactory(**of_her)
    )
    slot = SlotFactory(call=call, starts_at=in_days(days))
    if by is not None:
        slot.interviewers.add(by)
    return InterviewFactory(application=application, slot=slot)


def send(client, action, interviews, **data):
    ids = [one.application_id for one in interviews]
    return client.post(reverse(URL), {"action": action, "id": ids, **data})


def stand(*interviews):
    found = dict(Interview.objects.values_list("pk", "state"))
    return [found[one.pk] for one in interviews]


def answers(*interviews, recommendation="accept"):
    return {
        f"recommendation_{one.application_id}": recommendation for one in interviews
    }


# --- the list -----------------------------------------------------------------------


def test_the_list_offers_a_tick_for_what_has_begun_and_is_not_recorded(clerk, call):
    past, coming = booked(call), booked(call, days=2)
    held = booked(call, days=-2)
    Interview.objects.filter(pk=held.pk).update(state=InterviewState.HELD)
    SlotFactory(call=call, starts_at=in_days(-3))

    page = clerk.get(reverse(LIST), {"when": "past"})
    ahead = clerk.get(reverse(LIST), {"when": "coming"})

    assert page.text.count('form="bulk-form"') == 1
    assert f'name="id" value="{past.application_id}"' in page.text
    assert past.application.person.full_name in page.text
    assert f'value="{coming.application_id}"' not in ahead.text
    assert 'id="bulk-form"' not in ahead.text


def test_the_filter_lists_what_is_not_recorded_and_nothing_else(clerk, call):
    past, _coming = booked(call), booked(call, days=2)
    held = booked(call, days=-2)
    Interview.objects.filter(pk=held.pk).update(state=InterviewState.HELD)

    page = clerk.get(reverse(LIST), {"when": "unrecorded"})

    assert list(page.context["object_list"]) == [past.slot]


def test_who_holds_no_interviews_is_offered_nothing(client, call):
    booked(call)
    client.force_login(make_staff(StaffRole.COMMUNICATIONS))

    page = client.get(reverse(LIST), {"when": "past"})

    assert page.status_code in (302, 403) or 'id="bulk-form"' not in page.text


def test_an_interviewer_ticks_her_own(interviewer, call):
    own, foreign = booked(call, by=interviewer.user), booked(call, days=-2)

    page = interviewer.get(reverse(LIST), {"when": "past"}).text

    assert f'name="id" value="{own.application_id}"' in page
    assert f'name="id" value="{foreign.application_id}"' not in page


def test_the_list_costs_no_more_with_more_rows(
    clerk, call, django_assert_max_num_queries
):
    def queries():
        with django_assert_max_num_queries(200) as counted:
            clerk.get(reverse(LIST), {"when": "unrecorded"})
        return len(counted)

    booked(call)
    queries()
    few = queries()
    for days in range(2, 9):
        booked(call, days=-days)
    assert queries() == few


# --- recording ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("action", "interview", "application", "message"),
    [
        ("record_missed_interview", "missed", "interview_missed", "missed"),
        ("record_excused_interview", "excused", "invited", "excused"),
        ("invite_again", "missed", "invited", "invited_again"),
    ],
)
def test_one_outcome_is_recorded_for_all(
    clerk, call, action, interview, application, message
):
    SlotFactory(call=call, starts_at=in_days(5))
    several = [booked(call, days) for days in (-1, -2)]

    preview = send(clerk, action, several)
    assert len(preview.context["will"]) == 2
    assert stand(*several) == ["booked"] * 2
    assert "{" not in preview.context["message"]["body"]

    page = send(clerk, action, several, step="go")

    assert len(page.context["done"]) == 2
    assert stand(*several) == [interview] * 2
    for one in several:
        one.application.refresh_from_db()
        assert one.application.state == application
    sent = set(Message.objects.values_list("template", flat=True))
    assert sent == {f"volunteers.{message}"}


def test_that_they_were_held_asks_what_she_recommends_of_each(clerk, call):
    CriterionFactory(call=call)
    first, second = booked(call, days=-2), booked(call)

    page = send(clerk, "record_interview", [second, first])
    fields = page.context["form"].fields
    assert list(fields) == list(answers(first, second))
    labels = [field.label for field in fields.values()]
    assert first.application.person.full_name in labels[0]

    lacking = send(
        clerk, "record_interview", [first, second], step="go", **answers(first)
    )
    assert list(lacking.context["form"].errors) == list(answers(second))
    assert stand(first, second) == ["booked"] * 2

    chosen = {**answers(first), **answers(second, recommendation="reserve")}
    done = send(clerk, "record_interview", [first, second], step="go", **chosen)

    assert len(done.context["done"]) == 2
    assert stand(first, second) == ["held"] * 2
    sheets = InterviewSheet.objects.order_by("pk")
    assert {(one.interview_id, one.recommendation) for one in sheets} == {
        (first.pk, "accept"),
        (second.pk, "reserve"),
    }
    assert {one.author for one in sheets} == {clerk.user}
    assert not Message.objects.exists()


@pytest.mark.parametrize("action", ["record_interview", "record_missed_interview"])
def test_a_row_that_cannot_be_is_told_before_and_left_as_it_is(clerk, call, action):
    past, coming = booked(call), booked(call, days=2)
    decided = booked(call)
    decided.application.state = ApplicationState.REJECTED
    decided.application.save()
    rows = [past, coming, decided]

    preview = send(clerk, action, rows)
    page = send(clerk, action, rows, step="go", **answers(past))

    told = {row["code"]: row["why"] for row in preview.context["will_be_refused"]}
    assert set(told) == {str(coming.application), str(decided.application)}
    assert told[str(coming.application)] == InterviewDenied.NOT_YET.label
    refused = {row["code"]: row["why"] for row in page.context["refused"]}
    assert refused == told
    assert stand(past, coming)[1] == stand(decided)[0] == "booked"


def test_who_became_possible_only_now_is_asked_for(clerk, call, monkeypatch):
    """The form was shown without her; then her hour came."""
    interview = booked(call)
    monkeypatch.setattr(
        "volunteers.viewsets.application_bulk.ApplicationBulkView.expected_refusal",
        lambda *_args: "–",
    )

    page = send(clerk, "record_interview", [interview], step="go")

    [refused] = page.context["refused"]
    assert refused["why"] == "Önce önerinizi seçin."
    assert stand(interview) == ["booked"]


def test_nobody_is_invited_again_where_there_is_no_time(clerk, call):
    interview = booked(call)

    page = send(clerk, "invite_again", [interview])

    [refused] = page.context["will_be_refused"]
    assert refused["why"] == InterviewDenied.NO_SLOTS.label


def test_an_interviewer_records_but_invites_nobody(interviewer, call):
    own, foreign = booked(call, by=interviewer.user), booked(call, days=-2)
    SlotFactory(call=call, starts_at=in_days(5))

    invited = send(interviewer, "invite_again", [own], step="go")
    missed = send(interviewer, "record_missed_interview", [own, foreign], step="go")

    assert invited.status_code in (302, 403)
    assert [row["code"] for row in missed.context["done"]] == [str(own.application)]
    assert stand(own, foreign) == ["missed", "booked"]


@pytest.mark.parametrize("role", [StaffRole.TRAINING, StaffRole.TRIPS])
def test_others_record_nothing(client, call, role):
    client.force_login(make_staff(role))
    interview = booked(call)

    answer = send(client, "record_missed_interview", [interview], step="go")

    assert answer.status_code in (302, 403)
    assert stand(interview) == ["booked"]


def test_looking_ahead_costs_no_more_with_more_rows(
    clerk, call, django_assert_max_num_queries
):
    def queries(interviews):
        with django_assert_max_num_queries(200) as counted:
            page = send(clerk, "invite_again", interviews)
        assert len(page.context["will"]) == len(interviews)
        return len(counted)

    SlotFactory(call=call, starts_at=in_days(5))
    rows = [booked(call, days=-days) for days in range(1, 9)]
    queries(rows[:1])
    assert queries(rows[:2]) == queries(rows)


# --- there and back -------------------------------------------------------------------


def test_it_leads_back_to_the_list_as_it_was_narrowed(clerk, call):
    interview = booked(call)
    listed = f"{reverse(LIST)}?when=unrecorded&call={call.pk}"

    address = clerk.get(listed).context["outcomes_url"]
    page = clerk.post(
        address, {"action": "record_missed_interview", "id": interview.application_id}
    )
    nothing = clerk.post(address, {"action": "record_missed_interview"})

    assert page.context["back_url"] == listed
    assert nothing.url == listed
    assert clerk.get(address).url == listed
    assert parse_qs(urlsplit(address).query) == {
        "liste": [f"when=unrecorded&call={call.pk}"]
    }


def test_the_list_of_applications_offers_the_same_under_a_heading(clerk, call):
    booked(call)

    page = clerk.get(reverse("volunteers_application:index")).text

    _before, _heading, group = page.partition('<optgroup label="Mülakatın sonucu">')
    group, _end, after = group.partition("</optgroup>")
    assert group.count("<option") == len(OUTCOMES)
    assert 'value="accept"' in after


def test_a_list_in_the_address_leads_nowhere_else(clerk):
    answer = clerk.get(reverse(URL), {"liste": "//kotu.example/?when=past"})

    assert answer.url.startswith(f"{reverse(LIST)}?")


def test_the_home_page_tells_what_earlier_days_left_open(call):
    interviewer = make_staff(StaffRole.INTERVIEWER)
    booked(call, days=-2, by=interviewer)
    booked(call, days=-3)

    [(words, url)] = lines_for(interviewer)

    assert words.startswith("Geçmiş günlerden 1 ")
    assert url == f"{reverse(LIST)}?when=unrecorded"
