"""Brings the strings of the code and their Turkish together.

    python tools/merge_translations.py [words.json ...]

Collects the strings of the code, keeps the Turkish that locale/ has, adds what the
given files hold ({"English": "Turkish"}; see tools/translations.py for plurals and
contexts), writes locale/ and tells what is still missing. Ends with 1 if anything is.
"""

import json
import sys
from pathlib import Path

import polib

from tools import translations as strings


def main(names: list[str]) -> int:
    words: dict[str, str] = {}
    for name in names:
        words.update(json.loads(Path(name).read_text()))
    unused = set(words)
    faults = 0
    for domain in ("django", "djangojs"):
        path = strings.catalog_path(strings.OURS, domain)
        catalog = strings.merge(strings.collect(domain), strings.read(path), words)
        unused -= {strings.key_of(entry) for entry in catalog}
        write(path, catalog)
        faults += report(domain, catalog)
    for key in sorted(unused):
        print(f"Not found in the code: {key!r}")
    return 1 if faults else 0


def write(path: Path, catalog: polib.POFile) -> None:
    if len(catalog):
        path.parent.mkdir(parents=True, exist_ok=True)
        catalog.save(str(path))
    else:
        path.unlink(missing_ok=True)


def report(domain: str, catalog: polib.POFile) -> int:
    """Tells what is wrong with the catalog; returns how much."""
    lacking, wrong = strings.missing(catalog), strings.mismatches(catalog)
    print(f"{domain}: {len(catalog)} strings, without Turkish: {len(lacking)}")
    if lacking:
        print(json.dumps(dict.fromkeys(lacking, ""), ensure_ascii=False, indent=1))
    for key in wrong:
        print(f"Other placeholders in Turkish: {key!r}")
    return len(lacking) + len(wrong)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
