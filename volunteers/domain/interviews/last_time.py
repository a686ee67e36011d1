"""When her interview is, or was: kept beside the application for lists to order by."""

from collections.abc import Collection

from django.db.models import Max, OuterRef, Subquery

from volunteers.enums import InterviewState
from volunteers.models import Application, Interview


def remember_interviews(applications: Collection[int]) -> None:
    """Write the hour of the last interview of each that was not given up, or None.

    For who holds their locks, and has just written an interview of theirs or its time.
    """
    counted = Interview.objects.filter(application=OuterRef("pk")).exclude(
        state=InterviewState.CANCELLED
    )
    of_each = counted.order_by().values("application")
    Application.objects.filter(pk__in=applications).update(
        interview_at=Subquery(
            of_each.annotate(last=Max("slot__starts_at")).values("last")
        )
    )
