"""Offering interview times, and changing one."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput, AdminTimeInput

from volunteers.domain.slots import MOST_AT_ONCE, run_of_times, time_is_fixed
from volunteers.models import Call, InterviewSlot
from volunteers.permissions import possible_interviewers
from volunteers.viewsets.staff_fields import SeveralStaffField


def interviewers_field():
    return SeveralStaffField(
        label=_("Interviewers"),
        queryset=possible_interviewers(),
        required=False,
        help_text=_("Two, where possible. They see the application once it is booked."),
    )


class SlotRunForm(forms.Form):
    """One time, or one after another between two hours."""

    call = forms.ModelChoiceField(label=_("Call"), queryset=Call.objects.none())
    day = forms.DateField(label=_("Day"), widget=AdminDateInput)
    first = forms.TimeField(label=_("First interview at"), widget=AdminTimeInput)
    until = forms.TimeField(
        label=_("Until"),
        widget=AdminTimeInput,
        required=False,
        help_text=_("Leave empty for a single interview."),
    )
    minutes = forms.IntegerField(
        label=_("Minutes for each"), min_value=10, max_value=240, initial=30
    )
    at_once = forms.IntegerField(
        label=_("How many at the same hour"),
        min_value=1,
        max_value=MOST_AT_ONCE,
        initial=1,
        required=False,
        help_text=_(
            "Interviews side by side at the same place; the interviewers below are "
            "shared out among them."
        ),
    )
    is_online = forms.BooleanField(label=_("Online"), required=False)
    place = InterviewSlot._meta.get_field("place").formfield()

    def __init__(self, *args, calls, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["call"].queryset = calls
        self.fields["interviewers"] = interviewers_field()

    def clean_day(self):
        day = self.cleaned_data["day"]
        if day < timezone.localdate():
            raise forms.ValidationError(_("Choose a day that is still to come."))
        return day

    def clean_at_once(self):
        return self.cleaned_data["at_once"] or 1

    def starts(self) -> list[datetime]:
        data = self.cleaned_data
        first = timezone.make_aware(datetime.combine(data["day"], data["first"]))
        if not data["until"]:
            return [first]
        until = timezone.make_aware(datetime.combine(data["day"], data["until"]))
        return run_of_times(first, until, minutes=data["minutes"])


class SlotForm(forms.ModelForm):
    """Hour and place of a time that somebody had before, or that has begun, stay."""

    class Meta:
        model = InterviewSlot
        fields = ["starts_at", "minutes", "is_online", "place", "interviewers"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["interviewers"] = interviewers_field()
        if time_is_fixed(self.instance):
            for name in ("starts_at", "minutes", "is_online", "place"):
                del self.fields[name]

    def values(self) -> dict[str, Any]:
        """What the verb takes; fields that stay have the value they had."""
        names = ("starts_at", "minutes", "is_online", "place")
        kept = {name: getattr(self.instance, name) for name in names}
        return {**kept, **self.cleaned_data}
