"""SQL that is made once: for the few requests that come by the hundred at once.

Django works out the text of a query each time it is asked. Where half a city presses
the same button in the same minute, that is most of the work. `PreparedQuery` keeps the
text of a query set, `insert_rows` the text that writes a model; rows, fields and their
conversions stay Django's. Nothing here is for ordinary pages.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from threading import local
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.models import (
    AutoField,
    BooleanField,
    CharField,
    Field,
    ForeignKey,
    IntegerField,
    Model,
    PositiveIntegerField,
    PositiveSmallIntegerField,
    QuerySet,
    SmallIntegerField,
    TextField,
)
from django.db.models.query import get_related_populators

Row = TypeVar("Row", bound=Model)


class PreparedQuery(Generic[Row]):
    """A query set whose SQL is made at its first use; `all` fills in the values.

    `make` builds it from the stand-ins, one for each value that changes: values that
    nothing else in the query has, by which their places are found.
    """

    def __init__(self, make: Callable[..., QuerySet[Row]], *stand_ins: Any):
        self._make = make
        self._stand_ins = stand_ins
        self._here = local()

    def all(self, *values: Any) -> list[Row]:
        return exchange(self.asking(*values))[0]

    def first(self, *values: Any) -> Row | None:
        return next(iter(self.all(*values)), None)

    def asking(self, *values: Any) -> "Statement":
        """For `exchange`, which gives the rows."""
        plan = getattr(self._here, "plan", None)
        if plan is None:
            plan = _Plan(self._make(*self._stand_ins), self._stand_ins)
            self._here.plan = plan
        return Statement(plan.sql, plan.filled(values), plan.instances)


@dataclass(slots=True)
class Statement:
    """A text for the database, its values, and what becomes of the rows it gives."""

    sql: str
    values: list[Any]
    read: Callable[[list[Any]], list[Any]] | None = None


def exchange(*statements: Statement) -> list[list[Any]]:
    """All in one exchange with the database; what each one that reads has read.

    In their order, each seeing what was committed before it began, as if they had
    been sent one by one.
    """
    found = []
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            values = [value for one in statements for value in one.values]
            cursor.execute("; ".join(one.sql for one in statements), values)
            for one in statements:
                if one.read is not None:
                    found.append(one.read(cursor.fetchall()))
                cursor.nextset()
        else:
            for one in statements:
                cursor.execute(one.sql, one.values)
                if one.read is not None:
                    found.append(one.read(cursor.fetchall()))
    return found


class _Plan:
    """The text of a query, and how its rows become instances."""

    def __init__(self, queryset: QuerySet[Any], stand_ins: Sequence[Any]):
        compiler = queryset.query.get_compiler(using=queryset.db)
        sql, parameters = compiler.as_sql(with_col_aliases=False)
        self.sql = sql
        self.database = queryset.db
        self.places = [
            (place, stand_ins.index(value))
            for place, value in enumerate(parameters)
            if value in stand_ins
        ]
        if {which for _place, which in self.places} != set(range(len(stand_ins))):
            raise ValueError("A stand-in is not among the parameters of the query.")
        self.parameters = list(parameters)
        self.compiler = compiler
        select, kinds = compiler.select, compiler.klass_info
        fields = kinds["select_fields"]
        self.model = kinds["model"]
        self.part = slice(fields[0], fields[-1] + 1)
        self.names = [one[0].target.attname for one in select[self.part]]
        self.related = get_related_populators(kinds, select, queryset.db)
        self.converters = compiler.get_converters([one[0] for one in select])

    def filled(self, values: Sequence[Any]) -> list[Any]:
        parameters = list(self.parameters)
        for place, which in self.places:
            parameters[place] = values[which]
        return parameters

    def instances(self, found: list[Any]) -> list[Any]:
        made = []
        rows: Any = map(list, found)
        if self.converters:
            rows = self.compiler.apply_converters(rows, self.converters)
        for row in rows:
            one = self.model.from_db(self.database, self.names, row[self.part])
            for related in self.related:
                related.populate(row, one)
            made.append(one)
        return made


@lru_cache
def _writing(model: type[Model], with_key: bool) -> tuple[str, str, list[Field]]:
    """The text that writes rows of a model, that of one row, and the fields."""
    fields = [
        field
        for field in model._meta.local_concrete_fields
        if with_key or not isinstance(field, AutoField)
    ]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    table = quote(model._meta.db_table)
    begin = f"INSERT INTO {table} ({columns}) VALUES "  # noqa: S608  (names of columns)
    return begin, f"({places})", fields


#: Keys of PostgreSQL that this thread has fetched and not used yet.
_spare = local()
#: So many are fetched at a time; those of a process that ends are lost, as after any
#: failed insert.
_AT_ONCE = 20


def reserve_keys(*models: type[Model]) -> list[int]:
    """Primary keys for rows about to be written in this transaction.

    With them, rows that refer to each other are written together.
    """
    if connection.vendor == "postgresql":
        return [_next_key(model) for model in models]
    # SQLite: the transaction has the whole file to itself.
    tables = [model._meta.db_table for model in models]
    names = ", ".join(["%s"] * len(tables))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT name, seq FROM sqlite_sequence WHERE name IN ({names})",  # noqa: S608
            tables,
        )
        used = dict(cursor.fetchall())
    return [used.get(table, 0) + 1 for table in tables]


def _next_key(model: type[Model]) -> int:
    key = (connection.settings_dict["NAME"], model)
    spare: dict[Any, list[int]] = _spare.__dict__.setdefault("keys", {})
    if not spare.get(key):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id'))"
                " FROM generate_series(1, %s)",
                [model._meta.db_table, _AT_ONCE],
            )
            spare[key] = [row[0] for row in reversed(cursor.fetchall())]
    return spare[key].pop()


#: Of these fields a value of this type is kept as it is.
_AS_IT_IS = {
    BooleanField: bool,
    CharField: str,
    ForeignKey: int,
    IntegerField: int,
    PositiveIntegerField: int,
    PositiveSmallIntegerField: int,
    SmallIntegerField: int,
    TextField: str,
}


def _kept(field: Field, row: Model) -> Any:
    """What the database keeps of a field of a new row."""
    value = field.pre_save(row, add=True)
    if value is None or type(value) is _AS_IT_IS.get(type(field)):
        return value
    return field.get_db_prep_save(value, connection)


def insert_rows(*rows: Model) -> None:
    """Write new rows, of any models, in one exchange with the database."""
    exchange(*inserting(*rows))


def inserting(*rows: Model) -> list[Statement]:
    """The statements that write new rows, for `exchange`.

    Only for rows that nothing listens to: no signal is sent. A row without a key gets
    one from the database and does not learn it.
    """
    statements: list[Statement] = []
    last: tuple[type[Model], bool] | None = None
    for row in rows:
        kind = (type(row), row.pk is not None)
        begin, places, fields = _writing(*kind)
        values = [_kept(field, row) for field in fields]
        if kind == last:
            statements[-1].sql += f", {places}"
            statements[-1].values += values
        else:
            statements.append(Statement(begin + places, values))
        last = kind
        row._state.adding = False
        row._state.db = connection.alias
    return statements
