"""Reviewing an application."""

from collections.abc import Mapping

from django.contrib.auth.models import User
from django.db import transaction
from wagtail.log_actions import log

from volunteers.domain.duties import may
from volunteers.domain.moves import lock
from volunteers.enums import ApplicationState, Recommendation
from volunteers.exceptions import Refusal, ReviewDenied
from volunteers.models import Application, Review, ReviewCriterion, ReviewScore
from volunteers.workflow import Permission


@transaction.atomic
def save_review(
    application: Application,
    *,
    scores: Mapping[int, int],
    recommendation: Recommendation,
    note: str = "",
    by: User,
) -> Review:
    """Write or change one's own review, until the decision.

    `scores`: criterion pk -> 1 to 5, one for each criterion of the call.
    """
    locked = lock(application)
    if not may(by, Permission.REVIEW, locked):
        raise Refusal(ReviewDenied.NOT_YOURS)
    if locked.state not in ApplicationState.reviewable:
        raise Refusal(ReviewDenied.NOT_REVIEWABLE)
    asked = ReviewCriterion.objects.filter(call=locked.call_id)
    criteria = set(asked.values_list("pk", flat=True))
    if set(scores) - criteria:
        raise Refusal(ReviewDenied.FOREIGN_CRITERION)
    if criteria - set(scores):
        raise Refusal(ReviewDenied.SCORE_MISSING)
    if any(not 1 <= score <= 5 for score in scores.values()):
        raise Refusal(ReviewDenied.SCORE_OUT_OF_RANGE)
    review, _made = Review.objects.update_or_create(
        application=locked,
        reviewer=by,
        defaults={"recommendation": Recommendation(recommendation), "note": note},
    )
    review.scores.all().delete()
    ReviewScore.objects.bulk_create(
        ReviewScore(review=review, criterion_id=criterion, score=score)
        for criterion, score in scores.items()
    )
    log(locked, "volunteers.application.review", user=by)
    return review
