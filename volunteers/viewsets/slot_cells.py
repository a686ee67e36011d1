"""How one interview time is read out, in the list, in the week and on its page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.permissions import policy_registry

from volunteers.domain.working_days import start_of
from volunteers.enums import InterviewState
from volunteers.models import Application, Interview, InterviewSlot
from volunteers.viewsets.cells import name_of

TAKEN = pgettext_lazy("interview time", "Taken")
#: What the list of times can be narrowed to.
SLOT_STATES = [
    (InterviewState.BOOKED.value, TAKEN),
    (InterviewState.HELD.value, pgettext_lazy("interview time", "Held")),
    (InterviewState.MISSED.value, pgettext_lazy("interview time", "She did not come")),
    ("free", pgettext_lazy("interview time", "Free")),
]
#: How many colors there are for interviewers; see `volunteers/admin.css`.
COLORS = 8


def seen_slots(user):
    """The interview times this user may see, with what a row shows."""
    policy = policy_registry.get_by_type(InterviewSlot)
    applications = Application.objects.visible_to(user).order_by().values("pk")
    interviews = (
        Interview.objects.select_related("application__person")
        .annotate(is_seen=Exists(applications.filter(pk=OuterRef("application"))))
        .order_by("pk")
    )
    return (
        policy.instances_user_has_permission_for(user, "view")
        .select_related("call")
        .prefetch_related("interviewers", Prefetch("interviews", queryset=interviews))
        .order_by("starts_at", "pk")
    )


def taken_interview(slot: InterviewSlot):
    """The booking that holds the slot, from what the list has read."""
    return next(
        (one for one in slot.interviews.all() if one.state in InterviewState.taking),
        None,
    )


def shown_interview(slot: InterviewSlot):
    """The same; of a time that is over, also one that fell through.

    Of whom one may not see only that the time is hers: not that she came, or did not.
    """
    taken = taken_interview(slot)
    if taken or not has_begun(slot):
        return taken
    return next(
        (
            one
            for one in reversed(slot.interviews.all())
            if one.is_seen and one.state in InterviewState.fallen_through
        ),
        None,
    )


def has_begun(slot: InterviewSlot) -> bool:
    return slot.starts_at <= timezone.now()


def slot_kind(slot: InterviewSlot) -> str:
    shown = shown_interview(slot)
    if shown and shown.is_seen:
        kinds = {InterviewState.HELD: "good", InterviewState.MISSED: "bad"}
        by_now = "wait" if shown.state == InterviewState.BOOKED else "calm"
        return kinds.get(shown.state, by_now)
    return "calm"


def slot_state(slot: InterviewSlot):
    shown = shown_interview(slot)
    if shown:
        return shown.get_state_display() if shown.is_seen else TAKEN
    if slot.closed_at:
        return _("closed")
    return _("free to book") if slot.starts_at > timezone.now() else _("not used")


def guest_name(slot):
    shown = shown_interview(slot)
    return shown.application.person.full_name if shown and shown.is_seen else ""


def guest_url(slot):
    shown = shown_interview(slot)
    if shown and shown.is_seen:
        return reverse("volunteers_application:inspect", args=[shown.application_id])
    return None


def in_this_week(now: datetime) -> Q:
    """From Monday to Sunday of the week that `now` is in."""
    today = timezone.localdate(now)
    monday = today - timedelta(days=today.weekday())
    return Q(
        starts_at__gte=start_of(monday),
        starts_at__lt=start_of(monday + timedelta(days=7)),
    )


def slots_that_are(state: str, user: Any) -> Q:
    """Times with an interview of this state, as far as `user` may know of it.

    "free": to come, and to be had.
    """
    if state == "free":
        free = InterviewSlot.objects.free().order_by()
        return Q(pk__in=free.values("pk"))
    hers = Application.objects.visible_to(user).order_by().values("pk")
    seen = Q(application__in=hers)
    known = Q(state=state) & seen
    if state == InterviewState.BOOKED:
        known |= Q(state__in=InterviewState.taking) & ~seen
    interviews = Interview.objects.filter(known).order_by()
    return Q(pk__in=interviews.values("slot"))


@dataclass(frozen=True, slots=True)
class Who:
    """An interviewer as the week shows her."""

    name: str
    initials: str
    color: int


def colored(users: Iterable[Any]) -> dict[int, Who]:
    """Each in a color of her own, as far as there are colors; by primary key."""
    people = {user.pk: user for user in users}
    ordered = sorted(people.values(), key=lambda user: (name_of(user), user.pk))
    return {
        user.pk: Who(name_of(user), initials_of(user), place % COLORS)
        for place, user in enumerate(ordered)
    }


def initials_of(user) -> str:
    words = name_of(user).split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:]))
