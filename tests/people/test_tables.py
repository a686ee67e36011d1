"""Reading a table that somebody uploads: its cells, and files that are none."""

import io
from datetime import date, datetime

import pytest
from openpyxl import Workbook

from people.enums import TableRefusal, UploadRefusal
from people.exceptions import Refusal
from people.tables import LONGEST_CELL, read_table
from people.uploads import MOST_BYTES, MOST_UNPACKED
from people.wording import refusal_words
from tests.factories.tables import xlsx
from tests.factories.uploads import docx, office, pdf, picture


def read(content: bytes, most_rows: int = 10):
    return read_table(io.BytesIO(content), size=len(content), most_rows=most_rows)


def refused(content: bytes, **more) -> str:
    with pytest.raises(Refusal) as caught:
        read(content, **more)
    assert refusal_words(caught.value)
    return caught.value.reason


def test_cells_are_text_as_one_would_type_it():
    table = read(
        xlsx(
            [date(1990, 11, 21), datetime(1961, 2, 3, 4, 5), 5321234567],
            [2019.0, "  Işıl \n Su ", None],
            headings=["Gün", "An", "Telefon"],
        )
    )

    assert table.headings == ["Gün", "An", "Telefon"]
    assert table.rows == [
        (2, ["21.11.1990", "03.02.1961", "5321234567"]),
        (3, ["2019", "Işıl Su"]),
    ]


def test_a_formula_is_text_and_never_its_result():
    formula = '=HYPERLINK("https://example.org";"tıkla")'

    table = read(xlsx([formula, "=1+1"], headings=["A", "B"]))

    assert table.rows == [(2, [formula, "=1+1"])]


def test_empty_rows_are_passed_over_and_numbers_stay_those_of_the_file():
    table = read(xlsx([], ["bir"], [None, ""], ["iki"], headings=["Ad"]))

    assert [number for number, _cells in table.rows] == [3, 5]


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1254"])
def test_csv_as_excel_saves_it(delimiter, encoding):
    text = delimiter.join(["Adı", "Mahalle"]) + "\r\n"
    text += delimiter.join(["Çiğdem", '"Şirin\nYalı"'])

    table = read(text.encode(encoding))

    assert table.headings == ["Adı", "Mahalle"]
    assert table.rows == [(2, ["Çiğdem", "Şirin Yalı"])]


def test_same_bytes_give_the_same_digest():
    content = xlsx(["bir"], headings=["Ad"])

    assert read(content).digest == read(content).digest
    assert read(content).digest != read(b"Ad\nbir").digest


def test_more_rows_than_are_taken_are_refused_and_not_cut():
    rows = [[f"kişi {n}"] for n in range(11)]

    assert len(read(xlsx(*rows[:10], headings=["Ad"])).rows) == 10
    assert refused(xlsx(*rows, headings=["Ad"])) == TableRefusal.TOO_MANY_ROWS


def test_rows_far_below_are_found():
    workbook = Workbook()
    workbook.active["A1"] = "Ad"
    workbook.active["A900000"] = "en alttaki"
    output = io.BytesIO()
    workbook.save(output)

    assert read(output.getvalue()).rows[0][0] == 900_000


@pytest.mark.parametrize(
    "content",
    [docx(), pdf(), picture("PNG"), b"MZ\x90\x00", b"<!doctype html><p>", b"a\0b"],
    ids=["docx", "pdf", "png", "exe", "html", "nul"],
)
def test_other_files_are_not_taken(content):
    assert refused(content) == TableRefusal.WRONG_KIND


def test_files_that_do_harm_are_not_taken():
    parts = {"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"}
    bomb = {**parts, "xl/worksheets/sheet1.xml": bytes(MOST_UNPACKED + 1)}
    program = {**parts, "xl/vbaProject.bin": b"Sub AutoOpen()"}

    assert refused(office(bomb)) == UploadRefusal.UNPACKS_TOO_FAR
    assert refused(office(program)) == UploadRefusal.HAS_PROGRAM
    assert refused(office(parts)) == UploadRefusal.BROKEN
    assert refused(b"PK\x03\x04 and no more") == UploadRefusal.BROKEN
    assert refused(b"") == UploadRefusal.EMPTY
    assert refused(b"a" * (MOST_BYTES + 1)) == UploadRefusal.TOO_LARGE


def test_a_file_without_rows_says_so():
    assert refused(xlsx(headings=["Ad"])) == TableRefusal.NO_ROWS
    assert refused(b"Ad;Soyad\n;\n") == TableRefusal.NO_ROWS


def test_an_endless_cell_is_cut_and_then_too_long_for_any_field():
    (_number, cells) = read(xlsx(["a" * 5000], headings=["Ad"])).rows[0]

    assert len(cells[0]) == LONGEST_CELL + 1
