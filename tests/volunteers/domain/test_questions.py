"""Which questions are asked, which answers are kept, which conditions can stand."""

import pytest

from tests.factories.volunteers import QuestionFactory
from volunteers.domain.questions import (
    asked_questions,
    condition_denied_reason,
    first_unanswered,
    kept_answers,
)
from volunteers.enums import QuestionKind
from volunteers.exceptions import ConditionDenied

K = QuestionKind


def question(key, kind=K.TEXT, **more):
    return QuestionFactory.build(call=None, key=key, kind=kind, **more)


CHAIN = [
    question("deneyim", K.YES_NO, is_required=True),
    question(
        "nerede",
        K.SEVERAL_CHOICES,
        choices={"tr": "Dernekte\nOkulda", "en": "Club\nSchool"},
        shown_if="deneyim",
        shown_for="Evet",
    ),
    question("hangi-okul", shown_if="nerede", shown_for="Okulda", is_required=True),
]


@pytest.mark.parametrize(
    ("answers", "asked"),
    [
        ({}, ["deneyim"]),
        ({"deneyim": "no"}, ["deneyim"]),
        ({"deneyim": "yes"}, ["deneyim", "nerede"]),
        (
            {"deneyim": "yes", "nerede": ["okulda", "dernekte"]},
            ["deneyim", "nerede", "hangi-okul"],
        ),
        # Hidden itself, it shows nothing further.
        ({"deneyim": "no", "nerede": ["okulda"]}, ["deneyim"]),
    ],
)
def test_answers_lead_to_questions(answers, asked):
    assert [one.key for one in asked_questions(CHAIN, answers)] == asked


def test_hidden_answers_are_not_kept():
    told = {"deneyim": "no", "nerede": ["okulda"], "hangi-okul": "X", "yabanci": 1}

    assert kept_answers(CHAIN, told) == {"deneyim": "no"}


def test_only_what_is_asked_must_be_answered():
    assert first_unanswered(CHAIN, {}).key == "deneyim"
    assert first_unanswered(CHAIN, {"deneyim": "no"}) is None
    told = {"deneyim": "yes", "nerede": ["okulda"]}
    assert first_unanswered(CHAIN, told).key == "hangi-okul"


def test_zero_is_an_answer():
    number = question("kac", K.NUMBER, is_required=True)

    assert first_unanswered([number], {"kac": 0}) is None
    assert kept_answers([number], {"kac": 0}) == {"kac": 0}


def test_condition_on_what_is_gone_or_later_hides_nothing():
    one = question("bir", shown_if="iki", shown_for="Evet")
    two = question("iki", K.YES_NO)

    assert [one.key for one in asked_questions([one, two], {})] == ["bir", "iki"]


@pytest.mark.parametrize(
    ("shown_if", "shown_for", "reason"),
    [
        ("", "", None),
        ("deneyim", "Evet", None),
        ("deneyim", "hayır\nEvet", None),
        ("nerede", "Okulda", None),
        ("deneyim", "Belki", ConditionDenied.FOREIGN_ANSWER),
        ("metin", "Evet", ConditionDenied.NOT_DECIDING),
        ("sonra", "Evet", ConditionDenied.NOT_EARLIER),
        ("kendi", "Evet", ConditionDenied.NOT_EARLIER),
        ("yok", "Evet", ConditionDenied.GONE),
    ],
)
def test_conditions_that_can_stand(shown_if, shown_for, reason):
    earlier = {one.key: one for one in [*CHAIN, question("metin")]}
    later = {"sonra": question("sonra", K.YES_NO)}
    own = question("kendi", shown_if=shown_if, shown_for=shown_for)

    assert condition_denied_reason(own, earlier=earlier, later=later) == reason
