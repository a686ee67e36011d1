"""The month of departures: how full each is, at a glance."""

from calendar import Calendar
from datetime import date, timedelta

import django_filters
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.permissions import policy_registry

from programs.domain import departures
from programs.enums import ActivityKind, OccurrenceState
from programs.models import Occurrence
from programs.viewsets.columns import occurrence_pill
from programs.viewsets.seen import activities_seen, programs_seen


class MonthFilterSet(django_filters.FilterSet):
    program = django_filters.ModelChoiceFilter(
        label=_("Program"),
        field_name="activity__program",
        queryset=programs_seen,
        empty_label=_("All"),
    )
    activity = django_filters.ModelChoiceFilter(
        label=_("Activity"), queryset=activities_seen, empty_label=_("All")
    )
    kind = django_filters.ChoiceFilter(
        label=_("Kind"),
        field_name="activity__kind",
        choices=ActivityKind.choices,
        empty_label=_("All"),
    )

    class Meta:
        model = Occurrence
        fields = ["program", "activity", "kind"]


class MonthView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """Weeks of seven days on a desk; on a phone the days that have a departure."""

    model = Occurrence
    permission_policy = policy_registry.get_by_type(Occurrence)
    any_permission_required = ["view"]
    template_name = "programs/admin/month.html"
    page_title = _("Calendar of departures")
    header_icon = "date"

    def first_day(self) -> date:
        """The first of the month that was asked for; of this one, for other words."""
        try:
            return date.fromisoformat(f"{self.request.GET.get('ay', '')}-01")
        except ValueError:
            return timezone.localdate().replace(day=1)

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse("programs_occurrence:index"), "label": _("Departures")},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs):
        first = self.first_day()
        weeks = Calendar().monthdatescalendar(first.year, first.month)
        filters = MonthFilterSet(
            self.request.GET,
            request=self.request,
            queryset=departures.dates_for_staff(self.request.user)
            .filter(
                starts_at__date__gte=weeks[0][0], starts_at__date__lte=weeks[-1][-1]
            )
            .order_by("starts_at", "pk"),
        )
        by_day = {day: [] for week in weeks for day in week}
        shown = {"first": weeks[0][0], "last": weeks[-1][-1]}
        for stop in _stops(filters.form, user=self.request.user, **shown):
            by_day[stop.day].append({"stop": stop})
        for occurrence in filters.qs:
            by_day[occurrence.day].append(_row(occurrence))
        may_add = self.user_has_permission("add")
        return super().get_context_data(
            filters=filters,
            first=first,
            heading=date_format(first, "F Y"),
            weekdays=[date_format(day, "l") for day in weeks[0]],
            weeks=[[(day, by_day[day]) for day in week] for week in weeks],
            today=timezone.localdate(),
            previous=first - timedelta(days=1),
            following=(first + timedelta(days=32)).replace(day=1),
            is_empty=not any(
                rows for day, rows in by_day.items() if day.month == first.month
            ),
            may_add=may_add,
            **kwargs,
        )


def _stops(form, *, user, first: date, last: date):
    """The stops of the month, a row each, under the same filters."""
    stops = departures.stops_for_staff(user).filter(
        day__gte=first, day__lte=last, times_count__gt=0
    )
    asked = form.cleaned_data if form.is_valid() else {}
    if program := asked.get("program"):
        stops = stops.filter(activity__program=program)
    if activity := asked.get("activity"):
        stops = stops.filter(activity=activity)
    if kind := asked.get("kind"):
        stops = stops.filter(activity__kind=kind)
    return stops


def _row(occurrence: Occurrence) -> dict:
    kind, word = occurrence_pill(occurrence)
    return {
        "occurrence": occurrence,
        "clock": time_format(timezone.localtime(occurrence.starts_at).time()),
        "pill": kind,
        "word": word,
        "is_draft": occurrence.state == OccurrenceState.DRAFT,
    }
