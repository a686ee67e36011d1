"""Why messages are held together: each app registers the words of its occasions."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise

_labels: dict[str, "str | Promise"] = {}
_rows: dict[str, Callable[[], QuerySet[Any]]] = {}


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


def rows_of_batches() -> list[QuerySet[Any]]:
    """One query for each kind of row that batches are about."""
    by_model = {rows.model: rows for rows in (about() for about in _rows.values())}
    return list(by_model.values())
