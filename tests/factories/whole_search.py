"""Looking for words in every column of every table, and in every stored file."""

import json
import re
from collections.abc import Iterator
from contextlib import suppress

from cryptography.fernet import InvalidToken
from django.contrib.sessions.backends.db import SessionStore
from django.core.files.storage import Storage, default_storage
from django.db import connection

from language.turkish import fold_tr
from people.private_files import private_storage
from people.sealing import unseal

_SEALED = re.compile(r"gAAAA[\w=-]{60,}")


def find(marks: dict[str, tuple[str, ...]]) -> dict[str, list[str]]:
    """Mark -> each "table.column" or file in which it stands."""
    found: dict[str, set[str]] = {}
    folded_ways = {name: [fold_tr(way) for way in ways] for name, ways in marks.items()}
    for place, text in _everything():
        folded = fold_tr(text)
        for name, ways in marks.items():
            if any(way in text for way in ways) or any(
                way in folded for way in folded_ways[name]
            ):
                found.setdefault(name, set()).add(place)
    return {name: sorted(places) for name, places in sorted(found.items())}


def _everything() -> Iterator[tuple[str, str]]:
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        for table in tables:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            columns = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for column, value in zip(columns, row, strict=True):
                    if value not in (None, "", b""):
                        place = f"{table}.{column}"
                        for text in _readings(place, value):
                            yield place, text
    for storage in (default_storage, private_storage()):
        for path in _files(storage, ""):
            with storage.open(path) as stored:
                yield path, path + stored.read().decode("utf-8", "replace")


def _readings(place: str, value: object) -> Iterator[str]:
    """The value as it stands, unescaped, unpacked and unsealed."""
    if isinstance(value, memoryview):
        value = bytes(value)
    text = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
    yield text
    if "\\" in text:
        with suppress(ValueError):
            yield json.dumps(json.loads(text), ensure_ascii=False)
    for sealed in _SEALED.findall(text):
        with suppress(InvalidToken):
            yield unseal(sealed)
    if place == "django_session.session_data":
        yield json.dumps(SessionStore().decode(text), ensure_ascii=False)


def _files(storage: Storage, folder: str) -> Iterator[str]:
    folders, files = storage.listdir(folder)
    for name in files:
        yield f"{folder}{name}"
    for name in folders:
        yield from _files(storage, f"{folder}{name}/")
