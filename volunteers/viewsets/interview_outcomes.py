"""What came of several interviews, recorded from the list of interviews in one go."""

from datetime import UTC, datetime

from django.http import QueryDict
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from people.cells import cell
from volunteers.domain.duties import Rights, may_somewhere
from volunteers.enums import InterviewState
from volunteers.models import InterviewSlot
from volunteers.viewsets.application_bulk import ApplicationBulkView
from volunteers.viewsets.application_columns import CheckColumn
from volunteers.viewsets.bulk_actions import OUTCOMES, BulkAction
from volunteers.viewsets.cells import short_moment
from volunteers.viewsets.slot_cells import has_begun, shown_interview
from volunteers.workflow import Permission

#: Of whom an interview is gone meanwhile.
_NEVER = datetime.max.replace(tzinfo=UTC)
#: In the address: how the list of interviews was narrowed.
_LIST = "liste"


def outcomes_for(user) -> list[BulkAction]:
    return [one for one in OUTCOMES if may_somewhere(user, one.permission)]


def outcomes_url(listed: str) -> str:
    """`listed`: the query of the list that she comes back to."""
    query = QueryDict(mutable=True)
    query[_LIST] = listed
    return f"{reverse('volunteers_application:outcomes')}?{query.urlencode()}"


def awaits_outcome(slot: InterviewSlot, rights: Rights) -> bool:
    """Whether the list offers a tick: begun, booked, and hers to record."""
    shown = shown_interview(slot)
    return bool(
        shown
        and shown.is_seen
        and shown.state == InterviewState.BOOKED
        and has_begun(slot)
        and rights.may(Permission.INTERVIEW, shown.application)
    )


class OutcomeTickColumn(CheckColumn):
    """The tick stands for the application of whoever has the time."""

    def __init__(self, *args, rights: Rights, **kwargs):
        super().__init__(*args, **kwargs)
        self.rights = rights

    def render_cell_html(self, instance, parent_context):
        if not awaits_outcome(instance, self.rights):
            return cell("check-cell", "")
        application = shown_interview(instance).application
        return cell(
            "check-cell",
            format_html(
                '<label><input type="checkbox" name="id" value="{}" form="bulk-form">'
                '<span class="w-sr-only">{}</span></label>',
                str(application.pk),
                gettext("Choose %(name)s, %(moment)s")
                % {
                    "name": application.person.full_name,
                    "moment": short_moment(instance.starts_at),
                },
            ),
        )


class InterviewOutcomesView(ApplicationBulkView):
    """Many at once, as in the list of applications; back to the list of interviews."""

    @property
    def back_url(self):
        index = reverse("volunteers_slot:index")
        listed = QueryDict(self.request.GET.get(_LIST, "")).urlencode()
        return f"{index}?{listed}" if listed else index

    def chosen(self):
        """In the order of the day, as the list shows them."""
        rows = super().chosen()
        return sorted(rows, key=lambda one: one.interview_at or _NEVER)

    def get_breadcrumbs_items(self):
        home, *_others = super().get_breadcrumbs_items()
        return [
            home,
            {"url": self.back_url, "label": _("Interviews")},
            {"url": "", "label": self.get_page_title()},
        ]
