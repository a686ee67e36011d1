"""The way of a data subject's request, from its arrival to its answer."""

from dataclasses import dataclass

from rights.enums import RequestEvent, RequestState


@dataclass(frozen=True, slots=True)
class Move:
    sources: tuple[RequestState, ...]
    target: RequestState


_OPEN = (RequestState.NEW, RequestState.IDENTITY, RequestState.IN_PROGRESS)

MOVES: dict[RequestEvent, Move] = {
    RequestEvent.TAKE: Move(
        (RequestState.NEW, RequestState.IDENTITY), RequestState.IN_PROGRESS
    ),
    RequestEvent.ASK_IDENTITY: Move(
        (RequestState.NEW, RequestState.IN_PROGRESS), RequestState.IDENTITY
    ),
    RequestEvent.ACCEPT: Move(_OPEN, RequestState.ACCEPTED),
    RequestEvent.REFUSE: Move(_OPEN, RequestState.REFUSED),
}


def may(event: RequestEvent, state: str) -> bool:
    return state in MOVES[event].sources
