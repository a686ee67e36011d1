"""What the home page and the record of a person say about departures."""

from django.urls import reverse
from django.utils import timezone
from wagtail.admin.ui.components import Component

from people.sections import SectionRow
from programs import permissions
from programs.domain import departures, runs
from programs.domain.duties import Rights, may_somewhere
from programs.models import MeetingRequest, Registration
from programs.templatetags.departures import in_words


class DeparturesPanel(Component):
    """Departures of the coming days and open offers: a sentence and a link each."""

    name = "departures"
    template_name = "programs/admin/home_panel.html"
    order = 110

    def get_context_data(self, parent_context):
        user = parent_context["request"].user
        offers = departures.all_open_offers(Registration.objects.visible_to(user))
        return {
            "coming": sorted(
                [
                    *departures.in_the_coming_days(user),
                    *departures.stops_in_the_coming_days(user),
                ],
                key=lambda one: one.day,
            ),
            "offers": offers,
            "meetings": MeetingRequest.objects.visible_to(user).open().count(),
            "may_see_registrations": permissions.sees_some_registrations(user),
        }


class CheckInPanel(Component):
    """The day's departures that this user marks on her phone."""

    name = "check_in"
    template_name = "programs/admin/check_in_panel.html"
    order = 103

    def get_context_data(self, parent_context):
        user = parent_context["request"].user
        departing = (
            permissions.departures_to_mark(user)
            .filter(session_plan={})
            .select_related("activity")
        )
        of_the_day = departures.of_the_day()
        return {
            "today": departing.filter(of_the_day).order_by("starts_at", "pk"),
            "next": None
            if may_see_panel(user)
            else departing.filter(~of_the_day, starts_at__gt=timezone.now())
            .order_by("starts_at", "pk")
            .first(),
        }


class SheetsPanel(Component):
    """Sessions whose sheet is not closed yet, of the runs she may mark.

    Also those that a colleague closed to whom somebody was not shown.
    """

    name = "sheets"
    template_name = "programs/admin/sheets_panel.html"
    order = 104
    #: More are counted, not listed.
    most = 10

    def get_context_data(self, parent_context):
        user = parent_context["request"].user
        hers = permissions.departures_to_mark(user)
        sheets = list(runs.sheets_to_mark(hers))
        rights = Rights(user)
        return {
            "sheets": sheets[: self.most],
            "more": len(sheets[self.most :]),
            "left_open": [
                one
                for one in runs.sheets_left_open(hers, seen_by=user)[: self.most]
                if rights.may_at(permissions.VIEW_REGISTRATIONS, one.occurrence)
            ],
            # Who sees no list of departures would not find it otherwise.
            "next": None
            if may_somewhere(user, permissions.VIEW_OCCURRENCES)
            else runs.next_session(hers),
        }


def may_see_panel(user) -> bool:
    return may_somewhere(user, permissions.VIEW_OCCURRENCES)


def marks_somewhere(user) -> bool:
    """Whether marking who came is hers to do, by her group or by her duty."""
    return may_somewhere(user, permissions.MARK_ATTENDANCE)


def registrations_of(person, user):
    """The rows of her record, for who may see registrations."""
    rows = (
        Registration.objects.visible_to(user)
        .filter(person=person)
        .select_related("occurrence__activity")
        .order_by("-occurrence__starts_at")
    )
    return [
        SectionRow(
            title=f"{row.occurrence.activity}, {in_words(row.occurrence.starts_at)}",
            state=row.get_state_display(),
            url=reverse("programs_registration:inspect", args=[row.pk]),
        )
        for row in rows
    ]


def meetings_of(person, user):
    """Her requests for a meeting, for who may see them."""
    rows = (
        MeetingRequest.objects.visible_to(user)
        .filter(person=person)
        .select_related("activity")
    )
    return [
        SectionRow(
            title=f"{row.activity}, {row.area}",
            state=row.get_state_display(),
            url=reverse("programs_meeting:inspect", args=[row.pk]),
        )
        for row in rows
    ]
