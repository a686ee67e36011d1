"""A PDF that can be read: by eyes, by programs, by screen readers."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from paper.document import FONTS, Paper
from tests.pdf_reading import text_of

LETTERS = "ABCÇDEFGĞHIİJKLMNOÖPRSŞTUÜVYZ abcçdefgğhıijklmnoöprsştuüvyz âîû – “ ” ’ ₺"
NOON = datetime(2026, 12, 6, 9, 0, tzinfo=UTC)


def paper(**more) -> Paper:
    return Paper(title="Yoklama", language="tr", made_at=NOON, **more)


def test_every_turkish_letter_can_be_copied_again():
    document = paper()
    document.heading("Şükran Iğdırlı, İpek Öztürk")
    document.paragraph(LETTERS)

    text = text_of(document.file())

    assert text.splitlines() == ["Şükran Iğdırlı, İpek Öztürk", LETTERS]


def test_the_same_content_is_the_same_file():
    files = set()
    for _time in range(2):
        document = paper()
        document.paragraph("Aynı içerik")
        document.qr("https://www.example.org/belge/", alternative="Karekod")
        files.add(document.file())

    assert len(files) == 1


def test_title_language_and_structure_are_in_the_file():
    document = paper()
    document.heading("Başlık")
    document.subheading("Alt başlık")
    document.facts([("Saat", "6")])
    document.qr("K4MX", alternative="Karekod")

    data = document.file()

    assert b"/Lang (tr)" in data
    assert b"/Marked true" in data
    assert [
        kind for kind in (b"/H1", b"/H2", b"/P", b"/Figure") if kind not in data
    ] == []
    assert b"/Alt" in data and b"/Title" in data


def test_a_long_table_repeats_its_headings():
    document = paper(landscape=True)
    rows = [
        (str(n), f"Gönüllü {n}", "Konak Pier iskelesi, saat 09.30") for n in range(60)
    ]
    document.grid(("No", "Ad soyad", "Biniş"), rows, widths=(1, 4, 5))

    text = text_of(document.file())

    assert document.pages_count >= 3
    assert text.count("Ad soyad") == document.pages_count
    assert all(f"Gönüllü {n}" in text for n in range(60))


def test_a_long_text_flows_to_the_next_page():
    document = paper()
    for n in range(80):
        document.paragraph(f"Paragraf {n}: " + "uzun bir cümle " * 12)

    text = text_of(document.file())

    assert document.pages_count > 2
    assert all(f"Paragraf {n}:" in text for n in range(80))


@pytest.mark.parametrize(
    "name", ["DejaVuSans.ttf", "DejaVuSans-Bold.ttf", "LICENSE.txt"]
)
def test_fonts_are_here_with_their_licence(name):
    assert (Path(FONTS) / name).stat().st_size > 1000
