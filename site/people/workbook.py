"""A table as an XLSX file."""

from collections.abc import Iterable
from typing import IO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter


def write_table(
    output: IO[bytes],
    *,
    title: str,
    headings: Iterable[str],
    rows: Iterable[Iterable[str | float]] = (),
) -> None:
    """One sheet: a bold row of headings, then the rows; words never run as formulas."""
    workbook = Workbook(write_only=True)
    add_sheet(workbook, title=title, headings=headings, rows=rows)
    workbook.save(output)


def add_sheet(
    workbook: Workbook,
    *,
    title: str,
    headings: Iterable[str],
    rows: Iterable[Iterable[str | float]] = (),
) -> None:
    """The same as one of several sheets of a workbook that is only written."""
    sheet = workbook.create_sheet(title)
    heads = list(headings)
    for place in range(len(heads)):
        sheet.column_dimensions[get_column_letter(place + 1)].width = 32
    sheet.freeze_panes = "A2"

    def cell(value: str | float, *, bold: bool = False) -> WriteOnlyCell:
        made = WriteOnlyCell(sheet, value)
        if isinstance(value, str):
            made.data_type = "s"
        made.font = Font(bold=bold)
        made.alignment = Alignment(wrap_text=True, vertical="top")
        return made

    sheet.append([cell(head, bold=True) for head in heads])
    for row in rows:
        sheet.append([cell(value) for value in row])
