"""The life of an application: one table, read on one screen.

`MOVES` says what may happen, from where, to where and who may do it; an edition of the
process keeps it as it was when it was published, and a call goes by the edition it was
opened with. Only `domain.moves.move` writes a state, and only along a row of it.
`STAGES` says each
state to the applicant: what it is called, and what happens next; staff may say it in
other words in an edition of the process (see `domain.process`). `DUTIES` says what each
member of a call's team may do there.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from volunteers.enums import ApplicationEvent as Event
from volunteers.enums import ApplicationState as State
from volunteers.enums import Duty

#: Raised with every change of `MOVES`; an edition of the process keeps the one it was
#: published with.
MOVES_VERSION = 2


class Permission(StrEnum):
    """Codenames of `volunteers` permissions that the moves ask for."""

    REVIEW = "review_application"
    DECIDE = "decide_application"
    UNDO = "undo_decision"
    INTERVIEW = "run_interview"
    TRAINING = "run_training"
    ASSIGN = "assign_role"


@dataclass(frozen=True, slots=True)
class Move:
    """One row: from any of `sources` to `target`, by staff with `permission`.

    `target` is None where the application goes back to where it was decided from.
    `by_applicant`: she may do it herself through her private link.
    """

    sources: tuple[State, ...]
    target: State | None
    permission: Permission
    by_applicant: bool = False


_UNDECIDED = (State.SCREENING, State.INVITED, State.INTERVIEW_MISSED, State.INTERVIEWED)
_BEFORE_DUTY = (
    State.SUBMITTED,
    State.INFORMATION_ASKED,
    *_UNDECIDED,
    State.SCHEDULED,
    State.ACCEPTED,
    State.RESERVE,
    State.CARRIED_OVER,
    State.IN_TRAINING,
    State.TRAINED,
    State.READY,
)

# fmt: off
MOVES: dict[Event, Move] = {
    Event.START_SCREENING: Move(
        (State.SUBMITTED, State.CARRIED_OVER), State.SCREENING, Permission.REVIEW),
    Event.ASK_INFORMATION: Move(
        (State.SUBMITTED, State.SCREENING), State.INFORMATION_ASKED,
        Permission.DECIDE),
    Event.ANSWER_INFORMATION: Move(
        (State.INFORMATION_ASKED,), State.SCREENING, Permission.DECIDE,
        by_applicant=True),
    Event.GO_ON: Move(
        (State.INFORMATION_ASKED,), State.SCREENING, Permission.DECIDE),
    Event.INVITE_TO_INTERVIEW: Move(
        (State.SCREENING, State.INTERVIEW_MISSED), State.INVITED, Permission.DECIDE),
    Event.BOOK_INTERVIEW: Move(
        (State.INVITED,), State.SCHEDULED, Permission.DECIDE, by_applicant=True),
    Event.MOVE_INTERVIEW: Move(
        (State.SCHEDULED,), State.SCHEDULED, Permission.DECIDE, by_applicant=True),
    Event.GIVE_UP_INTERVIEW: Move(
        (State.SCHEDULED,), State.INVITED, Permission.DECIDE, by_applicant=True),
    Event.RECORD_INTERVIEW: Move(
        (State.SCHEDULED,), State.INTERVIEWED, Permission.INTERVIEW),
    Event.RECORD_MISSED_INTERVIEW: Move(
        (State.SCHEDULED,), State.INTERVIEW_MISSED, Permission.INTERVIEW),
    Event.RECORD_EXCUSED_INTERVIEW: Move(
        (State.SCHEDULED,), State.INVITED, Permission.INTERVIEW),
    Event.CALL_OFF_INTERVIEW: Move(
        (State.SCHEDULED,), State.INVITED, Permission.INTERVIEW),
    Event.ACCEPT: Move(
        (State.INTERVIEWED, State.RESERVE), State.ACCEPTED, Permission.DECIDE),
    Event.KEEP_IN_RESERVE: Move(
        (State.INTERVIEWED,), State.RESERVE, Permission.DECIDE),
    Event.REJECT: Move(
        (*_UNDECIDED, State.RESERVE), State.REJECTED, Permission.DECIDE),
    Event.CARRY_OVER: Move(
        (*_UNDECIDED, State.RESERVE), State.CARRIED_OVER, Permission.DECIDE),
    Event.UNDO_DECISION: Move(
        (State.ACCEPTED, State.RESERVE, State.REJECTED, State.CARRIED_OVER),
        None, Permission.UNDO),
    Event.BEGIN_TRAINING: Move(
        (State.ACCEPTED,), State.IN_TRAINING, Permission.TRAINING, by_applicant=True),
    Event.COMPLETE_TRAINING: Move(
        (State.IN_TRAINING,), State.TRAINED, Permission.TRAINING),
    Event.REOPEN_TRAINING: Move(
        (State.TRAINED,), State.IN_TRAINING, Permission.TRAINING),
    Event.SIGN_AGREEMENT: Move(
        (State.TRAINED,), State.READY, Permission.TRAINING),
    Event.ASSIGN_ROLE: Move(
        (State.READY, State.ON_DUTY), State.ON_DUTY, Permission.ASSIGN),
    Event.PAUSE_DUTY: Move(
        (State.ON_DUTY,), State.PAUSED, Permission.ASSIGN),
    Event.RETURN_TO_DUTY: Move(
        (State.PAUSED,), State.ON_DUTY, Permission.ASSIGN),
    Event.END_DUTY: Move(
        (State.ON_DUTY, State.PAUSED), State.READY, Permission.ASSIGN),
    Event.LEAVE: Move(
        (State.READY, State.ON_DUTY, State.PAUSED), State.LEFT, Permission.ASSIGN),
    Event.WITHDRAW: Move(
        _BEFORE_DUTY, State.WITHDRAWN, Permission.DECIDE, by_applicant=True),
}
# fmt: on

#: Interview times, and the hours that they follow from.
_SLOTS = frozenset(
    f"{verb}_{model}"
    for verb in ("view", "add", "change", "delete")
    for model in ("interviewslot", "availabilitywindow")
)
_READING = frozenset(
    {
        "view_application",
        "view_assignment",
        "view_call",
        "view_completion",
        "view_interviewslot",
    }
)

#: What a duty gives, by codename, in the one call; which applications it shows is
#: another question, answered by `Application.objects.visible_to`.
DUTIES: dict[Duty, frozenset[str]] = {
    Duty.COORDINATOR: _READING
    | _SLOTS
    | {
        "change_call",
        "export_application",
        Permission.REVIEW,
        Permission.DECIDE,
        Permission.INTERVIEW,
        Permission.TRAINING,
        Permission.ASSIGN,
    },
    Duty.REVIEWER: frozenset({"view_application", Permission.REVIEW}),
    Duty.INTERVIEWER: frozenset(
        {"view_application", Permission.REVIEW, Permission.INTERVIEW}
    ),
    Duty.TRAINER: frozenset(
        {
            "view_application",
            "view_assignment",
            "view_completion",
            Permission.TRAINING,
        }
    ),
    Duty.SUPERVISOR: frozenset(
        {"view_application", "view_assignment", Permission.ASSIGN}
    ),
    Duty.READER: _READING,
}


def duties_with(permission: str) -> list[Duty]:
    """The duties that give `permission`, a codename."""
    return [duty for duty, given in DUTIES.items() if permission in given]


#: The decisions that `UNDO_DECISION` takes back.
DECISIONS = (Event.ACCEPT, Event.KEEP_IN_RESERVE, Event.REJECT, Event.CARRY_OVER)


def events_from(state: State, moves: Mapping[Event, Move] = MOVES) -> list[Event]:
    """What may happen to an application in `state`, in the order of the table."""
    return [event for event, move in moves.items() if state in move.sources]


def moves_as_data(moves: Mapping[Event, Move] = MOVES) -> list[dict[str, Any]]:
    """The table as an edition keeps it, row by row."""
    return [
        {
            "event": event.value,
            "from": [state.value for state in move.sources],
            "to": move.target and move.target.value,
            "permission": move.permission.value,
            "by_applicant": move.by_applicant,
        }
        for event, move in moves.items()
    ]


def moves_in(data: Iterable[Mapping[str, Any]]) -> dict[Event, Move]:
    """The table that an edition keeps; ValueError for what the code does not know."""
    return {
        Event(row["event"]): Move(
            sources=tuple(map(State, row["from"])),
            target=State(row["to"]) if row["to"] else None,
            permission=Permission(row["permission"]),
            by_applicant=row["by_applicant"],
        )
        for row in data
    }


class Step(StrEnum):
    """The line of steps that the applicant sees."""

    RECEIVED = "received"
    INTERVIEW = "interview"
    DECISION = "decision"
    TRAINING = "training"
    ROLE = "role"


STEP_NAMES: dict[Step, Promise] = {
    Step.RECEIVED: _("We received your application"),
    Step.INTERVIEW: _("Interview"),
    Step.DECISION: _("Result"),
    Step.TRAINING: _("Training"),
    Step.ROLE: _("Your role"),
}


@dataclass(frozen=True, slots=True)
class Stage:
    """A state as the applicant reads it: its name, what happens next, which step.

    `staff_name` is what staff call it; where it is empty, the label of the state.
    """

    name: Promise
    next: Promise
    step: Step
    staff_name: Promise | str = ""


STAGES: dict[State, Stage] = {
    State.SUBMITTED: Stage(
        _("We received your application"),
        _("We read it and answer you within 7 working days."),
        Step.RECEIVED,
    ),
    State.SCREENING: Stage(
        _("We are reading your application"),
        _("We answer you within 7 working days of your application."),
        Step.RECEIVED,
    ),
    State.INFORMATION_ASKED: Stage(
        _("We need some more information"),
        _("We have a question about your application; your answer takes a minute."),
        Step.RECEIVED,
    ),
    State.INVITED: Stage(
        _("Choose a time for the interview"),
        _("Choose the time that suits you."),
        Step.INTERVIEW,
    ),
    State.SCHEDULED: Stage(
        _("Your interview is booked"),
        _("We talk about your wishes and about how we work. Bring nothing with you."),
        Step.INTERVIEW,
    ),
    State.INTERVIEW_MISSED: Stage(
        _("We could not meet"),
        _("We will get in touch with you about another time."),
        Step.INTERVIEW,
    ),
    State.INTERVIEWED: Stage(
        _("We have met"),
        _("We tell you the result when all interviews are done."),
        Step.DECISION,
    ),
    State.ACCEPTED: Stage(
        _("Your application was accepted"),
        _("Choose the dates of your trainings."),
        Step.TRAINING,
    ),
    State.RESERVE: Stage(
        _("You are on the reserve list"),
        _("We write to you as soon as a place comes free this term."),
        Step.DECISION,
    ),
    State.REJECTED: Stage(
        _("We cannot accept your application this term"),
        _("Thank you for your interest. You may apply again in the next term."),
        Step.DECISION,
    ),
    State.CARRIED_OVER: Stage(
        _("Your application was carried over to the next term"),
        _("You need not apply again; we write to you when the next term begins."),
        Step.DECISION,
    ),
    State.IN_TRAINING: Stage(
        _("You are in training"),
        _("When you have attended every required training, we sign the agreement."),
        Step.TRAINING,
    ),
    State.TRAINED: Stage(
        _("You completed the training"),
        _("Next we sign the volunteer agreement together."),
        Step.ROLE,
    ),
    State.READY: Stage(
        _("You are ready for a role"),
        _("We are looking for the role that fits you and will write to you."),
        Step.ROLE,
    ),
    State.ON_DUTY: Stage(
        _("You have a role"),
        _("Below you see your role and whom to turn to."),
        Step.ROLE,
    ),
    State.PAUSED: Stage(
        _("You are taking a pause"),
        _("Tell us when you would like to come back."),
        Step.ROLE,
    ),
    State.LEFT: Stage(
        _("Your volunteering has ended"),
        _("Thank you for everything you gave."),
        Step.ROLE,
    ),
    State.WITHDRAWN: Stage(
        _("You withdrew your application"),
        _("Nothing more happens. You may apply again at any open call."),
        Step.RECEIVED,
    ),
}
