"""Score sheets: one for each interviewer, unseen by the others until theirs is in."""

from collections.abc import Mapping

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from wagtail.log_actions import log

from volunteers.domain.duties import may
from volunteers.domain.moves import lock
from volunteers.domain.queries import may_read_reviews
from volunteers.enums import ApplicationState, InterviewState, Recommendation
from volunteers.exceptions import InterviewDenied, Refusal, ReviewDenied
from volunteers.models import (
    Interview,
    InterviewScore,
    InterviewSheet,
    ReviewCriterion,
)
from volunteers.workflow import Permission


@transaction.atomic
def save_sheet(
    interview: Interview,
    *,
    scores: Mapping[int, int] | None,
    recommendation: Recommendation,
    note: str = "",
    by: User,
) -> InterviewSheet:
    """Write or change one's own sheet, from the interview until the decision."""
    locked = lock(interview.application)
    if not may(by, Permission.INTERVIEW, locked):
        raise Refusal(InterviewDenied.NOT_YOURS)
    if locked.anonymized_at or locked.state not in ApplicationState.reviewable:
        raise Refusal(ReviewDenied.NOT_REVIEWABLE)
    held = Interview.objects.select_for_update().get(pk=interview.pk)
    if held.state != InterviewState.HELD:
        raise Refusal(InterviewDenied.NOT_HELD)
    sheet = write_sheet(
        held, scores=scores, recommendation=recommendation, note=note, by=by
    )
    log(locked, "volunteers.application.score_interview", user=by)
    return sheet


def write_sheet(
    interview: Interview,
    *,
    scores: Mapping[int, int] | None,
    recommendation: Recommendation,
    note: str,
    by: User,
) -> InterviewSheet:
    """`scores`: criterion pk -> 1 to 5, for each criterion of the call or for none."""
    scores = scores or {}
    criteria = set(
        ReviewCriterion.objects.filter(
            call__applications=interview.application_id
        ).values_list("pk", flat=True)
    )
    if set(scores) - criteria:
        raise Refusal(ReviewDenied.FOREIGN_CRITERION)
    if scores and criteria - set(scores):
        raise Refusal(ReviewDenied.SCORE_MISSING)
    if any(not 1 <= score <= 5 for score in scores.values()):
        raise Refusal(ReviewDenied.SCORE_OUT_OF_RANGE)
    sheet, _made = InterviewSheet.objects.update_or_create(
        interview=interview,
        author=by,
        defaults={"recommendation": Recommendation(recommendation), "note": note},
    )
    sheet.scores.all().delete()
    InterviewScore.objects.bulk_create(
        InterviewScore(sheet=sheet, criterion_id=criterion, score=score)
        for criterion, score in scores.items()
    )
    return sheet


def sheets_visible_to(user: User, interview: Interview) -> QuerySet[InterviewSheet]:
    """One's own; everybody's once one's own is in, or for who decides on them.

    A reviewer who did not hold the interview reads them once her review is given.
    """
    sheets = interview.sheets.select_related("author").prefetch_related(
        "scores__criterion"
    )
    own = sheets.filter(author=user)
    if own.exists():
        return sheets
    application = interview.application
    has_reviewed = (
        application.reviews.filter(reviewer=user).exists()
        and not interview.slot.interviewers.filter(pk=user.pk).exists()
    )
    if may_read_reviews(user, application, own_is_given=has_reviewed):
        return sheets
    return own
