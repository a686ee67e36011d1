"""The pre-screening: each rule of the call, what she answered, whether it is met.

It tells; it never moves an application.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from language.turkish import slugify_tr
from people.enums import District
from volunteers.enums import Language, LanguageLevel, RuleKind, WeeklyHours
from volunteers.models import Application, Call, ScreeningRule

_BATCH = 500


@dataclass(frozen=True, slots=True)
class Outcome:
    """One line of the table on the page: rule, value, outcome."""

    kind: RuleKind
    wanted: str
    value: str
    #: None where nothing was answered that could be judged
    is_met: bool | None
    why: str = ""


def outcomes_of(
    application: Application, rules: Iterable[ScreeningRule]
) -> list[Outcome]:
    """Every rule in its order, judged on what the application says now."""
    return [_JUDGES[RuleKind(rule.kind)](application, rule) for rule in rules]


def verdict(outcomes: Sequence[Outcome]) -> bool | None:
    """All met; one that is not outweighs those that cannot be judged."""
    if any(one.is_met is False for one in outcomes):
        return False
    if not outcomes or any(one.is_met is None for one in outcomes):
        return None
    return True


def screen(application: Application) -> bool | None:
    """Write the verdict beside the application, for the filter of the list."""
    rules = list(application.call.screening_rules.all())
    found = verdict(outcomes_of(application, rules))
    if found != application.meets_rules:
        Application.objects.filter(pk=application.pk).update(meets_rules=found)
        application.meets_rules = found
    return found


def screen_again(call: Call) -> int:
    """After the rules changed: the verdict of every application; how many changed."""
    rules = list(ScreeningRule.objects.filter(call=call))
    changed = 0
    waiting = Application.objects.filter(
        call=call, anonymized_at__isnull=True
    ).select_related("person", "call")
    for application in waiting.order_by("pk").iterator(chunk_size=_BATCH):
        found = verdict(outcomes_of(application, rules))
        if found != application.meets_rules:
            changed += Application.objects.filter(pk=application.pk).update(
                meets_rules=found
            )
    return changed


def _outcome(
    rule: ScreeningRule, wanted: str, value: str, is_met: bool | None
) -> Outcome:
    return Outcome(RuleKind(rule.kind), wanted, value, is_met, str(rule.why))


def _age(application: Application, rule: ScreeningRule) -> Outcome:
    wanted = _("%(age)s or older") % {"age": rule.minimum_age}
    day = timezone.localdate(application.submitted_at)
    age = application.person.age_on(day)
    if age is None or rule.minimum_age is None:
        return _outcome(rule, wanted, "", None)
    return _outcome(rule, wanted, str(age), age >= rule.minimum_age)


def _district(application: Application, rule: ScreeningRule) -> Outcome:
    wanted = ", ".join(str(District(one).label) for one in rule.districts)
    lives_in = application.person.district
    if not lives_in:
        return _outcome(rule, wanted, "", None)
    name = str(District(lives_in).label)
    return _outcome(rule, wanted, name, lives_in in rule.districts)


def _language(application: Application, rule: ScreeningRule) -> Outcome:
    levels = list(LanguageLevel.values)
    least = levels.index(rule.level) if rule.level else 0
    wanted = " · ".join(filter(None, [str(Language(rule.language).label), rule.level]))
    spoken = [
        row for row in application.languages if row.get("language") == rule.language
    ]
    value = "; ".join(application.languages_in_words())
    best = max((_level(row, levels) for row in spoken), default=-1)
    return _outcome(rule, wanted, value, best >= least)


def _level(row: dict[str, Any], levels: list[str]) -> int:
    return levels.index(row["level"]) if row.get("level") in levels else 0


def _hours(application: Application, rule: ScreeningRule) -> Outcome:
    order = list(WeeklyHours.values)
    wanted = str(WeeklyHours(rule.hours).label)
    if application.weekly_hours not in order:
        return _outcome(rule, wanted, "", None)
    value = str(WeeklyHours(application.weekly_hours).label)
    fits = order.index(application.weekly_hours) >= order.index(rule.hours)
    return _outcome(rule, wanted, value, fits)


def _answer(application: Application, rule: ScreeningRule) -> Outcome:
    label, said = application.answer_to(rule.question_key)
    answer = rule.answer or _("any answer")
    wanted = f"{label or rule.question_key}: {answer}"
    given = application.answers.get(rule.question_key)
    if given in (None, "", []):
        return _outcome(rule, wanted, "", None)
    if not rule.answer:
        return _outcome(rule, wanted, said, True)
    answers = given if isinstance(given, list) else [given]
    told = {slugify_tr(str(one)) for one in (*answers, said)}
    return _outcome(rule, wanted, said, slugify_tr(rule.answer) in told)


_JUDGES = {
    RuleKind.AGE: _age,
    RuleKind.DISTRICT: _district,
    RuleKind.LANGUAGE: _language,
    RuleKind.HOURS: _hours,
    RuleKind.ANSWER: _answer,
}
