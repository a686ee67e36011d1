"""No software may change the case of Turkish words by the rules of English.

"İ".lower() has two characters, "ilçe" would become "Ilçe": see language/turkish.py.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ("pages", "programs", "site", "volunteers")
OURS = ("pages", "programs", "volunteers", "messaging", "people")

CASE_METHODS = {"upper", "lower", "title", "capitalize", "swapcase", "casefold"}
CASE_FILTER = re.compile(r"{[{%][^}]*\|\s*(capfirst|upper|lower|title)\b")
#: file and function -> why it may
ALLOWED = {
    "site/language/turkish.py:tr_lower": "the two letters were replaced before",
    "site/language/turkish.py:tr_upper": "the two letters were replaced before",
    "site/language/turkish.py:fold_tr": "the text is ASCII by then",
    "site/messaging/smtp.py:_refuses_to_relay": "a mail server answers in ASCII",
    "site/people/fields.py:normalize_email": "ASCII only, asked in the same line",
}


def files(suffix: str) -> list[Path]:
    return sorted(
        path
        for source in SOURCES
        for path in (ROOT / source).rglob(f"*{suffix}")
        if "migrations" not in path.parts
    )


def case_changes(path: Path) -> Iterator[str]:
    """ "file:function" of each call that changes case."""

    def visit(node: ast.AST, function: str) -> Iterator[str]:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            function = node.name
        called = node.func if isinstance(node, ast.Call) else None
        if isinstance(called, ast.Attribute) and called.attr in CASE_METHODS:
            yield f"{path.relative_to(ROOT)}:{function}"
        for child in ast.iter_child_nodes(node):
            yield from visit(child, function)

    yield from visit(ast.parse(path.read_text()), "")


def test_only_the_listed_functions_change_case():
    found = {place for path in files(".py") for place in case_changes(path)}

    assert found == set(ALLOWED)


def test_no_template_changes_case():
    found = {
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in files(".html")
        for match in CASE_FILTER.finditer(path.read_text())
    }

    assert found == set()


@pytest.mark.parametrize("app", OURS)
def test_names_survive_the_capital_that_django_gives_them(app):
    # Labels and titles are `capfirst(verbose_name)`: "ilçe" would read "Ilçe".
    names = {
        str(name)
        for model in apps.get_app_config(app).get_models()
        for name in (
            model._meta.verbose_name,
            model._meta.verbose_name_plural,
            *(field.verbose_name for field in model._meta.fields if field.editable),
            *(field.verbose_name for field in model._meta.many_to_many),
        )
    }

    assert {name for name in names if name.startswith("i")} == set()
