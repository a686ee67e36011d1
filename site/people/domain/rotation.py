"""Carrying sealed values over to the newest key while everybody goes on working."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from cryptography.fernet import InvalidToken
from django.db.models import Model

from people.sealed_columns import sealed_columns, stored_values, swap_stored
from people.sealing import is_under_newest_key, seal, unseal


@dataclass(slots=True)
class ColumnRotation:
    """What became of one column."""

    #: "app.Model.field"
    name: str
    resealed: int = 0
    #: primary keys of rows that no key opens
    unreadable: list[int] = field(default_factory=list)


def rotate_keys(*, batch: int = 500) -> Iterator[ColumnRotation]:
    """Reseal what is not under the newest key, column by column.

    Each value is put in place of the one it was made from and of no other: what
    somebody writes meanwhile stands (and is under the newest key by itself). May be
    broken off, repeated, and run twice at once.
    """
    for model, column in sealed_columns():
        yield _rotate_column(model, column, batch)


def _rotate_column(model: type[Model], column: str, batch: int) -> ColumnRotation:
    done = ColumnRotation(f"{model._meta.label}.{column}")
    after = 0
    while rows := stored_values(model, column, after=after, batch=batch):
        for pk, stored in rows:
            if is_under_newest_key(stored):
                if not _opens(stored):
                    done.unreadable.append(pk)
                continue
            try:
                fresh = seal(unseal(stored))
            except (InvalidToken, ValueError):
                done.unreadable.append(pk)
                continue
            done.resealed += swap_stored(model, column, pk, old=stored, new=fresh)
        after = rows[-1][0]
    return done


def _opens(stored: str) -> bool:
    try:
        unseal(stored)
    except (InvalidToken, ValueError):
        return False
    return True
