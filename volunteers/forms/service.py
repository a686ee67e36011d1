"""What volunteers write on their own page: hours given, and what they ask for."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.forms import PublicForm
from volunteers.domain.hours import LONGEST
from volunteers.enums import WishKind
from volunteers.forms.fields import NOTHING_SENSITIVE
from volunteers.models import Assignment, HourEntry


class HoursForm(PublicForm):
    """`assignments`: hers; with one of them there is nothing to choose."""

    role = forms.TypedChoiceField(
        label=_("Volunteer role"), coerce=int, widget=forms.RadioSelect
    )
    day = forms.DateField(
        label=_("Day"),
        input_formats=["%Y-%m-%d", "%d.%m.%Y"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    hours = forms.TypedChoiceField(
        label=_("Hours"), coerce=int, choices=[(n, str(n)) for n in range(25)]
    )
    minutes = forms.TypedChoiceField(
        label=_("Minutes"), coerce=int, choices=[(n, str(n)) for n in (0, 15, 30, 45)]
    )
    what = forms.CharField(
        label=_("What did you do?"), max_length=LONGEST, help_text=NOTHING_SENSITIVE
    )

    def __init__(
        self,
        *args: Any,
        assignments: Sequence[Assignment],
        entry: HourEntry | None = None,
        **kwargs: Any,
    ):
        initial = {"day": timezone.localdate(), "hours": 1}
        if entry is not None:
            initial = {
                "day": entry.day,
                "hours": entry.quarters // 4,
                "minutes": entry.quarters % 4 * 15,
                "what": entry.what,
            }
        super().__init__(*args, initial=initial, **kwargs)
        self.assignments = {one.pk: one for one in assignments}
        if entry is not None or len(self.assignments) == 1:
            del self.fields["role"]
        else:
            self.fields["role"].choices = [
                (one.pk, str(one.role)) for one in assignments
            ]

    def values(self) -> dict[str, Any]:
        """As the verbs take them."""
        data = self.cleaned_data
        return {
            "day": data["day"],
            "quarters": data["hours"] * 4 + data["minutes"] // 15,
            "what": data["what"],
        }

    def assignment(self) -> Assignment:
        [only, *_more] = self.assignments.values()
        role = self.cleaned_data.get("role")
        return self.assignments[role] if role is not None else only


_WORDS = {
    WishKind.PAUSE: _("I would like to pause: %(role)s"),
    WishKind.RETURN: _("I would like to come back: %(role)s"),
    WishKind.LEAVE: _("I would like to stop volunteering"),
}


class WishForm(PublicForm):
    wish = forms.ChoiceField(label=_("What would you like?"), widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("Would you like to tell us something?"),
        max_length=300,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=NOTHING_SENSITIVE,
    )

    def __init__(
        self,
        *args: Any,
        possible: Sequence[tuple[WishKind, Assignment | None]],
        **kwargs: Any,
    ):
        super().__init__(*args, **kwargs)
        self.possible = {
            f"{kind.value}-{assignment.pk if assignment else ''}": (kind, assignment)
            for kind, assignment in possible
        }
        self.fields["wish"].choices = [
            (key, _WORDS[kind] % {"role": assignment.role if assignment else ""})
            for key, (kind, assignment) in self.possible.items()
        ]

    def chosen(self) -> tuple[WishKind, Assignment | None]:
        return self.possible[self.cleaned_data["wish"]]
