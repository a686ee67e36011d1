"""The strings of the code and their Turkish: collecting, merging, judging.

A string is named by its key: the English itself, "singular|||plural" where it counts,
"context\\u0004string" where a context tells two uses apart.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
OURS = ROOT / "locale"

#: What holds strings for people; tests, tools and measurements do not.
SOURCES = ("pages", "programs", "site", "static", "volunteers")
_SUFFIXES = {".py", ".html", ".txt", ".js"}
_PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|{\w*}")
_TAG = re.compile(r"</?[a-z][a-z0-9]*")
_HEADER = {
    "Project-Id-Version": "Eşit İzmir",
    "Language": "tr",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=2; plural=(n > 1);",
}

#: makemessages runs without the project's settings.
_KEPT = {"PATH", "HOME", "LANG", "LC_ALL", "TMPDIR"}

Identity = tuple[str | None, str]


def catalog_path(folder: Path, domain: str = "django") -> Path:
    return folder / "tr" / "LC_MESSAGES" / f"{domain}.po"


def read(path: Path) -> polib.POFile:
    return polib.pofile(str(path)) if path.exists() else polib.POFile()


def identity(entry: polib.POEntry) -> Identity:
    return entry.msgctxt, entry.msgid


def key_of(entry: polib.POEntry) -> str:
    text = (
        f"{entry.msgid}|||{entry.msgid_plural}" if entry.msgid_plural else entry.msgid
    )
    return f"{entry.msgctxt}\u0004{text}" if entry.msgctxt else text


# --- collecting ---------------------------------------------------------------


def collect(domain: str = "django") -> polib.POFile:
    """Every string of the code, without translations. Needs gettext's xgettext.

    Django's own makemessages reads a copy, so that nothing of an earlier catalog (and
    no guess of msgmerge) finds its way in.
    """
    with tempfile.TemporaryDirectory() as name:
        copy = Path(name)
        for path in _source_files():
            target = copy / path.relative_to(ROOT)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
        (copy / "locale").mkdir()
        command = [sys.executable, "-m", "django", "makemessages", "--locale=tr"]
        done = subprocess.run(
            [*command, f"--domain={domain}", "--no-wrap", "--no-location"],
            cwd=copy,
            env={name: value for name, value in os.environ.items() if name in _KEPT},
            capture_output=True,
            text=True,
        )
        if done.returncode:
            raise SystemExit(done.stderr or done.stdout)
        return read(catalog_path(copy / "locale", domain))


def _source_files() -> Iterator[Path]:
    for source in SOURCES:
        for path in sorted((ROOT / source).rglob("*")):
            if path.suffix in _SUFFIXES and "migrations" not in path.parts:
                yield path


# --- merging ------------------------------------------------------------------


def merge(
    wanted: polib.POFile, known: polib.POFile, words: dict[str, str]
) -> polib.POFile:
    """`wanted` in a calm order, with Turkish from `words` first, then from `known`."""
    before = {
        identity(entry): entry for entry in known if not (entry.fuzzy or entry.obsolete)
    }
    merged = polib.POFile(wrapwidth=88)
    merged.metadata = dict(_HEADER)
    for entry in sorted(wanted, key=lambda one: (one.msgid, one.msgctxt or "")):
        if entry.obsolete:
            continue
        entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]
        _translate(entry, words.get(key_of(entry)), before.get(identity(entry)))
        merged.append(entry)
    return merged


def _translate(
    entry: polib.POEntry, given: str | None, before: polib.POEntry | None
) -> None:
    if given:
        # After a number Turkish has one form; both of gettext's are filled with it.
        if entry.msgid_plural:
            entry.msgstr_plural = {0: given, 1: given}
        else:
            entry.msgstr = given
    elif before is not None:
        if entry.msgid_plural:
            forms = before.msgstr_plural or {}
            entry.msgstr_plural = {n: forms.get(n, "") for n in (0, 1)}
        else:
            entry.msgstr = before.msgstr


# --- judging ------------------------------------------------------------------


def missing(catalog: Iterable[polib.POEntry]) -> list[str]:
    """Keys of what has no Turkish, or only a guess of it."""
    return [
        key_of(entry)
        for entry in catalog
        if not entry.obsolete and (entry.fuzzy or not entry.translated())
    ]


def mismatches(catalog: Iterable[polib.POEntry]) -> list[str]:
    """Keys whose Turkish has other placeholders or tags than the English."""
    wrong = []
    for entry in catalog:
        if entry.obsolete or not entry.translated():
            continue
        english = [text for text in (entry.msgid, entry.msgid_plural) if text]
        turkish = list(entry.msgstr_plural.values()) or [entry.msgstr]
        if any(
            marks(text) not in [marks(source) for source in english] for text in turkish
        ):
            wrong.append(key_of(entry))
    return wrong


def marks(text: str) -> list[str]:
    """The placeholders and tags of a string, in an order of their own."""
    return sorted(_PLACEHOLDER.findall(text) + _TAG.findall(text))
