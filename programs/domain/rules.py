"""What each rule that staff can choose asks, and how it says no."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from people.exceptions import Refusal
from people.fields import age_on
from programs.domain.party import Guest
from programs.enums import MemberKind, RuleKind
from programs.enums import RegistrationRefusal as Reason
from programs.models import RegistrationRule


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a registration says of who comes; the same from every way in."""

    #: The day on which it starts; ages are counted on it.
    day: date
    party: Sequence[Guest]
    #: She is one of those who take a place.
    takes_place: bool = True
    birth_date: date | None = None
    district: str = ""
    #: By her own statement; nobody asks for a proof.
    is_woman: bool = False
    #: Known of a person on record only: the public enters as a new row.
    took_part: bool = False

    @property
    def seats(self) -> int:
        return int(self.takes_place) + len(self.party)

    @property
    def children(self) -> list[Guest]:
        return [guest for guest in self.party if guest.kind == MemberKind.CHILD]


def _oldest(rule: RegistrationRule, asked: Asked) -> Refusal | None:
    if asked.birth_date is None:
        return Refusal(Reason.BIRTH_DATE_MISSING)
    if age_on(asked.birth_date, asked.day) > (rule.most or 0):
        return Refusal(Reason.OVER_AGE, oldest=rule.most)
    return None


def _district(rule: RegistrationRule, asked: Asked) -> Refusal | None:
    return None if asked.district in rule.districts else Refusal(Reason.OTHER_DISTRICT)


def _women(_rule: RegistrationRule, asked: Asked) -> Refusal | None:
    return None if asked.is_woman else Refusal(Reason.STATEMENT_MISSING)


def _first_timers(_rule: RegistrationRule, asked: Asked) -> Refusal | None:
    return Refusal(Reason.TOOK_PART_BEFORE) if asked.took_part else None


def _child_needed(_rule: RegistrationRule, asked: Asked) -> Refusal | None:
    return None if asked.children else Refusal(Reason.CHILD_NEEDED)


def _child_months(rule: RegistrationRule, asked: Asked) -> Refusal | None:
    least, most = rule.least or 0, rule.most or 0
    for child in asked.children:
        months = months_on(child, asked.day)
        if months is None:
            return Refusal(Reason.CHILD_MONTH_MISSING)
        if not least <= months <= most:
            return Refusal(Reason.CHILD_MONTHS, least=least, most=most)
    return None


def _least_party(rule: RegistrationRule, asked: Asked) -> Refusal | None:
    if asked.seats < (rule.least or 0):
        return Refusal(Reason.PARTY_TOO_SMALL, least=rule.least)
    return None


_RULES: dict[RuleKind, Callable[[RegistrationRule, Asked], Refusal | None]] = {
    RuleKind.OLDEST: _oldest,
    RuleKind.DISTRICTS: _district,
    RuleKind.WOMEN: _women,
    RuleKind.FIRST_TIMERS: _first_timers,
    RuleKind.CHILD_NEEDED: _child_needed,
    RuleKind.CHILD_MONTHS: _child_months,
    RuleKind.LEAST_PARTY: _least_party,
}


def rule_denied_reason(
    rules: Sequence[RegistrationRule], asked: Asked
) -> Refusal | None:
    """The first of the chosen rules that says no, in the order of their kinds."""
    for kind, ask in _RULES.items():
        for rule in rules:
            if rule.kind == kind and (refusal := ask(rule, asked)):
                return refusal
    return None


def months_on(child: Guest, day: date) -> int | None:
    """Full months of age on that day, by year and month of birth."""
    if child.birth_year is None or child.birth_month is None:
        return None
    return (day.year - child.birth_year) * 12 + day.month - child.birth_month
