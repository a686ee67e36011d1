"""Reads across models, named by what they answer."""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.models import User
from django.db.models import Prefetch, QuerySet, prefetch_related_objects
from django.utils import timezone

from people.models import Person
from volunteers.domain.duties import Rights
from volunteers.domain.roles import standing_denied_reason, standings_of
from volunteers.enums import (
    ApplicationEvent,
    ApplicationState,
    AssignmentState,
    InterviewState,
)
from volunteers.exceptions import RoleDenied
from volunteers.models import (
    Application,
    Assignment,
    Call,
    CallQuerySet,
    Interview,
    InterviewSlot,
    Review,
    Role,
)
from volunteers.workflow import MOVES, Permission, events_from


def open_calls(now: datetime | None = None) -> CallQuerySet:
    """Calls one can apply to, those that close first at the top."""
    return Call.objects.open(now).order_by("closes_at", "pk")


def upcoming_calls(now: datetime | None = None) -> CallQuerySet:
    return Call.objects.upcoming(now).order_by("opens_at", "pk")


def next_call(now: datetime | None = None) -> Call | None:
    """The call that opens next."""
    return upcoming_calls(now).first()


def last_closed_call(now: datetime | None = None) -> Call | None:
    return Call.objects.closed(now).order_by("-closes_at", "-pk").first()


def calls_for_the_public(
    now: datetime | None = None, *, only_current: bool = True
) -> CallQuerySet:
    """Calls with their areas: the open ones, those closing first, then the coming."""
    calls = Call.objects.prefetch_related("areas").order_by("opens_at", "closes_at")
    if only_current:
        calls = calls.filter(closes_at__gt=now or timezone.now())
    return calls


def for_lists(applications: QuerySet[Application]) -> QuerySet[Application]:
    """With what a row of a list shows, in a fixed number of queries.

    `listed_interviews` holds the interviews that were not cancelled.
    """
    interviews = Interview.objects.exclude(
        state=InterviewState.CANCELLED
    ).select_related("slot")
    return applications.select_related("person", "call__process").prefetch_related(
        "area_choices__area",
        "reviews__scores__criterion",
        Prefetch("interviews", queryset=interviews, to_attr="listed_interviews"),
    )


def possible_doubles(application: Application) -> QuerySet[Application]:
    """Others' applications that may be the same person's; for staff only."""
    people = Person.objects.possibly_same_as(application.person)
    return Application.objects.filter(person__in=people).select_related(
        "call", "person"
    )


def reviews_visible_to(user: User, application: Application) -> QuerySet[Review]:
    """One's own review; everybody's once one's own is given.

    Who decides without reviewing, and everybody who decides after the decision, sees
    them all.
    """
    reviews = (
        application.reviews.select_related("reviewer")
        .prefetch_related("scores__criterion")
        .all()
    )
    own_is_given = reviews.filter(reviewer=user).exists()
    if may_read_reviews(user, application, own_is_given=own_is_given):
        return reviews
    return reviews.none()


def may_read_reviews(
    user: User,
    application: Application,
    *,
    own_is_given: bool,
    rights: Rights | None = None,
) -> bool:
    """`rights`: those of `user`, where many applications are asked about."""
    rights = rights or Rights(user)
    decides = rights.may(Permission.DECIDE, application)
    reviewing = rights.may(Permission.REVIEW, application)
    is_over = application.state not in ApplicationState.reviewable
    return own_is_given or (decides and (is_over or not reviewing))


def mean_score(reviews: Iterable[Review]) -> float | None:
    """The weighted mean of all scores, or None without any."""
    total = weights = 0
    for review in reviews:
        for score in review.scores.all():
            total += score.score * score.criterion.weight
            weights += score.criterion.weight
    return round(total / weights, 1) if weights else None


def moves_for(application: Application, rights: Rights) -> list[ApplicationEvent]:
    """What this member of staff may do to the application now."""
    return [
        event
        for event in events_from(ApplicationState(application.state))
        if rights.may(MOVES[event].permission, application)
    ]


def free_slots(
    application: Application, now: datetime | None = None
) -> list[InterviewSlot]:
    """Interview times she may choose from, the earliest first."""
    return list(InterviewSlot.objects.filter(call=application.call_id).free(now))


def held_assignments(application: Application) -> QuerySet[Assignment]:
    return application.assignments.filter(
        state__in=AssignmentState.holding
    ).select_related("role__area", "supervisor")


def roles_for(application: Application) -> list[tuple[Role, RoleDenied | None]]:
    """Every role that is offered, with why she cannot have it where she cannot."""
    standing = standings_of([application])[application.pk]
    return [
        (role, standing_denied_reason(standing, role=role) or _full(role))
        for role in Role.objects.offered()
        .with_places()
        .select_related("area")
        .prefetch_related("required_trainings")
    ]


def candidates_for(
    role: Role, *, seen_by: User
) -> list[tuple[Application, RoleDenied | None]]:
    """Who wants the role's area and is in training or further, those that fit first.

    Only whom `seen_by` may see.
    """
    wanting = list(
        for_lists(
            Application.objects.visible_to(seen_by)
            .in_states(
                ApplicationState.IN_TRAINING,
                ApplicationState.TRAINED,
                ApplicationState.READY,
                ApplicationState.ON_DUTY,
            )
            .filter(area_choices__area=role.area_id)
            .exclude(
                assignments__in=Assignment.objects.filter(
                    role=role, state__in=AssignmentState.holding
                )
            )
            .order_by("person__sort_key", "pk")
        )
    )
    standings = standings_of(wanting)
    prefetch_related_objects([role], "required_trainings")
    judged = [
        (one, standing_denied_reason(standings[one.pk], role=role)) for one in wanting
    ]
    return sorted(judged, key=lambda pair: pair[1] is not None)


def _full(role: Role) -> RoleDenied | None:
    return None if role.places_left else RoleDenied.ROLE_FULL
