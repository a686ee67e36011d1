"""Times off of interviewers, and days on which nobody holds interviews."""

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import HeaderButton

from volunteers.models import Absence
from volunteers.viewsets.availability_forms import AbsenceForm
from volunteers.viewsets.cells import day_in_words, name_of
from volunteers.viewsets.own_hours import (
    OwnEditView,
    OwnFormMixin,
    OwnListView,
    OwnRowMixin,
    to_plan,
)


class AbsenceListView(OwnListView):
    page_title = _("Times off")
    results_template_name = "volunteers/admin/absence_results.html"

    def get_base_queryset(self):
        absences = super().get_base_queryset()
        return absences.filter(until_day__gte=timezone.localdate()).select_related(
            "interviewer"
        )

    @cached_property
    def header_buttons(self):
        hours = HeaderButton(
            label=_("Available hours"),
            url=reverse("volunteers_availability:index"),
            icon_name="time",
        )
        return [hours, *super().header_buttons]

    @cached_property
    def columns(self):
        return [
            TitleColumn(
                "days",
                label=_("Days"),
                accessor=lambda row: (
                    day_in_words(row.from_day)
                    if row.from_day == row.until_day
                    else f"{day_in_words(row.from_day)} – {day_in_words(row.until_day)}"
                ),
                get_url=self.get_edit_url,
            ),
            Column(
                "hours",
                label=_("Hours"),
                accessor=lambda row: (
                    f"{row.first:%H.%M}–{row.until:%H.%M}"
                    if row.first
                    else _("the whole day")
                ),
            ),
            Column(
                "who",
                label=_("Interviewer"),
                accessor=lambda row: (
                    name_of(row.interviewer) if row.interviewer else _("Everybody")
                ),
            ),
        ]


class AbsenceCreateView(OwnFormMixin, generic.CreateView):
    page_title = _("New time off")

    def get_success_url(self):
        return to_plan()


class AbsenceEditView(OwnEditView):
    def get_success_url(self):
        return to_plan()


class AbsenceDeleteView(OwnRowMixin, generic.DeleteView):
    seen_for = "delete"

    def get_success_url(self):
        return to_plan()


class AbsenceViewSet(ModelViewSet):
    model = Absence
    icon = "calendar"
    name = "volunteers_absence"
    url_prefix = "gorusme-izinleri"
    menu_label = _("Times off")
    add_to_reference_index = False
    copy_view_enabled = False
    index_view_class = AbsenceListView
    add_view_class = AbsenceCreateView
    edit_view_class = AbsenceEditView
    delete_view_class = AbsenceDeleteView

    def get_form_class(self, for_update=False):
        return AbsenceForm

    def get_common_view_kwargs(self, **kwargs):
        return super().get_common_view_kwargs(
            usage_url_name=None, history_url_name=None, **kwargs
        )

    def get_urlpatterns(self):
        return [
            one
            for one in super().get_urlpatterns()
            if one.name not in ("usage", "history", "history_results")
        ]
