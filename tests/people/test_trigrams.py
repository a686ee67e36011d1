"""What search by name needs of PostgreSQL, and what operators are told without it."""

from importlib import import_module

import pytest
from django.db import connection, transaction

from people.models import Person

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]

migration = import_module("people.migrations.0009_one_record_for_one_woman")


@pytest.fixture(autouse=True)
def _postgres():
    if connection.vendor != "postgresql":
        pytest.fail("Trigrams need PostgreSQL: see tests/load/conftest.py")


def names_of_indexes():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexname FROM pg_indexes WHERE indexdef LIKE '%trgm%'"
            " AND tablename = 'people_person'"
        )
        return {name for (name,) in cursor.fetchall()}


def test_a_piece_of_a_name_is_looked_up_in_the_index():
    assert names_of_indexes() == {
        "people_person_name_trigrams",
        "people_person_phone_trigrams",
    }
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")

    for fragment in ("igdir", "ay"):
        found = Person.objects.named_like(fragment).order_by()
        assert "people_person_name_trigrams" in found.explain()


def test_the_indexes_go_and_come_back():
    with connection.schema_editor() as editor:
        migration.drop_trigram_indexes(None, editor)
    assert names_of_indexes() == set()

    with connection.schema_editor() as editor:
        migration.add_trigram_indexes(None, editor)
    assert len(names_of_indexes()) == 2


def test_who_may_not_create_the_extension_is_told_the_one_command():
    with pytest.raises(migration.ExtensionMissing) as raised, transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("DROP EXTENSION pg_trgm CASCADE")
            cursor.execute("CREATE ROLE someone_small")
            cursor.execute("SET LOCAL ROLE someone_small")
        with connection.schema_editor() as editor:
            migration.add_trigram_indexes(None, editor)

    assert "CREATE EXTENSION pg_trgm;" in str(raised.value)
