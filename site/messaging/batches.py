"""Why messages are held together, and who lets them go: each app registers both."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise

_labels: dict[str, "str | Promise"] = {}
_rows: dict[str, Callable[[], QuerySet[Any]]] = {}
_decided: dict[str, Callable[[Any], QuerySet[Any]]] = {}
_deciding: dict[str, Callable[[Any], bool]] = {}


def register_batch_label(
    key: str,
    words: "str | Promise",
    *,
    about: Callable[[], QuerySet[Any]] | None = None,
) -> None:
    """`words` head the page on which staff review the messages.

    `about` gives the rows that such batches are about, with all that their `str()`
    needs: a list of batches reads them at once.
    """
    _labels[key] = words
    if about is not None:
        _rows[key] = about


def batch_label(key: str) -> str:
    return str(_labels.get(key, key))


def register_deciders(
    key: str,
    rows: Callable[[Any], QuerySet[Any]],
    *,
    somewhere: Callable[[Any], bool],
) -> None:
    """`rows(user)`: those on which she decides, of one model.

    What is told about them she reads, and what is held she changes and releases, also
    without a permission of messages. `somewhere(user)`: whether there may be such
    rows; menus ask it on every page.
    """
    _decided[key], _deciding[key] = rows, somewhere


def rows_decided_by(user: Any) -> list[QuerySet[Any]]:
    return [rows(user) for key, rows in _decided.items() if _deciding[key](user)]


def decides_somewhere(user: Any) -> bool:
    return any(somewhere(user) for somewhere in _deciding.values())


def rows_of_batches() -> list[QuerySet[Any]]:
    """One query for each kind of row that batches are about."""
    by_model = {rows.model: rows for rows in (about() for about in _rows.values())}
    return list(by_model.values())
