"""Reads the text of a PDF as a program does that copies or reads it aloud."""

import re
import zlib

_OBJECT = re.compile(rb"(\d+) 0 obj\n(.*?)\nendobj", re.S)
_STREAM = re.compile(rb"^(<<.*?>>)\nstream\n(.*)\nendstream$", re.S)
_SHOWN = re.compile(rb"\((?:\\.|[^\\()])*\) Tj|/(F\d+) [\d.]+ Tf", re.S)


def _streams(objects: dict[int, bytes]) -> dict[int, bytes]:
    found = {}
    for number, content in objects.items():
        if stream := _STREAM.match(content):
            head, body = stream.groups()
            found[number] = zlib.decompress(body) if b"/Flate" in head else body
    return found


def _letters(mapping: bytes) -> dict[int, str]:
    """Glyph -> letters, as the font's own table tells."""
    letters = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", mapping, re.S):
        for glyph, text in re.findall(rb"<(\w+)>\s*<(\w+)>", block):
            letters[int(glyph, 16)] = bytes.fromhex(text.decode()).decode("utf-16-be")
    return letters


def _unescaped(text: bytes) -> bytes:
    plain = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
    return re.sub(
        rb"\\(.)", lambda found: plain.get(found[1], found[1]), text, flags=re.S
    )


def text_of(data: bytes) -> str:
    """Every line that is written, in the order of the file."""
    objects = {int(number): content for number, content in _OBJECT.findall(data)}
    streams = _streams(objects)
    mapped = {
        number: _letters(streams[int(found[1])])
        for number, content in objects.items()
        if (found := re.search(rb"/ToUnicode (\d+) 0 R", content))
    }
    fonts = {
        name.decode(): mapped[int(number)]
        for content in objects.values()
        for name, number in re.findall(rb"/(F\d+) (\d+) 0 R", content)
    }
    lines = []
    for stream in streams.values():
        if b" Tj" not in stream:
            continue
        font: dict[int, str] = {}
        for found in _SHOWN.finditer(stream):
            if found[1]:
                font = fonts[found[1].decode()]
                continue
            glyphs = _unescaped(found[0][1:-4])
            lines.append(
                "".join(
                    font[int.from_bytes(glyphs[place : place + 2], "big")]
                    for place in range(0, len(glyphs), 2)
                )
            )
    return "\n".join(lines)
