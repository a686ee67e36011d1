"""Reads across models, named by what they answer."""

from datetime import datetime
from decimal import Decimal

from django.contrib.auth.models import User
from django.db.models import (
    Case,
    Exists,
    F,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    When,
)
from django.utils import timezone

from people.models import Person
from volunteers.domain.duties import Rights
from volunteers.enums import (
    ApplicationEvent,
    ApplicationState,
    AssignmentState,
    InterviewState,
)
from volunteers.models import (
    Application,
    ApplicationArea,
    ApplicationQuerySet,
    Assignment,
    Call,
    CallQuerySet,
    InformationRequest,
    Interview,
    InterviewSlot,
    Review,
    ReviewAssignment,
    ReviewPlan,
)
from volunteers.workflow import Permission, events_from

#: What she wrote: long, sealed, and never in a list.
WRITTEN = (
    "skills",
    "motivation",
    "other_times_note",
    "answers",
    "questions_asked",
    "availability",
    "languages",
    "districts",
)
#: How far weighted scores may be apart where a call says nothing else.
DISAGREEMENT = Decimal("1.5")


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
    """With what names a row of a list, in a fixed number of queries.

    What she wrote is left in the database: no list shows it, and opening sealed texts
    takes time. So are the moves of the edition, which would come with every row; they
    are read once (`moves_of`).
    """
    return (
        applications.select_related("person", "call__process")
        .defer(*WRITTEN, "call__process__moves")
        .prefetch_related(
            Prefetch("area_choices", ApplicationArea.objects.select_related("area"))
        )
    )


def for_cards(applications: QuerySet[Application]) -> QuerySet[Application]:
    """With what a card shows; `live_interviews` are those that are booked."""
    live = Interview.objects.filter(state=InterviewState.BOOKED).select_related("slot")
    return (
        applications.select_related("person")
        .defer(*WRITTEN, "person__phone")
        .prefetch_related(
            # Few: each is made once for hundreds of cards.
            "call__process",
            "area_choices__area",
            Prefetch("interviews", live, to_attr="live_interviews"),
            Prefetch("review_assignments", _reviewers_asked()),
        )
    )


def for_work_list(
    applications: QuerySet[Application], user: User, *, rights: Rights | None = None
) -> QuerySet[Application]:
    """`for_lists` with its reviewers, what they think of it, and its interview.

    `own_is_given`: whether `user` has written her review; see `with_scores`.
    """
    return (
        with_scores(for_lists(applications), user, rights=rights)
        .annotate(
            own_is_given=Exists(
                Review.objects.filter(application=OuterRef("pk"), reviewer=user)
            ),
        )
        .prefetch_related(Prefetch("review_assignments", _reviewers_asked()))
    )


def with_scores(
    applications: QuerySet[Application], user: User, *, rights: Rights | None = None
) -> QuerySet[Application]:
    """`score_shown`: the mean of all reviews.

    None where she may not read them, so that no order tells it either. `rights`: hers,
    where they are known already.
    """
    readable = reviews_readable_by(user, rights=rights)
    return applications.annotate(score_shown=Case(When(readable, then=F("score_mean"))))


def _reviewers_asked() -> QuerySet[ReviewAssignment]:
    hands = ("username", "first_name", "last_name")
    return ReviewAssignment.objects.select_related("reviewer").only(
        "application", *(f"reviewer__{name}" for name in hands)
    )


def reviews_readable_by(user: User, *, rights: Rights | None = None) -> Q:
    """Applications whose reviews she may read: `may_read_reviews` for a query."""
    rights = rights or Rights(user)
    deciding = rights.calls_where(Permission.DECIDE)
    reviewing = rights.calls_where(Permission.REVIEW)
    # As `Exists`, so that the database looks up few and remembers all for many.
    own = Exists(Review.objects.filter(application=OuterRef("pk"), reviewer=user))
    return (
        Q(own)
        | Q(call__in=deciding - reviewing)
        | Q(call__in=deciding) & ~Q(state__in=ApplicationState.reviewable)
    )


def disagreement_limits() -> dict[int, Decimal]:
    """Call -> how far scores may be apart, where it says so itself."""
    plans = ReviewPlan.objects.values_list("call", "disagreement_above")
    return dict(plans)


def is_far(spread: Decimal | None, limit: Decimal | None) -> bool:
    """Whether the lowest and the highest weighted score are too far from each other."""
    return spread is not None and spread > (limit or DISAGREEMENT)


def disagreeing(applications: QuerySet[Application]) -> QuerySet[Application]:
    """`is_far`, as a query."""
    own = {
        call: limit
        for call, limit in disagreement_limits().items()
        if limit and limit != DISAGREEMENT
    }
    far = Q(score_spread__gt=DISAGREEMENT) & ~Q(call__in=list(own))
    for limit in sorted(set(own.values())):
        calls = [call for call, its in own.items() if its == limit]
        far |= Q(call__in=calls, score_spread__gt=limit)
    return applications.filter(far)


def awaiting_answer(
    applications: QuerySet[Application], *, overdue: bool = False
) -> QuerySet[Application]:
    """Those whose applicant was asked for more and has not answered."""
    asked = InformationRequest.objects.filter(
        answered_at__isnull=True, closed_at__isnull=True
    )
    if overdue:
        asked = asked.filter(answer_by__lt=timezone.localdate())
    return applications.filter(pk__in=asked.order_by().values("application"))


def waiting_for(user: User) -> ApplicationQuerySet:
    """Those that she was asked to review, and still may."""
    calls = Call.objects.where_may(user, Permission.REVIEW).order_by().values("pk")
    seen = Application.objects.visible_to(user)
    return seen.to_review_by(user).filter(call__in=calls)


def next_to_review(user: User, *, after: int | None = None) -> Application | None:
    """The one she should read next: asked of her, the oldest first.

    `after` is the one she has just looked at; it comes last.
    """
    waiting = waiting_for(user).order_by("submitted_at", "pk")
    another = waiting.exclude(pk=after).first() if after else None
    return another or waiting.first()


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


def moves_for(application: Application, rights: Rights) -> list[ApplicationEvent]:
    """What this member of staff may do to the application now."""
    return [
        event
        for event in events_from(ApplicationState(application.state), application.moves)
        if rights.may(application.moves[event].permission, application)
    ]


def free_slots(
    application: Application, now: datetime | None = None
) -> list[InterviewSlot]:
    """Interview times she may choose from, the earliest first."""
    return list(InterviewSlot.objects.free_for(application, now))


def held_assignments(application: Application) -> QuerySet[Assignment]:
    return application.assignments.filter(
        state__in=AssignmentState.holding
    ).select_related("role__area", "supervisor")
