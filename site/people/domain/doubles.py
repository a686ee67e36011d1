"""Records that may be one woman: the suggestions, and saying that they are two."""

from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from wagtail.log_actions import log

from people.enums import MergeRefusal as Reason
from people.exceptions import Refusal
from people.models import DistinctPair, Person, PersonQuerySet
from people.models.identity import in_order

#: What more records than this share is a desk's or a family's, and no hint.
MOST_SHARING = 5


@dataclass(frozen=True, slots=True)
class SuggestedPair:
    low: Person
    high: Person
    same_phone: bool
    same_email: bool
    same_birth: bool


class SuggestedPairs:
    """Every pair of records that `user` may see and nobody has told apart.

    Computed in the database, in one query for the count and two for a page; what a
    `Paginator` needs.
    """

    def __init__(self, user: Any):
        seen = Person.objects.known().visible_to(user).order_by()
        columns = seen.values_list("pk", "phone", "email", "birth_date", "name_fold")
        seen_sql, self._params = columns.query.sql_with_params()
        self._pairs = _pairs_sql(seen_sql)

    def count(self) -> int:
        with connection.cursor() as cursor:
            cursor.execute(f"{self._pairs} SELECT COUNT(*) FROM apart", self._params)  # noqa: S608
            return int(cursor.fetchone()[0])

    def __len__(self) -> int:
        return self.count()

    def __getitem__(self, part: slice) -> list[SuggestedPair]:
        start, stop = part.start or 0, part.stop
        with connection.cursor() as cursor:
            cursor.execute(
                f"{self._pairs} SELECT * FROM apart "  # noqa: S608
                "ORDER BY by_phone + by_email + by_birth DESC, high DESC, low DESC "
                "LIMIT %s OFFSET %s",
                [*self._params, stop - start, start],
            )
            rows = cursor.fetchall()
        people = Person.objects.in_bulk({pk for row in rows for pk in row[:2]})
        return [
            SuggestedPair(people[low], people[high], *map(bool, reasons))
            for low, high, *reasons in rows
        ]


#: How a database gathers keys of a group, and gives them out again as rows `value`.
_GATHER = {
    "postgresql": ("array_agg(id)", "unnest(shared.ids) AS %s (value)"),
    "sqlite": ("json_group_array(id)", "json_each(shared.ids) AS %s"),
}


def _pairs_sql(seen: str) -> str:
    """The common table `apart`: pairs of `seen` that nobody told apart, with reasons.

    Groups are gathered, never joined back: no estimate of how many share something
    can then lead the planner astray.
    """
    gather, give = _GATHER[connection.vendor]
    few = f"HAVING COUNT(*) BETWEEN 2 AND {MOST_SHARING}"
    told = DistinctPair._meta.db_table
    return f"""
    WITH seen (id, phone, email, birth_date, name_fold) AS NOT MATERIALIZED ({seen}),
    shared AS (
        SELECT 1 AS by_phone, 0 AS by_email, 0 AS by_birth, {gather} AS ids
        FROM seen WHERE phone <> '' GROUP BY phone {few}
        UNION ALL
        SELECT 0, 1, 0, {gather}
        FROM seen WHERE email <> '' GROUP BY email {few}
        UNION ALL
        SELECT 0, 0, 1, {gather}
        FROM seen WHERE birth_date IS NOT NULL AND name_fold <> ''
        GROUP BY birth_date, name_fold {few}
    ),
    pairs AS (
        SELECT one.value AS low, other.value AS high, MAX(by_phone) AS by_phone,
            MAX(by_email) AS by_email, MAX(by_birth) AS by_birth
        FROM shared, {give % "one"}, {give % "other"}
        WHERE one.value < other.value
        GROUP BY one.value, other.value
    ),
    apart AS (
        SELECT * FROM pairs WHERE NOT EXISTS (
            SELECT 1 FROM {told} told
            WHERE told.low_id = pairs.low AND told.high_id = pairs.high
        )
    )
    """  # noqa: S608  (names of tables, and the query set's own SQL)


def doubles_of(person: Person, *, user: Any) -> PersonQuerySet:
    """Others that `user` may see who may be her, without those told apart."""
    return (
        Person.objects.known()
        .visible_to(user)
        .possibly_same_as(person)
        .exclude(pk__in=DistinctPair.objects.filter(low=person).values("high"))
        .exclude(pk__in=DistinctPair.objects.filter(high=person).values("low"))
    )


@transaction.atomic
def tell_apart(one: Person, other: Person, *, by: Any) -> DistinctPair:
    """Remember that these are two people; saying it twice changes nothing."""
    if one.pk == other.pk:
        raise Refusal(Reason.SAME_RECORD)
    low, high = in_order(one, other)
    pair, is_new = DistinctPair.objects.get_or_create(
        low=low, high=high, defaults={"by": by}
    )
    if is_new:
        for person in (low, high):
            log(person, "people.person.tell_apart", user=by, data={"pair": pair.pk})
    return pair
