"""It took place, she was excused, we cancelled, she did not come: kept apart."""

import pytest

from messaging.models import Message
from people.exceptions import Refusal
from people.models import PrivateLink
from people.roles import StaffRole
from tests.factories.staff import make_staff
from tests.factories.volunteers import (
    ApplicationFactory,
    CriterionFactory,
    InterviewFactory,
    SheetFactory,
    SlotFactory,
    in_days,
)
from volunteers.domain import interviews
from volunteers.domain.interviews import changes_made
from volunteers.enums import ApplicationState, InterviewState, Recommendation
from volunteers.exceptions import InterviewDenied, MoveDenied, ReviewDenied
from volunteers.models import InterviewSheet, InterviewSlot

pytestmark = pytest.mark.django_db


@pytest.fixture
def interviewer():
    return make_staff(StaffRole.INTERVIEWER)


@pytest.fixture
def coordinator():
    """Decides whom to invite, too."""
    return make_staff(StaffRole.APPLICATIONS)


@pytest.fixture
def begun():
    application = ApplicationFactory(state=ApplicationState.SCHEDULED)
    slot = SlotFactory(call=application.call, starts_at=in_days(-0.02))
    return InterviewFactory(application=application, slot=slot)


@pytest.fixture
def coming():
    application = ApplicationFactory(state=ApplicationState.SCHEDULED)
    slot = SlotFactory(call=application.call, starts_at=in_days(3))
    return InterviewFactory(application=application, slot=slot)


def after(interview):
    interview.refresh_from_db()
    interview.application.refresh_from_db()
    return interview.state, interview.application.state


def told() -> list[str]:
    return list(Message.objects.order_by("pk").values_list("template", flat=True))


def test_held_writes_the_sheet_of_who_records_it(begun, interviewer):
    criterion = CriterionFactory(call=begun.application.call)

    interviews.record_interview(
        begun.application,
        recommendation=Recommendation.RESERVE,
        note="Açık ve istekli.",
        scores={criterion.pk: 4},
        by=interviewer,
    )

    sheet = InterviewSheet.objects.get()
    assert after(begun) == (InterviewState.HELD, ApplicationState.INTERVIEWED)
    assert (sheet.author, sheet.recommendation) == (interviewer, "reserve")
    assert sheet.note == "Açık ve istekli."
    assert [score.score for score in sheet.scores.all()] == [4]
    assert told() == []


def test_missed_is_told_kindly_and_leads_to_her_page(begun, interviewer):
    interviews.record_missed_interview(begun.application, by=interviewer)

    assert after(begun) == (InterviewState.MISSED, ApplicationState.INTERVIEW_MISSED)
    assert told() == ["volunteers.missed"]


def test_missed_and_invited_again_in_one_go(begun, coordinator):
    SlotFactory(call=begun.application.call, starts_at=in_days(4))

    interviews.record_missed_interview(
        begun.application, by=coordinator, invite_again=True
    )

    assert after(begun) == (InterviewState.MISSED, ApplicationState.INVITED)
    assert told() == ["volunteers.invited_again"]
    assert PrivateLink.objects.filter(revoked_at=None).count() == 1


def test_who_only_interviews_does_not_invite(begun, interviewer):
    SlotFactory(call=begun.application.call, starts_at=in_days(4))

    with pytest.raises(Refusal) as caught:
        interviews.record_missed_interview(
            begun.application, by=interviewer, invite_again=True
        )

    assert caught.value.reason == MoveDenied.NOT_YOURS
    assert after(begun) == (InterviewState.BOOKED, ApplicationState.SCHEDULED)


def test_inviting_again_without_a_free_time_changes_nothing(begun, coordinator):
    with pytest.raises(Refusal) as caught:
        interviews.record_missed_interview(
            begun.application, by=coordinator, invite_again=True
        )

    assert caught.value.reason == InterviewDenied.NO_SLOTS
    assert after(begun) == (InterviewState.BOOKED, ApplicationState.SCHEDULED)


@pytest.mark.parametrize("moment", ["begun", "coming"])
def test_excused_is_none_of_her_changes(moment, request, interviewer):
    interview = request.getfixturevalue(moment)

    interviews.record_excused_interview(interview.application, by=interviewer)

    assert after(interview) == (InterviewState.EXCUSED, ApplicationState.INVITED)
    assert told() == ["volunteers.excused"]
    assert changes_made(interview.application) == 0
    link = PrivateLink.objects.get(revoked_at=None)
    assert link.is_open  # also while no time is free: she can ask for one


def test_excused_frees_the_time(coming, interviewer):
    interviews.record_excused_interview(coming.application, by=interviewer)

    assert list(InterviewSlot.objects.free()) == [coming.slot]


def test_called_off_closes_the_time(coming, interviewer):
    interviews.call_off_interview(coming.application, by=interviewer)

    assert after(coming) == (InterviewState.CALLED_OFF, ApplicationState.INVITED)
    assert told() == ["volunteers.called_off"]
    assert changes_made(coming.application) == 0
    assert not InterviewSlot.objects.free().exists()


def test_called_off_may_keep_the_time_for_others(coming, interviewer):
    interviews.call_off_interview(coming.application, by=interviewer, keep_time=True)

    assert list(InterviewSlot.objects.free()) == [coming.slot]


def test_calendar_entry_is_taken_out(coming, interviewer, coordinator):
    slot = SlotFactory(call=coming.application.call, starts_at=in_days(5))
    interviews.move_interview(coming.application, slot=slot, by=coordinator)

    interviews.call_off_interview(coming.application, by=interviewer)

    assert "METHOD:CANCEL" in Message.objects.order_by("pk").last().calendar


# --- score sheets ---------------------------------------------------------------


def test_second_interviewer_adds_her_own_sheet(begun, interviewer):
    colleague = make_staff(StaffRole.INTERVIEWER, "ikinci")
    interviews.record_interview(
        begun.application, recommendation=Recommendation.ACCEPT, by=interviewer
    )
    begun.refresh_from_db()

    for recommendation in (Recommendation.REJECT, Recommendation.RESERVE):
        interviews.save_sheet(
            begun, scores=None, recommendation=recommendation, by=colleague
        )

    sheets = InterviewSheet.objects.order_by("pk")
    assert [one.recommendation for one in sheets] == ["accept", "reserve"]


def test_sheet_waits_for_the_interview(begun, interviewer):
    with pytest.raises(Refusal) as caught:
        interviews.save_sheet(
            begun, scores=None, recommendation=Recommendation.ACCEPT, by=interviewer
        )

    assert caught.value.reason == InterviewDenied.NOT_HELD


def test_sheet_is_settled_with_the_decision(interviewer):
    application = ApplicationFactory(state=ApplicationState.ACCEPTED)
    interview = InterviewFactory(application=application, state="held")

    with pytest.raises(Refusal) as caught:
        interviews.save_sheet(
            interview, scores=None, recommendation=Recommendation.ACCEPT, by=interviewer
        )

    assert caught.value.reason == ReviewDenied.NOT_REVIEWABLE


@pytest.mark.parametrize(
    ("scores", "reason"),
    [
        ({"first": 3}, ReviewDenied.SCORE_MISSING),
        ({"first": 3, "second": 6}, ReviewDenied.SCORE_OUT_OF_RANGE),
        ({"first": 3, "second": 3, "foreign": 1}, ReviewDenied.FOREIGN_CRITERION),
    ],
)
def test_wrong_scores_are_refused_and_nothing_is_recorded(
    begun, interviewer, scores, reason
):
    call = begun.application.call
    pks = {
        "first": CriterionFactory(call=call).pk,
        "second": CriterionFactory(call=call).pk,
        "foreign": CriterionFactory().pk,
    }

    with pytest.raises(Refusal) as caught:
        interviews.record_interview(
            begun.application,
            recommendation=Recommendation.ACCEPT,
            scores={pks[name]: score for name, score in scores.items()},
            by=interviewer,
        )

    assert caught.value.reason == reason
    assert after(begun) == (InterviewState.BOOKED, ApplicationState.SCHEDULED)
    assert InterviewSheet.objects.count() == 0


def test_sheets_are_unseen_until_ones_own_is_in(interviewer):
    application = ApplicationFactory(state=ApplicationState.INTERVIEWED)
    interview = InterviewFactory(application=application, state="held")
    colleague = make_staff(StaffRole.INTERVIEWER, "ikinci")
    interview.slot.interviewers.set([interviewer, colleague])
    hers = SheetFactory(interview=interview, author=interviewer)

    before = list(interviews.sheets_visible_to(colleague, interview))
    own = SheetFactory(interview=interview, author=colleague)
    after_own = list(interviews.sheets_visible_to(colleague, interview))

    assert list(interviews.sheets_visible_to(interviewer, interview)) == [hers, own]
    assert (before, after_own) == ([], [hers, own])
