"""Reading a table that somebody uploads: the first sheet of an XLSX file, or a CSV.

Every cell is text. What a spreadsheet would work out is not worked out, a day is
written as in Turkish, and a number as one would type it.
"""

import csv
import hashlib
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, BinaryIO
from zipfile import BadZipFile

import filetype
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from language.turkish import tidy
from people.enums import TableRefusal as Reason
from people.enums import UploadRefusal
from people.exceptions import Refusal
from people.uploads import opened, read_upload

#: More columns than these are not looked at, and no longer text than this.
MOST_COLUMNS = 60
LONGEST_CELL = 300
#: What an XLSX file may number its rows up to; one that claims more is no sheet.
_LAST_ROW = 1_048_576
_DELIMITERS = ";\t,"
#: What openpyxl says of a file that only looks like a workbook.
_NOT_READABLE = (
    ValueError,
    KeyError,
    TypeError,
    IndexError,
    AttributeError,
    SyntaxError,
    OSError,
    BadZipFile,
    InvalidFileException,
)


@dataclass(frozen=True, slots=True)
class Table:
    """The headings, and each filled row under the number it has in the file."""

    headings: list[str]
    rows: list[tuple[int, list[str]]]
    #: The same file gives the same digest.
    digest: str


def read_table(upload: BinaryIO, *, size: int | None, most_rows: int) -> Table:
    """What an upload holds; refuses with a `TableRefusal` or an `UploadRefusal`."""
    content = read_upload(upload, size=size)
    cells = _of_workbook(content) if content.startswith(b"PK") else _of_csv(content)
    headings: list[str] = []
    rows: list[tuple[int, list[str]]] = []
    for number, filled in enumerate(cells, start=1):
        row = _without_end(filled)
        if not row:
            continue
        if not headings:
            headings = row
        elif len(rows) == most_rows:
            raise Refusal(Reason.TOO_MANY_ROWS, most=most_rows)
        else:
            rows.append((number, row))
    if not rows:
        raise Refusal(Reason.NO_ROWS)
    return Table(headings, rows, hashlib.sha256(content).hexdigest())


def _without_end(row: list[str]) -> list[str]:
    """Without the empty cells after the last that says something."""
    last = max((place for place, cell in enumerate(row, start=1) if cell), default=0)
    return row[:last]


def _of_workbook(content: bytes) -> Iterator[list[str]]:
    with opened(content) as packed:
        if not {"[Content_Types].xml", "xl/workbook.xml"} <= set(packed.namelist()):
            raise Refusal(Reason.WRONG_KIND)
    try:
        workbook = load_workbook(
            io.BytesIO(content), read_only=True, data_only=False, keep_links=False
        )
        sheet = workbook.worksheets[0]
        # What the file says of its own size is not believed.
        sheet.reset_dimensions()
        for row in sheet.iter_rows(
            max_row=_LAST_ROW, max_col=MOST_COLUMNS, values_only=True
        ):
            yield [_as_text(value) for value in row]
    except _NOT_READABLE as error:
        raise Refusal(UploadRefusal.BROKEN) from error


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return f"{value.day:02}.{value.month:02}.{value.year:04}"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return _short(str(value))


def _short(text: str) -> str:
    return tidy(text[: LONGEST_CELL + 1])


def _of_csv(content: bytes) -> Iterable[list[str]]:
    if filetype.guess(content) or b"\0" in content:
        raise Refusal(Reason.WRONG_KIND)
    text = _decoded(content)
    if text.lstrip().startswith("<"):
        raise Refusal(Reason.WRONG_KIND)
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(_DELIMITERS, key=first.count)
    # `newline=""`: a line break inside quotes stays in its cell.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for row in reader:
            yield [_short(cell) for cell in row[:MOST_COLUMNS]]
    except csv.Error as error:
        raise Refusal(UploadRefusal.BROKEN) from error


def _decoded(content: bytes) -> str:
    """As Excel saves it: with a mark, or in the letters of Windows in Turkish."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return content.decode("cp1254")
    except UnicodeDecodeError as error:
        raise Refusal(Reason.WRONG_KIND) from error
