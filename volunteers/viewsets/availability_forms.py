"""Entering available hours and times off."""

from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput, AdminTimeInput

from volunteers.domain.availability import MOST_WEEKS, calls_for_hours
from volunteers.domain.duties import may_in
from volunteers.domain.slots import holders_in
from volunteers.models import Absence, AvailabilityWindow
from volunteers.permissions import interviewers_in
from volunteers.viewsets.staff_fields import StaffField

#: How far ahead times are opened unless staff say otherwise.
USUAL_WEEKS = 4


class OwnForm(forms.ModelForm):
    """Who may not enter for others finds herself in it, and nobody else."""

    def __init__(self, *args, user, for_others: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        field = self.fields["interviewer"]
        possible = self.possible_interviewers()
        if for_others:
            self.fields["interviewer"] = StaffField(
                label=field.label,
                queryset=possible,
                required=field.required,
                help_text=field.help_text,
                empty_label=_("Everybody") if not field.required else None,
                initial=user.pk if field.required else None,
            )
        else:
            del self.fields["interviewer"]
            self.instance.interviewer = user

    @property
    def calls(self):
        return calls_for_hours(self.user)

    def possible_interviewers(self):
        """Of the calls in which she enters hours."""
        return interviewers_in(self.calls)


class WindowForm(OwnForm):
    class Meta:
        model = AvailabilityWindow
        fields = [
            "interviewer",
            "colleague",
            "call",
            "weekday",
            "first",
            "until",
            "minutes",
            "is_online",
            "place",
            "from_day",
            "until_day",
        ]
        widgets = {
            "first": AdminTimeInput,
            "until": AdminTimeInput,
            "from_day": AdminDateInput,
            "until_day": AdminDateInput,
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["call"].queryset = self.calls
        colleague = self.fields["colleague"]
        self.fields["colleague"] = StaffField(
            label=colleague.label,
            queryset=self.possible_interviewers(),
            required=False,
            help_text=colleague.help_text,
            empty_label=_("Nobody"),
        )
        if not self.instance.pk:
            today = timezone.localdate()
            self.fields["until_day"].initial = today + timedelta(weeks=8)

    def clean(self):
        data = super().clean()
        if data.get("call"):
            self.check_hands(data["call"], data)
        named, call = data.get("interviewer"), data.get("call")
        for_another = named and call and named != self.user
        if for_another and not may_in(self.user, "add_availabilitywindow", call.pk):
            self.add_error(
                "interviewer", _("In this call you enter your own hours only.")
            )
        return data

    def check_hands(self, call, data):
        named = {name: data.get(name) for name in ("interviewer", "colleague")}
        hers = holders_in(call.pk, [one for one in named.values() if one])
        for name, one in named.items():
            if one and one.pk not in hers:
                self.add_error(name, _("She holds no interviews in this call."))


class AbsenceForm(OwnForm):
    class Meta:
        model = Absence
        fields = ["interviewer", "from_day", "until_day", "first", "until"]
        widgets = {
            "first": AdminTimeInput,
            "until": AdminTimeInput,
            "from_day": AdminDateInput,
            "until_day": AdminDateInput,
        }


class PlanForm(forms.Form):
    """For which days interview times are opened."""

    first_day = forms.DateField(label=_("From"), widget=AdminDateInput)
    last_day = forms.DateField(label=_("Until the end of"), widget=AdminDateInput)

    def clean(self):
        data = super().clean()
        first, last = data.get("first_day"), data.get("last_day")
        if first and last and last < first:
            raise forms.ValidationError(_("The last day lies before the first."))
        if first and last and last - first > timedelta(weeks=MOST_WEEKS):
            raise forms.ValidationError(
                _("Interview times are opened for at most %(weeks)s weeks at once."),
                params={"weeks": MOST_WEEKS},
            )
        return data
