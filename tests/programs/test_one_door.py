"""A seat is given in one place: nothing else writes a state that holds one."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from programs.enums import RegistrationState

ROOT = Path(__file__).resolve().parents[2]
SEATED = {RegistrationState.CONFIRMED, RegistrationState.OFFERED}
#: Calls that write what they are given.
WRITERS = {
    "Registration",
    "bulk_create",
    "bulk_update",
    "create",
    "get_or_create",
    "update",
    "update_or_create",
}


def names_a_seat(node: ast.AST) -> bool:
    """Does this expression hold a seated state, by its name or its value?"""
    return any(
        (isinstance(part, ast.Attribute) and part.attr in {one.name for one in SEATED})
        or (isinstance(part, ast.Constant) and part.value in {str(s) for s in SEATED})
        for part in ast.walk(node)
    )


def writes(tree: ast.AST) -> Iterator[int]:
    """Lines that give a registration a seated state, or an unnamed one."""
    for node in ast.walk(tree):
        match node:
            case ast.Assign(targets=targets, value=value):
                stored = [t for t in targets if is_state(t)]
                if stored and names_a_seat(value):
                    yield node.lineno
            case ast.Call(func=func, keywords=keywords):
                called = getattr(func, "attr", getattr(func, "id", ""))
                if called in WRITERS:
                    for keyword in keywords:
                        if keyword.arg == "state" and names_a_seat(keyword.value):
                            yield node.lineno


def is_state(target: ast.AST) -> bool:
    return isinstance(target, ast.Attribute) and target.attr == "state"


def functions_that_store_a_variable(tree: ast.AST) -> Iterator[str]:
    """Functions with `x.state = name`: what the name holds cannot be read off."""
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            for node in ast.walk(function):
                if (
                    isinstance(node, ast.Assign)
                    and any(is_state(target) for target in node.targets)
                    and isinstance(node.value, ast.Name)
                ):
                    yield function.name


def sources() -> list[Path]:
    return [
        path
        for folder in ("programs", "pages", "site", "volunteers")
        for path in (ROOT / folder).rglob("*.py")
        if "migrations" not in path.parts
    ]


def sources_of_programs() -> list[Path]:
    return [path for path in sources() if "programs" in path.parts]


def test_no_module_names_a_seated_state_when_it_writes():
    found = {
        f"{path.relative_to(ROOT)}:{line}"
        for path in sources_of_programs()
        for line in writes(ast.parse(path.read_text()))
    }

    assert found == set()


def test_only_give_seats_stores_a_state_that_may_be_seated():
    """The two others are looked at below."""
    found = {
        f"{path.relative_to(ROOT)}:{name}"
        for path in sources_of_programs()
        for name in functions_that_store_a_variable(ast.parse(path.read_text()))
    }

    assert found == {
        "programs/domain/seating.py:give_seats",
        "programs/domain/registrations.py:_end",
        "programs/domain/attendance.py:_mark",
    }


def test_the_verbs_that_store_a_variable_only_end_or_mark():
    """`_end` and `_mark` are called with states that give no seat."""
    for name, calls in (("registrations", "_end"), ("attendance", "_mark")):
        tree = ast.parse((ROOT / f"programs/domain/{name}.py").read_text())
        given = [
            node
            for node in ast.walk(tree)
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == calls
        ]
        assert given
        assert not any(
            names_a_seat(argument) for call in given for argument in call.args
        )


def functions_that_take_a_place_back(tree: ast.AST) -> Iterator[str]:
    """Functions with `x.given_on_at = None`: her seats count again from then on."""
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            for node in ast.walk(function):
                if isinstance(node, ast.Assign) and any(
                    isinstance(target, ast.Attribute)
                    and target.attr == "given_on_at"
                    and isinstance(node.value, ast.Constant)
                    for target in node.targets
                ):
                    yield function.name


def test_only_give_seats_takes_back_a_place_that_was_given_on():
    """Neither by the row nor by a query."""
    trees = {path: ast.parse(path.read_text()) for path in sources_of_programs()}
    found = {
        f"{path.relative_to(ROOT)}:{name}"
        for path, tree in trees.items()
        for name in functions_that_take_a_place_back(tree)
    }
    by_query = [
        node.lineno
        for tree in trees.values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and getattr(node.func, "attr", "") in WRITERS
        and any(keyword.arg == "given_on_at" for keyword in node.keywords)
    ]

    assert found == {"programs/domain/seating.py:give_seats"}
    assert by_query == []


@pytest.mark.parametrize(
    "code",
    [
        "registration.state = State.CONFIRMED",
        "registration.state = 'offered'",
        "Registration.objects.create(state=RegistrationState.OFFERED)",
        "rows.update(state='confirmed')",
    ],
)
def test_the_guard_sees_a_second_door(code):
    assert list(writes(ast.parse(code))) == [1]
