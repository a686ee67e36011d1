"""What a message may not show at a glance: somebody else may look at her screen.

A subject that fails is refused; what is found in a body is said to whoever writes it.
The apps above say which names of theirs would betray her (`register_telling_names`).
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping

from language.turkish import fold_tr
from messaging.enums import BodyHint, SubjectFault

#: Folded beginnings of words that would betray her, in either language. A beginning
#: is enough: Turkish hangs its endings on them ("esit", "esitlik", "esitligin").
TELLING_BEGINNINGS = (
    "kadin", "siddet", "gonullu", "mulakat", "mola", "esit", "siginma", "siginak",
    "siginag", "konukev", "kades", "sonim", "taciz", "tecavuz", "istismar", "bosanma",
    "feminis", "women", "woman", "violence", "violent", "volunteer", "interview",
    "equal", "shelter", "refuge", "abuse", "harass", "divorce",
)  # fmt: skip
_TELLING = re.compile(rf"\b(?:{'|'.join(TELLING_BEGINNINGS)})\w*")

PLACEHOLDER = re.compile(r"{([a-z_]+)}")
#: Never in a subject: they carry who she is, where she goes, or a secret.
PRIVATE_PLACEHOLDERS = frozenset({"given_name", "family_name", "place", "link"})

LONGEST_SUBJECT = 78
#: What a mail program shows beside the subject before the message is opened.
PREHEADER = 60
#: Shorter names are parts of other words.
_SHORTEST_NAME = 4

_SPUN = re.compile(
    r"\b(?:muracaat|fiyatsiz|istekli projesi|korfez tipi|kultur cesitleri|vapur cinsi"
    r"|deniz seyahati|toplumsal medya|sac kesiti|sihhat|hareket plani|tesebbuscu"
    r"|inancli ortam|odak kume)\w*"
)
_WRONG_FOR_WOMAN = re.compile(r"\b(?:bayan|hanim(?!eli)|lady|ladies)\w*")
_INFLECTED = re.compile(r"{[a-z_]+}(?:['’`´]\w|[^\W\d_])")
_ADDRESS = re.compile(r"https?://|www\.|\S@\S")

Names = Callable[[], Iterable[str]]
_names: dict[str, Names] = {}


def register_telling_names(app: str, names: Names) -> None:
    """`names()` gives the names that say what she takes part in, in every language."""
    _names[app] = names


def telling_names() -> list[str]:
    """All of them, from the database."""
    return [name for names in _names.values() for name in names()]


def telling_words(text: str) -> list[str]:
    """The folded words in `text` that would betray her, each once."""
    return list(dict.fromkeys(_TELLING.findall(_fold(text))))


def names_in(text: str, names: Iterable[str]) -> list[str]:
    """Which of `names` stand in `text`, whatever their ending."""
    folded = _fold(text)
    return [
        name
        for name in dict.fromkeys(names)
        if len(key := _fold(name)) >= _SHORTEST_NAME
        and re.search(rf"\b{re.escape(key)}", folded)
    ]


def subject_faults(
    text: str, *, names: Iterable[str] | None = None
) -> list[SubjectFault]:
    """Why `text` may not stand in a subject; empty when it may.

    `names` are those that would betray her; by default those in the database.
    """
    telling = telling_names() if names is None else names
    found = {
        SubjectFault.EMPTY: not text.strip(),
        SubjectFault.TOO_LONG: len(text) > LONGEST_SUBJECT,
        SubjectFault.LINE_BREAK: any(
            unicodedata.category(letter) in {"Cc", "Zl", "Zp"} for letter in text
        ),
        SubjectFault.TELLING_WORD: bool(telling_words(text)),
        SubjectFault.NAMES_WHAT: bool(names_in(text, telling)),
        SubjectFault.NAMES_HER: bool(
            PRIVATE_PLACEHOLDERS & set(PLACEHOLDER.findall(text))
        ),
        SubjectFault.ADDRESS: bool(_ADDRESS.search(text)),
        SubjectFault.EXCLAMATION: "!" in text,
        SubjectFault.CAPITALS: _shouts(text),
    }
    return [fault for fault in SubjectFault if found[fault]]


def body_hints(text: str, *, names: Iterable[str] | None = None) -> list[BodyHint]:
    """What whoever writes this body should look at once more."""
    telling = telling_names() if names is None else names
    folded = _fold(text)
    opening = PLACEHOLDER.sub(" ", text)
    opening = " ".join(opening.split())[:PREHEADER]
    found = {
        BodyHint.OPENING_TELLS: bool(
            telling_words(opening) or names_in(opening, telling)
        ),
        BodyHint.TELLING_WORD: bool(telling_words(text) or names_in(text, telling)),
        BodyHint.WRONG_FOR_WOMAN: bool(_WRONG_FOR_WOMAN.search(folded)),
        BodyHint.SPUN_WORD: bool(_SPUN.search(folded)),
        BodyHint.INFLECTED: bool(_INFLECTED.search(text)),
        BodyHint.EXCLAMATION: "!" in text,
    }
    return [hint for hint in BodyHint if found[hint]]


def words_behind(text: str, *, names: Iterable[str] = ()) -> list[str]:
    """The very words that a fault or a hint is about, to be shown to the writer."""
    folded = _fold(text)
    return list(
        dict.fromkeys(
            [
                *telling_words(text),
                *names_in(text, names),
                *_WRONG_FOR_WOMAN.findall(folded),
                *_SPUN.findall(folded),
                *(match[0] for match in _INFLECTED.finditer(text)),
            ]
        )
    )


def sample_filled(text: str, samples: Mapping[str, str]) -> str:
    """`text` with samples where placeholders stand; an unknown one stays."""
    return PLACEHOLDER.sub(lambda match: samples.get(match[1], match[0]), text)


def _fold(text: str) -> str:
    # Invisible characters inside a word must not hide it.
    visible = "".join(one for one in text if unicodedata.category(one) != "Cf")
    return fold_tr(unicodedata.normalize("NFC", visible))


def _shouts(text: str) -> bool:
    letters = [one for one in PLACEHOLDER.sub("", text) if one.isalpha()]
    capitals = sum(one.isupper() for one in letters)
    return len(letters) > 3 and capitals * 2 > len(letters)
