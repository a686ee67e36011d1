"""How one interview time is read out, in the list and in the week."""

from django.db.models import Exists, OuterRef, Prefetch
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.permissions import policy_registry

from volunteers.enums import InterviewState
from volunteers.models import Application, Interview, InterviewSlot


def seen_slots(user):
    """The interview times this user may see, with what a row shows."""
    policy = policy_registry.get_by_type(InterviewSlot)
    applications = Application.objects.visible_to(user).order_by().values("pk")
    interviews = Interview.objects.select_related("application__person").annotate(
        is_seen=Exists(applications.filter(pk=OuterRef("application")))
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
        (
            one
            for one in slot.interviews.all()
            if one.state in (InterviewState.BOOKED, InterviewState.HELD)
        ),
        None,
    )


def slot_kind(slot: InterviewSlot) -> str:
    taken = taken_interview(slot)
    if taken:
        return "good" if taken.state == InterviewState.HELD else "wait"
    return "calm"


def slot_state(slot: InterviewSlot):
    taken = taken_interview(slot)
    if taken:
        return taken.get_state_display()
    return _("free to book") if slot.starts_at > timezone.now() else _("not used")


def guest_name(slot):
    taken = taken_interview(slot)
    return taken.application.person.full_name if taken and taken.is_seen else ""


def guest_url(slot):
    taken = taken_interview(slot)
    if taken and taken.is_seen:
        return reverse("volunteers_application:inspect", args=[taken.application_id])
    return None
