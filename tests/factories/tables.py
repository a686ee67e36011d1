"""Lists of registrations as people keep them."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

HEADINGS = [
    "Adı",
    "Soyadı",
    "Doğum tarihi",
    "İlçe",
    "Mahalle",
    "Cep telefonu",
    "E-posta",
    "Nasıl ulaşalım?",
]


def row(n: int = 0, *more: str, **changes: str) -> list[object]:
    """The n-th woman, with a phone of her own."""
    values = {
        "given": "Çiğdem",
        "family": "Iğdırlı",
        "born": f"{n % 28 + 1}.11.{1961 + n // 28}",
        "district": "Konak",
        "neighborhood": "",
        "phone": f"0532 123 {n // 100:02} {n % 100:02}",
        "email": "",
        "way": "SMS",
        **changes,
    }
    return [*values.values(), *more]


def xlsx(*rows: list, headings: list[str] = HEADINGS) -> bytes:
    workbook = Workbook()
    sheet = workbook.active
    for one in (headings, *rows):
        sheet.append(one)
    output = io.BytesIO()
    workbook.save(output)
    return output.getvalue()


def csv_of(*rows: list, headings: list[str] = HEADINGS, delimiter: str = ";") -> str:
    return "\n".join(delimiter.join(map(str, one)) for one in (headings, *rows))


def as_file(content: bytes | str, name: str = "liste.xlsx") -> SimpleUploadedFile:
    if isinstance(content, str):
        content = content.encode()
    return SimpleUploadedFile(name, content)
