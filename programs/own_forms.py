"""The form of a change: who comes with her, and where they board."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from people.fields import NameField
from people.forms import PublicForm
from people.wording import refusal_words
from programs.domain.eligibility import changed_party_denied_reason
from programs.domain.party import Guest
from programs.enums import MemberKind, RuleKind
from programs.forms import (
    ChildRow,
    boarding_field,
    child_month_field,
    child_rows_of,
    child_year_field,
    guests_in,
    require_whole_children,
)
from programs.models import BoardingPoint, Registration
from programs.models.program import LARGEST_PARTY


class PartyForm(PublicForm):
    """Who comes with her and where they board, for a registration she has.

    Every row an activity allows is there, so that it needs no script; an empty one is
    nobody. The verb asks the rules again in any case; without `check_rules` only the
    verb does, and there is room for whom they refuse.
    """

    def __init__(
        self,
        *args: Any,
        registration: Registration,
        check_rules: bool = True,
        **kwargs: Any,
    ):
        self.check_rules = check_rules
        self.registration = registration
        self.occurrence = registration.occurrence
        activity = self.occurrence.activity
        members = list(registration.members.all())
        children = [one for one in members if one.kind == MemberKind.CHILD]
        initial: dict[str, Any] = {
            "boarding_point": str(registration.boarding_point_id)
        }
        for row, child in enumerate(children, start=1):
            initial[f"child_{row}_name"] = child.given_name
            initial[f"child_{row}_year"] = child.birth_year
            initial[f"child_{row}_month"] = child.birth_month
        for one in members:
            if one.kind == MemberKind.COMPANION:
                initial["companion_name"] = one.given_name
        super().__init__(*args, initial=initial, **kwargs)
        most = activity.most_children if activity.children_allowed else 0
        self.asks_month = any(
            rule.kind == RuleKind.CHILD_MONTHS for rule in activity.chosen_rules
        )
        if not check_rules:
            most = LARGEST_PARTY - 1
        self.child_rows = min(max(most, len(children)), LARGEST_PARTY - 1)
        for row in range(1, self.child_rows + 1):
            self.fields[f"child_{row}_name"] = NameField(
                label=_("Given name of the child"), required=False
            )
            self.fields[f"child_{row}_year"] = child_year_field()
            if self.asks_month:
                self.fields[f"child_{row}_month"] = child_month_field()
        has_companion = activity.companion_allowed or "companion_name" in initial
        if has_companion or not check_rules:
            self.fields["companion_name"] = NameField(
                label=_("Given name of your companion"),
                required=False,
                help_text=_("If you need somebody beside you; leave empty otherwise."),
            )
        self.points = {
            str(point.pk): point for point in self.occurrence.boarding_points.all()
        }
        if self.points:
            self.fields["boarding_point"] = boarding_field(self.points)

    def child_fields(self) -> list[ChildRow]:
        return child_rows_of(self, self.child_rows, asks_month=self.asks_month)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        require_whole_children(self, self.child_rows)
        if self.errors or not self.check_rules:
            return cleaned
        if refusal := changed_party_denied_reason(
            self.registration, party=self.party()
        ):
            self.add_error(None, refusal_words(refusal))
        return cleaned

    def party(self) -> list[Guest]:
        return guests_in(self.cleaned_data, self.child_rows)

    def boarding_point(self) -> BoardingPoint | None:
        return self.points.get(self.cleaned_data.get("boarding_point", ""))
