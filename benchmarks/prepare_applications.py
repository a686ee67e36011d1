"""A hundred thousand applications, the same in every run."""

import random
from datetime import date, timedelta
from typing import Any

from benchmarks.people_search import ENDINGS, FAMILY, GIVEN

APPLICATIONS = 100_000
_BATCH = 2000
#: How many of a hundred stand where.
STATES = {
    "submitted": 6, "screening": 10, "information_asked": 2, "invited": 6,
    "scheduled": 5, "interview_missed": 2, "interviewed": 8, "accepted": 6,
    "reserve": 8, "rejected": 18, "carried_over": 5, "in_training": 6,
    "trained": 3, "ready": 3, "on_duty": 6, "left": 3, "withdrawn": 3,
}  # fmt: skip
REVIEWED = frozenset(
    ("invited", "scheduled", "interviewed", "accepted", "reserve", "rejected")
)


def fill(reviewers: list[Any]) -> Any:
    """Four calls of 25,000; the newest is given back."""
    chance = random.Random(20261125)  # noqa: S311  (names, not secrets)
    calls = _calls()
    persons = _persons(chance)
    receipts = _receipts(persons)
    _applications(chance, calls, persons, receipts)
    _around(chance, calls, reviewers)
    return calls[-1]


def _calls() -> list[Any]:
    from tests.factories.volunteers import (  # noqa: PLC0415  (Django is set up)
        AreaFactory,
        CallFactory,
        CriterionFactory,
        ReviewPlanFactory,
        ScreeningRuleFactory,
    )

    areas = AreaFactory.create_batch(5)
    calls = [CallFactory(areas=areas) for _term in range(4)]
    for call in calls:
        for _number in range(4):
            CriterionFactory(call=call)
        ReviewPlanFactory(call=call)
        ScreeningRuleFactory(call=call, kind="hours", hours="up_to_5")
    return calls


def _persons(chance: random.Random) -> list[Any]:
    from people.enums import District  # noqa: PLC0415
    from people.models import Person  # noqa: PLC0415

    districts = list(District.values)
    rows = []
    for n in range(APPLICATIONS):
        given = chance.choice(GIVEN)
        if chance.random() < 0.25:
            given = f"{given} {chance.choice(GIVEN)}"
        person = Person(
            given_name=given,
            family_name=chance.choice(FAMILY) + chance.choice(ENDINGS),
            birth_date=date(1950, 1, 1) + timedelta(days=chance.randrange(20_000)),
            phone=f"+905{300_000_000 + n:09d}",
            email=f"kisi{n}@example.org",
            district=chance.choice(districts),
            is_protected=chance.random() < 0.01,
        )
        person.fill_search_columns()
        rows.append(person)
    return Person.objects.bulk_create(rows, batch_size=_BATCH)


def _receipts(persons: list[Any]) -> list[Any]:
    from django.utils import timezone  # noqa: PLC0415

    from people.models import NoticeReceipt  # noqa: PLC0415
    from tests.factories.volunteers import NoticeFactory  # noqa: PLC0415

    notice, now = NoticeFactory(), timezone.now()
    return NoticeReceipt.objects.bulk_create(
        (
            NoticeReceipt(person=person, notice=notice, shown_at=now)
            for person in persons
        ),
        batch_size=_BATCH,
    )


def _applications(
    chance: random.Random, calls: list[Any], persons: list[Any], receipts: list[Any]
) -> None:
    from django.utils import timezone  # noqa: PLC0415

    from tests.factories.volunteers import MOTIVATION  # noqa: PLC0415
    from volunteers.enums import WeeklyHours  # noqa: PLC0415
    from volunteers.models import Application  # noqa: PLC0415

    now = timezone.now()
    states = chance.choices(list(STATES), list(STATES.values()), k=APPLICATIONS)
    hours = list(WeeklyHours.values)
    share = APPLICATIONS // len(calls)
    Application.objects.bulk_create(
        (
            Application(
                reference=f"EIG-2026-{n + 1:06d}",
                call=calls[min(n // share, len(calls) - 1)],
                person=person,
                state=states[n],
                state_since=now - timedelta(minutes=chance.randrange(200_000)),
                submitted_at=now - timedelta(minutes=APPLICATIONS * 5 - n * 5),
                motivation=MOTIVATION,
                skills="Sunum yapmak, yazı yazmak.",
                weekly_hours=hours[n % 4],
                meets_rules=n % 4 > 0,
                availability=["mon-morning", "sat-noon"],
                mode="both",
                declared_true_at=now,
                notice_receipt=receipt,
            )
            for n, (person, receipt) in enumerate(zip(persons, receipts, strict=True))
        ),
        batch_size=_BATCH,
    )


def _around(chance: random.Random, calls: list[Any], reviewers: list[Any]) -> None:
    """Areas, reviewers, reviews with scores, interviews."""
    from django.utils import timezone  # noqa: PLC0415

    from tests.factories.volunteers import SlotFactory  # noqa: PLC0415
    from volunteers.models import (  # noqa: PLC0415
        Application,
        ApplicationArea,
        Interview,
        Review,
        ReviewAssignment,
        ReviewScore,
    )

    now = timezone.now()
    rows = list(Application.objects.values_list("pk", "call", "state").order_by("pk"))
    areas = {call.pk: list(call.areas.all()) for call in calls}
    criteria = {call.pk: list(call.criteria.all()) for call in calls}
    slots = {call.pk: SlotFactory(call=call) for call in calls}
    chosen, asked, reviews, interviews = [], [], [], []
    for number, (pk, call, state) in enumerate(rows):
        for rank, area in enumerate(chance.sample(areas[call], 1 + number % 3), 1):
            chosen.append(ApplicationArea(application_id=pk, area=area, rank=rank))
        if state in ("screening", *REVIEWED):
            hands = [reviewers[number % 5], reviewers[(number + 1) % 5]]
            asked += [
                ReviewAssignment(application_id=pk, reviewer=hand, assigned_at=now)
                for hand in hands
            ]
            if state in REVIEWED:
                reviews += [
                    Review(
                        application_id=pk,
                        reviewer=hand,
                        recommendation="accept",
                        mean=1 + chance.randrange(5),
                    )
                    for hand in hands
                ]
        if state == "interviewed":
            interviews.append(
                Interview(application_id=pk, slot=slots[call], state="held")
            )
    ApplicationArea.objects.bulk_create(chosen, batch_size=_BATCH)
    ReviewAssignment.objects.bulk_create(asked, batch_size=_BATCH)
    made = Review.objects.bulk_create(reviews, batch_size=_BATCH)
    Interview.objects.bulk_create(interviews, batch_size=_BATCH)
    calls_of = {pk: call for pk, call, _state in rows}
    ReviewScore.objects.bulk_create(
        (
            ReviewScore(review=review, criterion=criterion, score=int(review.mean))
            for review in made
            for criterion in criteria[calls_of[review.application_id]]
        ),
        batch_size=_BATCH,
    )
