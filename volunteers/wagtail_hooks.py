"""Registers the admin screens of `volunteers`."""

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSetGroup

from people.sections import register_person_section
from volunteers.viewsets.absences import AbsenceViewSet
from volunteers.viewsets.applications import ApplicationViewSet
from volunteers.viewsets.assignments import AssignmentViewSet
from volunteers.viewsets.availability import AvailabilityViewSet
from volunteers.viewsets.calls import AreaViewSet, CallViewSet
from volunteers.viewsets.completions import CompletionViewSet
from volunteers.viewsets.documents import DocumentKindViewSet
from volunteers.viewsets.home import (
    SECTION_HEADING,
    WaitingWorkPanel,
    person_section,
)
from volunteers.viewsets.hours import HoursViewSet
from volunteers.viewsets.overview import OverviewViewSet
from volunteers.viewsets.papers import AgreementTextViewSet
from volunteers.viewsets.process import ProcessViewSet
from volunteers.viewsets.roles import RoleViewSet
from volunteers.viewsets.sessions import SessionViewSet
from volunteers.viewsets.shifts import ShiftViewSet
from volunteers.viewsets.slots import SlotViewSet
from volunteers.viewsets.trainings import ModuleViewSet
from volunteers.viewsets.wishes import WishViewSet

register_person_section("volunteers", SECTION_HEADING, person_section)


class VolunteersGroup(ViewSetGroup):
    menu_label = _("Volunteering")
    menu_icon = "group"
    menu_order = 110
    items = (
        OverviewViewSet,
        ApplicationViewSet,
        SlotViewSet,
        AvailabilityViewSet,
        SessionViewSet,
        CompletionViewSet,
        AssignmentViewSet,
        RoleViewSet,
        ShiftViewSet,
        HoursViewSet,
        WishViewSet,
        CallViewSet,
        ModuleViewSet,
        AreaViewSet,
        DocumentKindViewSet,
        AgreementTextViewSet,
        ProcessViewSet,
    )


@hooks.register("register_admin_viewset")
def register_volunteers():
    return [VolunteersGroup(), AbsenceViewSet()]


@hooks.register("construct_homepage_panels")
def add_waiting_work(request, panels):
    panel = WaitingWorkPanel(request.user)
    if panel.lines:
        panels.append(panel)


@hooks.register("insert_global_admin_css")
def staff_styles():
    return format_html(
        '<link rel="stylesheet" href="{}">', static("volunteers/admin.css")
    )
