"""Compiles every .po that is newer than its .mo, without gettext.

The .mo files are not kept in the repository. `make run`, `make test` and a
deployment call this.
"""

import os
import tempfile
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent


def compile_translations(root: Path = ROOT) -> list[Path]:
    """The files written. Safe to run several times at once."""
    written = []
    for source in sorted((root / "locale").rglob("*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        _replace(target, polib.pofile(str(source)).to_binary())
        written.append(target)
    return written


def _replace(target: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".", suffix=".mo.part")
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    Path(name).chmod(0o644)
    Path(name).replace(target)


if __name__ == "__main__":
    for path in compile_translations():
        print(f"Compiled {path.relative_to(ROOT)}")
