"""Which questions of a call are asked of her, and which of her answers are kept.

A question with a condition is asked when the question it names was asked and answered
so. Only earlier questions are named, so that no two wait for each other.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from language.turkish import slugify_tr
from volunteers.enums import QuestionKind
from volunteers.exceptions import ConditionDenied
from volunteers.models import CallQuestion

_NOTHING: tuple[Any, ...] = (None, "", [], {})


def is_answer(value: Any) -> bool:
    """Zero is one; nothing ticked is none."""
    return value not in _NOTHING


def asked_questions(
    questions: Sequence[CallQuestion], answers: Mapping[str, Any]
) -> list[CallQuestion]:
    """Those that `answers` (by key) lead to, in their order.

    A condition that names no earlier question hides nothing: better asked than lost.
    """
    asked: dict[str, CallQuestion] = {}
    seen: set[str] = set()
    for question in questions:
        source = question.shown_if
        if source in seen:
            answer = answers.get(source) if source in asked else None
            is_asked = bool(question.wanted_answers() & _values(answer))
        else:
            is_asked = True
        seen.add(question.key)
        if is_asked:
            asked[question.key] = question
    return list(asked.values())


def kept_answers(
    questions: Sequence[CallQuestion], answers: Mapping[str, Any]
) -> dict[str, Any]:
    """Answers to what was asked; those hidden by a condition are dropped."""
    return {
        question.key: answers[question.key]
        for question in asked_questions(questions, answers)
        if is_answer(answers.get(question.key))
    }


def first_unanswered(
    questions: Sequence[CallQuestion], answers: Mapping[str, Any]
) -> CallQuestion | None:
    """A question that was asked, must be answered, and is not."""
    return next(
        (
            question
            for question in asked_questions(questions, answers)
            if question.is_required and not is_answer(answers.get(question.key))
        ),
        None,
    )


def condition_denied_reason(
    question: CallQuestion,
    *,
    earlier: Mapping[str, CallQuestion],
    later: Mapping[str, CallQuestion],
) -> ConditionDenied | None:
    """Why its condition cannot stand where the question stands in the call."""
    if not question.shown_if:
        return None
    source = earlier.get(question.shown_if)
    if source is None:
        if question.shown_if in later or question.shown_if == question.key:
            return ConditionDenied.NOT_EARLIER
        return ConditionDenied.GONE
    if source.kind not in QuestionKind.deciding:
        return ConditionDenied.NOT_DECIDING
    possible = source.possible_answers()
    for line in filter(None, map(str.strip, question.shown_for.splitlines())):
        one = slugify_tr(line)
        named = {value for value, words in possible.items() if slugify_tr(words) == one}
        if not named and not _known(one, source):
            return ConditionDenied.FOREIGN_ANSWER
    return None


def _known(word: str, source: CallQuestion) -> bool:
    if source.kind == QuestionKind.YES_NO:
        return word in ("evet", "hayir", "yes", "no")
    return word in source.possible_answers()


def _values(answer: Any) -> set[str]:
    if isinstance(answer, list | tuple):
        return {str(one) for one in answer}
    return {str(answer)} if is_answer(answer) else set()
