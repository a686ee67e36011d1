"""What the apps hold on a person, in words: for her own page and for her copy of it.

Each app registers a `Holding` in `AppConfig.ready()`. A test fails when a model that
leads to a person belongs to none.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext

from people.models import Person
from people.wording import in_words


@dataclass(frozen=True, slots=True)
class HeldRecord:
    """One row about her, as she would read it. Labels and values in her language."""

    title: str
    #: label -> value, both text
    facts: list[tuple[str, str]] = field(default_factory=list)
    #: the same for programs: stable key -> plain value, in no language
    data: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Holding:
    name: str
    #: lazy translation
    heading: Any
    records: Callable[[Person], list[HeldRecord]]
    #: the models whose rows `records` tells of
    models: tuple[type[Model], ...]
    #: False: not on her own page, but in the copy that staff check and give out
    at_once: bool = True


_registry: dict[str, Holding] = {}


def register_holding(holding: Holding) -> None:
    _registry[holding.name] = holding


def all_holdings() -> list[Holding]:
    return list(_registry.values())


def tell(title: Any, facts: Iterable[tuple[str, Any, Any]], **data: Any) -> HeldRecord:
    """A record of (stable key, label, value); facts without a value are left out.

    A value says itself in words by its type. `data` overrides what programs get for
    a key, where the words are not it: the code of a choice, say.
    """
    told = [one for one in facts if one[2] not in (None, "", [], ())]
    return HeldRecord(
        title=str(title),
        facts=[(str(label), _words(value)) for _key, label, value in told],
        data={key: _plain(value) for key, _label, value in told} | data,
    )


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    if isinstance(value, list | tuple):
        return ", ".join(_words(one) for one in value)
    return in_words(value)


def _plain(value: Any) -> Any:
    if isinstance(value, bool | int):
        return value
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return str(value)


def held_on(
    person: Person, *, in_full: bool = False
) -> list[tuple[Holding, list[HeldRecord]]]:
    """Everything held on her; kinds of which there is nothing are left out.

    `in_full` adds what staff have to check before they give it out.
    """
    found = [
        (holding, holding.records(person))
        for holding in all_holdings()
        if in_full or holding.at_once
    ]
    return [(holding, records) for holding, records in found if records]
