"""What messages said before they were sealed is carried over, and back."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

WORDS = {
    "body": "Sayın Işıl, kaydınızı aldık.",
    "calendar": "BEGIN:VCALENDAR",
}
VALUES = {"given_name": "Işıl", "day": "6 Haziran"}


def names() -> tuple[str, str]:
    """The migration before the texts were sealed, and the one that seals them."""
    graph = MigrationExecutor(connection).loader.graph
    [sealing] = [
        key
        for key in graph.nodes
        if key[0] == "messaging" and key[1].endswith("_sealed_texts_and_reports")
    ]
    [before] = [
        one.key for one in graph.node_map[sealing].parents if one.key[0] == "messaging"
    ]
    return before[1], sealing[1]


def migrate_to(name: str):
    executor = MigrationExecutor(connection)
    executor.migrate([("messaging", name)])
    return executor.loader.project_state([("messaging", name)]).apps


def stored(*columns: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {', '.join(columns)} FROM messaging_message"  # noqa: S608
        )
        [row] = cursor.fetchall()
    return list(row)


@pytest.fixture
def as_it_was(transactional_db):
    yield migrate_to(names()[0])
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


def test_words_are_sealed_and_opened_again(as_it_was):
    person = as_it_was.get_model("people", "Person").objects.create(
        given_name="Işıl", family_name="Çağ"
    )
    messages = as_it_was.get_model("messaging", "Message").objects
    messages.create(
        key="once",
        person=person,
        template="test.greeting",
        route="email",
        language="tr",
        subject="Bilgi",
        values=VALUES,
        **WORDS,
    )
    before, sealing = names()

    sealed = migrate_to(sealing).get_model("messaging", "Message").objects.get()

    assert {name: getattr(sealed, name) for name in WORDS} == WORDS
    assert all(one.startswith("v1:") for one in stored(*WORDS, "sealed_values"))
    migrate_to(before)
    assert stored(*WORDS) == list(WORDS.values())
    opened = messages.get()
    assert opened.values == VALUES
