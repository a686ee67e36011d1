"""Sharing out what has to be read: even, within limits, explained, always the same."""

import pytest
from django.contrib.auth.models import Permission

from people.domain.recusals import declare_recusal
from people.exceptions import Refusal
from tests.factories.people import PersonFactory
from tests.factories.volunteers import (
    ApplicationFactory,
    CallFactory,
    ReviewFactory,
    ReviewPlanFactory,
    in_days,
)
from volunteers.domain.assignment import (
    assign_reviewers,
    open_reviews,
    plan_assignments,
    take_back_assignment,
)
from volunteers.enums import ApplicationState
from volunteers.exceptions import AssignmentDenied
from volunteers.models import Application, Call, ReviewAssignment
from volunteers.permissions import staff_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def reviewers(django_user_model):
    permission = Permission.objects.get(codename="review_application")
    made = []
    for name in ("ayla", "banu", "canan"):
        user = django_user_model.objects.create_user(name)
        user.user_permissions.add(permission)
        made.append(user)
    return made


@pytest.fixture
def call():
    return CallFactory()


def arrived(call, number, **kwargs):
    return [
        ApplicationFactory(call=call, submitted_at=in_days(-30 + place), **kwargs)
        for place in range(number)
    ]


def names(planned):
    return [[hand.username for hand in one.chosen] for one in planned]


def test_work_is_shared_evenly_in_the_order_of_arrival(call, reviewers):
    ReviewPlanFactory(call=call, reviewers_wanted=2)
    applications = arrived(call, 3)

    planned = plan_assignments(applications[::-1], reviewers=reviewers, balanced=True)

    assert [one.application for one in planned] == applications
    assert names(planned) == [
        ["ayla", "banu"],
        ["canan", "ayla"],
        ["banu", "canan"],
    ]
    assert not any(one.lacking for one in planned)


def test_plan_is_the_same_however_often_it_is_made(call, reviewers):
    applications = arrived(call, 7)

    plans = [
        names(plan_assignments(given, reviewers=hands, balanced=True))
        for given, hands in (
            (applications, reviewers),
            (applications[::-1], reviewers[::-1]),
        )
    ]

    assert plans[0] == plans[1]


def test_who_already_has_much_gets_less(call, reviewers):
    ReviewPlanFactory(call=call, reviewers_wanted=1)
    for one in arrived(call, 3):
        ReviewAssignment.objects.create(
            application=one, reviewer=reviewers[0], assigned_at=in_days(-1)
        )
    applications = arrived(call, 3)

    planned = plan_assignments(applications, reviewers=reviewers, balanced=True)

    assert names(planned) == [["banu"], ["canan"], ["banu"]]


def test_written_reviews_and_ended_applications_are_no_load(call, reviewers):
    ayla = reviewers[0]
    written, ended = arrived(call, 2)
    ReviewFactory(application=written, reviewer=ayla)
    for one in (written, ended):
        ReviewAssignment.objects.create(
            application=one, reviewer=ayla, assigned_at=in_days(-1)
        )
    ended.state = ApplicationState.REJECTED
    ended.save()

    assert open_reviews([ayla]) == {ayla.pk: 0}


def test_nobody_gets_more_than_the_limit_and_the_plan_says_so(call, reviewers):
    ReviewPlanFactory(call=call, reviewers_wanted=1, most_per_reviewer=1)

    planned = plan_assignments(arrived(call, 4), reviewers=reviewers, balanced=True)

    assert names(planned) == [["ayla"], ["banu"], ["canan"], []]
    assert planned[-1].lacking == AssignmentDenied.ALL_FULL


def test_who_declared_a_conflict_or_may_not_see_her_is_passed_over(call, reviewers):
    [known] = arrived(call, 1)
    hidden = ApplicationFactory(call=call, person=PersonFactory(is_protected=True))
    declare_recusal(known.person, reason="friend", by=reviewers[0])

    first, second = plan_assignments(
        [known, hidden], reviewers=reviewers, balanced=True
    )

    assert reviewers[0] not in first.chosen
    assert second.chosen == []
    assert second.lacking == AssignmentDenied.NOBODY_FREE


def test_by_hand_everybody_chosen_gets_it_once(call, reviewers):
    [one] = arrived(call, 1)

    assign_reviewers([one], reviewers=reviewers[:2], balanced=False, by=None)
    again = assign_reviewers([one], reviewers=reviewers, balanced=False, by=None)

    assert names(again) == [["canan"]]
    assert one.review_assignments.count() == 3


@pytest.mark.parametrize(
    ("state", "reason"), [("rejected", AssignmentDenied.NOT_REVIEWABLE)]
)
def test_what_is_decided_needs_no_reviewer(call, reviewers, state, reason):
    [one] = arrived(call, 1, state=state)

    [planned] = assign_reviewers([one], reviewers=reviewers, balanced=True, by=None)

    assert planned.lacking == reason
    assert not ReviewAssignment.objects.exists()


def test_only_who_may_review_can_be_asked(call, reviewers, django_user_model):
    [one] = arrived(call, 1)
    other = django_user_model.objects.create_user("deniz")

    for chosen, reason in (
        ([], AssignmentDenied.NO_REVIEWERS),
        ([*reviewers, other], AssignmentDenied.NOT_A_REVIEWER),
    ):
        with pytest.raises(Refusal) as refused:
            assign_reviewers([one], reviewers=chosen, balanced=True, by=None)
        assert refused.value.reason == reason
    assert other not in staff_in(Call.objects.all(), "review_application")


def test_reviewer_sees_what_she_was_asked_to_read(call, reviewers):
    asked, other = arrived(call, 2)
    assign_reviewers([asked], reviewers=reviewers[:1], balanced=False, by=None)

    assert list(Application.objects.visible_to(reviewers[0])) == [asked]
    assert list(Application.objects.to_review_by(reviewers[0])) == [asked]
    assert other not in Application.objects.visible_to(reviewers[1])


def test_assignment_is_taken_back_until_the_review_is_written(call, reviewers):
    one, two = arrived(call, 2)
    assign_reviewers([one, two], reviewers=reviewers[:1], balanced=False, by=None)
    ReviewFactory(application=two, reviewer=reviewers[0])

    take_back_assignment(one.review_assignments.get(), by=None)
    with pytest.raises(Refusal) as refused:
        take_back_assignment(two.review_assignments.get(), by=None)

    assert refused.value.reason == AssignmentDenied.ALREADY_REVIEWED
    assert not one.review_assignments.exists()


def test_planning_costs_the_same_for_1_and_30(
    call, reviewers, django_assert_max_num_queries
):
    applications = arrived(call, 30)

    for given in (applications[:1], applications):
        loaded = list(
            Application.objects.filter(pk__in=[one.pk for one in given]).select_related(
                "person"
            )
        )
        hands = list(staff_in(Call.objects.all(), "review_application"))
        with django_assert_max_num_queries(14):
            plan_assignments(loaded, reviewers=hands, balanced=True)
