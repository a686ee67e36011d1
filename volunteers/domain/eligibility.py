"""May she apply? A reason, or None."""

from collections.abc import Sequence
from datetime import date, datetime

from django.utils import timezone

from people.fields import age_on
from volunteers.exceptions import ApplicationDenied, Refusal
from volunteers.models import Call, VolunteerArea


def call_denied_reason(
    call: Call, *, now: datetime, begun_at: datetime | None = None
) -> ApplicationDenied | None:
    """Why one cannot apply to the call at this moment.

    Who began before it closed (`begun_at`) has the grace of the call to finish.
    """
    if call.is_upcoming(now):
        return ApplicationDenied.NOT_OPEN_YET
    if not call.has_closed(now):
        return None
    if begun_at is not None and begun_at < call.closes_at and now < call.grace_ends_at:
        return None
    return ApplicationDenied.CLOSED


def age_denied_reason(
    call: Call, *, birth_date: date | None, now: datetime
) -> ApplicationDenied | None:
    """Her age counts on the day of applying, in İzmir; 29 February turns on 1 March."""
    if birth_date is None:
        return ApplicationDenied.BIRTH_DATE_MISSING
    if age_on(birth_date, timezone.localdate(now)) < call.minimum_age:
        return ApplicationDenied.UNDER_AGE
    return None


def areas_denied_reason(
    call: Call, *, areas: Sequence[VolunteerArea]
) -> ApplicationDenied | None:
    if not areas:
        return ApplicationDenied.NO_AREA
    if len({area.pk for area in areas}) > call.most_areas:
        return ApplicationDenied.TOO_MANY_AREAS
    offered = {area.pk for area in call.areas.all() if area.is_active}
    if any(area.pk not in offered for area in areas):
        return ApplicationDenied.FOREIGN_AREA
    return None


def application_denied_reason(
    call: Call,
    *,
    birth_date: date | None,
    areas: Sequence[VolunteerArea],
    now: datetime,
    begun_at: datetime | None = None,
) -> ApplicationDenied | None:
    """The first reason, in the order in which she can do something about it."""
    return (
        call_denied_reason(call, now=now, begun_at=begun_at)
        or age_denied_reason(call, birth_date=birth_date, now=now)
        or areas_denied_reason(call, areas=areas)
    )


def refusal_of(call: Call, reason: ApplicationDenied, *, question: str = "") -> Refusal:
    """The reason with the facts of the call that its words need."""
    return Refusal(
        reason,
        opens_at=call.opens_at,
        closes_at=call.closes_at,
        minimum_age=call.minimum_age,
        most_areas=call.most_areas,
        question=question,
    )
