"""Which columns hold sealed values, and moving those values unopened."""

from collections.abc import Callable, Iterator
from typing import Any

from django.apps import apps
from django.db.models import Model, TextField, Value

from people.sealed_fields import SealedTextField, Stored
from people.sealing import seal, unseal

_plain: list[tuple[str, str]] = []


def register_sealed_column(model: str, column: str) -> None:
    """A column of an ordinary field whose values an app seals itself."""
    if (model, column) not in _plain:
        _plain.append((model, column))


def sealed_columns() -> Iterator[tuple[type[Model], str]]:
    """Every column with sealed values, of every app."""
    for model in apps.get_models():
        for field in model._meta.local_concrete_fields:
            if isinstance(field, SealedTextField):
                yield model, field.name
    for label, column in _plain:
        yield apps.get_model(label), column


def stored_values(
    model: type[Model], column: str, *, after: int, batch: int, using: str = "default"
) -> list[tuple[int, str]]:
    """The next rows that hold anything: primary key and value as stored."""
    rows = (
        model._base_manager.using(using)
        .filter(pk__gt=after)
        .annotate(as_stored=Stored(column))
        .exclude(as_stored="")
        .order_by("pk")
        .values_list("pk", "as_stored")[:batch]
    )
    return list(rows)


def swap_stored(
    model: type[Model],
    column: str,
    pk: int,
    *,
    old: str,
    new: str,
    using: str = "default",
) -> bool:
    """Put `new` in place of `old`; False when somebody wrote meanwhile."""
    changed = (
        model._base_manager.using(using)
        .filter(pk=pk)
        .annotate(as_stored=Stored(column))
        .filter(as_stored=old)
        .update(**{column: Value(new, output_field=TextField())})
    )
    return bool(changed)


def seal_existing(app: str, columns: dict[str, list[str]]) -> Callable[..., None]:
    """For `RunPython` after the fields became sealed: seals the plain text in them."""

    def forwards(registry: Any, schema_editor: Any) -> None:
        _convert(registry, schema_editor, app, columns, seal)

    return forwards


def unseal_existing(app: str, columns: dict[str, list[str]]) -> Callable[..., None]:
    """The reverse of `seal_existing`. Stops where a key is missing: nothing is lost."""

    def backwards(registry: Any, schema_editor: Any) -> None:
        _convert(registry, schema_editor, app, columns, unseal)

    return backwards


def _convert(
    registry: Any,
    schema_editor: Any,
    app: str,
    columns: dict[str, list[str]],
    convert: Callable[[str], str],
    batch: int = 500,
) -> None:
    using = schema_editor.connection.alias
    for name, fields in columns.items():
        model = registry.get_model(app, name)
        for field in fields:
            after = 0
            while rows := stored_values(
                model, field, after=after, batch=batch, using=using
            ):
                for pk, stored in rows:
                    swap_stored(
                        model, field, pk, old=stored, new=convert(stored), using=using
                    )
                after = rows[-1][0]
