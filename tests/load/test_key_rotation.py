"""Keys are changed while others write; nothing of what they write is lost."""

import threading
from concurrent.futures import ThreadPoolExecutor
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor

from people.domain.rotation import rotate_keys
from people.sealed_columns import sealed_columns, stored_values
from people.sealing import is_under_newest_key, seal
from programs.models import Registration
from tests.factories.messaging import MessageFactory
from tests.factories.programs import OccurrenceFactory, register

OLD, NEW = "the-old-key-of-the-race-" + "a" * 9, "the-new-key-of-the-race-" + "b" * 9
ROWS = 40


@pytest.fixture
def registrations(transactional_db, settings) -> list[int]:
    settings.FIELD_KEYS = [OLD]
    occurrence = OccurrenceFactory(capacity=ROWS)
    pks = [register(occurrence, n=n).registration.pk for n in range(ROWS)]
    Registration.objects.update(end_note="ilk")
    return pks


def under_old_keys() -> list[str]:
    return [
        f"{model._meta.label}.{column} {pk}"
        for model, column in sealed_columns()
        for pk, value in stored_values(model, column, after=0, batch=10_000)
        if not is_under_newest_key(value)
    ]


@pytest.mark.postgres
def test_rotation_beside_writers_loses_no_write(registrations, settings):
    settings.FIELD_KEYS = [NEW, OLD]
    finished = threading.Event()
    last: dict[int, str] = {}

    def write(share: list[int]) -> None:
        turn = 0
        while not finished.is_set() or turn < 3:
            turn += 1
            for pk in share:
                Registration.objects.filter(pk=pk).update(end_note=f"{pk}.{turn}")
                last[pk] = f"{pk}.{turn}"
        connections.close_all()

    def rotate() -> int:
        moved = sum(
            column.resealed for _turn in range(5) for column in rotate_keys(batch=3)
        )
        connections.close_all()
        return moved

    with ThreadPoolExecutor(6) as pool:
        writers = [pool.submit(write, registrations[n:30:4]) for n in range(4)]
        rotations = [pool.submit(rotate) for _twice in range(2)]
        moved = sum(one.result() for one in rotations)
        finished.set()
        for writer in writers:
            writer.result()

    notes = dict(Registration.objects.values_list("pk", "end_note"))
    assert {pk: notes[pk] for pk in registrations[:30]} == last
    assert {notes[pk] for pk in registrations[30:]} == {"ilk"}
    assert under_old_keys() == []
    assert moved >= 10
    settings.FIELD_KEYS = [NEW]
    assert "ilk" in Registration.objects.values_list("end_note", flat=True)


@pytest.mark.postgres
def test_migrations_seal_what_is_there_and_open_it_again(registrations, settings):
    """There and back on PostgreSQL; plain text before, sealed after."""
    MigrationExecutor(connection).migrate(
        [("programs", "0002_anonymized_registrations")]
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT end_note FROM programs_registration")
        plain = cursor.fetchall()
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())

    assert plain == [("ilk",)]
    assert under_old_keys() == []
    assert set(Registration.objects.values_list("end_note", flat=True)) == {"ilk"}


def test_rotate_keys_covers_fields_and_links_and_says_so(registrations, settings):
    message = MessageFactory(sealed_link=seal("https://example.org/x"))
    settings.FIELD_KEYS = [NEW, OLD]
    said = StringIO()

    call_command("rotate_keys", "--batch=7", stdout=said)

    assert f"programs.Registration.end_note: {ROWS} resealed" in said.getvalue()
    assert "messaging.Message.sealed_link: " in said.getvalue()
    assert said.getvalue().splitlines()[-1] == (
        "Everything is under the first key; drop the others now."
    )
    assert under_old_keys() == []
    settings.FIELD_KEYS = [NEW]
    message.refresh_from_db()
    message.body = "[[link]]"
    assert message.full_body == "https://example.org/x"


def test_rotate_keys_names_rows_that_no_key_opens(registrations, settings):
    settings.FIELD_KEYS = [NEW]
    said = StringIO()

    with pytest.raises(CommandError, match=r"values cannot be opened"):
        call_command("rotate_keys", stdout=StringIO(), stderr=said)

    assert f"cannot be opened: programs.Registration.end_note {registrations[0]}" in (
        said.getvalue()
    )
    settings.FIELD_KEYS = [OLD]
    assert set(Registration.objects.values_list("end_note", flat=True)) == {"ilk"}
