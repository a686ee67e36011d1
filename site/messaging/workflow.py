"""The life of a message, as one table: what may happen to it in which state.

held -> queued -> being sent -> sent -> arrived | came back | failed after all
being sent -> tried again | failed | told by staff | no longer true
failed, came back -> queued again | told by staff
whatever has not left -> dropped
"""

from collections.abc import Mapping
from enum import StrEnum

from messaging.enums import MessageState as State


class Event(StrEnum):
    """What happens to a message."""

    EDIT = "edit"  # staff change its text
    RELEASE = "release"  # staff let it go, by the way she chose
    RELEASE_TO_STAFF = "release_to_staff"  # the same, where a person has to tell her
    DROP = "drop"  # staff decide that she is not told
    CLAIM = "claim"  # a worker takes it
    ACCEPT = "accept"  # the server takes it
    POSTPONE = "postpone"  # not now, or the worker died
    REFUSE = "refuse"  # never
    HAND_OVER = "hand_over"  # no machine may tell her
    OUTDATE = "outdate"  # it is no longer true
    BOUNCE = "bounce"  # it came back
    CONFIRM = "confirm"  # the provider says that it arrived
    LOSE = "lose"  # the provider says that it never will
    SEND_AGAIN = "send_again"  # staff want another try
    SEND_AGAIN_BY_STAFF = "send_again_by_staff"  # the same, where staff tell her
    TELL = "tell"  # staff have told her
    ERASE = "erase"  # her data goes


_WAITING: dict[Event, State] = {
    Event.CLAIM: State.SENDING,
    Event.DROP: State.CANCELLED,
    Event.ERASE: State.CANCELLED,
}
_DID_NOT_ARRIVE: dict[Event, State] = {
    Event.SEND_AGAIN: State.QUEUED,
    Event.SEND_AGAIN_BY_STAFF: State.BY_HAND,
    Event.TELL: State.TOLD,
    Event.DROP: State.CANCELLED,
    Event.ERASE: State.CANCELLED,
}

MOVES: Mapping[State, Mapping[Event, State]] = {
    State.HELD: {
        Event.EDIT: State.HELD,
        Event.RELEASE: State.QUEUED,
        Event.RELEASE_TO_STAFF: State.BY_HAND,
        Event.DROP: State.CANCELLED,
        Event.ERASE: State.CANCELLED,
    },
    State.QUEUED: _WAITING,
    State.RETRYING: _WAITING,
    State.SENDING: {
        Event.ACCEPT: State.SENT,
        Event.POSTPONE: State.RETRYING,
        Event.REFUSE: State.FAILED,
        Event.HAND_OVER: State.BY_HAND,
        Event.OUTDATE: State.CANCELLED,
        Event.ERASE: State.CANCELLED,
    },
    State.SENT: {
        Event.BOUNCE: State.BOUNCED,
        Event.CONFIRM: State.DELIVERED,
        Event.LOSE: State.FAILED,
    },
    State.DELIVERED: {},
    # Providers try on after they said that it failed.
    State.FAILED: {**_DID_NOT_ARRIVE, Event.CONFIRM: State.DELIVERED},
    State.BOUNCED: _DID_NOT_ARRIVE,
    State.BY_HAND: {
        Event.TELL: State.TOLD,
        # The way she chose may be open again: a mended address, another wish.
        Event.SEND_AGAIN: State.QUEUED,
        Event.SEND_AGAIN_BY_STAFF: State.BY_HAND,
        Event.DROP: State.CANCELLED,
        Event.ERASE: State.CANCELLED,
    },
    State.TOLD: {},
    State.CANCELLED: {},
}


def may(state: str, event: Event) -> bool:
    return event in MOVES[State(state)]


def states_before(event: Event) -> tuple[State, ...]:
    """In which a message may be for `event` to happen to it."""
    return tuple(state for state, moves in MOVES.items() if event in moves)
