"""Who may take part, in words: for the page of a departure and the API."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people.enums import District
from programs.enums import RuleKind
from programs.models import Activity, RegistrationRule


def who_may(activity: Activity) -> list[str]:
    """One sentence for each rule of an activity, the most general first."""
    return [*_about_her(activity), *_about_her_party(activity)]


def _about_her(activity: Activity) -> Iterator[str]:
    rules = {rule.kind: rule for rule in activity.chosen_rules}
    if RuleKind.WOMEN in rules:
        yield _("For women, by their own statement; nobody asks for a document.")
    if oldest := rules.get(RuleKind.OLDEST):
        yield _("Between %(least)s and %(most)s years old on that day.") % {
            "least": activity.minimum_age,
            "most": oldest.most,
        }
    elif activity.minimum_age:
        yield _("At least %(age)s years old on that day.") % {
            "age": activity.minimum_age
        }
    if districts := rules.get(RuleKind.DISTRICTS):
        yield _("Living in: %(districts)s.") % {"districts": _names(districts)}
    if RuleKind.FIRST_TIMERS in rules:
        yield _("For those who have not taken part before.")
    if activity.once_per_season:
        yield _("Once a season.")


def _about_her_party(activity: Activity) -> Iterator[str]:
    rules = {rule.kind: rule for rule in activity.chosen_rules}
    if months := rules.get(RuleKind.CHILD_MONTHS):
        yield _("Children of %(least)s to %(most)s months.") % {
            "least": months.least,
            "most": months.most,
        }
    if RuleKind.CHILD_NEEDED in rules:
        yield _("You come with a child.")
    if not activity.children_allowed:
        yield _("Children cannot come along.")
    elif RuleKind.CHILD_MONTHS not in rules:
        yield ngettext(
            "%(count)s child up to the age of %(oldest)s can come with you.",
            "Up to %(count)s children up to the age of %(oldest)s can come with you.",
            activity.most_children,
        ) % {"count": activity.most_children, "oldest": activity.child_max_age}
    if activity.companion_allowed:
        yield _("A companion can come with you.")
    if smallest := rules.get(RuleKind.LEAST_PARTY):
        yield _("At least %(least)s people register together.") % {
            "least": smallest.least
        }


def _names(rule: RegistrationRule) -> str:
    labels = dict(District.choices)
    return ", ".join(str(labels.get(key, key)) for key in rule.districts)
