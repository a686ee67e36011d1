"""Settings are documented, and production does not start half configured."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SECRETS = {
    "DATABASE_URL": "postgres://user:password@localhost/name",
    "SECRET_KEY": "a-key-made-for-this-test-" + "x9Q!" * 10,
    "FIELD_KEYS": "another-key-made-for-this-test",
    "ALLOWED_HOSTS": "program.example.org",
    "SITE_URL": "https://program.example.org",
}
ASKED_FOR = """
import json
import config.settings.base, config.settings.dev, config.settings.production
from config.settings.env import ENVIRONMENT
print(json.dumps(ENVIRONMENT))
"""


def python(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Another Python, in an environment that holds what is given and nothing else."""
    kept = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8"}
    path = os.pathsep.join([str(ROOT / "site"), str(ROOT)])
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={**kept, "PYTHONPATH": path, **environment},
        capture_output=True,
        text=True,
    )


@pytest.fixture(scope="module")
def environment() -> dict[str, bool]:
    """Every name read from the environment, and whether production needs it."""
    return json.loads(python("-c", ASKED_FOR, **SECRETS).stdout)


def documented() -> dict[str, str]:
    """Name -> its row, from the table of settings in the README."""
    section = (ROOT / "README.md").read_text().split("\n## Settings\n")[1]
    rows = re.findall(r"^\| (`.*?) \|.*$", section.split("\n## ")[0], re.MULTILINE)
    lines = re.findall(r"^\| `.*$", section.split("\n## ")[0], re.MULTILINE)
    return {
        name: line
        for cell, line in zip(rows, lines, strict=True)
        for name in re.findall(r"`(\w+)`", cell)
    }


def test_every_setting_is_in_the_readme_and_nothing_else_is(environment):
    assert sorted(documented()) == sorted(environment)


def test_readme_says_what_production_requires(environment):
    said = {
        name for name, row in documented().items() if re.search(r"[Rr]equired", row)
    }

    assert said == {name for name, is_required in environment.items() if is_required}


def test_the_secrets_of_this_test_are_those_that_production_requires(environment):
    required = {name for name, is_required in environment.items() if is_required}

    assert required == set(SECRETS)


@pytest.mark.parametrize("name", sorted(SECRETS))
@pytest.mark.parametrize("value", [None, ""], ids=["absent", "empty"])
def test_production_refuses_to_start_without(name, value):
    given = {key: text for key, text in SECRETS.items() if key != name}
    if value is not None:
        given[name] = value

    done = python("-c", "import config.settings.production", **given)

    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == (
        "django.core.exceptions.ImproperlyConfigured: "
        f"The environment variable {name} must be set."
    )


def test_production_passes_the_deployment_checks():
    done = python(
        *("manage.py", "check", "--deploy", "--fail-level=WARNING"),
        DJANGO_SETTINGS_MODULE="config.settings.production",
        **SECRETS,
    )

    assert (done.returncode, done.stderr) == (0, "")
