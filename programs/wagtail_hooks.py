"""Registers the admin screens of `programs`."""

from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSetGroup

from people.sections import register_person_section
from people.staff_views import PermittedMenuItem
from programs.domain.duties import may_somewhere
from programs.permissions import SEE_PARTICIPATION
from programs.viewsets.activities import ActivityViewSet
from programs.viewsets.feedback import FeedbackView, FeedbackViewSet
from programs.viewsets.home import (
    CheckInPanel,
    DeparturesPanel,
    SheetsPanel,
    marks_somewhere,
    may_see_panel,
    meetings_of,
    registrations_of,
)
from programs.viewsets.meetings import MeetingRequestViewSet, MeetingTopicViewSet
from programs.viewsets.occurrences import OccurrenceViewSet
from programs.viewsets.participation import ParticipationView, ParticipationViewSet
from programs.viewsets.programs import ProgramViewSet
from programs.viewsets.registrations import RegistrationViewSet
from programs.viewsets.stops import StopViewSet
from programs.viewsets.today import TodayViewSet
from programs.viewsets.venues import CourseFieldViewSet, VenueViewSet


class ProgramsGroup(ViewSetGroup):
    menu_label = _("Programs")
    menu_icon = "date"
    menu_order = 210
    items = (
        TodayViewSet,
        OccurrenceViewSet,
        StopViewSet,
        RegistrationViewSet,
        MeetingRequestViewSet,
        ActivityViewSet,
        ProgramViewSet,
        MeetingTopicViewSet,
        VenueViewSet,
        CourseFieldViewSet,
    )


@hooks.register("register_admin_viewset")
def register_programs():
    return ProgramsGroup()


@hooks.register("register_admin_viewset")
def register_participation():
    return ParticipationViewSet()


class DutyMenuItem(PermittedMenuItem):
    """For whoever has the permission, or a duty that gives it."""

    def is_shown(self, request):
        return may_somewhere(request.user, self.permission)


@hooks.register("register_reports_menu_item")
def participation_item():
    return DutyMenuItem(
        ParticipationView.page_title,
        reverse("programs_participation:index"),
        icon_name=ParticipationView.header_icon,
        order=1900,
        permission=SEE_PARTICIPATION,
    )


@hooks.register("register_admin_viewset")
def register_feedback():
    return FeedbackViewSet()


@hooks.register("register_reports_menu_item")
def feedback_item():
    return DutyMenuItem(
        FeedbackView.page_title,
        reverse("programs_feedback:index"),
        icon_name=FeedbackView.header_icon,
        order=1910,
        permission=SEE_PARTICIPATION,
    )


@hooks.register("construct_homepage_panels")
def add_departures_panel(request, panels):
    if may_see_panel(request.user):
        panels.append(DeparturesPanel())
    if marks_somewhere(request.user):
        panels.append(CheckInPanel())
        panels.append(SheetsPanel())


@hooks.register("insert_global_admin_css")
def departure_styles():
    return format_html(
        '<link rel="stylesheet" href="{}">', static("programs/admin/departures.css")
    )


register_person_section("programs", _("Registrations"), registrations_of)
register_person_section("meetings", _("Requests for meetings"), meetings_of)
