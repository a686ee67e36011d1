"""What is done with personal data, why and on which basis: the inventory for VERBİS.

Each app registers its activities in `AppConfig.ready()`. A test fails when a model that
holds personal data belongs to none, so the inventory is as true as the code.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from people.enums import DataCategory, RetentionUnit
from people.models import RetentionRule
from people.retention import all_kinds

STAFF_ROLES_ONLY = _("Staff of the unit, each as far as the role needs it")
NOT_ABROAD = _("No")
#: What protects every activity; those of its own are added to it.
COMMON_MEASURES = (
    _("Access by role, a log of every look, export and print"),
    _("Free text encrypted in the database, the key kept apart"),
    _("HTTPS only, private links that expire, no foreign services in the pages"),
)


@dataclass(frozen=True, slots=True)
class ProcessingActivity:
    """One line of the inventory. Texts are lazy translations."""

    key: str
    process: Any
    purpose: Any
    data_subjects: Any
    data_categories: tuple[DataCategory, ...]
    legal_basis: Any
    #: "app.Model" labels of what is written down for it
    models: tuple[str, ...]
    recipients: Any = STAFF_ROLES_ONLY
    transfer_abroad: Any = NOT_ABROAD
    security_measures: tuple[Any, ...] = COMMON_MEASURES
    #: keys of `people.retention`
    retention_kinds: tuple[str, ...] = ()

    def categories_in_words(self) -> str:
        return "; ".join(str(one.label) for one in self.data_categories)

    def measures_in_words(self) -> str:
        return "; ".join(str(one) for one in self.security_measures)


_registry: dict[str, ProcessingActivity] = {}

#: Field of `ProcessingActivity` or a method of it -> how it is headed.
HEADINGS: dict[str, Any] = {
    "process": _("Process"),
    "purpose": _("Purpose"),
    "data_subjects": _("Whose data"),
    "categories_in_words": _("Kinds of data"),
    "legal_basis": _("Legal basis"),
    "recipients": _("Recipients"),
    "transfer_abroad": _("Transfer abroad"),
    "retention": _("Kept for"),
    "measures_in_words": _("Measures"),
}


def register_activity(activity: ProcessingActivity) -> None:
    _registry[activity.key] = activity


def all_activities() -> list[ProcessingActivity]:
    return list(_registry.values())


def covered_models() -> frozenset[str]:
    """Labels of every model that belongs to an activity."""
    return frozenset(label for one in _registry.values() for label in one.models)


def inventory_rows() -> Iterator[dict[str, str]]:
    """Every activity in words, by the keys of `HEADINGS`."""
    periods = kept_for()
    for activity in all_activities():
        yield {name: _in_words(activity, name, periods) for name in HEADINGS}


def _in_words(activity: ProcessingActivity, name: str, periods: dict[str, str]) -> str:
    if name == "retention":
        return "; ".join(periods[kind] for kind in activity.retention_kinds)
    value = getattr(activity, name)
    return str(value() if callable(value) else value)


def kept_for() -> dict[str, str]:
    """Kind of data -> what it is and how long it is kept, as staff have set it."""
    rules = {rule.kind: rule for rule in RetentionRule.objects.filter(active=True)}
    words = {}
    for kind in all_kinds():
        rule = rules.get(kind.key)
        number = rule.length if rule else kind.keep.number
        unit = RetentionUnit(rule.unit if rule else kind.keep.unit)
        words[kind.key] = f"{kind.label}: {number} {unit.label}"
    return words
