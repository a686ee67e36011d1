"""What a text message can carry, and how many parts it is charged as.

A phone reads 160 letters of the GSM alphabet (3GPP 23.038) in one part. One letter
from outside it (ı, ş, ğ, İ, ç among them) makes the whole message UCS-2, with 70.
Turkish has tables of its own there, but providers do not offer them alike; so we write
Turkish without its marks, all of them, as people do on a telephone.
"""

import math
import unicodedata

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
#: Behind an escape: each counts twice.
_EXTENSION = frozenset("\f^{}\\[~]|€")
_PLAIN = str.maketrans(
    {
        "ı": "i",
        "İ": "I",
        "ç": "c",
        "Ç": "C",
        "ğ": "g",
        "Ğ": "G",
        "ö": "o",
        "Ö": "O",
        "ş": "s",
        "Ş": "S",
        "ü": "u",
        "Ü": "U",
        "â": "a",
        "Â": "A",
        "î": "i",
        "Î": "I",
        "û": "u",
        "Û": "U",
        "ł": "l",
        "Ł": "L",
        "₺": "TL",
        "’": "'",
        "‘": "'",
        "“": '"',
        "”": '"',
        "„": '"',
        "«": '"',
        "»": '"',
        "–": "-",
        "—": "-",
        "‑": "-",
        "−": "-",
        "•": "-",
        "…": "...",
        "\u00a0": " ",
        "\u202f": " ",
        "\t": " ",
    }
)
_UNKNOWN = "?"


def fold_to_gsm(text: str) -> str:
    """`text` in letters of the GSM alphabet only; Turkish without its marks."""
    plain = unicodedata.normalize("NFC", text).translate(_PLAIN)
    return "".join(_in_alphabet(letter) for letter in plain)


def is_gsm(text: str) -> bool:
    return all(letter in _BASIC or letter in _EXTENSION for letter in text)


def parts(text: str) -> int:
    """How many parts a provider charges for."""
    if is_gsm(text):
        # An escape and its letter are never torn apart: where the pair does not fit,
        # the part stays one short.
        sizes = [2 if letter in _EXTENSION else 1 for letter in text]
        return 1 if sum(sizes) <= 160 else _packed(sizes, 153)
    # The same holds for the two halves of a letter beyond the first plane.
    sizes = [2 if ord(letter) > 0xFFFF else 1 for letter in text]
    return 1 if sum(sizes) <= 70 else _packed(sizes, 67)


def _packed(sizes: list[int], limit: int) -> int:
    if not any(size > 1 for size in sizes):
        return math.ceil(len(sizes) / limit)
    count, filled = 1, 0
    for size in sizes:
        if filled + size > limit:
            count, filled = count + 1, 0
        filled += size
    return count


def _in_alphabet(letter: str) -> str:
    if letter in _BASIC or letter in _EXTENSION:
        return letter
    if unicodedata.combining(letter):
        return ""
    base = unicodedata.normalize("NFKD", letter).translate(_PLAIN)
    kept = "".join(part for part in base if part in _BASIC or part in _EXTENSION)
    return kept or _UNKNOWN
