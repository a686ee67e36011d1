"""The public registration in three steps; the API checks its input with the same."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.utils.dates import MONTHS
from django.utils.formats import time_format
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from people.exceptions import Refusal
from people.fields import NameField, PhoneField
from people.forms import IdentityForm, NoticeForm, ReachForm
from people.wording import refusal_words
from programs.domain.eligibility import age_denied_reason, party_denied_reason
from programs.domain.party import EmergencyContact, Guest, seats_of
from programs.domain.rules import Asked, rule_denied_reason
from programs.enums import AccessNeed, MemberKind, RegistrationRefusal, RuleKind
from programs.models import BoardingPoint, Occurrence
from programs.models.program import LARGEST_PARTY

#: Number, name, year and, where it is asked, month of one row for a child.
ChildRow = tuple[int, Any, Any, Any]


class WhoForm(IdentityForm):
    """Herself, then one row a child, then a companion where one may come.

    The number of rows is part of the form, so that adding a child needs no script.
    `check_rules` puts the rules of the activity at their fields; the verb asks them
    again in any case.
    """

    children = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        occurrence: Occurrence,
        check_rules: bool = True,
        **kwargs: Any,
    ):
        super().__init__(*args, **kwargs)
        self.occurrence = occurrence
        self.check_rules = check_rules
        activity = occurrence.activity
        kinds = {rule.kind for rule in activity.chosen_rules}
        #: Where the age counts in months, the year alone does not tell it.
        self.asks_month = RuleKind.CHILD_MONTHS in kinds
        self.child_rows = self._asked_rows()
        for row in range(1, self.child_rows + 1):
            self.fields[f"child_{row}_name"] = NameField(
                label=_("Given name of the child"), required=False
            )
            self.fields[f"child_{row}_year"] = child_year_field()
            if self.asks_month:
                self.fields[f"child_{row}_month"] = child_month_field()
        if RuleKind.WOMEN in kinds:
            self.fields["is_woman"] = forms.BooleanField(
                label=_("I state that I am a woman."), required=False
            )
        if activity.asks_took_part:
            self.fields["took_part"] = forms.BooleanField(
                label=_("I have taken part in one of these before."),
                required=False,
                help_text=_(
                    "Those who come for the first time are thought of first; you keep "
                    "your right to a place."
                )
                if activity.first_timers_first
                else "",
            )
        if activity.companion_allowed or not check_rules:
            self.fields["companion_name"] = NameField(
                label=_("Given name of your companion"),
                required=False,
                help_text=_("If you need somebody beside you; leave empty otherwise."),
            )

    def _asked_rows(self) -> int:
        """How many rows for children were on the page she filled in.

        Whatever that page says, a row that was filled in is read. More than can ever
        come together need no reading: with so many the party is refused.
        """
        source = self.data if self.is_bound else self.initial
        name = self.add_prefix("children") if self.is_bound else "children"
        #: Where only children take places, one of them at least.
        least = 0 if self.occurrence.activity.guardian_takes_place else 1
        try:
            asked = int(source.get(name) or 0)
        except ValueError:
            asked = 0
        filled_in = self._rows_filled_in() if self.is_bound else 0
        return min(max(asked, filled_in, least), LARGEST_PARTY + 1)

    def _rows_filled_in(self) -> int:
        """The last row in which something stands."""
        return max(
            (
                row
                for row in range(1, LARGEST_PARTY + 2)
                for part in ("name", "year")
                if self.data.get(self.add_prefix(f"child_{row}_{part}"))
            ),
            default=0,
        )

    @property
    def may_add_child(self) -> bool:
        activity = self.occurrence.activity
        return activity.children_allowed and self.child_rows < activity.most_children

    def child_fields(self) -> list[ChildRow]:
        return child_rows_of(self, self.child_rows, asks_month=self.asks_month)

    def party(self) -> list[Guest]:
        """Who comes with her; an empty row is nobody."""
        return guests_in(self.cleaned_data, self.child_rows)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        require_whole_children(self, self.child_rows)
        if self.check_rules:
            self._check_rules(self.occurrence.day)
        return cleaned

    def _check_rules(self, day: date) -> None:
        activity = self.occurrence.activity
        born = self.cleaned_data.get("birth_date")
        if born and (refusal := age_denied_reason(activity, birth_date=born, on=day)):
            self.add_error("birth_date", refusal_words(refusal))
        if self.errors:
            return
        asked = Asked(
            day=day,
            party=self.party(),
            takes_place=activity.guardian_takes_place,
            birth_date=born,
            district=self.cleaned_data.get("district", ""),
            is_woman=self.states_woman,
            took_part=self.states_took_part,
        )
        if refusal := rule_denied_reason(
            activity.chosen_rules, asked
        ) or party_denied_reason(activity, party=asked.party, on=day):
            self.add_error(self.field_for(refusal), refusal_words(refusal))

    @property
    def states_woman(self) -> bool:
        return bool(self.cleaned_data.get("is_woman"))

    @property
    def states_took_part(self) -> bool:
        return bool(self.cleaned_data.get("took_part"))

    def field_for(self, refusal: Refusal) -> str | None:
        """Where a refusal about the party belongs."""
        reason = RegistrationRefusal
        match refusal.reason:
            case reason.UNDER_AGE | reason.OVER_AGE | reason.BIRTH_DATE_MISSING:
                return "birth_date"
            case reason.OTHER_DISTRICT:
                return "district"
            case reason.STATEMENT_MISSING:
                return "is_woman"
            case reason.TOOK_PART_BEFORE if "took_part" in self.fields:
                return "took_part"
            case reason.CHILD_MONTH_MISSING | reason.CHILD_MONTHS if self.child_rows:
                return "child_1_month"
            case reason.CHILD_TOO_OLD | reason.CHILD_NOT_BORN:
                this_year, oldest = self.occurrence.day.year, self._oldest_child()
                for row in range(1, self.child_rows + 1):
                    year = self.cleaned_data.get(f"child_{row}_year")
                    if year and not 0 <= this_year - year <= oldest:
                        return f"child_{row}_year"
            case reason.CHILD_NEEDED if self.child_rows:
                return "child_1_name"
            case reason.COMPANION_NOT_ALLOWED if "companion_name" in self.fields:
                return "companion_name"
        return None

    def _oldest_child(self) -> int:
        return self.occurrence.activity.child_max_age

    def rows(self) -> Iterator[tuple[str, str]]:
        guests = self.party()
        skipped = {"children", "companion_name"}
        for name, (label, answer) in self._named_rows():
            if name not in skipped and not name.startswith("child_"):
                yield label, answer
        for guest in guests:
            if guest.kind == MemberKind.CHILD:
                yield gettext("Child"), f"{guest.given_name} ({guest.birth_year})"
            else:
                yield gettext("Companion"), guest.given_name
        activity = self.occurrence.activity
        yield gettext("Places asked for"), str(seats_of(guests, activity=activity))

    def _named_rows(self) -> Iterator[tuple[str, tuple[str, str]]]:
        labels = {str(bound.label): bound.name for bound in self}
        for label, answer in super().rows():
            yield labels[label], (label, answer)


class ContactForm(ReachForm):
    """Where she boards, how to reach her safely, whom to call if need be."""

    def __init__(self, *args: Any, occurrence: Occurrence, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.points = {str(point.pk): point for point in occurrence.points}
        if self.points:
            self.fields = {
                "boarding_point": boarding_field(self.points),
                **self.fields,
            }
        self.fields["access_needs"] = needs_field()
        self.fields["emergency_name"] = NameField(
            label=_("Someone you trust, for an emergency"), required=False
        )
        self.fields["emergency_phone"] = PhoneField(
            label=pgettext_lazy("of the emergency contact", "Their phone"),
            required=False,
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("emergency_name") and not (
            cleaned.get("emergency_phone") or self.has_error("emergency_phone")
        ):
            self.add_error("emergency_phone", _("Write their phone number too."))
        return cleaned

    def boarding_point(self) -> BoardingPoint | None:
        return self.points.get(self.cleaned_data.get("boarding_point", ""))

    def emergency(self) -> EmergencyContact:
        phone = self.cleaned_data.get("emergency_phone")
        return EmergencyContact(
            name=self.cleaned_data.get("emergency_name", ""),
            phone=phone.as_e164 if phone else "",
        )

    def access_needs(self) -> list[str]:
        needs: list[str] = self.cleaned_data.get("access_needs") or []
        return needs


class CheckForm(NoticeForm):
    """The notice and the consents, after she has read her answers again."""


def child_rows_of(form: forms.Form, rows: int, *, asks_month: bool) -> list[ChildRow]:
    return [
        (
            row,
            form[f"child_{row}_name"],
            form[f"child_{row}_year"],
            form[f"child_{row}_month"] if asks_month else None,
        )
        for row in range(1, rows + 1)
    ]


def child_year_field() -> forms.IntegerField:
    return forms.IntegerField(
        label=_("Year of birth of the child"),
        required=False,
        min_value=1900,
        widget=forms.TextInput({"inputmode": "numeric", "maxlength": 4}),
        error_messages={
            "invalid": _("Write the year with four digits."),
            "min_value": _("Write the year with four digits."),
        },
    )


def child_month_field() -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=_("Month of birth of the child"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", _("Choose the month")), *MONTHS.items()],
    )


def boarding_field(points: dict[str, BoardingPoint]) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Where do you board?"),
        choices=[(key, point_words(point)) for key, point in points.items()],
        widget=forms.RadioSelect,
        help_text=_("Please be there at the time shown."),
        error_messages={
            "required": RegistrationRefusal.BOARDING_POINT_MISSING.label,
            "invalid_choice": RegistrationRefusal.BOARDING_POINT_FOREIGN.label,
        },
    )


def needs_field() -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=_("What do you need on the day?"),
        required=False,
        choices=AccessNeed.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Mark only what the crew should know; you need not mark anything. With it "
            "you agree that the crew reads it. It is deleted 7 days after the event."
        ),
    )


def require_whole_children(form: forms.Form, rows: int) -> None:
    """A child has a name and a year, or the row is empty."""
    cleaned = form.cleaned_data
    for row in range(1, rows + 1):
        name, year = f"child_{row}_name", f"child_{row}_year"
        if cleaned.get(name) and not (cleaned.get(year) or form.has_error(year)):
            form.add_error(year, _("Write the year of birth."))
        if cleaned.get(year) and not (cleaned.get(name) or form.has_error(name)):
            form.add_error(name, _("Write the given name."))


def guests_in(cleaned: dict[str, Any], rows: int) -> list[Guest]:
    """Who comes with her; an empty row is nobody."""
    guests = [
        Guest(
            kind=MemberKind.CHILD,
            given_name=cleaned[f"child_{row}_name"],
            birth_year=cleaned[f"child_{row}_year"],
            birth_month=cleaned.get(f"child_{row}_month"),
        )
        for row in range(1, rows + 1)
        if cleaned.get(f"child_{row}_name")
    ]
    if companion := cleaned.get("companion_name"):
        guests.append(Guest(kind=MemberKind.COMPANION, given_name=companion))
    return guests


def point_words(point: BoardingPoint) -> str:
    """A boarding point with its time, the way round that Turkish needs no ending."""
    return f"{point.name}, {time_format(point.boards_at, 'TIME_FORMAT')}"
