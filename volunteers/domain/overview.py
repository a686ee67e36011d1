"""A term in numbers: how far applications came, what waits for us, who reads how much.

Each number is a query that the lists know too: what is counted here is what the list
behind the number shows.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.db.models import Case, Count, Exists, F, Min, OuterRef, Q, QuerySet, When
from django.db.models.functions import TruncDate
from django.utils import timezone

from volunteers.domain.requirements import who_needs
from volunteers.domain.working_days import earliest_within, start_of
from volunteers.enums import (
    ApplicationEvent,
    ApplicationState,
    CompletionState,
    InterviewState,
    Reached,
    Waited,
)
from volunteers.models import (
    Application,
    Assignment,
    Completion,
    Decision,
    InformationRequest,
    Interview,
    Review,
    ReviewAssignment,
    TrainingModule,
)

#: She waits for us in these: to be answered, decided on, signed up, given a role.
WAITING = (*ApplicationState.awaiting_staff, "trained", "ready")
#: Working days within which we promise to answer; `STAGES` says it to her.
PROMISE = 7
_SOON = 3


def reached(step: Reached) -> Q:
    """Applications of which this is on record, whatever became of them since."""
    match step:
        case Reached.REVIEWED:
            return _known(Review.objects.all())
        case Reached.INTERVIEWED:
            return _known(Interview.objects.filter(state=InterviewState.HELD))
        case Reached.ACCEPTED:
            return _accepted()
        case Reached.TRAINED:
            return _trained()
    return _known(Assignment.objects.all())


def _known(facts: QuerySet[Any]) -> Q:
    return Q(pk__in=facts.order_by().values("application"))


def _accepted() -> Q:
    standing = Decision.objects.filter(
        event=ApplicationEvent.ACCEPT, undone_at__isnull=True
    )
    return _known(standing)


def _trained() -> Q:
    """Accepted, with every training that her call and her area there require.

    What has run out since was completed all the same.
    """
    found = _accepted()
    for module in TrainingModule.objects.order_by("pk"):
        completed = Completion.objects.filter(
            module=module,
            state=CompletionState.CONFIRMED,
            application__anonymized_at__isnull=True,
        )
        persons = completed.order_by().values("application__person")
        found &= Q(person__in=persons) | ~who_needs(module)
    return found


def funnel(applications: QuerySet[Application]) -> dict[str, int]:
    """How many there are ("applied"), and how many reached each step."""
    return dict(
        applications.order_by().aggregate(
            applied=Count("pk"),
            **{step.value: Count("pk", filter=reached(step)) for step in Reached},
        )
    )


def _waits_since() -> Case:
    """Since the application, until we answered in any way; later since the last move.

    To be asked for more, and to be carried over, is an answer.
    """
    asked = InformationRequest.objects.filter(application=OuterRef("pk"))
    unanswered = Q(
        ~Exists(asked),
        state__in=[ApplicationState.SUBMITTED, ApplicationState.SCREENING],
        decided_at__isnull=True,
    )
    return Case(When(unanswered, then=F("submitted_at")), default=F("state_since"))


def _length(how: Waited, today: date) -> Q:
    soon = start_of(earliest_within(_SOON, today))
    promised = start_of(earliest_within(PROMISE, today))
    match how:
        case Waited.SHORT:
            return Q(waits_since__gte=soon)
        case Waited.WITHIN:
            return Q(waits_since__lt=soon, waits_since__gte=promised)
    return Q(waits_since__lt=promised)


def waiting_for_us(
    applications: QuerySet[Application],
    how: Waited | None = None,
    now: datetime | None = None,
) -> QuerySet[Application]:
    """Those that wait for us, so long as `how` says."""
    waiting = applications.filter(state__in=WAITING)
    if how is None:
        return waiting
    aged = waiting.alias(waits_since=_waits_since())
    return aged.filter(_length(how, timezone.localdate(now)))


@dataclass(slots=True)
class Ages:
    """Of what waits in one stage."""

    counts: dict[Waited, int] = field(default_factory=dict)
    oldest: datetime | None = None

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def waiting_ages(
    applications: QuerySet[Application], now: datetime | None = None
) -> dict[str, Ages]:
    """Stage -> how long those in it have waited; each stage in which they wait."""
    today = timezone.localdate(now)
    rows: Iterable[Any] = (
        applications.filter(state__in=WAITING)
        .annotate(waits_since=_waits_since())
        .order_by()
        .values("state")
        .annotate(
            oldest=Min("waits_since"),
            **{how.value: Count("pk", filter=_length(how, today)) for how in Waited},
        )
    )
    found = {state: Ages() for state in WAITING}
    for row in rows:
        found[row["state"]] = Ages(
            {how: row[how.value] for how in Waited}, row["oldest"]
        )
    return found


def reviews_asked(*, are_done: bool) -> QuerySet[ReviewAssignment]:
    """Reviews that somebody was asked for: written by now, or still to be written."""
    written = Exists(
        Review.objects.filter(
            application=OuterRef("application"), reviewer=OuterRef("reviewer")
        )
    )
    if are_done:
        return ReviewAssignment.objects.filter(written)
    return ReviewAssignment.objects.filter(
        ~written, application__state__in=ApplicationState.reviewable
    )


@dataclass(slots=True)
class Load:
    """What one reviewer was asked for. `median_days`: from the asking to the review."""

    reviewer: User
    open: int = 0
    done: int = 0
    median_days: float | None = None


def reviewer_loads(
    applications: QuerySet[Application], *, only: Any = None
) -> list[Load]:
    """In the order of their names; `only`: of this one."""
    seen = {"application__in": applications.order_by().values("pk")}
    if only is not None:
        seen["reviewer"] = only
    still_open = _per_reviewer(reviews_asked(are_done=False).filter(**seen))
    days = _days_taken(seen)
    pks = {*still_open, *days}
    reviewers = get_user_model().objects.filter(pk__in=pks)
    return [
        Load(
            one,
            open=still_open.get(one.pk, 0),
            done=sum(days[one.pk].values()) if one.pk in days else 0,
            median_days=_median(days.get(one.pk, {})),
        )
        for one in reviewers.order_by("first_name", "last_name", "pk")
    ]


def _per_reviewer(asked: QuerySet[ReviewAssignment]) -> dict[int, int]:
    counted = asked.order_by().values("reviewer").annotate(count=Count("pk"))
    return dict(counted.values_list("reviewer", "count"))


def _days_taken(seen: dict[str, Any]) -> dict[int, dict[int, int]]:
    """Reviewer -> days -> how many reviews; counted by the database, day by day."""
    rows = (
        ReviewAssignment.objects.filter(
            application__reviews__reviewer=F("reviewer"), **seen
        )
        .order_by()
        .values(
            "reviewer",
            asked_on=TruncDate("assigned_at"),
            written_on=TruncDate("application__reviews__updated_at"),
        )
        .annotate(count=Count("pk"))
    )
    found: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for row in rows:
        days = max(0, (row["written_on"] - row["asked_on"]).days)
        found[row["reviewer"]][days] += row["count"]
    return found


def _median(counts: dict[int, int]) -> float | None:
    total = sum(counts.values())
    if not total:
        return None
    middle = ((total - 1) // 2, total // 2)
    return sum(_at(place, counts) for place in middle) / 2


def _at(place: int, counts: dict[int, int]) -> int:
    """The value at this place of all values in their order."""
    for value in sorted(counts):
        place -= counts[value]
        if place < 0:
            return value
    raise IndexError(place)
