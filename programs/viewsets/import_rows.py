"""The columns of an uploaded list of registrations, and what a row of it says.

A row is checked by the forms that the website and the desk use.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils import translation
from django.utils.dates import MONTHS
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from language.turkish import fold_tr
from people.enums import ContactChannel, District
from people.exceptions import Refusal
from people.forms import person_details
from people.tables import Table
from programs.domain.importing import ImportRow
from programs.enums import ImportRefusal, RuleKind
from programs.forms import ContactForm, WhoForm
from programs.models import Occurrence
from programs.models.program import LARGEST_PARTY

_DAY = re.compile(r"^\s*(\d{1,2})\s*[./-]\s*(\d{1,2})\s*[./-]\s*(\d{4})\s*$")
_ISO_DAY = re.compile(r"^\s*(\d{4})-(\d{1,2})-(\d{1,2})\s*$")
_YEAR = re.compile(r"^(?:.*\D)?(\d{4})$")
_CHILD = re.compile(r"^child_(\d+)_")
_YES = frozenset({"evet", "e", "x", "yes", "1", "beyan etti"})
#: What people also write for the ways of `ContactChannel`.
_WAYS = {
    "e-posta": ContactChannel.EMAIL,
    "eposta": ContactChannel.EMAIL,
    "mail": ContactChannel.EMAIL,
    "email": ContactChannel.EMAIL,
    "sms": ContactChannel.SMS,
    "mesaj": ContactChannel.SMS,
    "kisa mesaj": ContactChannel.SMS,
    "telefon": ContactChannel.PHONE,
    "arama": ContactChannel.PHONE,
    "kendisi arayacak": ContactChannel.SHE_CALLS,
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column under the name of the field that it fills in."""

    name: str
    heading: str | Promise
    takes: str | Promise
    is_needed: bool = False
    #: From a cell to what the form is given, by field.
    read: Callable[[str], dict[str, str]] | None = None

    def said(self, language: str) -> str:
        with translation.override(language):
            return str(self.heading)

    def filled_by(self, cell: str) -> dict[str, str]:
        return self.read(cell) if self.read else {self.name: cell}


@dataclass(frozen=True, slots=True)
class BrokenRow:
    """A row that the forms do not take, and why, in words."""

    number: int
    problems: list[str]
    #: As for every row that is not taken.
    refusal: Refusal


# --- columns ----------------------------------------------------------------------


def columns_for(occurrence: Occurrence) -> list[Column]:
    """The columns of the template for this date."""
    activity = occurrence.activity
    kinds = {rule.kind for rule in activity.chosen_rules}
    asks_month = RuleKind.CHILD_MONTHS in kinds
    columns = [
        *_ABOUT_HER,
        *(_boarding(occurrence) if occurrence.points else ()),
        *((_STATEMENT,) if RuleKind.WOMEN in kinds else ()),
        *((_TOOK_PART,) if activity.asks_took_part else ()),
    ]
    if activity.children_allowed:
        for child in range(1, activity.most_children + 1):
            columns += _child(child, asks_month=asks_month)
    if activity.companion_allowed:
        columns.append(_COMPANION)
    return columns


def _known_columns(occurrence: Occurrence) -> list[Column]:
    """Also those of more children, or of a companion, than may come.

    Such a row is refused; a child is not left at the quay because nobody read of it.
    """
    shown = columns_for(occurrence)
    names = {column.name for column in shown}
    more = [_STATEMENT, _TOOK_PART, _COMPANION, *_boarding(occurrence)]
    for child in range(1, LARGEST_PARTY):
        more += _child(child, asks_month=True)
    return [*shown, *(column for column in more if column.name not in names)]


def _birth_date(cell: str) -> dict[str, str]:
    if found := _DAY.match(cell):
        parts = found.groups()
    elif found := _ISO_DAY.match(cell):
        parts = found.groups()[::-1]
    else:
        # Not a day: the form says so.
        parts = (cell, "", "")
    return dict(
        zip(("birth_date_day", "birth_date_month", "birth_date_year"), parts)  # noqa: B905
    )


def _chosen(name: str, choices: Callable[[], dict[str, str]]) -> Any:
    """Reads what is called so in any language; anything else is told by the form."""

    def read(cell: str) -> dict[str, str]:
        return {name: choices().get(fold_tr(cell), cell)}

    return read


def _labels(choices: Any) -> dict[str, str]:
    named: dict[str, str] = {}
    for language in ("tr", "en"):
        with translation.override(language):
            for value, label in choices:
                named[fold_tr(str(label))] = str(value)
    return named


@cache
def _districts() -> dict[str, str]:
    return _labels(District.choices)


@cache
def _ways() -> dict[str, str]:
    labels = _labels(
        (way.value, way.label)
        for way in ContactChannel
        if way.value in ContactChannel.public
    )
    return {**labels, **{word: way.value for word, way in _WAYS.items()}}


def _ticked(name: str) -> Callable[[str], dict[str, str]]:
    def read(cell: str) -> dict[str, str]:
        return {name: "on"} if fold_tr(cell) in _YES else {}

    return read


def _child_year(name: str) -> Callable[[str], dict[str, str]]:
    def read(cell: str) -> dict[str, str]:
        found = _YEAR.match(cell)
        return {name: found[1] if found else cell}

    return read


@cache
def _months() -> dict[str, str]:
    return _labels(MONTHS.items())


def _boarding(occurrence: Occurrence) -> list[Column]:
    names = {fold_tr(point.name): str(point.pk) for point in occurrence.points}
    return [
        Column(
            "boarding_point",
            pgettext_lazy("heading of a list", "Boarding point"),
            ", ".join(point.name for point in occurrence.points),
            is_needed=bool(names),
            read=_chosen("boarding_point", lambda: names),
        )
    ]


def _child(child: int, *, asks_month: bool) -> list[Column]:
    name, year, month = (f"child_{child}_{part}" for part in ("name", "year", "month"))
    columns = [
        Column(
            name,
            format_lazy(_("Child {number}: given name"), number=child),
            _("Empty where no child comes."),
        ),
        Column(
            year,
            format_lazy(_("Child {number}: year of birth"), number=child),
            _("Four digits, for example 2019."),
            read=_child_year(year),
        ),
    ]
    if asks_month:
        columns.append(
            Column(
                month,
                format_lazy(_("Child {number}: month of birth"), number=child),
                _("1 to 12, or the name of the month."),
                read=_chosen(month, _months),
            )
        )
    return columns


def _number_of_child(column: Column) -> int:
    found = _CHILD.match(column.name)
    return int(found[1]) if found else 0


_ABOUT_HER = (
    Column(
        "given_name",
        pgettext_lazy("heading of a list", "Given name"),
        _("Letters only."),
        is_needed=True,
    ),
    Column(
        "family_name",
        pgettext_lazy("heading of a list", "Family name"),
        _("Letters only."),
        is_needed=True,
    ),
    Column(
        "birth_date",
        pgettext_lazy("heading of a list", "Date of birth"),
        _("Day.month.year, for example 21.11.1990."),
        is_needed=True,
        read=_birth_date,
    ),
    Column(
        "district",
        pgettext_lazy("heading of a list", "District"),
        _("The name of the district, for example Konak."),
        is_needed=True,
        read=_chosen("district", _districts),
    ),
    Column(
        "neighborhood",
        pgettext_lazy("heading of a list", "Neighborhood"),
        _("May be empty. Street and door number are not needed."),
    ),
    Column(
        "phone",
        pgettext_lazy("heading of a list", "Mobile phone"),
        _("In any spelling, for example 0532 123 45 67. Needed for calls and texts."),
    ),
    Column(
        "email",
        pgettext_lazy("heading of a list", "E-mail"),
        _("Needed where she wants to be reached by e-mail."),
    ),
    Column(
        "contact_channel",
        pgettext_lazy("heading of a list", "How to reach her"),
        _("What she chose: e-mail, SMS, phone, or she will call."),
        is_needed=True,
        read=_chosen("contact_channel", _ways),
    ),
)
_STATEMENT = Column(
    "is_woman",
    pgettext_lazy("heading of a list", "She states that she is a woman"),
    _("Yes, where she states it; no document is asked."),
    read=_ticked("is_woman"),
)
_TOOK_PART = Column(
    "took_part",
    pgettext_lazy("heading of a list", "Has taken part before"),
    _("Yes, where she says so; empty otherwise."),
    read=_ticked("took_part"),
)
_COMPANION = Column(
    "companion_name",
    pgettext_lazy("heading of a list", "Companion: given name"),
    _("Empty where no companion comes."),
)


# --- rows -------------------------------------------------------------------------


class ReadRows:
    """What the rows of a table say, in the order of the file."""

    def __init__(self, table: Table, occurrence: Occurrence, *, language: str):
        self.occurrence = occurrence
        self.language = language
        self.rows: list[ImportRow] = []
        self.broken: list[BrokenRow] = []
        #: Headings that nobody knows; nothing under them is read or kept.
        self.unread: list[str] = []
        self._columns = self._placed(table)
        self._children = max(map(_number_of_child, self._columns.values()), default=0)
        for number, cells in table.rows:
            self._read(number, cells)

    def _placed(self, table: Table) -> dict[int, Column]:
        named: dict[str, Column] = {}
        for column in _known_columns(self.occurrence):
            for heading in (column.said("tr"), column.said("en"), column.name):
                named.setdefault(fold_tr(heading), column)
        placed: dict[int, Column] = {}
        names: set[str] = set()
        for place, heading in enumerate(table.headings):
            column = named.get(fold_tr(heading.rstrip(" *")))
            if column is None or column.name in names:
                if heading:
                    self.unread.append(heading)
                continue
            placed[place] = column
            names.add(column.name)
        for column in columns_for(self.occurrence):
            if column.is_needed and column.name not in names:
                raise Refusal(ImportRefusal.COLUMN_MISSING, column=column.heading)
        return placed

    def _read(self, number: int, cells: list[str]) -> None:
        # Whoever fills a list in for her does not decide that a caller may say who
        # calls: that stays as careful as the form of the website begins.
        filled = {"children": str(self._children), "hide_organization": "on"}
        for place, column in self._columns.items():
            if place < len(cells) and cells[place]:
                filled |= column.filled_by(cells[place])
        who = WhoForm(filled, occurrence=self.occurrence, check_rules=False)
        reach = ContactForm(filled, occurrence=self.occurrence)
        if who.is_valid() and reach.is_valid():
            self.rows.append(
                ImportRow(
                    number=number,
                    person=person_details(
                        {**who.cleaned_data, **reach.cleaned_data},
                        language=self.language,
                    ),
                    party=who.party(),
                    boarding_point=reach.boarding_point(),
                    states_woman=who.states_woman,
                    states_took_part=who.states_took_part,
                )
            )
            return
        problems = [*self._problems(who), *self._problems(reach)]
        self.broken.append(
            BrokenRow(number, problems, Refusal(ImportRefusal.ROW_BROKEN))
        )

    def _problems(self, form: Any) -> Iterator[str]:
        headings = {column.name: column.heading for column in self._columns.values()}
        for name, errors in form.errors.items():
            label = headings.get(name) or (
                form.fields[name].label if name in form.fields else ""
            )
            said = " ".join(str(error) for error in errors)
            yield f"{label}: {said}" if label else said
