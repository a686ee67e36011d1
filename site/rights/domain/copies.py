"""A copy of everything held on a person: for programs, and for reading."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone, translation

from people.holdings import HeldRecord, Holding, held_on
from people.models import Person

#: Grows when a key is renamed or taken away, never when one is added.
SCHEMA = "own-data/1"
#: Neutral: the file lies in a folder that others open.
FILE_NAME = "bilgilerim"


@dataclass(frozen=True, slots=True)
class Copy:
    """What is held on her at one moment, in her language."""

    person: Person
    made_at: datetime
    is_full: bool
    parts: list[tuple[Holding, list[HeldRecord]]]


def copy_of(person: Person, *, in_full: bool = False) -> Copy:
    """`in_full` includes what staff have to check before they give it out."""
    return Copy(
        person=person,
        made_at=timezone.now(),
        is_full=in_full,
        parts=held_on(person, in_full=in_full),
    )


def as_data(copy: Copy) -> dict[str, Any]:
    """Described in docs/integrators.md; keys are stable within a `SCHEMA`."""
    return {
        "schema_version": SCHEMA,
        "made_at": copy.made_at.isoformat(),
        "record": str(copy.person),
        "is_full": copy.is_full,
        "holdings": [
            {
                "name": holding.name,
                "heading": str(holding.heading),
                "records": [
                    {
                        "title": record.title,
                        "facts": [
                            {"label": label, "value": value}
                            for label, value in record.facts
                        ],
                        "data": record.data,
                    }
                    for record in records
                ],
            }
            for holding, records in copy.parts
        ],
    }


def as_document(copy: Copy) -> str:
    """One HTML file that fetches nothing, reads and prints well."""
    language = translation.get_language() or "tr"
    return render_to_string("rights/copy.html", {"copy": copy, "language": language})
