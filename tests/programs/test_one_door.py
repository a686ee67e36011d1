"""A seat is given in one place: whatever writes a state or seats stands in a list."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from programs.enums import RegistrationState
from programs.models import Registration
from programs.viewsets.registrations import RegistrationViewSet
from programs.workflow import MOVES

ROOT = Path(__file__).resolve().parents[2]
#: What decides whether, and for how many, a registration holds a place.
FIELDS = {"state", "seats", "given_on_at"}
#: Calls that write what they are given; each of them also with an "a" before it.
MAKERS = {"bulk_create", "create", "get_or_create", "update_or_create"}
WRITERS = {*MAKERS, "bulk_update", "update"}
#: These belong to other models: what names one is no state of a registration.
OTHER_STATES = {"MeetingState", "OccurrenceState", "ResultState"}
SQL = re.compile(
    r"\b(UPDATE|INSERT\s+(OR\s+\w+\s+)?INTO|REPLACE\s+INTO)\s+[\"`]?"
    r"(\{\}|programs_registration\b)",
    re.IGNORECASE,
)

#: Every function that writes them, and why it may.
DOORS = {
    # The one that gives seats: under the lock, against what was counted under it.
    "programs/domain/seating.py:give_seats",
    # On the day the places of the absent go on; under the same lock, so that
    # `give_seats` has them.
    "programs/domain/seating.py:take_from_absent",
    # A larger party only into places that are free under the lock.
    "programs/domain/seating.py:change_seats",
    # The row as it was asked for: received, it holds nothing yet.
    "programs/domain/admission.py:_draft",
    # Writes that row once `_admit` has decided, in the transaction of the lock.
    "programs/domain/admission.py:_register",
    # She waits: that holds nothing.
    "programs/domain/admission.py:_wait",
    # Ends; what it is called with is looked at below.
    "programs/domain/registrations.py:_end",
    # Marks of those who hold their seats already; looked at below.
    "programs/domain/attendance.py:_mark",
    # An offer that nobody answered: back in line, or over.
    "programs/domain/waiting_list.py:_wait_unasked",
    "programs/domain/waiting_list.py:lapse_offers",
    # The departure is cancelled: every open registration ends.
    "programs/domain/occurrences.py:cancel_occurrence",
    # Another date instead of a cancelled one, under the lock of both: each new row
    # waits, and only `give_seats` offers it a place.
    "programs/domain/instead.py:_Drafts.of",
    "programs/domain/instead.py:offer_instead",
    # After the departure: who waited still has no place, and waits no more.
    "programs/domain/waiting_list.py:_close_list",
}

#: Functions that write a field of the same name elsewhere, or one whose name cannot be
#: read off, where neither the value nor the receiver says that it is another model's.
OF_OTHER_MODELS = {
    # A hold of the form: `SeatHold.seats`.
    "programs/domain/holds.py:hold_seats",
    # Counts kept on an occurrence for a page.
    "programs/models/occurrence.py:Occurrence._counted",
    # The trigger's own table of counts.
    "programs/models/tally.py:_put_in",
    "programs/models/tally.py:_take_out",
    # Dates and times of an occurrence, each by its name.
    "programs/demo.py:_move_back",
    "programs/demo_courses.py:_move_back",
    "programs/domain/sessions.py:_fit",
    "programs/domain/stops.py:_move",
    "programs/domain/moving.py:move_occurrence",
    # Beside a row of a list: addresses; on an occurrence: what no form may overwrite.
    "programs/viewsets/occurrence_form.py:OccurrenceEditView.save_instance",
    "programs/viewsets/occurrence_page.py:_as_row",
    # A sealed text under another key; a state or a number is never sealed.
    "site/people/sealed_columns.py:swap_stored",
}


def names_in(node: ast.AST) -> set[str]:
    """Every name, attribute and text in it."""
    return {
        name
        for part in ast.walk(node)
        if (
            name := getattr(part, "id", None)
            or getattr(part, "attr", None)
            or (isinstance(part, ast.Constant) and str(part.value))
        )
    }


def text_of(node: ast.AST) -> str:
    """A text as far as it stands there; "{}" for what is put in."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=parts):
            return "".join(text_of(part) or "{}" for part in parts)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return f"{text_of(left)}{text_of(right) or '{}'}"
    return ""


def may_be_a_field(node: ast.AST | None) -> bool:
    """One of the fields by its name, or a name that cannot be read off."""
    if isinstance(node, ast.Constant):
        return node.value in FIELDS
    return node is not None


def is_of_another_model(receiver: ast.AST) -> bool:
    """`Draw.objects...`: a model is named, and it is not Registration."""
    while not isinstance(receiver, ast.Name):
        inner = getattr(receiver, "value", None) or getattr(receiver, "func", None)
        if inner is None:
            return False
        if getattr(receiver, "attr", "") == "registrations":
            return False
        receiver = inner
    return receiver.id[:1].isupper() and receiver.id != "Registration"


def is_of_another_process(value: ast.AST) -> bool:
    """The value names a state of another model, and nothing else that is one."""
    return isinstance(value, ast.Attribute) and (
        getattr(value.value, "id", "") in OTHER_STATES
    )


def writes_by_call(call: ast.Call) -> bool:
    called = getattr(call.func, "attr", getattr(call.func, "id", ""))
    first, second, *_rest = [*call.args, None, None]
    if called in {"setattr", "__setattr__"}:
        # `object.__setattr__(row, name, value)`, but also `row.__setattr__(name, ...)`.
        return may_be_a_field(first if len(call.args) == 2 else second)
    if called in {"Registration", "insert_rows"}:
        return True
    plain = called.removeprefix("a") if called[1:] in WRITERS else called
    if plain not in WRITERS or not isinstance(call.func, ast.Attribute):
        return False
    if is_of_another_model(call.func.value):
        return False
    if plain in MAKERS and names_in(call.func.value) & {
        "Registration",
        "registrations",
    }:
        return True
    if plain == "bulk_create":
        return True
    if plain == "bulk_update":
        fields = next((k.value for k in call.keywords if k.arg == "fields"), second)
        return not isinstance(fields, ast.List | ast.Tuple | ast.Set) or any(
            map(may_be_a_field, fields.elts)
        )
    return any(writes_by_keyword(keyword) for keyword in call.keywords)


def writes_by_keyword(keyword: ast.keyword) -> bool:
    if keyword.arg in FIELDS:
        return not is_of_another_process(keyword.value)
    if keyword.arg in {None, "defaults", "create_defaults"}:
        # `update(**values)`; with a dictionary that stands there its keys count.
        return not isinstance(keyword.value, ast.Dict) or any(
            map(may_be_a_field, keyword.value.keys)
        )
    return False


def stored_in(node: ast.AST) -> Iterator[ast.AST]:
    """What this statement stores in one of the fields, tuples and loops included."""
    for part in ast.walk(node):
        match part:
            case ast.Attribute(attr=name, ctx=ast.Store()) if name in FIELDS:
                yield part
            case ast.Subscript(value=ast.Attribute(attr="__dict__"), ctx=ast.Store()):
                if may_be_a_field(part.slice):
                    yield part


def pairs(target: ast.AST, value: ast.AST) -> Iterator[tuple[ast.AST, ast.AST]]:
    """`a.state, b.seats = one, two` as two assignments."""
    if (
        isinstance(target, ast.Tuple)
        and isinstance(value, ast.Tuple)
        and len(target.elts) == len(value.elts)
    ):
        for each, given in zip(target.elts, value.elts, strict=True):
            yield from pairs(each, given)
    else:
        yield target, value


def written_in(node: ast.AST) -> Iterator[ast.AST]:
    """What of this one node, not of those inside it, writes one of the fields."""
    match node:
        case ast.Assign(targets=targets, value=value):
            for one in targets:
                for target, given in pairs(one, value):
                    if not is_of_another_process(given):
                        yield from stored_in(target)
        case (
            ast.AugAssign(target=target)
            | ast.AnnAssign(target=target)
            | ast.For(target=target)
            | ast.AsyncFor(target=target)
            | ast.comprehension(target=target)
            | ast.withitem(optional_vars=ast.AST() as target)
        ):
            yield from stored_in(target)
        case ast.Call() if writes_by_call(node):
            yield node
        case ast.Constant() | ast.JoinedStr() | ast.BinOp():
            if SQL.search(text_of(node)):
                yield node
        case ast.ImportFrom(names=names):
            # Under another name the guard would not know it again.
            if any(one.name == "Registration" and one.asname for one in names):
                yield node


def written(tree: ast.AST, inside: str = "") -> Iterator[tuple[str, ast.AST]]:
    """The function, by its name inside the module, and what it writes there."""
    for child in ast.iter_child_nodes(tree):
        name = inside
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            name = f"{inside}.{child.name}".lstrip(".")
        for node in written_in(child):
            yield name, node
        yield from written(child, name)


def doors_in(tree: ast.AST) -> set[str]:
    return {name for name, _node in written(tree)}


#: How a registration is reached where its app is not known: see `reaches`.
GENERIC = {"about", "content_object", "subject", "target"}


def reaches(tree: ast.AST) -> bool:
    """Whether a module outside the app could have a registration in its hands.

    `site` and `volunteers` have states of their own and never import `programs`
    (the import contracts see to it); what is left is to be told by name, by the name
    of the table or model, or through a relation to anything.
    """
    for node in ast.walk(tree):
        match node:
            case ast.ImportFrom(module=str(module)) if module.startswith("programs"):
                return True
            case ast.Import(names=names):
                if any(one.name.startswith("programs") for one in names):
                    return True
            case ast.Call(func=ast.Attribute(attr="get_model" | "model_class")):
                return True
    return False


def doors_from_afar(tree: ast.AST) -> set[str]:
    """The same for `site` and `volunteers`, where only some could be registrations."""
    known = reaches(tree)
    return {
        name
        for name, node in written(tree)
        if known
        or names_in(node) & GENERIC
        or any("registration" in word.casefold() for word in names_in(node))
    }


def found_everywhere() -> set[str]:
    found: set[str] = set()
    for folder in ("programs", "pages", "site", "volunteers"):
        near = folder in {"programs", "pages"}
        for path in (ROOT / folder).rglob("*.py"):
            if "migrations" not in path.parts:
                tree = ast.parse(path.read_text())
                doors = doors_in(tree) if near else doors_from_afar(tree)
                found |= {f"{path.relative_to(ROOT)}:{name}" for name in doors}
    return found


def test_nothing_but_these_functions_writes_a_state_or_seats():
    """Both ways: a second door is seen, and none stays listed that is gone."""
    assert found_everywhere() == DOORS | OF_OTHER_MODELS


def states_given_to(verb: str, module: str) -> set[str]:
    """The states named by whoever calls a private verb of a module."""
    tree = ast.parse((ROOT / f"programs/domain/{module}.py").read_text())
    calls = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == verb
    ]
    given = [call.args[1] for call in calls]
    assert given
    assert all(getattr(node.value, "id", "") == "State" for node in given)
    return {str(RegistrationState[node.attr]) for node in given}


def test_what_ends_holds_no_seat():
    assert not states_given_to("_end", "registrations") & {*RegistrationState.live}


def test_a_mark_is_set_only_where_a_seat_is_held():
    """So `_mark` gives none: with a place that was given on it asks `give_seats`."""
    marks = states_given_to("_mark", "attendance")

    assert marks == {*RegistrationState.marked}
    for before, after in MOVES.items():
        if marks & {str(one) for one in after}:
            assert before in RegistrationState.holding


@pytest.mark.parametrize(
    "code",
    [
        "registration.state = State.CONFIRMED",
        "registration.state = State.ATTENDED",
        "registration.state = State.MISSED",
        "registration.state = 'offered'",
        "registration.state = f(x)",
        "registration.state = a if b else c",
        "one.seats = 3",
        "one.seats += 1",
        "before, one.seats = one.seats, 3",
        "one.ended_at, (one.state, one.seats) = x",
        "registration.state: str = x",
        "for registration.state in x: pass",
        "registration.given_on_at = None",
        "registration.__dict__['state'] = 'confirmed'",
        "registration.__dict__[name] = x",
        "registration.__dict__.update(state='confirmed')",
        "setattr(x, 'state', y)",
        "setattr(x, name, y)",
        "object.__setattr__(x, 'seats', y)",
        "x.__setattr__('seats', y)",
        "Registration(person=x)",
        "models.Registration(person=x)",
        "from programs.models import Registration as Row",
        "Registration.objects.create(state=RegistrationState.OFFERED)",
        "Registration.objects.create(person=x)",
        "occurrence.registrations.create(person=x)",
        "Registration.objects.get_or_create(person=x)",
        "Registration.objects.bulk_create(rows)",
        "rows.bulk_create(rows)",
        "insert_rows(registration)",
        "rows.update(state='confirmed')",
        "rows.update(state=var)",
        "rows.update(seats=F('seats') + 1)",
        "rows.update(given_on_at=None)",
        "rows.update(**{'state': x})",
        "rows.update(**{name: x})",
        "rows.update(**values)",
        "await rows.aupdate(state=x)",
        "Registration.objects.update_or_create(pk=1, defaults={'state': x})",
        "Occurrence.objects.get().registrations.update(state=x)",
        "rows.bulk_update(x, ['drawn_rank', 'state'])",
        "rows.bulk_update(x, fields=('seats',))",
        "rows.bulk_update(x, fields)",
        "cursor.execute('UPDATE programs_registration SET state = 1')",
        "cursor.execute('update \"programs_registration\" set seats = 1')",
        "cursor.execute(f'UPDATE {table} SET state = %s')",
        "cursor.execute('UPDATE ' + table + ' SET state = %s')",
        "cursor.execute('INSERT INTO programs_registration VALUES (1)')",
    ],
)
def test_the_guard_sees_a_second_door(code):
    tree = ast.parse(f"async def door():\n    {code}")

    assert doors_in(tree) == {"door"}


@pytest.mark.parametrize(
    "code",
    [
        "registration.state = x",
        "link.target.state = x",
        "message.about.seats = 3",
        "person.registrations.update(state=x)",
        "cursor.execute('UPDATE programs_registration SET state = 1')",
        "setattr(registration, name, x)",
        "row = apps.get_model('programs', 'Row').objects.get(); row.state = x",
        "from programs.models import Occurrence; row.state = x",
    ],
)
def test_the_guard_sees_one_from_afar(code):
    assert doors_from_afar(ast.parse(f"def door(): {code}")) == {"door"}


@pytest.mark.parametrize(
    "code",
    [
        "occurrence.state = OccurrenceState.PUBLISHED",
        "current.state, current.note = MeetingState.DECLINED, note",
        "PlaceQuota.objects.create(occurrence=x, seats=4)",
        "Draw.objects.filter(pk=1).update(state=x)",
        "registration.priority = 0",
        "rows.update(quota=None)",
        "Registration.objects.bulk_update(rows, ['drawn_rank'])",
        "f(state=registration.state, seats=registration.seats)",
        "before = registration.state",
    ],
)
def test_the_guard_leaves_others_alone(code):
    assert doors_in(ast.parse(f"def door(): {code}")) == set()


@pytest.mark.parametrize(
    "code", ["application.state = x", "message.state = MOVES[x].target"]
)
def test_states_of_other_apps_are_theirs(code):
    assert doors_from_afar(ast.parse(f"def door(): {code}")) == set()


def test_no_form_offers_a_state_or_seats():
    """The one viewset of registrations names a field, and has no view for its form."""
    urls = {one.name for one in RegistrationViewSet().get_urlpatterns()}

    assert RegistrationViewSet.model is Registration
    assert not urls & {"add", "edit", "copy", "delete"}
