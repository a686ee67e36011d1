"""The database's own guard over published texts.

The models refuse to change what people were shown; these triggers refuse it to
everything else that reaches the tables. They are made anew after each `migrate`, so
that they always name the columns that are frozen today.
"""

from typing import Any

from django.apps import AppConfig
from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

from people.models import ConsentText, Notice
from people.models.frozen import FrozenText

#: What makes a row one that is in force, in SQL.
IN_FORCE: dict[type[FrozenText], str] = {
    Notice: "OLD.published_at IS NOT NULL",
    ConsentText: "TRUE",
}
_SAID = "A published text is kept as it was."


def freeze_published_texts(sender: AppConfig, using: str, **kwargs: Any) -> None:
    """Receiver of `post_migrate`: makes the triggers of this database."""
    connection = connections[using]
    present = connection.introspection.table_names()
    with connection.cursor() as cursor:
        for model, in_force in IN_FORCE.items():
            if model._meta.db_table in present:
                for statement in _statements(connection, model, in_force):
                    cursor.execute(statement)


def trigger_of(model: type[models.Model]) -> str:
    return f"{model._meta.db_table}_stays"


def _statements(
    connection: BaseDatabaseWrapper, model: type[FrozenText], in_force: str
) -> list[str]:
    quote = connection.ops.quote_name
    table, trigger = quote(model._meta.db_table), quote(trigger_of(model))
    columns = sorted(
        field.column
        for field in model._meta.concrete_fields
        if field.attname in model.FROZEN
    )
    if connection.vendor == "postgresql":
        other = " OR ".join(
            f"OLD.{quote(one)} IS DISTINCT FROM NEW.{quote(one)}" for one in columns
        )
        return [
            "CREATE OR REPLACE FUNCTION people_refuse_change() RETURNS trigger AS $$ "
            f"BEGIN RAISE EXCEPTION '{_SAID}' USING ERRCODE = 'check_violation'; "
            "END $$ LANGUAGE plpgsql",
            f"CREATE OR REPLACE TRIGGER {trigger} BEFORE UPDATE ON {table} "
            f"FOR EACH ROW WHEN ({in_force} AND ({other})) "
            "EXECUTE FUNCTION people_refuse_change()",
        ]
    if connection.vendor == "sqlite":
        other = " OR ".join(
            f"OLD.{quote(one)} IS NOT NEW.{quote(one)}" for one in columns
        )
        return [
            f"DROP TRIGGER IF EXISTS {trigger}",
            f"CREATE TRIGGER {trigger} BEFORE UPDATE ON {table} "
            f"WHEN {in_force} AND ({other}) BEGIN SELECT RAISE(ABORT, '{_SAID}'); END",
        ]
    return []
