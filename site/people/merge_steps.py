"""What apps do before two records of one woman become one.

Each app that has rules on a person's rows registers a step in `AppConfig.ready()`. It
raises a `Refusal` that tells staff what to settle first, or takes out rows that would
say the same thing twice. What has no rule moves by itself.

What a step takes out it may tell before, for whoever is asked to merge.
"""

from collections.abc import Callable

from people.models import Person

#: kept, merged; both locked
MergeStep = Callable[[Person, Person], None]
#: the same; nothing is locked or changed
MergePreview = Callable[[Person, Person], list[str]]
_registry: dict[str, MergeStep] = {}
_previews: dict[str, MergePreview] = {}


def register_merge_step(name: str, step: MergeStep) -> None:
    _registry[name] = step


def merge_steps() -> list[MergeStep]:
    return list(_registry.values())


def register_merge_preview(name: str, preview: MergePreview) -> None:
    _previews[name] = preview


def merge_previews() -> list[MergePreview]:
    return list(_previews.values())
