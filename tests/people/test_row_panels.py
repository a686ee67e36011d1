"""Rows of a form that are there twice: told in words, never by their columns."""

from pathlib import Path

import pytest
from modelcluster.forms import childformset_factory

from people.row_panels import RowFormSet
from programs.models import Activity, BoardingPoint, Occurrence, RegistrationRule

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).parents[2]


def twice(parent, model, **row):
    made = childformset_factory(parent, model, formset=RowFormSet, fields=[*row])
    rows = {
        f"{made.get_default_prefix()}-{n}-{name}": value
        for n in (0, 1)
        for name, value in row.items()
    }
    counts = {"TOTAL_FORMS": "2", "INITIAL_FORMS": "0"}
    return made(
        {**rows, **{f"{made.get_default_prefix()}-{k}": v for k, v in counts.items()}},
        instance=parent(),
    )


@pytest.mark.parametrize(
    ("parent", "model", "row", "words"),
    [
        (
            Activity,
            RegistrationRule,
            {"kind": "women"},
            "Bu kural iki kez yazılmış.",
        ),
        (
            Occurrence,
            BoardingPoint,
            {"name": "Konak İskelesi"},
            "Bu yer iki kez yazılmış.",
        ),
    ],
)
def test_it_is_told_in_the_words_of_its_constraint(parent, model, row, words):
    rows = twice(parent, model, **row)

    assert not rows.is_valid()
    assert rows.non_form_errors() == [words]
    assert rows.errors[1]["__all__"] == ["Bu satır iki kez yazılmış."]


@pytest.mark.parametrize("app", ["programs", "volunteers", "pages", "site"])
def test_every_panel_of_rows_tells_it_so(app):
    own = ROOT / "site/people/row_panels.py"
    plain = [
        path
        for path in (ROOT / app).rglob("*.py")
        if path != own and "InlinePanel" in path.read_text("utf-8")
    ]
    assert plain == []
