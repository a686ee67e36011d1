"""What data requests said before they were sealed is carried over, and back."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

OPEN, SEALED = "0001_requests_and_addresses", "0002_sealed_requests"
WORDS = {"asked_by": "İpek Öztürk", "wish": "Silinsin.", "reply": "Silindi."}


def migrate_to(name: str):
    executor = MigrationExecutor(connection)
    executor.migrate([("rights", name)])
    return executor.loader.project_state([("rights", name)]).apps


def stored() -> dict[str, str]:
    columns = ", ".join(WORDS)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM rights_datarequest")  # noqa: S608
        [row] = cursor.fetchall()
    return dict(zip(WORDS, row, strict=True))


@pytest.fixture
def as_it_was(transactional_db):
    yield migrate_to(OPEN)
    migrate_to(SEALED)


def test_words_are_sealed_and_opened_again(as_it_was):
    requests = as_it_was.get_model("rights", "DataRequest").objects
    now = timezone.now()
    requests.create(
        kind="other", received_at=now, due_at=now + timedelta(days=30), **WORDS
    )

    sealed = migrate_to(SEALED).get_model("rights", "DataRequest").objects.get()

    assert {name: getattr(sealed, name) for name in WORDS} == WORDS
    assert [name for name, text in stored().items() if text == WORDS[name]] == []
    migrate_to(OPEN)
    assert stored() == WORDS
