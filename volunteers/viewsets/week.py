"""The week of interviews, and copying it to another week."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views import generic
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from language.public_holidays import holiday_on
from people.exceptions import Refusal
from people.wording import refusal_words
from volunteers.domain.availability import copy_week
from volunteers.domain.duties import may_somewhere
from volunteers.domain.plans import plan_copy
from volunteers.models import Absence, Call, InterviewSlot
from volunteers.viewsets.cells import clock
from volunteers.viewsets.plan_page import PlanPage
from volunteers.viewsets.slot_cells import (
    colored,
    guest_name,
    seen_slots,
    slot_kind,
    slot_state,
)
from volunteers.workflow import Permission

#: How many weeks ahead a week may be copied.
_WEEKS_AHEAD = 12


@dataclass(slots=True)
class Day:
    """One column. `closed` says why there are no interviews, or until when."""

    date: date
    closed: str = ""
    rows: list[dict[str, Any]] = field(default_factory=list)


def monday_of(asked: str) -> tuple[date, date | None]:
    """The Monday of the day asked for, and that day; nonsense is this week."""
    try:
        day = date.fromisoformat(asked)
        return day - timedelta(days=day.weekday()), day
    except (ValueError, OverflowError):
        today = timezone.localdate()
        return today - timedelta(days=today.weekday()), None


def slots_of_week(user, monday: date):
    return seen_slots(user).filter(
        starts_at__date__gte=monday, starts_at__date__lte=monday + timedelta(days=6)
    )


def days_of_week(monday: date) -> list[Day]:
    days = [Day(monday + timedelta(days=place)) for place in range(7)]
    for_all = list(
        Absence.objects.filter(
            interviewer=None, from_day__lte=days[-1].date, until_day__gte=monday
        )
    )
    for day in days:
        holiday = holiday_on(day.date)
        if holiday:
            day.closed = holiday.name
            if holiday.open_until:
                until = date_format(holiday.open_until, "H.i")
                day.closed = _("%(name)s: closed from %(hour)s") % {
                    "name": holiday.name,
                    "hour": until,
                }
        elif any(
            one.from_day <= day.date <= one.until_day and one.first is None
            for one in for_all
        ):
            day.closed = _("No interviews on this day")
    return days


class WeekView(PermissionCheckedMixin, generic.WagtailAdminTemplateMixin, TemplateView):
    """Seven days side by side; on a phone one day, and a row of days to choose it."""

    model = InterviewSlot
    any_permission_required = ["view"]
    template_name = "volunteers/admin/week.html"
    page_title = _("Week of interviews")
    header_icon = "calendar-alt"

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse("volunteers_slot:index"), "label": _("Interviews")},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs):
        monday, asked = monday_of(self.request.GET.get("gun", ""))
        days = days_of_week(monday)
        slots = list(slots_of_week(self.request.user, monday))
        people = colored(user for slot in slots for user in slot.interviewers.all())
        by_date = {day.date: day for day in days}
        for slot in slots:
            by_date[timezone.localdate(slot.starts_at)].rows.append(
                {
                    "slot": slot,
                    "clock": clock(slot.starts_at),
                    "kind": slot_kind(slot),
                    "state": slot_state(slot),
                    "name": guest_name(slot),
                    "booking_url": reverse("volunteers_slot:booking", args=[slot.pk]),
                    "interviewers": [
                        people[user.pk] for user in slot.interviewers.all()
                    ],
                }
            )
        return super().get_context_data(
            days=days,
            chosen=self.chosen(days, asked),
            legend=list(people.values()),
            today=timezone.localdate(),
            monday=monday,
            sunday=days[-1].date,
            previous=monday - timedelta(days=7),
            following=monday + timedelta(days=7),
            is_empty=not slots,
            may_add=self.user_has_permission("add"),
            may_plan=may_somewhere(self.request.user, Permission.INTERVIEW),
            **kwargs,
        )

    def chosen(self, days: list[Day], asked: date | None) -> date:
        """The day a phone shows: the one asked for, else today, else one with times."""
        dates = [day.date for day in days]
        for one in (asked, timezone.localdate()):
            if one in dates:
                return one
        return next((day.date for day in days if day.rows), dates[0])


class CopyForm(forms.Form):
    gun = forms.CharField(widget=forms.HiddenInput)
    weeks = forms.TypedChoiceField(label=_("To the week"), coerce=int)

    def __init__(self, *args, monday: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["weeks"].choices = [
            (number, week_in_words(monday + timedelta(weeks=number)))
            for number in range(1, _WEEKS_AHEAD + 1)
        ]


def week_in_words(monday: date) -> str:
    sunday = monday + timedelta(days=6)
    first = date_format(monday, "j F")
    return f"{first} – {date_format(sunday, 'j F Y')}"


class CopyWeekView(PlanPage):
    page_title = _("Copy this week")
    parent = ("volunteers_slot:week", _("Week of interviews"))
    explanation = _(
        "The interview times of the week, booked or not, are offered once more in "
        "another week, at the same hours and with the same interviewers. Nobody's "
        "appointment is touched."
    )

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        if not may_somewhere(request.user, "add_interviewslot"):
            raise PermissionDenied
        asked = request.POST.get("gun") or request.GET.get("gun", "")
        self.monday, _day = monday_of(asked)

    def get_page_subtitle(self):
        return week_in_words(self.monday)

    def slots(self):
        """Of the calls in which she offers times; she may see more."""
        hers = Call.objects.where_may(self.request.user, "add_interviewslot")
        week = slots_of_week(self.request.user, self.monday)
        return list(
            week.filter(closed_at__isnull=True, call__in=hers.order_by().values("pk"))
        )

    def get(self, request, *args, **kwargs):
        form = CopyForm(
            {"gun": self.monday.isoformat(), "weeks": request.GET.get("weeks", "1")},
            monday=self.monday,
        )
        return self.show(form)

    def post(self, request, *args, **kwargs):
        form = CopyForm(request.POST, monday=self.monday)
        if not form.is_valid():
            return self.show(form)
        weeks = form.cleaned_data["weeks"]
        try:
            plan = copy_week(self.slots(), weeks=weeks, by=request.user)
        except Refusal as refusal:
            form.add_error(None, refusal_words(refusal))
            return self.show(form)
        self.tell(plan)
        there = self.monday + timedelta(weeks=weeks)
        return redirect(f"{reverse('volunteers_slot:week')}?gun={there}")

    def show(self, form):
        plan = None
        if form.is_valid():
            plan = plan_copy(self.slots(), weeks=form.cleaned_data["weeks"])
        return self.render_to_response(
            self.context_of(
                form,
                plan,
                submit_label=_("Copy"),
                back_url=f"{reverse('volunteers_slot:week')}?gun={self.monday}",
            )
        )
