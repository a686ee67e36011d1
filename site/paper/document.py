"""A PDF on A4: Turkish letters, text that can be read aloud, searched and copied.

Lower than every app, so that whoever prints something has it: certificates, lists.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Literal

import segno
from fpdf import FPDF

FONTS = Path(__file__).parent / "fonts"
_FAMILY = "DejaVu"
_INK = (20, 32, 36)
_QUIET = (84, 98, 104)
_ACCENT = (10, 67, 80)
_RULE = (200, 210, 214)

Align = Literal["L", "C", "R"]


class Paper(FPDF):
    """One document: headings, paragraphs, facts, tables, QR codes, from top to bottom.

    Title and language are said in the file. Headings, paragraphs, tables and figures
    are tagged in reading order. `made_at` is the date in the file, so that the same
    content gives the same bytes.
    """

    def __init__(
        self, *, title: str, language: str, made_at: datetime, landscape: bool = False
    ) -> None:
        super().__init__(orientation="L" if landscape else "P", format="A4")
        for style, name in (("", "DejaVuSans.ttf"), ("B", "DejaVuSans-Bold.ttf")):
            self.add_font(_FAMILY, style, FONTS / name)
        self.set_title(title)
        self.set_lang(language)
        self.set_creation_date(made_at)
        self.set_producer("Eşit İzmir")
        self.set_display_mode("fullwidth")
        self.set_margins(22, 22)
        self.set_auto_page_break(True, margin=22)
        self.add_page()

    @contextmanager
    def tagged(self, kind: str, *, alternative: str | None = None) -> Iterator[None]:
        """What is written inside is one element of the structure: "/P", "/H1"."""
        mcid = self.struct_builder.next_mcid_for_page(self.page)
        self._add_marked_content(struct_type=kind, mcid=mcid, alt_text=alternative)
        self._out(f"{kind} <</MCID {mcid}>> BDC")
        yield
        self._out("EMC")

    def heading(self, text: str, *, size: float = 24, align: Align = "L") -> None:
        self._write(text, kind="/H1", size=size, bold=True, align=align, color=_ACCENT)
        self.ln(2)

    def subheading(self, text: str, *, size: float = 14, align: Align = "L") -> None:
        self.ln(2)
        self._write(text, kind="/H2", size=size, bold=True, align=align, color=_INK)

    def paragraph(
        self,
        text: str,
        *,
        size: float = 11,
        bold: bool = False,
        quiet: bool = False,
        align: Align = "L",
        width: float = 0,
    ) -> None:
        color = _QUIET if quiet else _INK
        self._write(
            text,
            kind="/P",
            size=size,
            bold=bold,
            align=align,
            color=color,
            width=width,
        )
        self.ln(1.5)

    def facts(self, rows: Iterable[tuple[str, str]]) -> None:
        """What and its value, one pair on each line: "Saat: 6"."""
        for label, value in rows:
            if self.will_page_break(9):
                self.add_page()
            with self.tagged("/P"):
                self.set_text_color(*_QUIET)
                self.set_font(_FAMILY, "", 10)
                self.cell(52, 8, label)
                self.set_text_color(*_INK)
                self.set_font(_FAMILY, "B", 11)
                self.multi_cell(0, 8, value, new_x="LMARGIN", new_y="NEXT")

    def grid(
        self,
        headings: Sequence[str],
        rows: Iterable[Sequence[str]],
        *,
        widths: Sequence[float],
        size: float = 10,
    ) -> None:
        """A table, its headings on each page; `widths` are shares of the width."""
        whole = sum(widths)
        columns = [self.epw * width / whole for width in widths]

        def line(cells: Sequence[str], *, bold: bool) -> None:
            self.set_font(_FAMILY, "B" if bold else "", size)
            self.set_text_color(*_INK)
            height = size * 0.55
            lines = [
                self._lines(text, width, height)
                for width, text in zip(columns, cells, strict=True)
            ]
            tall = max(lines) * height + 2
            if self.will_page_break(tall):
                self.add_page()
                if not bold:
                    line(headings, bold=True)
                    self.set_font(_FAMILY, "", size)
            top, left = self.get_y(), self.l_margin
            with self.tagged("/TR"):
                for width, text in zip(columns, cells, strict=True):
                    self.set_xy(left, top)
                    self.multi_cell(width, height, text, align="L", padding=1)
                    left += width
            self.set_draw_color(*_RULE)
            self.line(self.l_margin, top + tall, self.l_margin + self.epw, top + tall)
            self.set_xy(self.l_margin, top + tall)

        line(headings, bold=True)
        for row in rows:
            line(row, bold=False)

    def _lines(self, text: str, width: float, height: float) -> int:
        """How many lines a cell takes; most take one, which is quickly seen."""
        fits = self.get_string_width(text) + 2 * (1 + self.c_margin) <= width
        if fits and "\n" not in text:
            return 1
        return len(
            self.multi_cell(
                width, height, text, dry_run=True, output="LINES", padding=1
            )
        )

    def rule(self) -> None:
        self.ln(3)
        self.set_draw_color(*_RULE)
        self.line(self.l_margin, self.get_y(), self.l_margin + self.epw, self.get_y())
        self.ln(4)

    def qr(self, content: str, *, alternative: str, size: float = 34) -> None:
        """A QR code at the left, drawn and not pasted: sharp in any print."""
        matrix = segno.make(content, micro=False, error="m").matrix
        step = size / len(matrix)
        left, top = self.get_x(), self.get_y()
        with self.tagged("/Figure", alternative=alternative):
            self.set_fill_color(0, 0, 0)
            for row, cells in enumerate(matrix):
                for column, is_dark in enumerate(cells):
                    if is_dark:
                        x, y = left + column * step, top + row * step
                        self.rect(x, y, step, step, style="F")

    def file(self) -> bytes:
        return bytes(self.output())

    def _write(
        self,
        text: str,
        *,
        kind: str,
        size: float,
        bold: bool,
        align: Align,
        color: tuple[int, int, int],
        width: float = 0,
    ) -> None:
        self.set_font(_FAMILY, "B" if bold else "", size)
        self.set_text_color(*color)
        height = size * 0.5
        tall = height * len(
            self.multi_cell(width, height, text, dry_run=True, output="LINES")
        )
        # A tag ends on the page on which it began.
        if self.will_page_break(tall):
            self.add_page()
        with self.tagged(kind):
            self.multi_cell(
                width, height, text, align=align, new_x="LEFT", new_y="NEXT"
            )
