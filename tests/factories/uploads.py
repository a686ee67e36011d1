"""Small files of every kind, and those that do harm."""

import io
import zipfile

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image


def office(parts: dict[str, bytes]) -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return output.getvalue()


def docx(more: dict[str, bytes] | None = None) -> bytes:
    return office(
        {
            "[Content_Types].xml": b"<Types/>",
            "word/document.xml": b"<document/>",
            **(more or {}),
        }
    )


def picture(kind: str, *, size=(40, 30), **more) -> bytes:
    output = io.BytesIO()
    Image.new("RGB", size, (10, 67, 80)).save(output, kind, **more)
    return output.getvalue()


def upload(content: bytes, name: str = "belge.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def pdf(words: str = "") -> bytes:
    return f"%PDF-1.4\n% {words}\n%%EOF\n".encode()
