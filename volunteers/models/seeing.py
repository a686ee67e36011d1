"""Which applications a member of staff meets: by her permissions, or by her duty."""

from typing import Any

from django.db.models import Q

from volunteers.enums import ApplicationState, Duty
from volunteers.models.call import OVERSEE, Call
from volunteers.models.team import held_duties

#: An empty `Q` would vanish from an "or".
_EVERYTHING = ~Q(pk__in=[])


def seen_by(user: Any, applications: Any) -> Q:
    """`applications`: the manager of all of them, to look up those that are hers."""
    met = Q(pk__in=_keys(applications.of_interviewer(user)))
    reviewed = Q(pk__in=_keys(applications.filter(reviews__reviewer__in=[user.pk])))
    asked = Q(pk__in=_keys(applications.assigned_to(user)))
    supervised = Q(
        pk__in=_keys(applications.filter(assignments__supervisor__in=[user.pk]))
    )
    accepted = Q(state__in=ApplicationState.accepted_on)
    by_duty: dict[Duty, Q] = {
        Duty.COORDINATOR: _EVERYTHING,
        Duty.REVIEWER: Q(state__in=ApplicationState.reviewable) | reviewed | asked,
        Duty.INTERVIEWER: met,
        Duty.TRAINER: accepted,
        Duty.SUPERVISOR: supervised,
        Duty.READER: _EVERYTHING,
    }
    seen = _by_permission(user, met=met, asked=asked, accepted=accepted)
    # Each duty that she has nowhere would be one more question about every row.
    held = held_duties(user)
    for duty, shown in by_duty.items():
        if duty not in held:
            continue
        seen |= Q(call__in=Call.objects.in_which(user, has=[duty])) & shown
    return seen


def _by_permission(user: Any, *, met: Q, asked: Q, accepted: Q) -> Q:
    """Where no team works: all with `view_application`; without it an interviewer
    sees those that she interviews or has reviewed, a reviewer those she was asked to
    read, who runs trainings those that were accepted; anybody else none.
    """
    if user.has_perm("volunteers.view_application"):
        seen = _EVERYTHING
    else:
        seen = Q(pk__in=[])
        if user.has_perm("volunteers.run_interview"):
            seen |= met
        if user.has_perm("volunteers.review_application"):
            seen |= asked
        if user.has_perm("volunteers.run_training"):
            seen |= accepted
    if user.has_perm(OVERSEE):
        return seen
    return seen & ~Q(call__in=Call.objects.with_team())


def _keys(applications: Any) -> Any:
    return applications.order_by().values("pk")
