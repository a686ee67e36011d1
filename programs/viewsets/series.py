"""Making many dates at once, each seen before it is made."""

from datetime import timedelta

from django import forms
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets import AdminDateInput

from programs import permissions
from programs.domain import series
from programs.domain.duties import may_somewhere
from programs.enums import Weekday
from programs.models import Activity
from programs.viewsets.occurrence_actions import OccurrenceActionView


class SeriesForm(forms.Form):
    weekdays = forms.MultipleChoiceField(
        label=_("On which weekdays"),
        choices=Weekday.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    first = forms.DateField(label=_("From"), widget=AdminDateInput)
    until = forms.DateField(
        label=_("Until"), widget=AdminDateInput, help_text=_("At most a year.")
    )

    def clean(self):
        first, until = self.cleaned_data.get("first"), self.cleaned_data.get("until")
        if first and until and until < first:
            self.add_error("until", _("The end is before the beginning."))
        return self.cleaned_data


class ShowsDatesFirst:
    """Shows which dates would be made; with `is_sure` they are."""

    template_name = "programs/admin/series.html"
    planned = None
    shown = ""

    def planned_dates(self, data):
        raise TypeError("Says which dates are asked for.")

    def form_valid(self, form):
        self.planned = self.planned_dates(form.cleaned_data)
        making = [one for one in self.planned if one.will_be_made]
        # Only what was shown is made: other days are shown first.
        self.shown = series.digest_of(self.planned)
        if self.request.POST.get("is_sure") != self.shown or not making:
            return self.render_to_response(self.get_context_data(form=form))
        made = series.make_dates(self.planned, by=self.request.user)
        messages.success(
            self.request,
            ngettext(
                "%(count)s draft was made.", "%(count)s drafts were made.", len(made)
            )
            % {"count": len(made)},
        )
        return redirect(f"{reverse('programs_occurrence:index')}?state=draft")

    def get_context_data(self, **kwargs):
        planned = self.planned or []
        return super().get_context_data(
            planned=self.planned,
            shown=self.shown,
            making=sum(one.will_be_made for one in planned),
            **kwargs,
        )


class SeriesView(ShowsDatesFirst, OccurrenceActionView):
    page_title = _("Make a series")
    permission = permissions.ADD_OCCURRENCES
    form_class = SeriesForm
    submit_label = _("Show the dates")
    explanation = _(
        "The same date again on the weekdays you choose, at the same hour. "
        "Places, boarding points, guides, sessions and the registration window are "
        "copied; nobody's registration is. Public holidays are left out. First you "
        "see the dates."
    )

    def get_initial(self):
        day = timezone.localdate()
        first = max(self.object.day, day) + timedelta(days=1)
        weekday = list(Weekday)[self.object.day.weekday()]
        return {
            "weekdays": [weekday.value],
            "first": first,
            "until": first + timedelta(weeks=8),
        }

    def planned_dates(self, data):
        return series.weekly(
            self.object,
            weekdays=data["weekdays"],
            first=data["first"],
            until=data["until"],
        )


class SeasonForm(forms.Form):
    activity = forms.ModelChoiceField(label=_("Activity"), queryset=Activity.objects)
    first = forms.DateField(label=_("Dates from"), widget=AdminDateInput)
    last = forms.DateField(label=_("until"), widget=AdminDateInput)
    weeks = forms.IntegerField(
        label=_("How many weeks later"),
        min_value=1,
        max_value=106,
        initial=52,
        help_text=_("52: next year, on the same weekdays."),
    )

    def clean(self):
        first, last = self.cleaned_data.get("first"), self.cleaned_data.get("last")
        if first and last and last < first:
            self.add_error("last", _("The end is before the beginning."))
        return self.cleaned_data


class SeasonView(ShowsDatesFirst, WagtailAdminTemplateMixin, FormView):
    page_title = _("Copy a season")
    header_icon = "copy"
    form_class = SeasonForm

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        if not may_somewhere(request.user, permissions.ADD_OCCURRENCES):
            raise PermissionDenied

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        hers = Activity.objects.where_may(
            self.request.user, permissions.ADD_OCCURRENCES
        )
        form.fields["activity"].queryset = hers
        return form

    def get_initial(self):
        today = timezone.localdate()
        return {"first": today.replace(month=1, day=1), "last": today}

    def planned_dates(self, data):
        return series.season_again(
            data["activity"],
            first=data["first"],
            last=data["last"],
            weeks=data["weeks"],
        )

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse("programs_occurrence:index"), "label": _("Departures")},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            submit_button_label=_("Show the dates"),
            action_url=self.request.get_full_path(),
            back_url=reverse("programs_occurrence:index"),
            explanation=_(
                "All dates of an activity again, with their places, boarding points, "
                "guides and sessions, on the same weekdays. Public holidays are left "
                "out. First you see the dates."
            ),
            **kwargs,
        )
