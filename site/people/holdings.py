"""What the apps hold on a person, in words: for her own page and for her copy of it.

Each app registers a `Holding` in `AppConfig.ready()`. A test fails when a model that
leads to a person belongs to none.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model

from people.models import Person


@dataclass(frozen=True, slots=True)
class HeldRecord:
    """One row about her, as she would read it. Labels and values in her language."""

    title: str
    #: label -> value, both text
    facts: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Holding:
    name: str
    #: lazy translation
    heading: Any
    records: Callable[[Person], list[HeldRecord]]
    #: the models whose rows `records` tells of
    models: tuple[type[Model], ...]


_registry: dict[str, Holding] = {}


def register_holding(holding: Holding) -> None:
    _registry[holding.name] = holding


def all_holdings() -> list[Holding]:
    return list(_registry.values())


def held_on(person: Person) -> list[tuple[Holding, list[HeldRecord]]]:
    """Everything held on her; kinds of which there is nothing are left out."""
    found = [(holding, holding.records(person)) for holding in all_holdings()]
    return [(holding, records) for holding, records in found if records]
