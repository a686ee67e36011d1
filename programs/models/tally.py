"""How many seats each departure holds and how many people wait, kept by the database.

Counting the rows again takes longer the more there are; these few numbers are read as
fast on the last day as on the first. Triggers keep them in the transaction of every
change, whoever makes it, and refuse a seat beyond the capacity: no program, and nobody
at the database's own prompt, can overbook.
"""

import hashlib
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, models, transaction
from django.db.models import Count, Q, Sum
from django.utils.translation import gettext_lazy as _

from programs.enums import RegistrationState as State
from programs.models.occurrence import Occurrence
from programs.models.registration import Registration


class SeatTally(models.Model):
    """One group of a departure's parties: those with seats, or a part of the line."""

    occurrence = models.ForeignKey(
        Occurrence, models.CASCADE, related_name="tallies", editable=False
    )
    is_waiting = models.BooleanField(editable=False)
    #: Parts of the waiting list, in the order of `in_line`; 0 for those with seats.
    offers_lapsed = models.PositiveSmallIntegerField(default=0, editable=False)
    priority = models.PositiveSmallIntegerField(default=0, editable=False)
    parties = models.IntegerField(default=0, editable=False)
    seats = models.IntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("count of seats")
        verbose_name_plural = _("counts of seats")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["occurrence", "is_waiting", "offers_lapsed", "priority"],
                name="one_tally_of_a_group",
            ),
            models.CheckConstraint(
                condition=Q(parties__gte=0, seats__gte=0), name="tally_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.occurrence_id}: {self.seats}"


_TABLE = Registration._meta.db_table
_TALLY = SeatTally._meta.db_table
_HOLDING = ", ".join(f"'{state}'" for state in State.holding)


def _holds(row: str) -> str:
    """Whether the seats of `row` (OLD or NEW) count against the capacity."""
    return f"({row}.state IN ({_HOLDING}) AND {row}.given_on_at IS NULL)"


def _counts(row: str) -> str:
    return f"({_holds(row)} OR {row}.state = 'waiting')"


def _group(row: str) -> dict[str, str]:
    """The group that `row` (OLD or NEW) belongs to, column by column."""
    waits = f"({row}.state = 'waiting')"
    return {
        "occurrence_id": f"{row}.occurrence_id",
        "is_waiting": waits,
        "offers_lapsed": f"CASE WHEN {waits} THEN {row}.offers_lapsed ELSE 0 END",
        "priority": f"CASE WHEN {waits} THEN {row}.priority ELSE 0 END",
    }


def _take_out() -> str:
    places = " AND ".join(f"{name} = {what}" for name, what in _group("OLD").items())
    return (
        f"UPDATE {_TALLY} SET parties = parties - 1, seats = seats - OLD.seats"
        f" WHERE {places} AND {_counts('OLD')};"
    )


def _put_in() -> str:
    group = _group("NEW")
    return (
        f"INSERT INTO {_TALLY} ({', '.join(group)}, parties, seats)"
        f" SELECT {', '.join(group.values())}, 1, NEW.seats"
        f" WHERE {_counts('NEW')}"
        f" ON CONFLICT ({', '.join(group)}) DO UPDATE SET"
        f" parties = {_TALLY}.parties + 1, seats = {_TALLY}.seats + excluded.seats;"
    )


def _is_too_much() -> str:
    """Whether NEW, which has seats, leaves its departure with more than it has."""
    return (
        f"(SELECT sum(seats) FROM {_TALLY} WHERE NOT is_waiting"
        " AND occurrence_id = NEW.occurrence_id)"
        " > (SELECT capacity FROM programs_occurrence WHERE id = NEW.occurrence_id)"
    )


_NEWLY_HELD = _holds("NEW")
#: A change that takes more seats than before.
_MORE = (
    f"(NOT {_holds('OLD')} OR OLD.seats < NEW.seats"
    " OR OLD.occurrence_id <> NEW.occurrence_id)"
)
_WATCHED = "state, given_on_at, seats, occurrence_id, priority, offers_lapsed"
EVENTS = {"insert": "INSERT", "change": f"UPDATE OF {_WATCHED}", "delete": "DELETE"}
TOO_MANY = "more seats than the departure has"

_POSTGRESQL = f"""
CREATE OR REPLACE FUNCTION programs_tally_insert() RETURNS trigger AS $$
BEGIN
    {_put_in()}
    IF {_NEWLY_HELD} AND {_is_too_much()} THEN RAISE EXCEPTION '{TOO_MANY}'
        USING ERRCODE = 'check_violation'; END IF;
    RETURN NULL;
END $$ LANGUAGE plpgsql;
CREATE OR REPLACE FUNCTION programs_tally_change() RETURNS trigger AS $$
BEGIN
    {_take_out()}
    {_put_in()}
    IF {_NEWLY_HELD} AND {_MORE} AND {_is_too_much()} THEN
        RAISE EXCEPTION '{TOO_MANY}' USING ERRCODE = 'check_violation'; END IF;
    RETURN NULL;
END $$ LANGUAGE plpgsql;
CREATE OR REPLACE FUNCTION programs_tally_delete() RETURNS trigger AS $$
BEGIN
    {_take_out()}
    RETURN NULL;
END $$ LANGUAGE plpgsql;
"""
_SQLITE = {
    "insert": _put_in()
    + f"SELECT RAISE(ABORT, '{TOO_MANY}') WHERE {_NEWLY_HELD} AND {_is_too_much()};",
    "change": _take_out()
    + _put_in()
    + f"SELECT RAISE(ABORT, '{TOO_MANY}') WHERE {_NEWLY_HELD} AND {_MORE}"
    f" AND {_is_too_much()};",
    "delete": _take_out(),
}

_PREFIX = "programs_tally_"
#: Part of the names, so that a trigger made from an older text is known by its name.
_VERSION = hashlib.sha256(f"{_POSTGRESQL}{_SQLITE}{EVENTS}".encode()).hexdigest()[:8]


def trigger_name(event: str) -> str:
    return f"{_PREFIX}{event}_{_VERSION}"


def keep_tallies(using: str = DEFAULT_DB_ALIAS, **_signal: Any) -> None:
    """See that the triggers are there and say what the code says; else count anew.

    After every `migrate`: SQLite drops a trigger when a migration remakes its table,
    and which states hold seats may have changed.
    """
    connection = connections[using]
    if _TALLY not in connection.introspection.table_names():
        return
    with transaction.atomic(using=using), connection.cursor() as cursor:
        present = _triggers(cursor, connection.vendor)
        if present == {trigger_name(event) for event in EVENTS}:
            return
        if connection.vendor == "postgresql":
            cursor.execute(f"LOCK TABLE {_TABLE} IN SHARE ROW EXCLUSIVE MODE")
            cursor.execute(_POSTGRESQL)
        on = f" ON {_TABLE}" if connection.vendor == "postgresql" else ""
        for trigger in present:
            cursor.execute(f"DROP TRIGGER {trigger}{on}")
        for name, event in EVENTS.items():
            trigger = trigger_name(name)
            if connection.vendor == "postgresql":
                cursor.execute(
                    f"CREATE TRIGGER {trigger} AFTER {event} ON {_TABLE}"
                    f" FOR EACH ROW EXECUTE FUNCTION programs_tally_{name}()"
                )
            else:
                cursor.execute(
                    f"CREATE TRIGGER {trigger} AFTER {event} ON {_TABLE}"
                    f" BEGIN {_SQLITE[name]} END"
                )
        SeatTally.objects.using(using).all().delete()
        SeatTally.objects.using(using).bulk_create(counted_anew(using))


def _triggers(cursor: Any, vendor: str) -> set[str]:
    cursor.execute(
        "SELECT tgname FROM pg_trigger"
        if vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    return {row[0] for row in cursor.fetchall() if row[0].startswith(_PREFIX)}


def counted_anew(using: str = DEFAULT_DB_ALIAS) -> list[SeatTally]:
    """What the tallies must say: everything counted again, row by row."""
    rows = Registration.objects.using(using).order_by()
    counts = {"parties": Count("pk"), "total": Sum("seats")}
    held = rows.holding().values("occurrence").annotate(**counts)
    line = (
        rows.waiting()
        .values("occurrence", "offers_lapsed", "priority")
        .annotate(**counts)
    )
    return [
        SeatTally(
            occurrence_id=group["occurrence"],
            is_waiting="priority" in group,
            offers_lapsed=group.get("offers_lapsed", 0),
            priority=group.get("priority", 0),
            parties=group["parties"],
            seats=group["total"],
        )
        for group in [*held, *line]
    ]
