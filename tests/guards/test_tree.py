"""What must not exist, and what must not be left undone."""

from pathlib import Path

import pytest
from django.core.management import call_command

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("folder", ["site", "locale"])
def test_folder_shadows_no_module_of_the_standard_library(folder):
    # Python imports its own `site` and `locale`; a package would stand before them.
    assert not (ROOT / folder / "__init__.py").exists()


@pytest.mark.django_db
def test_no_migration_is_missing(capsys):
    # Ends with SystemExit when a model and its migrations differ.
    call_command("makemigrations", check=True, dry_run=True)

    assert capsys.readouterr().out.splitlines() == ["No changes detected"]
