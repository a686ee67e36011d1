"""Looking into an uploaded file before it is kept.

Its kind is what its content is, whatever its name says. Pictures are drawn anew, which
leaves behind where and with what they were taken. Office files are unpacked once and
thrown away, to see that they are no bomb and carry no program.
"""

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO

import filetype
from PIL import Image, ImageOps

from people.enums import FileKind
from people.enums import UploadRefusal as Reason
from people.exceptions import Refusal

MEGABYTE = 1024 * 1024
MOST_BYTES = 5 * MEGABYTE
#: What an office file may unpack to, and into how many parts.
MOST_UNPACKED = 50 * MEGABYTE
MOST_PARTS = 1000
#: A picture of more is no photograph of a paper.
MOST_PIXELS = 50_000_000
LONGEST_SIDE = 3000
#: What file choosers offer first.
ACCEPT = ".pdf,.jpg,.jpeg,.png,.docx,.odt,image/jpeg,image/png"

_PICTURES = {"image/jpeg", "image/png", "image/webp", "image/heic"}
_LOCKED = 0x1


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """What may be kept."""

    content: bytes
    kind: FileKind

    @property
    def size(self) -> int:
        return len(self.content)


def check_upload(upload: BinaryIO, *, size: int | None) -> CheckedFile:
    """What is kept of an upload; refuses with an `UploadRefusal`."""
    content = read_upload(upload, size=size)
    if content.startswith(b"PK"):
        return CheckedFile(content, _office_kind(content))
    found = filetype.guess(content)
    mime = found.mime if found else ""
    if mime == "application/pdf":
        return CheckedFile(content, FileKind.PDF)
    if mime in _PICTURES:
        return _drawn_anew(content)
    raise Refusal(Reason.WRONG_KIND)


def read_upload(upload: BinaryIO, *, size: int | None) -> bytes:
    """All of it, where that is something and not too much."""
    if (size or 0) > MOST_BYTES:
        raise _too_large()
    content = upload.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise _too_large()
    if not content:
        raise Refusal(Reason.EMPTY)
    return content


def _too_large() -> Refusal:
    return Refusal(Reason.TOO_LARGE, megabytes=MOST_BYTES // MEGABYTE)


def _office_kind(content: bytes) -> FileKind:
    with opened(content) as packed:
        names = set(packed.namelist())
        if {"[Content_Types].xml", "word/document.xml"} <= names:
            return FileKind.DOCX
        if "mimetype" in names and packed.read("mimetype").startswith(
            b"application/vnd.oasis.opendocument.text"
        ):
            return FileKind.ODT
    raise Refusal(Reason.WRONG_KIND)


@contextmanager
def opened(content: bytes) -> Iterator[zipfile.ZipFile]:
    """An office file that is no bomb, is not locked and carries no program."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
            if any(part.flag_bits & _LOCKED for part in parts):
                raise Refusal(Reason.LOCKED)
            _unpack(packed, parts)
            names = {part.filename for part in parts}
            if any(name.endswith("vbaProject.bin") for name in names) or any(
                name.startswith(("Basic/", "Scripts/")) for name in names
            ):
                raise Refusal(Reason.HAS_PROGRAM)
            yield packed
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError) as error:
        # The last is what `zipfile` says of a way of packing that it does not know.
        raise Refusal(Reason.BROKEN) from error


def _unpack(packed: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> None:
    """Count what really comes out: the sizes that a bomb declares are not believed."""
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise Refusal(Reason.UNPACKS_TOO_FAR)
    unpacked = 0
    for part in parts:
        with packed.open(part) as stream:
            while piece := stream.read(MEGABYTE):
                unpacked += len(piece)
                if unpacked > MOST_UNPACKED:
                    raise Refusal(Reason.UNPACKS_TOO_FAR)


def _drawn_anew(content: bytes) -> CheckedFile:
    """The pixels and nothing else: no place, no camera, no second picture."""
    try:
        with Image.open(io.BytesIO(content)) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise Refusal(Reason.UNPACKS_TOO_FAR)
            is_png = picture.format == "PNG"
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            drawn = upright.convert("RGBA" if is_png else "RGB")
            clean = Image.new(drawn.mode, drawn.size)
            clean.paste(drawn)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise Refusal(Reason.BROKEN) from error
    output = io.BytesIO()
    if is_png:
        clean.save(output, "PNG", optimize=True)
        return CheckedFile(output.getvalue(), FileKind.PNG)
    clean.save(output, "JPEG", quality=85)
    return CheckedFile(output.getvalue(), FileKind.JPEG)
