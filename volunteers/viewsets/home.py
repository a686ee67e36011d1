"""What waits for this member of staff, said on the home page of the admin."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.ui.components import Component
from wagtail.permissions import policy_registry

from people.models import Person
from people.sections import SectionRow
from volunteers.domain.attendance import lacking_attendance
from volunteers.domain.blind import with_names
from volunteers.domain.duties import may_somewhere
from volunteers.domain.interviews import awaiting_outcome
from volunteers.domain.queries import awaiting_answer, waiting_for
from volunteers.domain.role_periods import ENDS_SOON_DAYS
from volunteers.domain.working_days import start_of
from volunteers.enums import ApplicationState, InterviewState
from volunteers.models import (
    Application,
    ApplicationQuerySet,
    Assignment,
    Call,
    Completion,
    Interview,
    InterviewSlot,
)
from volunteers.models.blind import nameless_for
from volunteers.viewsets.application_filters import waiting_too_long
from volunteers.viewsets.hours import hours_to_settle
from volunteers.viewsets.wishes import open_wishes
from volunteers.workflow import Permission


class WaitingWorkPanel(Component):
    """Each a sentence and a link; nothing that is not hers to do."""

    name = "volunteers"
    order = 50
    template_name = "volunteers/admin/home_panel.html"

    def __init__(self, user: Any):
        self.user = user
        self.lines = list(lines_for(user))

    def get_context_data(self, parent_context):
        return {"lines": self.lines}


def may(user: Any, permission: Permission) -> bool:
    return may_somewhere(user, permission)


def lines_for(user: Any) -> Iterator[tuple[str, str]]:
    """Sentence and address, for what this user can do something about."""
    applications = reverse("volunteers_application:index")
    everything = Application.objects.visible_to(user)

    def of(permission: Permission) -> ApplicationQuerySet:
        """What she sees in the calls where this is hers to do."""
        calls = Call.objects.where_may(user, permission)
        return everything.filter(call__in=calls.order_by().values("pk"))

    if may(user, Permission.REVIEW):
        count = waiting_for(user).count()
        if count:
            words = ngettext(
                "%(count)s application waits for your review",
                "%(count)s applications wait for your review",
                count,
            )
            yield words % {"count": count}, f"{applications}?whose=to_review"
    if user.has_perm("volunteers.add_call") and not _has_a_term(user):
        yield (
            str(_("No call is open or will open: prepare one")),
            reverse("volunteers_call:add"),
        )
    if may(user, Permission.DECIDE):
        seen = of(Permission.DECIDE)
        count = seen.in_states(ApplicationState.SUBMITTED).count()
        if count:
            words = ngettext(
                "%(count)s new application has not been looked at yet",
                "%(count)s new applications have not been looked at yet",
                count,
            )
            yield words % {"count": count}, f"{applications}?state=submitted"
        count = awaiting_answer(seen, overdue=True).count()
        if count:
            words = ngettext(
                "%(count)s applicant has not answered in time what she was asked",
                "%(count)s applicants have not answered in time what they were asked",
                count,
            )
            yield words % {"count": count}, f"{applications}?answer=overdue"
        count = waiting_too_long(seen).count()
        if count:
            words = ngettext(
                "%(count)s application has waited longer than 5 days",
                "%(count)s applications have waited longer than 5 days",
                count,
            )
            yield words % {"count": count}, f"{applications}?waiting=5"
        count = seen.in_states(ApplicationState.INTERVIEWED).count()
        if count:
            words = ngettext(
                "%(count)s application awaits a decision",
                "%(count)s applications await a decision",
                count,
            )
            yield words % {"count": count}, f"{applications}?state=interviewed"
        count = seen.doubles_to_settle().count()
        if count:
            words = ngettext(
                "%(count)s application may be a double",
                "%(count)s applications may be doubles",
                count,
            )
            yield words % {"count": count}, f"{applications}?doubt=double"
        count = seen.likely_rubbish().count()
        if count:
            words = ngettext(
                "%(count)s application may not be by a person",
                "%(count)s applications may not be by people",
                count,
            )
            yield words % {"count": count}, f"{applications}?doubt=rubbish"
        count = (
            seen.in_states(ApplicationState.INVITED)
            .filter(other_times_asked_at__isnull=False)
            .count()
        )
        if count:
            words = ngettext(
                "%(count)s person asks for other interview times",
                "%(count)s people ask for other interview times",
                count,
            )
            yield words % {"count": count}, f"{applications}?state=invited"
        calls = Call.objects.where_may(user, Permission.DECIDE).order_by()
        unheld = InterviewSlot.objects.filter(call__in=calls.values("pk")).unheld()
        count = unheld.count()
        if count:
            words = ngettext(
                "%(count)s booked interview has nobody who holds it",
                "%(count)s booked interviews have nobody who holds them",
                count,
            )
            slots = reverse("volunteers_slot:index")
            yield words % {"count": count}, f"{slots}?when=unheld"
    if may(user, Permission.INTERVIEW):
        count = unrecorded_interviews(user)
        if count:
            words = ngettext(
                "%(count)s interview of an earlier day lacks its outcome",
                "%(count)s interviews of earlier days lack their outcome",
                count,
            )
            slots = reverse("volunteers_slot:index")
            yield words % {"count": count}, f"{slots}?when=unrecorded"
        count = todays_interviews(user)
        if count:
            words = ngettext(
                "%(count)s interview today", "%(count)s interviews today", count
            )
            yield (
                words % {"count": count},
                f"{reverse('volunteers_slot:index')}?when=today",
            )
    if may(user, Permission.TRAINING):
        count = lacking_attendance(user).count()
        if count:
            words = ngettext(
                "%(count)s training session lacks its attendance",
                "%(count)s training sessions lack their attendance",
                count,
            )
            sessions = reverse("volunteers_session:index")
            yield words % {"count": count}, f"{sessions}?when=unmarked"
        seen = of(Permission.TRAINING)
        proposed = Completion.objects.proposed()
        count = proposed.filter(application__in=seen.order_by().values("pk")).count()
        if count:
            words = ngettext(
                "%(count)s completed training awaits your confirmation",
                "%(count)s completed trainings await your confirmation",
                count,
            )
            completions = reverse("volunteers_completion:index")
            yield words % {"count": count}, f"{completions}?state=proposed"
        count = seen.in_states(ApplicationState.ACCEPTED).count()
        if count:
            words = ngettext(
                "%(count)s accepted volunteer has no place in a training yet",
                "%(count)s accepted volunteers have no place in a training yet",
                count,
            )
            yield words % {"count": count}, f"{applications}?state=accepted"
        count = seen.in_states(ApplicationState.TRAINED).count()
        if count:
            words = ngettext(
                "%(count)s person who completed the training signs the agreement next",
                "%(count)s people who completed the training sign the agreement next",
                count,
            )
            yield words % {"count": count}, f"{applications}?state=trained"
    if may(user, Permission.ASSIGN):
        count = of(Permission.ASSIGN).in_states(ApplicationState.READY).count()
        if count:
            words = ngettext(
                "%(count)s person who completed the training awaits a role",
                "%(count)s people who completed the training await a role",
                count,
            )
            yield words % {"count": count}, f"{applications}?state=ready"
        held = Assignment.objects.filter(
            application__in=of(Permission.ASSIGN).order_by().values("pk")
        )
        assignments = reverse("volunteers_assignment:index")
        count = held.past_end().count()
        if count:
            words = ngettext(
                "%(count)s volunteer still has a role whose end has passed: end it or "
                "extend it",
                "%(count)s volunteers still have a role whose end has passed: end or "
                "extend them",
                count,
            )
            yield words % {"count": count}, f"{assignments}?term=past"
        count = held.ending(ENDS_SOON_DAYS).count()
        if count:
            words = ngettext(
                "%(count)s role of a volunteer ends within two weeks",
                "%(count)s roles of volunteers end within two weeks",
                count,
            )
            yield words % {"count": count}, f"{assignments}?term=ending"
        count = open_wishes(user).count()
        if count:
            words = ngettext(
                "%(count)s volunteer asks to pause, to return or to leave",
                "%(count)s volunteers ask to pause, to return or to leave",
                count,
            )
            yield words % {"count": count}, reverse("volunteers_wish:index")
        count = hours_to_settle(user).count()
        if count:
            words = ngettext(
                "%(count)s note of hours waits for approval",
                "%(count)s notes of hours wait for approval",
                count,
            )
            yield words % {"count": count}, reverse("volunteers_hours:waiting")


def _has_a_term(user: Any) -> bool:
    """Whether one of the calls that she sees is open or still to come."""
    calls = Call.objects.reachable_by(user)
    return calls.filter(closes_at__gt=timezone.now()).exists()


def todays_interviews(user: Any) -> int:
    """Booked for today; an interviewer counts her own."""
    today = Interview.objects.filter(
        state=InterviewState.BOOKED,
        slot__starts_at__date=timezone.localdate(),
        slot__in=_slots_of(user),
    )
    seen = Application.objects.visible_to(user).order_by().values("pk")
    return today.filter(application__in=seen).count()


def unrecorded_interviews(user: Any) -> int:
    """Those of today are told as today's."""
    over = awaiting_outcome(user, now=start_of(timezone.localdate()))
    return over.filter(slot__in=_slots_of(user)).count()


def _slots_of(user: Any) -> Any:
    policy = policy_registry.get_by_type(InterviewSlot)
    slots = policy.instances_user_has_permission_for(user, "view")
    return slots.order_by().values("pk")


def person_section(person: Person, user: Any) -> list[SectionRow]:
    """Her applications on her record, as far as this user may see them."""
    return [
        SectionRow(
            title=f"{one.call} ({one})",
            state=one.get_state_display(),
            url=reverse("volunteers_application:inspect", args=[one.pk]),
        )
        for one in with_names(Application.objects.visible_to(user), nameless_for(user))
        .filter(person=person)
        .select_related("call__process")
    ]


SECTION_HEADING = _("Volunteering")
