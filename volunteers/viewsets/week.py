"""The week of interviews."""

from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views import generic
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from volunteers.models import InterviewSlot
from volunteers.viewsets.cells import clock, name_of
from volunteers.viewsets.slot_cells import (
    guest_name,
    guest_url,
    seen_slots,
    slot_kind,
    slot_state,
)


class WeekView(PermissionCheckedMixin, generic.WagtailAdminTemplateMixin, TemplateView):
    """Seven days side by side; on a phone one after another."""

    model = InterviewSlot
    any_permission_required = ["view"]
    template_name = "volunteers/admin/week.html"
    page_title = _("Week of interviews")
    header_icon = "calendar-alt"

    def monday(self) -> date:
        asked = self.request.GET.get("gun", "")
        try:
            day = date.fromisoformat(asked)
        except ValueError:
            day = timezone.localdate()
        return day - timedelta(days=day.weekday())

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse("volunteers_slot:index"), "label": _("Interviews")},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs):
        monday = self.monday()
        days = [monday + timedelta(days=place) for place in range(7)]
        slots = seen_slots(self.request.user).filter(
            starts_at__date__gte=days[0], starts_at__date__lte=days[-1]
        )
        by_day = {day: [] for day in days}
        for slot in slots:
            by_day[timezone.localdate(slot.starts_at)].append(
                {
                    "slot": slot,
                    "clock": clock(slot.starts_at),
                    "kind": slot_kind(slot),
                    "state": slot_state(slot),
                    "name": guest_name(slot),
                    "url": guest_url(slot),
                    "interviewers": [name_of(user) for user in slot.interviewers.all()],
                }
            )
        return super().get_context_data(
            days=by_day.items(),
            today=timezone.localdate(),
            monday=days[0],
            sunday=days[-1],
            previous=monday - timedelta(days=7),
            following=monday + timedelta(days=7),
            is_empty=not any(by_day.values()),
            may_add=self.user_has_permission("add"),
            **kwargs,
        )
