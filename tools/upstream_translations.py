"""Lists what the installed packages leave in English in the Turkish admin.

    python tools/upstream_translations.py            a table of all packages
    python tools/upstream_translations.py --list     and every text still English
    python tools/upstream_translations.py --check    exit 1 if there is any

A package's texts are those of its own English catalog (a package without one: of
its most complete language). Those without Turkish in the package must be in
`locale/upstream/tr/LC_MESSAGES/`. That catalog may also replace Turkish of a
package; in both cases placeholders and HTML must be those of the source.
"""

import argparse
import os
import re
import sys
import sysconfig
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import polib
from django.apps import AppConfig
from django.conf import settings

ROOT = Path(__file__).resolve().parent.parent
UPSTREAM = ROOT / "locale" / "upstream"
LANGUAGE = "tr"
DOMAINS = ("django", "djangojs")
#: Wagtail's tree forms: not an installed app, so Django never loads its catalog.
OTHER_PACKAGES = ("django.conf", "treebeard")

PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")
TAG = re.compile(r"</?[a-z][^>]*>")

#: What gettext looks a text up by: its context and its (singular) source.
Key = tuple[str | None, str]
Catalog = dict[Key, polib.POEntry | polib.MOEntry]


@dataclass(frozen=True)
class Report:
    """One catalog of one package."""

    package: str
    domain: str
    texts: int
    without_turkish: list[Key]
    still_english: list[Key]


def package_locales() -> Iterator[tuple[str, Path]]:
    """Name and locale directory of every installed package with translations."""
    installed = [AppConfig.create(entry) for entry in settings.INSTALLED_APPS]
    places = {app.name: Path(app.path) for app in installed}
    for name in OTHER_PACKAGES:
        spec = find_spec(name)
        if spec is not None and spec.origin is not None:
            places[name] = Path(spec.origin).parent
    libraries = {Path(sysconfig.get_path(kind)) for kind in ("purelib", "platlib")}
    for name, place in sorted(places.items()):
        is_library = any(place.is_relative_to(library) for library in libraries)
        if is_library and (place / "locale").is_dir():
            yield name, place / "locale"


def report(package: str, locale: Path, domain: str, ours: Catalog) -> Report | None:
    """What `package` lacks in Turkish; None when it has no such domain."""
    sources = _sources(locale, domain)
    if not sources:
        return None
    # Django reads the compiled catalog, so that is what counts.
    own = _read(locale / LANGUAGE / "LC_MESSAGES" / f"{domain}.mo")
    without = [key for key in sources if not _is_translated(own.get(key))]
    return Report(
        package=package,
        domain=domain,
        texts=len(sources),
        without_turkish=without,
        still_english=[key for key in without if not _is_translated(ours.get(key))],
    )


def spoiled(ours: Catalog) -> list[Key]:
    """Entries whose placeholders or HTML differ from the source's."""
    return [key for key, entry in ours.items() if not _is_faithful(entry)]


def our_catalog(domain: str) -> Catalog:
    return _read(UPSTREAM / LANGUAGE / "LC_MESSAGES" / f"{domain}.po")


def _sources(locale: Path, domain: str) -> Catalog:
    for suffix in ("po", "mo"):
        english = _read(locale / "en" / "LC_MESSAGES" / f"{domain}.{suffix}")
        if english:
            return english
    others = [_read(path) for path in sorted(locale.glob(f"*/*/{domain}.po"))]
    return max(others, key=len, default={})


def _read(path: Path) -> Catalog:
    if not path.exists():
        return {}
    if path.suffix == ".mo":
        return {(entry.msgctxt, entry.msgid): entry for entry in polib.mofile(path)}
    return {
        (entry.msgctxt, entry.msgid): entry
        for entry in polib.pofile(path)
        if not entry.obsolete
    }


def _is_translated(entry: polib.POEntry | polib.MOEntry | None) -> bool:
    if entry is None or "fuzzy" in getattr(entry, "flags", ()):
        return False
    if entry.msgid_plural:
        return bool(entry.msgstr_plural) and all(entry.msgstr_plural.values())
    return bool(entry.msgstr)


def _is_faithful(entry: polib.POEntry | polib.MOEntry) -> bool:
    singular, plural = _marks(entry.msgid), _marks(entry.msgid_plural or entry.msgid)
    if not entry.msgid_plural:
        return _marks(entry.msgstr) == singular
    # "1 page" may well be "%(counter)s sayfa": both forms get the same values.
    one, many = (_marks(entry.msgstr_plural[form]) for form in (0, 1))
    return one in (singular, plural) and many == plural


def _marks(text: str) -> Counter[str]:
    return Counter({*PLACEHOLDER.findall(text)}) + Counter(TAG.findall(text))


def main() -> int:
    parser = argparse.ArgumentParser(description="Turkish missing in packages.")
    parser.add_argument("--list", action="store_true", help="list the texts")
    parser.add_argument("--check", action="store_true", help="exit 1 if any")
    options = parser.parse_args()

    sys.path[:0] = [str(ROOT), str(ROOT / "site")]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    catalogs = {domain: our_catalog(domain) for domain in DOMAINS}
    reports = [
        found
        for package, locale in package_locales()
        for domain in DOMAINS
        if (found := report(package, locale, domain, catalogs[domain]))
    ]
    print(f"{'package':32} {'domain':9} {'texts':>6} {'no tr':>6} {'left':>6}")
    for row in reports:
        print(
            f"{row.package:32} {row.domain:9} {row.texts:6}"
            f" {len(row.without_turkish):6} {len(row.still_english):6}"
        )
        if options.list or options.check:
            for context, text in row.still_english:
                print(f"    {text!r}" + (f" [{context}]" if context else ""))
    wrong = [key for catalog in catalogs.values() for key in spoiled(catalog)]
    for _context, text in wrong:
        print(f"Placeholders or HTML differ: {text!r}")
    is_complete = not wrong and not any(row.still_english for row in reports)
    return 0 if is_complete or not options.check else 1


if __name__ == "__main__":
    sys.exit(main())
