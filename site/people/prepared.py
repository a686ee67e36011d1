"""SQL that is made once: for the few requests that come by the hundred at once.

Django works out the text of a query each time it is asked. Where half a city presses
the same button in the same minute, that is most of the work. `PreparedQuery` keeps the
text of a query set, `insert_rows` the text that writes a model; rows, fields and their
conversions stay Django's. Nothing here is for ordinary pages.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from threading import local
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.models import AutoField, Field, Model, QuerySet
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
        plan = getattr(self._here, "plan", None)
        if plan is None:
            plan = _Plan(self._make(*self._stand_ins), self._stand_ins)
            self._here.plan = plan
        return list(plan.rows(values))

    def first(self, *values: Any) -> Row | None:
        return next(iter(self.all(*values)), None)


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

    def rows(self, values: Sequence[Any]) -> Iterator[Any]:
        parameters = list(self.parameters)
        for place, which in self.places:
            parameters[place] = values[which]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, parameters)
            found = cursor.fetchall()
        for row in self.compiler.results_iter([found]):
            one = self.model.from_db(self.database, self.names, row[self.part])
            for related in self.related:
                related.populate(row, one)
            yield one


@lru_cache
def _writing(model: type[Model], with_key: bool) -> tuple[str, str, list[Field]]:
    """The text that writes rows of a model, that of one row's values, and its fields."""
    fields = [
        field
        for field in model._meta.local_concrete_fields
        if with_key or not isinstance(field, AutoField)
    ]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    begin = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES "
    return begin, f"({places})", fields


def reserve_keys(*models: type[Model]) -> list[int]:
    """Primary keys for rows about to be written in this transaction, in one query.

    With them, rows that refer to each other are written together.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            wanted = ", ".join(
                f"nextval(pg_get_serial_sequence('{model._meta.db_table}', 'id'))"
                for model in models
            )
            cursor.execute(f"SELECT {wanted}")
            return list(cursor.fetchone())
        # SQLite: the transaction has the whole file to itself.
        keys = []
        for model in models:
            cursor.execute(
                "SELECT seq FROM sqlite_sequence WHERE name = %s",
                [model._meta.db_table],
            )
            row = cursor.fetchone()
            keys.append((row[0] if row else 0) + 1)
        return keys


def insert_rows(*rows: Model, after: Sequence[tuple[str, Sequence[Any]]] = ()) -> None:
    """Write new rows, of any models, in one exchange with the database.

    Only for rows that nothing listens to: no signal is sent. A row without a key gets
    one from the database and does not learn it. `after` holds statements that follow
    in the same exchange.
    """
    statements: list[tuple[str, Sequence[Any]]] = []
    last: type[Model] | None = None
    for row in rows:
        model = type(row)
        begin, places, fields = _writing(model, row.pk is not None)
        values = [
            field.get_db_prep_save(field.pre_save(row, add=True), connection)
            for field in fields
        ]
        if model is last and statements[-1][0].startswith(begin):
            text, before = statements[-1]
            statements[-1] = (f"{text}, {places}", [*before, *values])
        else:
            statements.append((begin + places, values))
        last = model
        row._state.adding = False
        row._state.db = connection.alias
    _execute([*statements, *after])


def _execute(statements: Sequence[tuple[str, Sequence[Any]]]) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            values = [value for _text, some in statements for value in some]
            cursor.execute("; ".join(text for text, _some in statements), values)
        else:
            for text, some in statements:
                cursor.execute(text, some)
