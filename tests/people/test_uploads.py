"""What is taken of an upload, and everything that is not."""

import io
import struct

import pytest
from PIL import Image

from people.enums import FileKind, UploadRefusal
from people.exceptions import Refusal
from people.uploads import MEGABYTE, MOST_BYTES, check_upload
from people.wording import refusal_words
from tests.factories.uploads import docx, office, picture


def take(content: bytes):
    return check_upload(io.BytesIO(content), size=len(content))


def refused(content: bytes) -> str:
    with pytest.raises(Refusal) as caught:
        take(content)
    assert refusal_words(caught.value)
    return caught.value.reason


def test_kind_is_that_of_the_content():
    assert take(b"%PDF-1.4\n...").kind == FileKind.PDF
    assert take(docx()).kind == FileKind.DOCX
    odt = office({"mimetype": b"application/vnd.oasis.opendocument.text"})
    assert take(odt).kind == FileKind.ODT
    assert take(picture("PNG")).kind == FileKind.PNG
    assert take(picture("WEBP")).kind == FileKind.JPEG


@pytest.mark.parametrize(
    "content",
    [
        b"MZ\x90\x00 a program of Windows",
        b"<!doctype html><script>alert(1)</script>",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"GIF89a" + bytes(40),
        office({"xl/workbook.xml": b"<x/>", "[Content_Types].xml": b"<x/>"}),
    ],
    ids=["exe", "html", "svg", "gif", "xlsx"],
)
def test_other_kinds_are_not_taken(content):
    assert refused(content) == UploadRefusal.WRONG_KIND


def test_empty_and_too_large():
    assert refused(b"") == UploadRefusal.EMPTY
    assert refused(b"%PDF-1.4" + bytes(MOST_BYTES)) == UploadRefusal.TOO_LARGE


def test_declared_size_is_looked_at_before_anything_is_read():
    with pytest.raises(Refusal) as caught:
        check_upload(io.BytesIO(b"%PDF-1.4"), size=MOST_BYTES + 1)
    assert caught.value.reason == UploadRefusal.TOO_LARGE
    assert caught.value.details == {"megabytes": 5}


def test_zip_bomb_is_not_taken():
    bomb = docx({"word/media/image1.bin": bytes(60 * MEGABYTE)})

    assert len(bomb) < MEGABYTE
    assert refused(bomb) == UploadRefusal.UNPACKS_TOO_FAR


def test_zip_bomb_that_declares_little_is_not_taken():
    bomb = bytearray(docx({"word/media/image1.bin": bytes(60 * MEGABYTE)}))
    # The size of the last part, as its entry in the directory declares it.
    entry = bomb.rfind(b"PK\x01\x02")
    bomb[entry + 24 : entry + 28] = struct.pack("<I", 100)

    assert refused(bytes(bomb)) in (
        UploadRefusal.UNPACKS_TOO_FAR,
        UploadRefusal.BROKEN,
    )


def test_zip_of_very_many_parts_is_not_taken():
    assert refused(docx({f"word/{n}.xml": b"" for n in range(1001)})) == (
        UploadRefusal.UNPACKS_TOO_FAR
    )


def test_macro_lock_and_damage():
    assert refused(docx({"word/vbaProject.bin": b"x"})) == UploadRefusal.HAS_PROGRAM
    locked = bytearray(docx())
    entry = locked.rfind(b"PK\x01\x02")
    locked[entry + 8] |= 1
    assert refused(bytes(locked)) == UploadRefusal.LOCKED
    assert refused(docx()[:-30]) == UploadRefusal.BROKEN
    assert refused(picture("JPEG")[:200]) == UploadRefusal.BROKEN


def test_packing_that_nobody_can_open_is_told_as_broken():
    unknown = docx()
    for mark, place in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        parts = unknown.split(mark)
        unknown = mark.join(
            [
                parts[0],
                *(p[: place - 4] + b"\x61\x00" + p[place - 2 :] for p in parts[1:]),
            ]
        )

    assert refused(unknown) == UploadRefusal.BROKEN


def test_picture_leaves_its_place_and_camera_behind():
    exif = Image.Exif()
    exif[0x010F] = "Kamerali Telefon"
    exif[0x8825] = {2: (38.0, 25.0, 12.0)}
    content = picture("JPEG", exif=exif)
    assert b"Kamerali" in content

    kept = take(content)

    assert b"Kamerali" not in kept.content
    with Image.open(io.BytesIO(kept.content)) as drawn:
        assert not drawn.getexif()


def test_picture_hides_nothing_behind_its_end():
    kept = take(picture("JPEG") + b"<script>alert(1)</script>")

    assert b"script" not in kept.content


def test_picture_of_too_many_pixels_is_not_drawn():
    assert refused(picture("PNG", size=(10_000, 6_000))) == (
        UploadRefusal.UNPACKS_TOO_FAR
    )
