"""Which courses somebody looks for: by district, field and course centre."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from programs.domain.queries import course_choices
from programs.models import Program


@dataclass(frozen=True, slots=True)
class Question:
    """One choice of the filter, as the page shows it."""

    name: str
    label: str | Promise
    choices: list[tuple[str, str]]
    chosen: str


@dataclass(slots=True)
class CourseFilter:
    """Reads the address; what it does not know is as if it were not asked."""

    asked: Mapping[str, str]
    program: Program
    questions: list[Question] = field(init=False)
    #: For `coming_occurrences`.
    chosen: dict[str, Any] = field(init=False)

    def __post_init__(self) -> None:
        found = course_choices(self.program)
        rows: tuple[tuple[str, str, Any, list[Any]], ...] = (
            ("ilce", "district", _("District"), found.districts),
            ("alan", "field", _("Field"), found.fields),
            ("merkez", "venue", _("Course centre"), found.venues),
        )
        self.questions, self.chosen = [], {}
        for name, key, label, choices in rows:
            asked = self.asked.get(name, "")
            by_text = {str(value): value for value, _name in choices}
            if asked in by_text:
                self.chosen[key] = by_text[asked]
            shown = [(str(value), words) for value, words in choices]
            if len(shown) > 1:
                wanted = asked if asked in by_text else ""
                self.questions.append(Question(name, label, shown, wanted))
