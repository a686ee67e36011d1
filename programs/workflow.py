"""The life of a registration, as one table.

received -> confirmed | waiting
waiting -> offered -> confirmed | declined | waiting again | lapsed
waiting -> confirmed (by the draw, or on the phone) | declined (on the phone)
confirmed -> attended | missed | excused, and back while it was marked by mistake
waiting | offered -> unplaced (the list closed with the departure)
whatever is not over -> cancelled (by her) | removed (by staff)

`DUTIES` says what each member of a team may do in the program or at the departure.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from people.exceptions import Refusal
from programs.enums import Duty, MeetingRefusal, MeetingState, RegistrationRefusal
from programs.enums import RegistrationState as State

MOVES: dict[State, frozenset[State]] = {
    State.RECEIVED: frozenset({State.CONFIRMED, State.WAITING}),
    State.WAITING: frozenset(
        {
            State.OFFERED,
            State.CONFIRMED,
            State.DECLINED,
            State.UNPLACED,
            State.CANCELLED,
            State.REMOVED,
        }
    ),
    State.OFFERED: frozenset(
        {
            State.CONFIRMED,
            State.DECLINED,
            State.WAITING,
            State.LAPSED,
            State.UNPLACED,
            State.CANCELLED,
            State.REMOVED,
        }
    ),
    State.CONFIRMED: frozenset(
        {
            State.ATTENDED,
            State.MISSED,
            State.EXCUSED,
            State.CANCELLED,
            State.REMOVED,
        }
    ),
    State.ATTENDED: frozenset({State.CONFIRMED, State.MISSED, State.EXCUSED}),
    State.MISSED: frozenset({State.CONFIRMED, State.ATTENDED, State.EXCUSED}),
    State.EXCUSED: frozenset({State.CONFIRMED, State.ATTENDED, State.MISSED}),
    State.CANCELLED: frozenset(),
    State.DECLINED: frozenset(),
    State.LAPSED: frozenset(),
    State.UNPLACED: frozenset(),
    State.REMOVED: frozenset(),
}

#: What she reads on her own page.
PUBLIC_NAMES: dict[State, str | Promise] = {
    State.RECEIVED: _("We have received your registration"),
    State.CONFIRMED: _("Your place is confirmed"),
    State.WAITING: _("You are on the waiting list"),
    State.OFFERED: _("A place has become free for you"),
    State.CANCELLED: _("You have cancelled your registration"),
    State.DECLINED: _("You have given up the place"),
    State.LAPSED: _("The time to accept a place is over"),
    State.UNPLACED: _("The waiting list is closed; no place came free this time"),
    State.ATTENDED: _("You took part"),
    State.MISSED: _("Your registration is over"),
    State.EXCUSED: _("You could not come; you are always welcome"),
    State.REMOVED: _("Your registration was cancelled"),
}


def check_move(before: str, after: State) -> None:
    """Refuse a move that is not in the table."""
    if after not in MOVES[State(before)]:
        raise Refusal(RegistrationRefusal.MOVE_NOT_ALLOWED)


#: A request for a meeting: answered once, or withdrawn before that.
MEETING_MOVES: dict[MeetingState, frozenset[MeetingState]] = {
    MeetingState.REQUESTED: frozenset(
        {MeetingState.PLANNED, MeetingState.DECLINED, MeetingState.WITHDRAWN}
    ),
    MeetingState.PLANNED: frozenset(),
    MeetingState.DECLINED: frozenset(),
    MeetingState.WITHDRAWN: frozenset(),
}

#: What she reads on her own page.
MEETING_PUBLIC_NAMES: dict[MeetingState, str | Promise] = {
    MeetingState.REQUESTED: _("We have your request and are looking for a date"),
    MeetingState.PLANNED: _("Your meeting has a date"),
    MeetingState.DECLINED: _("We cannot hold this meeting for now"),
    MeetingState.WITHDRAWN: _("You have withdrawn your request"),
}


def check_meeting_move(before: str, after: MeetingState) -> None:
    """Refuse a move that is not in the table."""
    if after not in MEETING_MOVES[MeetingState(before)]:
        raise Refusal(MeetingRefusal.MOVE_NOT_ALLOWED)


# --- who may what in a program with a team -----------------------------------------

#: Taking a list out of the house, and numbers out of a report: duties tell them from
#: reading. Where no team works, whoever reads may, as by these permissions.
TAKE_LISTS = "programs.take_lists"
TAKE_NUMBERS = "programs.take_numbers"
INCLUDED_IN = {
    TAKE_LISTS: "programs.view_registration",
    TAKE_NUMBERS: "programs.see_participation",
}

_READING = frozenset(
    {
        "programs.view_program",
        "programs.view_activity",
        "programs.view_occurrence",
        "programs.view_registration",
        "programs.view_stop",
        "programs.view_meetingrequest",
        "programs.see_participation",
    }
)
_REGISTERING = frozenset(
    {
        "programs.add_registration",
        "programs.change_registration",
        "programs.change_meetingrequest",
        "programs.mark_attendance",
        "programs.admit_walk_ins",
        "programs.see_boarding_phones",
        TAKE_LISTS,
        TAKE_NUMBERS,
    }
)

#: All that a desk has that sees only what it entered itself: a muhtar's.
OF_OWN_ENTRIES = frozenset(
    {
        "programs.view_occurrence",
        "programs.view_stop",
        "programs.add_registration",
        "programs.change_registration",
    }
)

#: What a duty gives, by permission, in the one program or at the one departure.
DUTIES: dict[Duty, frozenset[str]] = {
    Duty.MANAGER: _READING
    | _REGISTERING
    | {
        "programs.change_program",
        "programs.export_registration",
        *(
            f"programs.{action}_{model}"
            for action in ("add", "change", "delete")
            for model in ("activity", "occurrence", "stop")
        ),
    },
    Duty.DESK: _READING | _REGISTERING,
    #: Registers and changes; of registrations she sees her own entries.
    Duty.MUHTAR: OF_OWN_ENTRIES,
    #: Marks who came, on every departure there; reads nothing else of it.
    Duty.GUIDE: frozenset({"programs.mark_attendance", "programs.admit_walk_ins"}),
    Duty.READER: _READING,
}

#: What of a duty makes sense at one departure: a team there plans no other, and has no
#: part in the program. Who marks who came is named as its guide.
DUTIES_AT_A_DEPARTURE = (Duty.MANAGER, Duty.DESK, Duty.MUHTAR, Duty.READER)
AT_A_DEPARTURE = frozenset(
    {
        "programs.view_occurrence",
        "programs.change_occurrence",
        "programs.view_registration",
        "programs.add_registration",
        "programs.change_registration",
        "programs.export_registration",
        "programs.mark_attendance",
        "programs.admit_walk_ins",
        "programs.see_boarding_phones",
        TAKE_LISTS,
    }
)


def duties_with(permission: str) -> list[Duty]:
    """The duties that give `permission`."""
    return [duty for duty, given in DUTIES.items() if permission in given]
