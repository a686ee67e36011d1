"""The ways a message can leave by itself; each is one function.

A channel takes a message whose person chose it, hands it to a server, and returns the
server's own name for it (or ""). It raises `TemporaryFailure` when another try may
help and `PermanentFailure` when none will; anything else it raises counts as temporary.
It neither reads nor writes the state of the message.
"""

from collections.abc import Callable

from messaging.enums import Route, StateReason
from messaging.models import Message


class TemporaryFailure(Exception):
    """Not taken now; `reason` says why."""

    def __init__(self, reason: StateReason = StateReason.SERVER_BUSY):
        super().__init__(reason.value)
        self.reason = reason


class PermanentFailure(Exception):
    """Never to be taken; `breaks_route` when the address itself is no good."""

    def __init__(self, reason: StateReason, *, breaks_route: bool = False):
        super().__init__(reason.value)
        self.reason = reason
        self.breaks_route = breaks_route


Channel = Callable[[Message], str]
_registry: dict[Route, Channel] = {}


def register_channel(route: Route, channel: Channel) -> None:
    _registry[route] = channel


def channel_for(route: str) -> Channel | None:
    """None for what leaves by a person's hand."""
    return _registry.get(Route(route))


def automatic_routes() -> tuple[Route, ...]:
    """The routes that workers deliver by."""
    return tuple(_registry)
