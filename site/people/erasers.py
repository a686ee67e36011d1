"""How the apps make a person unrecognizable in what they hold.

Each app registers an eraser in `AppConfig.ready()`; `domain.erasure` calls them all in
one transaction. An eraser keeps the rows that statistics count and takes out whatever
could lead back to her; it deletes what nobody needs to count.

`models` names every model the eraser answers for; a test fails when a model that leads
to a person belongs to none.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from people.models import Person

#: Returns how many rows of each model ("app.model") it changed or deleted.
Eraser = Callable[[Person], dict[str, int]]
#: The same for many people at once, by primary key: no query for each of them.
BatchEraser = Callable[[Collection[int]], dict[str, int]]


@dataclass(frozen=True, slots=True)
class Ending:
    """What of a person may still be going on, and how it is ended before she goes."""

    #: each in words, as staff read it
    running: Callable[[Person], list[str]]
    end: Callable[[Person, Any], None]


_erasers: dict[str, BatchEraser] = {}
_models: dict[str, tuple[type[Model], ...]] = {}
_endings: dict[str, Ending] = {}


def register_eraser(
    name: str, eraser: Eraser, *, models: tuple[type[Model], ...] = ()
) -> None:
    def erase_each(persons: Collection[int]) -> dict[str, int]:
        counts: dict[str, int] = {}
        for person in Person.objects.filter(pk__in=persons):
            add_counts(counts, eraser(person))
        return counts

    register_batch_eraser(name, erase_each, models=models)


def register_batch_eraser(
    name: str, eraser: BatchEraser, *, models: tuple[type[Model], ...] = ()
) -> None:
    _erasers[name] = eraser
    _models[name] = models


def register_ending(name: str, ending: Ending) -> None:
    _endings[name] = ending


def erasers() -> dict[str, BatchEraser]:
    return dict(_erasers)


def erased_models() -> frozenset[type[Model]]:
    """Every model that an eraser answers for."""
    return frozenset(model for models in _models.values() for model in models)


def endings() -> dict[str, Ending]:
    return dict(_endings)


def add_counts(counts: dict[str, int], more: dict[str, int]) -> None:
    """Add to `counts`, leaving out what is nothing."""
    for name, number in more.items():
        if number:
            counts[name] = counts.get(name, 0) + number
