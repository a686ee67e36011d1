"""Applications that somebody judges without knowing whose they are."""

from collections.abc import Collection
from typing import Any

from django.db.models import Q

from volunteers.enums import ApplicationState
from volunteers.models.call import Call
from volunteers.models.review import Review, ReviewAssignment
from volunteers.models.review_plan import ReviewPlan
from volunteers.workflow import Permission


def nameless_for(user: Any, *, blind: Collection[int] | None = None) -> Q | None:
    """Applications of which she must not see name, age and district; None: of none.

    While they are read on paper: everything for who reviews and does not decide; for
    who decides, those she was asked to review, until her own review is given.

    `blind`: the calls that are reviewed without names, where they are known already.
    """
    if blind is None:
        plans = ReviewPlan.objects.filter(is_blind=True).order_by()
        blind = set(plans.values_list("call", flat=True))
    if not blind:
        return None
    deciding = Call.objects.where_may(user, Permission.DECIDE).order_by().values("pk")
    asked = ReviewAssignment.objects.filter(reviewer=user).order_by()
    given = Review.objects.filter(reviewer=user).order_by()
    to_review = Q(pk__in=asked.values("application")) & ~Q(
        pk__in=given.values("application")
    )
    return Q(call__in=sorted(blind), state__in=ApplicationState.reading) & (
        ~Q(call__in=deciding) | to_review
    )
