"""Entering a person."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from people.enums import ContactChannel, EntryChannel, SafeTime
from people.models import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonDetails:
    """What somebody told about herself, checked and normalized.

    `phone` is E.164 ("+905321234567") or empty, `email` lower-case ASCII or empty.
    """

    given_name: str
    family_name: str
    birth_date: date | None = None
    phone: str = ""
    email: str = ""
    district: str = ""
    neighborhood: str = ""
    language: str = "tr"
    contact_channel: str = ContactChannel.EMAIL
    safe_time: str = SafeTime.ANY
    may_leave_message: bool = False
    hide_organization: bool = True


def enter_person(
    details: PersonDetails, *, entered_through: EntryChannel, by: Any = None
) -> Person:
    """A new record. Never joined to an older one: see `Person`.

    `by` is the member of staff who typed it; nobody when she entered it herself.
    """
    person = draft_person(details, entered_through=entered_through, by=by)
    person.save(force_insert=True)
    return person


def draft_person(
    details: PersonDetails, *, entered_through: EntryChannel, by: Any = None
) -> Person:
    """`enter_person` for who writes the row herself, together with others."""
    person = Person(**asdict(details), entered_through=entered_through, entered_by=by)
    person.fill_search_columns()
    return person


def rewrite_person(person: Person, details: PersonDetails) -> Person:
    """What she writes at last about herself takes the place of what she began with.

    Only for a record that the same form entered and that nobody else has touched.
    """
    for name, value in asdict(details).items():
        setattr(person, name, value)
    person.save(update_fields=list(asdict(details)))
    return person
