"""Reviewing without names: whom must this user judge without knowing who she is?"""

from collections.abc import Collection
from typing import Any

from django.db.models import Case, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from volunteers.enums import ApplicationState
from volunteers.models import Application, Call, Review, ReviewAssignment, ReviewPlan
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


def is_nameless(application: Application, user: Any) -> bool:
    hidden = nameless_for(user)
    if hidden is None:
        return False
    return Application.objects.filter(hidden, pk=application.pk).exists()


def with_names(
    applications: QuerySet[Application], nameless: Q | None
) -> QuerySet[Application]:
    """Those whose names may be known: what searches and filters by a person look in.

    A nameless one that a name found, or a district, would have told who she is.
    """
    return applications if nameless is None else applications.exclude(nameless)


def marked(
    applications: QuerySet[Application], nameless: Q | None
) -> QuerySet[Application]:
    """Each with `is_nameless`, and `name_order` in which the nameless come first."""
    if nameless is None:
        return applications.annotate(is_nameless=Value(False))
    return applications.annotate(
        is_nameless=Case(When(nameless, then=Value(True)), default=Value(False)),
        name_order=Coalesce(Case(When(nameless, then=Value(""))), "person__sort_key"),
    )
