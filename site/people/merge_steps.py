"""What apps do before two records of one woman become one.

Each app that has rules on a person's rows registers a step in `AppConfig.ready()`. It
raises a `Refusal` that tells staff what to settle first, or takes out rows that would
say the same thing twice. What has no rule moves by itself.
"""

from collections.abc import Callable

from people.models import Person

#: kept, merged; both locked
MergeStep = Callable[[Person, Person], None]
_registry: dict[str, MergeStep] = {}


def register_merge_step(name: str, step: MergeStep) -> None:
    _registry[name] = step


def merge_steps() -> list[MergeStep]:
    return list(_registry.values())
