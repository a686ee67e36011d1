"""Reviewing an application, or keeping out of it."""

from collections.abc import Collection, Mapping
from decimal import Decimal

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Avg, Max, Min, OuterRef, Subquery
from django.db.models.functions import Round
from django.utils import timezone
from wagtail.log_actions import log

from people.domain.recusals import declare_recusal
from people.enums import RecusalReason, RecusalRefusal
from people.models import Recusal
from volunteers.domain.duties import may
from volunteers.domain.moves import lock, lock_hers
from volunteers.enums import ApplicationState, InterviewState, Recommendation
from volunteers.exceptions import Refusal, ReviewDenied
from volunteers.models import (
    Application,
    Assignment,
    InterviewSheet,
    InterviewSlot,
    Review,
    ReviewAssignment,
    ReviewCriterion,
    ReviewScore,
)
from volunteers.workflow import Permission


def weighted_mean(
    scores: Mapping[int, int], weights: Mapping[int, int]
) -> Decimal | None:
    """Of one review; both by the criterion's primary key."""
    total = sum(weights[criterion] for criterion in scores)
    if not total:
        return None
    points = sum(score * weights[criterion] for criterion, score in scores.items())
    return (Decimal(points) / total).quantize(Decimal("0.01"))


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
    asked = list(ReviewCriterion.objects.filter(call=locked.call_id))
    criteria = {criterion.pk for criterion in asked}
    if set(scores) - criteria:
        raise Refusal(ReviewDenied.FOREIGN_CRITERION)
    if criteria - set(scores):
        raise Refusal(ReviewDenied.SCORE_MISSING)
    if any(not 1 <= score <= 5 for score in scores.values()):
        raise Refusal(ReviewDenied.SCORE_OUT_OF_RANGE)
    review, _made = Review.objects.update_or_create(
        application=locked,
        reviewer=by,
        defaults={
            "recommendation": Recommendation(recommendation),
            "note": note,
            "mean": weighted_mean(scores, {one.pk: one.weight for one in asked}),
        },
    )
    review.scores.all().delete()
    ReviewScore.objects.bulk_create(
        ReviewScore(review=review, criterion_id=criterion, score=score)
        for criterion, score in scores.items()
    )
    remember_scores([locked.pk])
    log(locked, "volunteers.application.review", user=by)
    return review


def remember_scores(applications: Collection[int]) -> None:
    """Write what their reviews come to beside each, as lists read and order it.

    For who holds their locks, and has just written or removed a review of theirs.
    """
    means = Review.objects.filter(application=OuterRef("pk"), mean__isnull=False)
    of_each = means.order_by().values("application")
    Application.objects.filter(pk__in=applications).update(
        score_mean=Subquery(of_each.annotate(n=Round(Avg("mean"), 2)).values("n")),
        score_spread=Subquery(
            of_each.annotate(n=Max("mean") - Min("mean")).values("n")
        ),
    )


@transaction.atomic
def declare_conflict(
    application: Application, *, reason: RecusalReason, by: User
) -> Recusal:
    """She knows the applicant, and sees nothing of her any more.

    This holds for every application of the same person. Whoever meets one by duty or
    permission may declare it, at any time. What she was to do goes to somebody else;
    what she wrote goes where nothing is decided yet, and stays on record elsewhere.
    """
    locked = lock_hers(application.pk)
    person = locked.person
    if not _meets(by, locked):
        raise Refusal(RecusalRefusal.NOT_MET)
    recusal = declare_recusal(person, reason=reason, by=by)
    ReviewAssignment.objects.filter(application__person=person, reviewer=by).delete()
    undecided = Application.objects.filter(
        person=person, state__in=ApplicationState.reviewable
    )
    Review.objects.filter(application__in=undecided, reviewer=by).delete()
    remember_scores([one.pk for one in undecided])
    InterviewSheet.objects.filter(
        interview__application__in=undecided, author=by
    ).delete()
    for slot in InterviewSlot.objects.filter(
        interviews__application__person=person,
        interviews__state=InterviewState.BOOKED,
        starts_at__gt=timezone.now(),
        interviewers=by,
    ):
        # The time is the applicant's still; who staffs the week finds somebody else.
        slot.interviewers.remove(by)
    # Her own page names whom to turn to: rather nobody than who keeps out of it.
    Assignment.objects.holding().filter(
        application__person=person, supervisor=by
    ).update(supervisor=None)
    log(locked, "volunteers.application.recuse", user=by)
    return recusal


def _meets(by: User, application: Application) -> bool:
    """Or has declared it already: asked for twice, it stands once."""
    if Recusal.objects.filter(person=application.person_id, user=by).exists():
        return True
    return Application.objects.visible_to(by).filter(pk=application.pk).exists()
