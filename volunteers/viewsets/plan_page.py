"""A page that shows which interview times would open, and opens them."""

from itertools import groupby
from typing import Any, ClassVar

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views import generic

from volunteers.viewsets.cells import name_of


class PlanPage(generic.WagtailAdminTemplateMixin, TemplateView):
    """Shows what would be done (GET), and does it (POST)."""

    template_name = "volunteers/admin/plan.html"
    header_icon = "calendar-alt"
    explanation: Any = ""
    #: URL name and title of the page it is reached from
    parent: ClassVar[tuple[str, Any]]

    def get_breadcrumbs_items(self):
        name, label = self.parent
        return [
            *self.breadcrumbs_items,
            {"url": reverse(name), "label": label},
            {"url": "", "label": self.get_page_title()},
        ]

    def summary_of(self, plan) -> str:
        count = len(plan.opening)
        if not count:
            return str(_("No new interview time would open."))
        words = ngettext(
            "%(count)s interview time will open",
            "%(count)s interview times will open",
            count,
        )
        return words % {"count": count}

    def context_of(self, form, plan, **kwargs):
        opening = []
        if plan is not None:
            rows = sorted(plan.opening, key=lambda one: one.starts_at)
            opening = [
                (
                    day,
                    [
                        {
                            "starts_at": one.starts_at,
                            "ends_at": one.ends_at,
                            "like": one.like,
                            "names": ", ".join(name_of(u) for u in one.interviewers),
                        }
                        for one in group
                    ],
                )
                for day, group in groupby(
                    rows, key=lambda one: timezone.localdate(one.starts_at)
                )
            ]
        return self.get_context_data(
            form=form,
            plan=plan,
            opening=opening,
            summary=self.summary_of(plan) if plan is not None else "",
            explanation=self.explanation,
            **kwargs,
        )

    def tell(self, plan) -> None:
        """What was done, and what stays although it fits no more."""
        count = len(plan.opening)
        words = ngettext(
            "%(count)s interview time is offered.",
            "%(count)s interview times are offered.",
            count,
        )
        messages.success(self.request, words % {"count": count})
        gone, kept = len(plan.removing), len(plan.kept)
        if gone:
            words = ngettext(
                "%(count)s free time was removed.",
                "%(count)s free times were removed.",
                gone,
            )
            messages.success(self.request, words % {"count": gone})
        if kept:
            words = ngettext(
                "%(count)s booked interview stays as it was.",
                "%(count)s booked interviews stay as they were.",
                kept,
            )
            messages.warning(self.request, words % {"count": kept})
