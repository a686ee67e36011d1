"""Turkish letters in software: folding for search, slugs, sorting.

Never use `str.lower`, `upper`, `title` or `capitalize` on Turkish text: "İ".lower()
has two code points and "ı".upper() is "I". Use these.
"""

import unicodedata
from datetime import time

from anyascii import anyascii
from django.utils.text import slugify

_DOT = str.maketrans({"İ": "i", "I": "i", "ı": "i"})
_ROMANIAN = str.maketrans({"Ș": "Ş", "ș": "ş", "Ț": "Ţ", "ț": "ţ"})
_CIRCUMFLEX = {"â": "a", "î": "i", "û": "u"}
_ORDER = {
    letter: f"{place:02d}"
    for place, letter in enumerate("abcçdefgğhıijklmnoöpqrsştuüvwxyz")
}

#: Endings of "to" by the last digit that is said, and by the ten where that is the last
#: word.
_TO = ("a", "e", "ye", "e", "e", "e", "ya", "ye", "e", "a")
_TO_TENS = ("", "a", "ye", "a", "a", "ye")


def tidy(text: str) -> str:
    """One spelling of what was typed: NFC, Turkish Ş/Ţ, single spaces."""
    composed = unicodedata.normalize("NFC", text or "").translate(_ROMANIAN)
    return " ".join(composed.split())


def tr_lower(text: str) -> str:
    return text.replace("I", "ı").replace("İ", "i").lower()


def tr_upper(text: str) -> str:
    return text.replace("i", "İ").replace("ı", "I").upper()


def fold_tr(text: str | None) -> str:
    """The search key: ASCII, lower case; "Işık" and "ISIK" both give "isik"."""
    return " ".join(anyascii((text or "").translate(_DOT)).lower().split())


def slugify_tr(text: str) -> str:
    """ "Kadınlar için Bir Mola" -> "kadinlar-icin-bir-mola"."""
    return slugify(fold_tr(text))


def tr_until(clock: time) -> str:
    """ "14.47'ye": a time of day with the ending of "to" that its last word takes."""
    said = clock.minute or clock.hour
    ending = _TO[said % 10] if said % 10 or not said else _TO_TENS[said // 10]
    return f"{clock:%H.%M}'{ending}"


def tr_sort_key(text: str) -> str:
    """A key that sorts as a Turkish dictionary does, in any database."""
    return "".join(
        _ORDER.get(_CIRCUMFLEX.get(letter, letter), letter) for letter in tr_lower(text)
    )
