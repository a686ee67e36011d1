"""Offering interview times, and changing one."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput, AdminTimeInput

from volunteers.domain.slots import (
    MOST_AT_ONCE,
    holders_in,
    run_of_times,
    time_is_fixed,
)
from volunteers.models import Call, InterviewSlot
from volunteers.permissions import interviewers_in
from volunteers.viewsets.cells import name_of
from volunteers.viewsets.staff_fields import SeveralStaffField


def interviewers_field(people):
    return SeveralStaffField(
        label=_("Interviewers"),
        queryset=people,
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
        self.fields["interviewers"] = interviewers_field(interviewers_in(calls))

    def clean_day(self):
        day = self.cleaned_data["day"]
        if day < timezone.localdate():
            raise forms.ValidationError(_("Choose a day that is still to come."))
        return day

    def clean_at_once(self):
        return self.cleaned_data["at_once"] or 1

    def clean(self):
        data = super().clean()
        people, call = data.get("interviewers"), data.get("call")
        if people and call:
            hers = holders_in(call.pk, people)
            others = [name_of(one) for one in people if one.pk not in hers]
            if others:
                self.add_error(
                    "interviewers",
                    _("Holds no interviews in this call: %(names)s.")
                    % {"names": ", ".join(others)},
                )
        return data

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
        hers = interviewers_in(Call.objects.filter(pk=self.instance.call_id))
        present = self.instance.interviewers.order_by().values("pk")
        self.fields["interviewers"] = interviewers_field(
            get_user_model().objects.filter(
                Q(pk__in=hers.order_by().values("pk")) | Q(pk__in=present)
            )
        )
        if time_is_fixed(self.instance):
            for name in ("starts_at", "minutes", "is_online", "place"):
                del self.fields[name]

    def values(self) -> dict[str, Any]:
        """What the verb takes; fields that stay have the value they had."""
        names = ("starts_at", "minutes", "is_online", "place")
        kept = {name: getattr(self.instance, name) for name in names}
        return {**kept, **self.cleaned_data}
