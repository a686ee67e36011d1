"""The pre-screening: rule, value, outcome; it never moves an application."""

from datetime import datetime

import pytest
from django.utils import timezone

from tests.factories.people import PersonFactory
from tests.factories.volunteers import (
    ApplicationFactory,
    CallFactory,
    ScreeningRuleFactory,
)
from volunteers.domain.screening import outcomes_of, screen, screen_again, verdict
from volunteers.models import ScreeningRule

pytestmark = pytest.mark.django_db
ASKED = {
    "key": "arac",
    "kind": "yes_no",
    "label": {"tr": "Ehliyetiniz var mı?", "en": "Do you drive?"},
    "choices": [],
}


def outcome(application, **rule):
    made = ScreeningRuleFactory(call=application.call, **rule)
    [found] = outcomes_of(application, [made])
    return found.wanted, found.value, found.is_met


def born(*day):
    return PersonFactory(birth_date=datetime(*day).date())


def applied_on(person, *day):
    moment = timezone.make_aware(datetime(*day, 12))
    return ApplicationFactory(person=person, submitted_at=moment)


@pytest.mark.parametrize(
    ("birth", "day", "met"),
    [
        ((2008, 11, 25), (2026, 11, 25), True),
        ((2008, 11, 26), (2026, 11, 25), False),
        # 29 February turns on 1 March where there is none.
        ((2008, 2, 29), (2026, 2, 28), False),
        ((2008, 2, 29), (2026, 3, 1), True),
    ],
)
def test_age_counts_on_the_day_of_applying(birth, day, met):
    application = applied_on(born(*birth), *day)

    assert outcome(application, kind="age", minimum_age=18)[2] is met


def test_district_is_one_of_those_wanted():
    application = ApplicationFactory(person=PersonFactory(district="buca"))

    assert outcome(application, kind="district", districts=["konak", "buca"]) == (
        "Konak, Buca",
        "Buca",
        True,
    )
    assert outcome(application, kind="district", districts=["konak"])[2] is False


@pytest.mark.parametrize(
    ("spoken", "level", "met"),
    [
        ([("ar", "B2")], "B1", True),
        ([("ar", "A2")], "B1", False),
        ([("en", "C2")], "B1", False),
        ([("ar", "A1")], "", True),
        ([], "", False),
    ],
)
def test_language_at_a_level(spoken, level, met):
    rows = [
        {"language": code, "level": known, "direction": "both_ways"}
        for code, known in spoken
    ]
    application = ApplicationFactory(languages=rows)

    assert outcome(application, kind="language", language="ar", level=level)[2] is met


@pytest.mark.parametrize(
    ("given", "met"), [("up_to_2", False), ("up_to_5", True), ("more", True)]
)
def test_hours_are_at_least_those_wanted(given, met):
    application = ApplicationFactory(weekly_hours=given)

    assert outcome(application, kind="hours", hours="up_to_5")[2] is met


@pytest.mark.parametrize(
    ("answers", "wanted", "met"),
    [
        ({"arac": "yes"}, "yes", True),
        ({"arac": "yes"}, "Evet", True),
        ({"arac": "no"}, "yes", False),
        ({"arac": "no"}, "", True),
        ({}, "yes", None),
    ],
)
def test_answer_is_the_one_wanted(answers, wanted, met):
    application = ApplicationFactory(answers=answers, questions_asked=[ASKED])

    found = outcome(application, kind="answer", question_key="arac", answer=wanted)

    assert found[2] is met
    assert found[0].startswith("Ehliyetiniz var mı?")


def test_verdict_is_kept_for_the_filter_and_moves_nothing():
    call = CallFactory()
    application = ApplicationFactory(call=call, weekly_hours="up_to_2")
    assert screen(application) is None
    ScreeningRuleFactory(call=call, kind="hours", hours="more")
    application.call.refresh_from_db()

    assert screen_again(call) == 1
    application.refresh_from_db()
    assert application.meets_rules is False
    assert application.state == "submitted"

    ScreeningRule.objects.all().delete()
    assert screen_again(call) == 1
    application.refresh_from_db()
    assert application.meets_rules is None


def test_one_rule_that_cannot_be_judged_leaves_the_verdict_open():
    application = ApplicationFactory(weekly_hours="more")
    rules = [
        ScreeningRuleFactory(call=application.call, kind="hours", hours="up_to_5"),
        ScreeningRuleFactory(call=application.call, kind="answer", question_key="yok"),
    ]

    assert verdict(outcomes_of(application, rules)) is None
    assert verdict(outcomes_of(application, rules[:1])) is True
    assert verdict([]) is None
