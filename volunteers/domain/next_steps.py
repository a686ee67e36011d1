"""What comes next for an application, and who of staff may do it.

Said to everybody who may read the record: also whoever may not do it herself knows
then whom to turn to.
"""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _

from volunteers.enums import ApplicationEvent as Event
from volunteers.enums import ApplicationState as State
from volunteers.enums import Attendance
from volunteers.models import Application, CallMember
from volunteers.models.call import OVERSEE
from volunteers.workflow import MOVES, Permission, duties_with


@dataclass(frozen=True, slots=True)
class NextStep:
    """What it is, in words; who may do it, None where nobody of staff has to."""

    words: Any
    permission: Permission | None = None


def _of(event: Event, words: Any = "") -> NextStep:
    """`words` where the label of staff's button does not say it."""
    return NextStep(words or event.label, MOVES[event].permission)


#: Nothing but what the table of the process allows: a test compares them.
NEXT_STEPS: dict[State, NextStep] = {
    State.SUBMITTED: _of(Event.START_SCREENING),
    State.SCREENING: _of(Event.INVITE_TO_INTERVIEW),
    State.INFORMATION_ASKED: _of(
        Event.GO_ON, _("She answers what she was asked, or it goes on without it")
    ),
    State.INVITED: _of(
        Event.BOOK_INTERVIEW, _("She chooses a time, or staff book one for her")
    ),
    State.SCHEDULED: _of(
        Event.RECORD_INTERVIEW, _("Once the interview has begun: record it")
    ),
    State.INTERVIEW_MISSED: _of(Event.INVITE_TO_INTERVIEW),
    State.INTERVIEWED: _of(Event.ACCEPT, _("Accept, keep in reserve or do not accept")),
    State.ACCEPTED: _of(
        Event.BEGIN_TRAINING,
        _("She chooses the dates of her trainings, or staff give her places"),
    ),
    State.RESERVE: _of(Event.ACCEPT, _("Accept her when a place comes free")),
    State.REJECTED: NextStep(_("Nothing more; the decision is made")),
    State.CARRIED_OVER: _of(
        Event.START_SCREENING, _("In the next term: start the screening anew")
    ),
    State.IN_TRAINING: _of(
        Event.COMPLETE_TRAINING, _("She needs a place in a training that is missing")
    ),
    State.TRAINED: _of(Event.SIGN_AGREEMENT),
    State.READY: _of(Event.ASSIGN_ROLE),
    State.ON_DUTY: NextStep(_("None; she has her role")),
    State.PAUSED: _of(
        Event.RETURN_TO_DUTY, _("When she wishes: return from the pause")
    ),
    State.LEFT: NextStep(_("Nothing more; she left")),
    State.WITHDRAWN: NextStep(_("Nothing more; she withdrew")),
}
_ATTENDING = NextStep(
    _("She attends her training; then its sheet is marked and closed"),
    Permission.TRAINING,
)


def next_step(application: Application) -> NextStep:
    """One for every state; in training it depends on whether she has a place."""
    state = State(application.state)
    if state == State.IN_TRAINING and _is_expected(application):
        return _ATTENDING
    return NEXT_STEPS[state]


def who_may(step: NextStep, application: Application) -> list[str]:
    """Names of the roles that may do it in her call; in a team those of its duties.

    Only those that somebody has: an empty list says that nobody can.
    """
    if step.permission is None:
        return []
    duties = set(
        CallMember.objects.filter(call=application.call_id, user__is_active=True)
        .order_by()
        .values_list("duty", flat=True)
    )
    groups = Group.objects.filter(
        permissions__content_type__app_label="volunteers",
        permissions__codename=step.permission,
        user__is_active=True,
    )
    if duties:
        groups = groups.filter(
            pk__in=Group.objects.filter(
                permissions__content_type__app_label="volunteers",
                permissions__codename=OVERSEE.partition(".")[2],
            )
        )
    in_team = [
        str(duty.label) for duty in duties_with(step.permission) if duty in duties
    ]
    names = groups.distinct().order_by("name").values_list("name", flat=True)
    return [*in_team, *names]


def _is_expected(application: Application) -> bool:
    return application.enrollments.filter(attendance=Attendance.EXPECTED).exists()
