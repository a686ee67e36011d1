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
        # What is put in are table and column names and the query set's own SQL.
        self._pairs = _PAIRS % {
            "seen": seen_sql,
            "most": MOST_SHARING,
            "distinct": DistinctPair._meta.db_table,
        }

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


_PAIRS = """
WITH seen (id, phone, email, birth_date, name_fold) AS (%(seen)s),
hints AS (
    SELECT id, 'phone' AS why, phone AS hint FROM seen WHERE phone <> ''
    UNION ALL
    SELECT id, 'email', email FROM seen WHERE email <> ''
    UNION ALL
    SELECT id, 'birth', CAST(birth_date AS varchar) || ' ' || name_fold
    FROM seen WHERE birth_date IS NOT NULL AND name_fold <> ''
),
shared AS (
    SELECT why, hint FROM hints GROUP BY why, hint
    HAVING COUNT(*) BETWEEN 2 AND %(most)s
),
pairs AS (
    SELECT one.id AS low, other.id AS high,
        MAX(CASE shared.why WHEN 'phone' THEN 1 ELSE 0 END) AS by_phone,
        MAX(CASE shared.why WHEN 'email' THEN 1 ELSE 0 END) AS by_email,
        MAX(CASE shared.why WHEN 'birth' THEN 1 ELSE 0 END) AS by_birth
    FROM shared
    JOIN hints one ON one.why = shared.why AND one.hint = shared.hint
    JOIN hints other ON other.why = shared.why AND other.hint = shared.hint
        AND one.id < other.id
    GROUP BY one.id, other.id
),
apart AS (
    SELECT * FROM pairs WHERE NOT EXISTS (
        SELECT 1 FROM %(distinct)s told
        WHERE told.low_id = pairs.low AND told.high_id = pairs.high
    )
)
"""


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
