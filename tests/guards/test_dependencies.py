"""What is installed is what the requirements pin, and it fits together."""

import ast
import subprocess
import sys
from importlib.metadata import metadata, packages_distributions, requires, version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
OLDEST_PYTHON = "3.11.2"
# Run by hand beside the journeys, with what the tests are installed with.
FOR_DEVELOPERS = {ROOT / "tools" / "handbook_pictures.py"}


def pins(*names: str) -> dict[str, str]:
    """Canonical name -> pinned version; a line without an exact pin is a failure."""
    found = {}
    for name in names:
        for line in (ROOT / name).read_text().splitlines():
            text = line.split("#")[0].strip()
            if text and not text.startswith("-r "):
                package, pinned = text.split("==")
                found[canonicalize_name(package)] = pinned
    return found


def needed(package: str) -> set[str]:
    wanted = (Requirement(line) for line in requires(package) or [])
    return {
        canonicalize_name(one.name)
        for one in wanted
        if one.marker is None or one.marker.evaluate({"extra": ""})
    }


def test_installed_packages_fit_together():
    done = subprocess.run(
        [sys.executable, "-m", "pip", "check", "--disable-pip-version-check"],
        capture_output=True,
        text=True,
    )

    assert (done.stdout.strip(), done.returncode) == (
        "No broken requirements found.",
        0,
    )


def test_installed_versions_are_the_pinned_ones():
    pinned = pins("requirements.txt", "requirements-dev.txt")

    assert {name: version(name) for name in pinned} == pinned


def test_every_version_runs_on_the_python_of_debian():
    # Debian 12 has 3.11.2; a package for a later 3.11 installs here and not there.
    pinned = pins("requirements.txt", "requirements-dev.txt")

    assert [
        name
        for name in pinned
        if OLDEST_PYTHON not in SpecifierSet(metadata(name)["Requires-Python"] or "")
    ] == []


def imported() -> set[str]:
    """Canonical names of the packages that our running code imports."""
    sources = [
        path
        for folder in ("pages", "programs", "site", "volunteers", "tools")
        for path in (ROOT / folder).rglob("*.py")
        if path not in FOR_DEVELOPERS
    ]
    modules = {
        name.split(".")[0]
        for path in sources
        for node in ast.walk(ast.parse(path.read_text()))
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    installed = packages_distributions()
    return {
        canonicalize_name(package)
        for module in modules
        for package in installed.get(module, ())
    }


def test_what_runs_imports_only_what_is_installed_to_run():
    assert imported() - pins("requirements.txt").keys() == set()


def test_wagtail_was_not_downgraded_by_a_plugin():
    assert version("wagtail") == "8.0.1"


@pytest.mark.parametrize(
    "files",
    [("requirements.txt",), ("requirements.txt", "requirements-dev.txt")],
    ids=["run", "test"],
)
def test_everything_needed_is_pinned(files):
    pinned = pins(*files)

    unpinned = {
        f"{package} needs {other}"
        for package in pinned
        for other in needed(package) - pinned.keys()
    }
    assert unpinned == set()
