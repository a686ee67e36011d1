"""A table as an XLSX file."""

from collections.abc import Iterable
from typing import IO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font


def write_table(
    output: IO[bytes],
    *,
    title: str,
    headings: Iterable[str],
    rows: Iterable[Iterable[str]],
) -> None:
    """One sheet: a bold row of headings, then the rows, all as text."""
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet(title)
    heads = list(headings)
    for place in range(len(heads)):
        sheet.column_dimensions[chr(ord("A") + place)].width = 32
    sheet.freeze_panes = "A2"

    def cell(text: str, *, bold: bool = False) -> WriteOnlyCell:
        made = WriteOnlyCell(sheet, text)
        made.data_type = "s"
        made.font = Font(bold=bold)
        made.alignment = Alignment(wrap_text=True, vertical="top")
        return made

    sheet.append([cell(head, bold=True) for head in heads])
    for row in rows:
        sheet.append([cell(text) for text in row])
    workbook.save(output)
