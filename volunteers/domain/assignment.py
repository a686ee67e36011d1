"""Who reviews what: chosen by hand, or shared out evenly. Always the same result.

The plan is a pure computation, shown before it is carried out and explained row by
row; the verb makes it again under its locks.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from wagtail.log_actions import log

from people.models import Recusal
from people.roles import SEE_PROTECTED
from volunteers.domain.duties import Rights, may_somewhere
from volunteers.domain.moves import Actor, lock
from volunteers.enums import ApplicationState
from volunteers.exceptions import AssignmentDenied, Refusal
from volunteers.models import Application, Review, ReviewAssignment, ReviewPlan
from volunteers.workflow import Permission as MayDo


@dataclass(slots=True)
class PlannedReviewers:
    """What one application gets, and why it gets no more."""

    application: Application
    chosen: list[User] = field(default_factory=list)
    #: None where it gets as many as were wanted
    lacking: AssignmentDenied | None = None


def open_reviews(reviewers: Sequence[User]) -> dict[int, int]:
    """Reviewer -> how many reviews she was asked for and has not written."""
    loads = {reviewer.pk: 0 for reviewer in reviewers}
    written = Review.objects.filter(
        application=OuterRef("application"), reviewer=OuterRef("reviewer")
    )
    waiting = ReviewAssignment.objects.filter(
        ~Exists(written),
        reviewer__in=loads,
        application__state__in=ApplicationState.reviewable,
    )
    for reviewer in waiting.values_list("reviewer", flat=True):
        loads[reviewer] += 1
    return loads


def plan_assignments(
    applications: Sequence[Application],
    *,
    reviewers: Sequence[User],
    balanced: bool,
    by: Actor = None,
) -> list[PlannedReviewers]:
    """Who would get what.

    By hand (`balanced` false) every application gets every reviewer chosen. Balanced,
    it gets as many as its call wants: those with the fewest open reviews first, in
    the order of the applications' arrival; nobody beyond the call's limit. Whoever
    does not review in the call, declared a conflict, or may not see the person, is
    passed over; `by`, where given, assigns only in calls where she decides.
    """
    order = sorted(applications, key=lambda one: (one.submitted_at, one.pk))
    hands = sorted(reviewers, key=lambda one: one.pk)
    loads = open_reviews(hands)
    world = _World(order, hands)
    hers = Rights(by).calls_where(MayDo.DECIDE) if by else None
    return [
        PlannedReviewers(one, lacking=AssignmentDenied.NOT_YOURS)
        if hers is not None and one.call_id not in hers
        else _plan_one(one, hands, loads, world, balanced=balanced)
        for one in order
    ]


class _World:
    """What the plan has to know, read in a fixed number of queries."""

    def __init__(self, applications: Sequence[Application], hands: Sequence[User]):
        pks = [one.pk for one in applications]
        self.plans = {
            plan.call_id: plan
            for plan in ReviewPlan.objects.filter(
                call__in={one.call_id for one in applications}
            )
        }
        self.taken: dict[int, set[int]] = defaultdict(set)
        for model in (ReviewAssignment, Review):
            pairs = model.objects.filter(application__in=pks)
            for pk, reviewer in pairs.values_list("application", "reviewer"):
                self.taken[pk].add(reviewer)
        self.recused = set(
            Recusal.objects.filter(
                user__in=hands, person__in=[one.person_id for one in applications]
            ).values_list("person", "user")
        )
        self.reviews_in = {
            hand.pk: Rights(hand).calls_where(MayDo.REVIEW) for hand in hands
        }
        self.sees_protected = {
            hand.pk for hand in hands if hand.has_perm(SEE_PROTECTED)
        }

    def may_read(self, hand: User, application: Application) -> bool:
        if application.call_id not in self.reviews_in[hand.pk]:
            return False
        if (application.person_id, hand.pk) in self.recused:
            return False
        person = application.person
        return not person.is_protected or hand.pk in self.sees_protected


def _plan_one(
    application: Application,
    hands: Sequence[User],
    loads: dict[int, int],
    world: _World,
    *,
    balanced: bool,
) -> PlannedReviewers:
    planned = PlannedReviewers(application)
    if application.state not in ApplicationState.reviewable:
        planned.lacking = AssignmentDenied.NOT_REVIEWABLE
        return planned
    plan = world.plans.get(application.call_id) or ReviewPlan()
    taken = world.taken[application.pk]
    wanted = plan.reviewers_wanted - len(taken) if balanced else len(hands)
    if wanted <= 0:
        planned.lacking = AssignmentDenied.ENOUGH
        return planned
    free = [
        hand
        for hand in hands
        if hand.pk not in taken and world.may_read(hand, application)
    ]
    limit = plan.most_per_reviewer
    within = [hand for hand in free if limit is None or loads[hand.pk] < limit]
    within.sort(key=lambda hand: (loads[hand.pk], hand.pk))
    planned.chosen = within[:wanted]
    for hand in planned.chosen:
        loads[hand.pk] += 1
        taken.add(hand.pk)
    if not planned.chosen or (balanced and len(planned.chosen) < wanted):
        full = len(within) < len(free)
        planned.lacking = (
            AssignmentDenied.ALL_FULL if full else AssignmentDenied.NOBODY_FREE
        )
    return planned


@transaction.atomic
def assign_reviewers(
    applications: Sequence[Application],
    *,
    reviewers: Sequence[User],
    balanced: bool,
    by: Actor,
) -> list[PlannedReviewers]:
    """Carry out the plan; two who do it at once do not exceed a limit together."""
    if not reviewers:
        raise Refusal(AssignmentDenied.NO_REVIEWERS)
    # The reviewers' own rows are the lock of their load, in one order.
    pks = [reviewer.pk for reviewer in reviewers]
    users = get_user_model().objects.filter(pk__in=pks, is_active=True)
    hands = list(users.select_for_update(of=("self",), no_key=True).order_by("pk"))
    if len(hands) < len(set(pks)) or not all(
        may_somewhere(one, MayDo.REVIEW) for one in hands
    ):
        raise Refusal(AssignmentDenied.NOT_A_REVIEWER)
    locked = list(
        Application.objects.filter(pk__in=[one.pk for one in applications])
        .select_for_update(of=("self",))
        .select_related("person")
        .order_by("pk")
    )
    planned = plan_assignments(locked, reviewers=hands, balanced=balanced, by=by)
    now = timezone.now()
    ReviewAssignment.objects.bulk_create(
        ReviewAssignment(
            application=one.application, reviewer=hand, assigned_by=by, assigned_at=now
        )
        for one in planned
        for hand in one.chosen
    )
    for one in planned:
        if one.chosen:
            log(
                one.application,
                "volunteers.application.assign_reviewers",
                user=by,
                data={"reviewers": [hand.pk for hand in one.chosen]},
            )
    return planned


@transaction.atomic
def take_back_assignment(assignment: ReviewAssignment, *, by: Actor) -> None:
    """Somebody else reads it; what was already written stays, and so does this."""
    application = lock(assignment.application)
    if application.reviews.filter(reviewer=assignment.reviewer_id).exists():
        raise Refusal(AssignmentDenied.ALREADY_REVIEWED)
    application.review_assignments.filter(pk=assignment.pk).delete()
    log(
        application,
        "volunteers.application.take_back_assignment",
        user=by,
        data={"reviewer": assignment.reviewer_id},
    )
