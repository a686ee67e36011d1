"""Reviews: everybody scores before she sees what others think."""

from decimal import Decimal

import pytest
from django.contrib.auth.models import Permission

from people.enums import RecusalReason
from people.exceptions import Refusal
from tests.factories.volunteers import (
    ApplicationFactory,
    CallFactory,
    CriterionFactory,
    InterviewFactory,
    ReviewFactory,
    SlotFactory,
)
from volunteers.domain.duties import Rights
from volunteers.domain.erasure import forget_opinions
from volunteers.domain.queries import moves_for, reviews_visible_to
from volunteers.domain.reviews import declare_conflict, save_review
from volunteers.enums import (
    ApplicationEvent,
    ApplicationState,
    InterviewState,
    Recommendation,
)
from volunteers.exceptions import ReviewDenied
from volunteers.models import Application, Review

pytestmark = pytest.mark.django_db


@pytest.fixture
def someone(django_user_model):
    def make(name, *codenames):
        user = django_user_model.objects.create_user(name)
        user.user_permissions.set(
            Permission.objects.filter(
                content_type__app_label="volunteers",
                codename__in=codenames or ["review_application"],
            )
        )
        return user

    return make


@pytest.fixture
def application():
    call = CallFactory()
    CriterionFactory(call=call, weight=1)
    CriterionFactory(call=call, weight=3)
    return ApplicationFactory(call=call, state=ApplicationState.SCREENING)


def scores(application, *values):
    criteria = [one.pk for one in application.call.criteria.all()]
    return dict(zip(criteria, values, strict=True))


def review(application, by, *values):
    return save_review(
        application,
        scores=scores(application, *values),
        recommendation=Recommendation.ACCEPT,
        by=by,
    )


def test_others_reviews_are_hidden_until_ones_own_is_given(application, someone):
    one = someone("bir", "review_application", "view_application")
    two = someone("iki", "review_application", "view_application")
    first = review(application, one, 5, 3)

    assert list(reviews_visible_to(two, application)) == []
    second = review(application, two, 1, 1)

    assert list(reviews_visible_to(two, application)) == [first, second]
    assert list(reviews_visible_to(one, application)) == [first, second]


def test_who_reviews_and_decides_waits_too_until_the_decision(application, someone):
    first = review(application, someone("bir", "review_application"), 4, 4)
    chief = someone("sef", "review_application", "decide_application")
    decider = someone("karar", "decide_application")
    nobody = someone("kimse")

    assert list(reviews_visible_to(chief, application)) == []
    assert list(reviews_visible_to(decider, application)) == [first]
    application.state = ApplicationState.ACCEPTED
    assert list(reviews_visible_to(chief, application)) == [first]
    assert list(reviews_visible_to(nobody, application)) == []


def test_changed_review_replaces_its_scores(application, someone):
    one = someone("bir", "review_application")

    review(application, one, 5, 5)
    review(application, one, 1, 3)

    saved = Review.objects.get()
    assert [score.score for score in saved.scores.all()] == [1, 3]
    assert kept_scores(application) == (Decimal("2.50"), 0)


def kept_scores(application):
    application.refresh_from_db(fields=["score_mean", "score_spread"])
    return application.score_mean, application.score_spread


def test_what_the_reviews_come_to_is_kept_beside_the_application(application, someone):
    codes = ("review_application", "view_application")
    one, two, three = (someone(name, *codes) for name in ("bir", "iki", "uc"))
    assert kept_scores(application) == (None, None)

    review(application, one, 5, 5)
    review(application, two, 2, 3)
    assert kept_scores(application) == (Decimal("3.88"), Decimal("2.25"))

    review(application, three, 4, 4)
    declare_conflict(application, reason=RecusalReason.FAMILY, by=two)
    assert kept_scores(application) == (Decimal("4.50"), 1)

    forget_opinions([application.pk])
    assert kept_scores(application) == (None, None)


def test_scores_are_complete_within_range_and_of_this_call(application, someone):
    one = someone("bir")
    foreign = CriterionFactory()
    good = scores(application, 3, 3)
    first = next(iter(good))
    cases = [
        ({first: 3}, ReviewDenied.SCORE_MISSING),
        ({**good, first: 6}, ReviewDenied.SCORE_OUT_OF_RANGE),
        ({**good, first: 0}, ReviewDenied.SCORE_OUT_OF_RANGE),
        ({**good, foreign.pk: 3}, ReviewDenied.FOREIGN_CRITERION),
    ]

    for given, reason in cases:
        with pytest.raises(Refusal) as refused:
            save_review(application, scores=given, recommendation="accept", by=one)
        assert refused.value.reason == reason
    assert Review.objects.count() == 0


@pytest.mark.parametrize("state", ApplicationState, ids=str)
def test_reviews_close_with_the_decision(application, someone, state):
    application.state = state
    application.save()
    one = someone("bir")

    if state in ApplicationState.reviewable:
        assert review(application, one, 3, 3).reviewer == one
    else:
        with pytest.raises(Refusal) as refused:
            review(application, one, 3, 3)
        assert refused.value.reason == ReviewDenied.NOT_REVIEWABLE


def test_interviewer_sees_only_applications_that_are_hers(application, someone):
    interviewer = someone("mulakatci", "run_interview")
    clerk = someone("gorevli", "view_application")
    outsider = someone("disarida")
    met = InterviewFactory(slot=SlotFactory()).application
    met.interviews.get().slot.interviewers.add(interviewer)
    cancelled = InterviewFactory(state=InterviewState.CANCELLED)
    cancelled.slot.interviewers.add(interviewer)
    reviewed = ReviewFactory(reviewer=interviewer).application

    seen = set(Application.objects.visible_to(interviewer))

    assert seen == {met, reviewed}
    assert set(Application.objects.visible_to(clerk)) == set(Application.objects.all())
    assert list(Application.objects.visible_to(outsider)) == []


def test_moves_offered_follow_state_and_permission(application, someone):
    reviewer = someone("bir", "review_application")
    decider = someone("karar", "decide_application")
    application.state = ApplicationState.INTERVIEWED

    assert moves_for(application, Rights(reviewer)) == []
    assert moves_for(application, Rights(decider)) == [
        ApplicationEvent.ACCEPT,
        ApplicationEvent.KEEP_IN_RESERVE,
        ApplicationEvent.REJECT,
        ApplicationEvent.CARRY_OVER,
        ApplicationEvent.WITHDRAW,
    ]


def test_found_by_number_and_by_name_in_any_spelling(application):
    application.person.given_name, application.person.family_name = "Işıl", "Çağlayan"
    application.person.save()
    ApplicationFactory(person__given_name="Nesrin", person__family_name="Kılıç")

    for words in (application.reference, "isil", "ÇAĞLAYAN", "ışıl cag"):
        assert list(Application.objects.found_by(words)) == [application]
