"""Work that falls due with time: each app registers what `run_due_work` does.

Every piece is idempotent and safe to run twice at once.
"""

from collections.abc import Callable

DueWork = Callable[[], int]
_registry: dict[str, DueWork] = {}


def register_due_work(name: str, work: DueWork) -> None:
    """`work` returns how many things it did."""
    _registry[name] = work


def due_work() -> dict[str, DueWork]:
    return dict(_registry)
