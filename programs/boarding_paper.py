"""The boarding list on paper: one point after the other, each on a sheet of its own."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.utils import translation
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from paper.document import Paper
from programs.domain.queries import Boarding, Passenger
from programs.enums import RegistrationState as State
from programs.models import Occurrence
from programs.models.occurrence import local_moment

_FAINT = (226, 231, 233)
_QUIET = (84, 98, 104)
#: Stands in the file until the number of pages is known.
_PAGES = "{nb}"
_BOXES = {State.ATTENDED: "✓", State.MISSED: "–"}


class BoardingPaper(Paper):
    """Every page says that it is confidential, which it is of how many, from when."""

    def __init__(self, *, mark: str, foot: str, language: str, made_at: datetime):
        self.mark, self.foot = mark, foot
        #: what a page is about that goes on with the one before
        self.running = ""
        super().__init__(title=_("Boarding list"), language=language, made_at=made_at)
        self.alias_nb_pages(_PAGES)
        self.set_margins(16, 22)
        self.set_x(self.l_margin)

    def header(self) -> None:
        """The mark across the page, faint, under what is written on it."""
        self.set_font("DejaVu", "B", 34)
        self.set_text_color(*_FAINT)
        with self.rotation(52, x=self.w / 2, y=self.h / 2):
            width = self.get_string_width(self.mark)
            self.text((self.w - width) / 2, self.h / 2, self.mark)
        if self.running:
            self.set_y(12)
            self.set_font("DejaVu", "", 8.5)
            self.set_text_color(*_QUIET)
            self.cell(0, 5, self.running)
            self.set_xy(self.l_margin, self.t_margin)

    def footer(self) -> None:
        self.set_y(-15)
        self.set_font("DejaVu", "", 8.5)
        self.set_text_color(*_QUIET)
        numbered = _("Page %(page)s of %(pages)s") % {
            "page": self.page_no(),
            "pages": _PAGES,
        }
        self.cell(0, 5, self.mark, align="L")
        self.set_x(self.l_margin)
        self.cell(0, 5, self.foot, align="C")
        self.set_x(self.l_margin)
        self.cell(0, 5, numbered, align="R")


def boarding_file(
    occurrence: Occurrence,
    sheets: Sequence[Boarding],
    *,
    with_phones: bool,
    printed_at: datetime,
) -> bytes:
    """In the language of who prints it. Given names with one initial, never more."""
    paper = BoardingPaper(
        mark=_("Confidential – destroy after the trip"),
        foot=_("Printed: %(moment)s") % {"moment": local_moment(printed_at)},
        language=translation.get_language() or "tr",
        made_at=printed_at,
    )
    for place, sheet in enumerate(sheets):
        if place:
            paper.running = ""
            paper.add_page()
        _write(paper, occurrence, sheet, alone=len(sheets) == 1, phones=with_phones)
    if not sheets:
        _head(paper, occurrence)
        paper.paragraph(_("Nobody has a place yet."))
    return paper.file()


def _head(paper: Paper, occurrence: Occurrence) -> None:
    paper.heading(
        f"{occurrence.activity} · {local_moment(occurrence.starts_at)}", size=15
    )


def _write(
    paper: BoardingPaper,
    occurrence: Occurrence,
    sheet: Boarding,
    *,
    alone: bool,
    phones: bool,
) -> None:
    _head(paper, occurrence)
    where = _where(occurrence, sheet, alone=alone)
    paper.subheading(where, size=13)
    paper.running = f"{occurrence.activity} · {where}"
    people = ngettext("%(count)s person", "%(count)s people", sheet.seats) % {
        "count": sheet.seats
    }
    copy = _("Coordinator's copy")
    paper.paragraph(f"{people} · {copy}" if phones else people, size=10, quiet=True)
    if not sheet.passengers:
        paper.paragraph(_("Nobody boards here."))
        return
    columns = list(_columns(phones=phones))
    paper.grid(
        [heading for heading, _width, _value in columns],
        [
            [value(number, one) for _heading, _width, value in columns]
            for number, one in enumerate(sheet.passengers, start=1)
        ],
        widths=[width for _heading, width, _value in columns],
        size=9.5,
    )


def _where(occurrence: Occurrence, sheet: Boarding, *, alone: bool) -> str:
    if sheet.point is not None:
        return f"{sheet.point.name} · {time_format(sheet.point.boards_at)}"
    return str(occurrence.meeting_point) if alone else _("Without a boarding point")


def _columns(*, phones: bool) -> Iterator[tuple[str, float, object]]:
    """Heading, share of the width, and the cell of a numbered party."""
    yield pgettext("row number", "No"), 11, lambda number, one: str(number)
    yield _("Came"), 12, lambda number, one: _BOXES.get(one.state, "☐")
    yield _("Code"), 21, lambda number, one: one.code
    yield _("Full name"), 41, lambda number, one: _who(one)
    yield pgettext("count", "Places"), 10, lambda number, one: str(one.seats)
    yield _("Children"), 14, lambda number, one: str(one.children or "")
    yield _("Photo"), 11, lambda number, one: _photo(one)
    if phones:
        yield _("Phone"), 34, lambda number, one: _phone(one)


def _who(one: Passenger) -> str:
    return f"{one.name}\n{one.needs}" if one.needs else one.name or "–"


def _photo(one: Passenger) -> str:
    if one.photo:
        return pgettext("photo allowed", "Y")
    return pgettext("photo not allowed", "N")


def _phone(one: Passenger) -> str:
    return f"{one.phone}\n{one.safe_time}" if one.safe_time else one.phone or "–"
