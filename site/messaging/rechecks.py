"""Whether a message that has become due is still true.

Each app registers, for the templates whose truth may pass, a function that looks at
what the message is about. One that answers False has the message dropped.
"""

from collections.abc import Callable

from messaging.models import Message

Recheck = Callable[[Message], bool]
_registry: dict[str, Recheck] = {}


def register_recheck(template: str, still_true: Recheck) -> None:
    """`template` is a template's key, "programs.reminder"."""
    _registry[template] = still_true


def is_still_true(message: Message) -> bool:
    recheck = _registry.get(message.template)
    return recheck is None or recheck(message)
