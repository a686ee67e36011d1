"""A hundred thousand applications, the same in every run.

One row of each kind is made as the site makes it; the database multiplies it.
"""

# ruff: noqa: S608 (the SQL is put together from the rows made here alone)
import random
from typing import Any

from benchmarks.people_search import ENDINGS, FAMILY, GIVEN

APPLICATIONS = 100_000
CALLS = 4
_NAMES = 5000
#: How many of a hundred stand where.
STATES = {
    "submitted": 6, "screening": 10, "information_asked": 2, "invited": 6,
    "scheduled": 5, "interview_missed": 2, "interviewed": 8, "accepted": 6,
    "reserve": 8, "rejected": 18, "carried_over": 5, "in_training": 6,
    "trained": 3, "ready": 3, "on_duty": 6, "left": 3, "withdrawn": 3,
}  # fmt: skip
_ASKED = "'screening','invited','interviewed','accepted','reserve','rejected'"
_REVIEWED = "'invited','interviewed','accepted','reserve','rejected'"


def fill(reviewers: list[Any]) -> Any:
    """Four calls of 25,000; the newest is given back."""
    from tests.factories.volunteers import (  # noqa: PLC0415  (Django is set up)
        ApplicationFactory,
        AreaFactory,
        CallFactory,
        CriterionFactory,
        InterviewFactory,
        ReviewFactory,
        ReviewPlanFactory,
        ScreeningRuleFactory,
        in_days,
    )
    from volunteers.domain.interviews.last_time import (  # noqa: PLC0415
        remember_interviews,
    )
    from volunteers.domain.reviews import remember_scores  # noqa: PLC0415
    from volunteers.models import (  # noqa: PLC0415
        Application,
        ReviewAssignment,
        ReviewScore,
    )

    areas = AreaFactory.create_batch(5)
    calls = [CallFactory(areas=areas) for _term in range(CALLS)]
    for call in calls:
        CriterionFactory.create_batch(4, call=call)
        ReviewPlanFactory(call=call)
        ScreeningRuleFactory(call=call, kind="hours", hours="up_to_5")
    first = ApplicationFactory(call=calls[0], skills="Sunum yapmak, yazı yazmak.")
    review = ReviewFactory(application=first, reviewer=reviewers[0])
    score = ReviewScore.objects.create(
        review=review, criterion=calls[0].criteria.first(), score=3
    )
    assignment = ReviewAssignment.objects.create(
        application=first, reviewer=reviewers[0], assigned_at=in_days(-1)
    )
    interview = InterviewFactory(application=first, state="held")
    persons(first.person)
    receipts(first.notice_receipt)
    _applications(first, calls)
    _areas(first.area_choices.get(), areas)
    _reviews(assignment, review, score, [one.pk for one in reviewers])
    _interviews(interview)
    everybody = Application.objects.values("pk")
    remember_scores(everybody)
    remember_interviews(everybody)
    return calls[-1]


def multiply(row: Any, source: str, **values: str) -> None:
    """Rows like `row`, one for each of `source`; `values` are SQL by column."""
    from django.db import connection  # noqa: PLC0415

    fields = [one for one in row._meta.local_concrete_fields if not one.primary_key]
    columns = [one.column for one in fields]
    given = [values.get(one, f't."{one}"') for one in columns]
    table = row._meta.db_table
    names = ", ".join(f'"{one}"' for one in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{table}" ({names}) SELECT {", ".join(given)} '
            f'FROM "{table}" t, ({source}) s WHERE t.id = {row.pk}'
        )


def array(values: Any) -> str:
    return "(ARRAY[" + ",".join(repr(one) for one in values) + "])"


def persons(person: Any) -> None:
    """A hundred thousand like her, with Turkish names; one in a hundred protected."""
    from django.db import connection  # noqa: PLC0415

    from people.enums import District  # noqa: PLC0415
    from people.models import Person  # noqa: PLC0415

    chance = random.Random(20261125)  # noqa: S311  (names, not secrets)
    names = []
    for number in range(_NAMES):
        given = chance.choice(GIVEN)
        if chance.random() < 0.25:
            given = f"{given} {chance.choice(GIVEN)}"
        one = Person(
            given_name=given, family_name=chance.choice(FAMILY) + chance.choice(ENDINGS)
        )
        one.fill_search_columns()
        names.append(
            (number, one.given_name, one.family_name, one.name_fold, one.sort_key)
        )
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE names (k int, g text, f text, o text, s text)"
        )
        cursor.execute(
            "INSERT INTO names SELECT * FROM unnest("
            "%s::int[], %s::text[], %s::text[], %s::text[], %s::text[])",
            [list(column) for column in zip(*names, strict=True)],
        )
    districts = list(District.values)
    multiply(
        person,
        f"SELECT n, names.* FROM generate_series(1, {APPLICATIONS}) n "
        f"JOIN names ON k = n * 7919 % {_NAMES}",
        given_name="s.g",
        family_name="s.f",
        name_fold="s.o",
        sort_key="s.s",
        birth_date="date '1950-01-01' + s.n * 13 % 20000",
        phone="'+905' || lpad((300000000 + s.n)::text, 9, '0')",
        email="'kisi' || s.n || '@example.org'",
        district=f"{array(districts)}[1 + s.n % {len(districts)}]",
        is_protected="s.n % 100 = 0",
    )


def receipts(receipt: Any) -> None:
    """One for each of those who were made after her."""
    multiply(
        receipt,
        f"SELECT id FROM people_person WHERE id > {receipt.person_id}",
        person_id="s.id",
    )


def _applications(first: Any, calls: list[Any]) -> None:
    states = [one for one, share in STATES.items() for _n in range(share)]
    share = APPLICATIONS // CALLS
    pks = array([one.pk for one in calls])
    multiply(
        first,
        "SELECT r.id AS receipt, r.person_id AS person, row_number() OVER (ORDER BY "
        "r.id)::int AS n FROM people_noticereceipt r "
        f"WHERE r.id <> {first.notice_receipt_id}",
        reference="'EIG-2026-' || lpad(s.n::text, 6, '0')",
        call_id=f"{pks}[least(1 + s.n / {share}, {CALLS})]",
        person_id="s.person",
        notice_receipt_id="s.receipt",
        state=f"{array(states)}[1 + s.n * 37 % 100]",
        state_since="now() - (s.n * 79 % 200000) * interval '1 minute'",
        submitted_at=f"now() - ({APPLICATIONS} - s.n) * interval '5 minutes'",
        weekly_hours=f"{array(['up_to_2', 'up_to_5', 'up_to_10', 'more'])}"
        "[1 + s.n % 4]",
        meets_rules="s.n % 4 > 0",
    )


def _areas(chosen: Any, areas: list[Any]) -> None:
    pks = array([one.pk for one in areas])
    multiply(
        chosen,
        "SELECT a.id AS app, r AS rank FROM volunteers_application a, "
        f"generate_series(1, 3) r WHERE a.id <> {chosen.application_id} "
        "AND r <= 1 + a.id % 3",
        application_id="s.app",
        area_id=f"{pks}[1 + (s.app + s.rank) % {len(areas)}]",
        rank="s.rank",
    )


def _reviews(assignment: Any, review: Any, score: Any, hands: list[int]) -> None:
    pks = array(hands)
    hand = f"{pks}[1 + (s.app + s.h) % {len(hands)}]"

    def twice(states: str) -> str:
        return (
            "SELECT a.id AS app, h FROM volunteers_application a, "
            f"generate_series(1, 2) h WHERE a.id <> {review.application_id} "
            f"AND a.state IN ({states})"
        )

    multiply(assignment, twice(_ASKED), application_id="s.app", reviewer_id=hand)
    multiply(
        review,
        twice(_REVIEWED),
        application_id="s.app",
        reviewer_id=hand,
        mean="1 + (s.app * s.h) % 5",
    )
    multiply(
        score,
        "SELECT r.id AS review, c.id AS criterion, r.mean FROM volunteers_review r "
        "JOIN volunteers_application a ON a.id = r.application_id "
        "JOIN volunteers_reviewcriterion c ON c.call_id = a.call_id "
        f"WHERE r.id <> {review.pk}",
        review_id="s.review",
        criterion_id="s.criterion",
        score="s.mean::int",
    )


def _interviews(interview: Any) -> None:
    """Each in a time of its own."""
    apart = "row_number() OVER (ORDER BY id)::int AS n"
    multiply(
        interview.slot,
        "SELECT generate_series(1, 9000) AS n",
        starts_at="now() + s.n * interval '1 hour'",
    )
    multiply(
        interview,
        f"SELECT a.id AS app, p.id AS slot FROM (SELECT id, {apart} FROM "
        "volunteers_application WHERE state = 'interviewed') a JOIN "
        f"(SELECT id, {apart} FROM volunteers_interviewslot "
        f"WHERE id <> {interview.slot_id}) p ON p.n = a.n",
        application_id="s.app",
        slot_id="s.slot",
    )
