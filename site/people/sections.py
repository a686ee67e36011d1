"""What the apps above show of a person on her record.

Each registers a function that gives the rows this member of staff may see.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from people.models import Person


@dataclass(frozen=True, slots=True)
class SectionRow:
    title: str
    state: str
    url: str = ""


Section = Callable[[Person, Any], list[SectionRow]]
_registry: dict[str, tuple[Any, Section]] = {}


def register_person_section(name: str, heading: Any, section: Section) -> None:
    """`heading` is a lazy translation; `section(person, user)` gives the rows."""
    _registry[name] = (heading, section)


def sections_of(person: Person, *, user: Any) -> list[tuple[Any, list[SectionRow]]]:
    found = [
        (heading, section(person, user)) for heading, section in _registry.values()
    ]
    return [(heading, rows) for heading, rows in found if rows]
