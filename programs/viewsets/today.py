"""Today: what departs, who is aboard, and what waits for a decision."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet

from messaging.domain.review import batches_waiting_for
from programs import permissions
from programs.domain import departures, runs, today, undecided
from programs.domain.duties import Rights, may_somewhere
from programs.models import MeetingRequest, Occurrence, Registration
from programs.templatetags.departures import in_words

NAME = "programs_today"
#: Of one kind so many are named; more are counted.
MOST = 10


@dataclass(frozen=True, slots=True)
class Due:
    """One thing to decide: what, where, and until or since when in words."""

    words: str
    url: str
    when: str = ""


@dataclass(frozen=True, slots=True)
class DueGroup:
    heading: str | Promise
    rows: list[Due]
    more: int = 0


def works_on_departures(user) -> bool:
    return may_somewhere(user, permissions.VIEW_OCCURRENCES) or may_somewhere(
        user, permissions.MARK_ATTENDANCE
    )


class TodayView(WagtailAdminTemplateMixin, TemplateView):
    template_name = "programs/admin/today.html"
    page_title = gettext_lazy("Today")
    header_icon = "calendar-check"
    http_method_names = ("get", "head")

    def dispatch(self, request, *args, **kwargs):
        if not works_on_departures(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs):
        user, day = self.request.user, timezone.localdate()
        rights = Rights(user)
        tomorrow = day + timedelta(days=1)
        return super().get_context_data(
            heading=date_format(day, "j F Y l"),
            today=day,
            next_day=tomorrow,
            departures=[_row(one, rights) for one in today.departures_of_today(user)],
            sessions=[_session(one) for one in today.sessions_on(day, user)],
            stops=today.stops_on(day, user),
            tomorrow=[_row(one, rights) for one in today.departures_on(tomorrow, user)],
            tomorrow_sessions=[
                _session(one) for one in today.sessions_on(tomorrow, user)
            ],
            tomorrow_stops=today.stops_on(tomorrow, user),
            due=[group for group in _due(user) if group.rows],
            is_reader=may_somewhere(user, permissions.VIEW_OCCURRENCES),
            **kwargs,
        )


# --- what is today ----------------------------------------------------------------


def _row(row: today.DepartureOfTheDay, rights: Rights) -> dict:
    """What a departure shows to whom, and where its links lead."""
    one = row.occurrence
    sees = rights.may_at(permissions.VIEW_REGISTRATIONS, one)
    may_open = rights.may_at(permissions.VIEW_OCCURRENCES, one)
    links = [
        (row.is_marked_by_her, "check_in", _("Mark who came")),
        (
            sees and rights.may_at(permissions.TAKE_LISTS, one),
            "boarding",
            _("Boarding list"),
        ),
        (
            rights.may_at(permissions.CHANGE_OCCURRENCES, one),
            "write",
            _("Write to everybody"),
        ),
    ]
    counts = [
        (row.aboard, _("aboard"), True),
        (row.expected, _("expected"), True),
        (row.missed, _("did not come"), bool(row.missed)),
        (row.excused, _("excused"), bool(row.excused)),
    ]
    # Who came is not for who only registers her own neighbors.
    knows = sees or row.is_marked_by_her
    return {
        "occurrence": one,
        "url": _url("inspect", one) if may_open else "",
        "counts": [(n, word) for n, word, shown in counts if shown and knows],
        "needs": row.needs if sees else 0,
        "needs_url": f"{_url('inspect', one)}#gereksinimler" if may_open else "",
        "links": [(_url(name, one), word) for may, name, word in links if may],
    }


def _session(one) -> dict:
    marks = one.is_marked_by_her
    url = _sheet_url(one) if marks else _url("inspect", one.occurrence)
    return {"session": one, "url": url}


def _url(name: str, occurrence: Occurrence) -> str:
    return reverse(f"programs_occurrence:{name}", args=[occurrence.pk])


def _sheet_url(session) -> str:
    here = [session.occurrence_id, session.pk]
    return reverse("programs_occurrence:sheet", args=here)


# --- what is to be decided --------------------------------------------------------


def _due(user) -> list[DueGroup]:
    """In the order of what cannot wait."""
    return [
        _of_departures(
            _("Waiting lists to call"),
            undecided.lists_to_call(user),
            "calls",
            moment="starts_at",
            words=_("departs %(moment)s"),
        ),
        DueGroup(_("Open offers"), _offers(user)),
        _of_departures(
            _("Draws to make"),
            undecided.draws_to_make(user),
            "draw",
            moment="registration_closes_at",
            words=_("registration closed on %(moment)s"),
        ),
        _of_departures(
            _("Not marked yet"),
            undecided.departures_unmarked(user),
            "check_in",
            moment="starts_at",
            words="%(moment)s",
        ),
        _sheets(user),
        _of_departures(
            _("Places of the first session"),
            undecided.first_sessions_missed(user),
            "first_session",
            moment="entry_until",
            words=_("until %(moment)s"),
        ),
        _of_departures(
            _("Results to confirm"),
            undecided.results_to_confirm(user),
            "results",
            moment="ends_at",
            words=_("over since %(moment)s"),
        ),
        DueGroup(_("Requests for meetings"), _meetings(user)),
        DueGroup(_("Messages to read before they leave"), _messages(user)),
    ]


def _of_departures(heading, found, name: str, *, moment: str, words: str) -> DueGroup:
    return _listed(
        heading,
        found,
        lambda one: Due(
            str(one.activity),
            _url(name, one),
            words % {"moment": in_words(getattr(one, moment))},
        ),
    )


def _sheets(user) -> DueGroup:
    return _listed(
        _("Sheets to close"),
        runs.sheets_to_mark(permissions.departures_to_mark(user)),
        lambda one: Due(
            str(one.occurrence.activity), _sheet_url(one), in_words(one.starts_at)
        ),
    )


def _listed(heading, found, due: Callable[[Any], Due]) -> DueGroup:
    found = list(found)
    return DueGroup(heading, [*map(due, found[:MOST])], more=len(found[MOST:]))


def _offers(user) -> list[Due]:
    offers = departures.all_open_offers(Registration.objects.visible_to(user))
    if not offers.count:
        return []
    words = ngettext(
        "%(count)s offer waits for an answer",
        "%(count)s offers wait for an answer",
        offers.count,
    )
    url = f"{reverse('programs_registration:index')}?state=offered"
    when = _("the first ends: %(moment)s") % {"moment": in_words(offers.first_ends_at)}
    return [Due(words % {"count": offers.count}, url, when)]


def _meetings(user) -> list[Due]:
    requests = MeetingRequest.objects.visible_to(user).open()
    asked = list(requests.values_list("asked_at", flat=True))
    if not asked:
        return []
    words = ngettext(
        "%(count)s request waits for an answer",
        "%(count)s requests wait for an answer",
        len(asked),
    )
    url = f"{reverse('programs_meeting:index')}?state=requested"
    when = _("the first since %(moment)s") % {"moment": in_words(asked[0])}
    return [Due(words % {"count": len(asked)}, url, when)]


def _messages(user) -> list[Due]:
    batches = batches_waiting_for(user)
    if not batches:
        return []
    first, *others = batches
    waiting = sum(one.waiting for one in batches)
    words = ngettext(
        "%(count)s message waits for review",
        "%(count)s messages wait for review",
        waiting,
    )
    when = first.needed_by and _("needed before %(moment)s") % {
        "moment": in_words(first.needed_by)
    }
    url = (
        reverse("messaging_batch:index")
        if others
        else reverse("messaging_batch:inspect", args=[first.pk])
    )
    return [Due(words % {"count": waiting}, url, when or "")]


# --- where it is found ------------------------------------------------------------


class TodayMenuItem(MenuItem):
    def is_shown(self, request):
        return works_on_departures(request.user)


class TodayViewSet(ViewSet):
    name = NAME
    url_prefix = "bugun"
    icon = "calendar-check"
    menu_label = TodayView.page_title
    menu_item_class = TodayMenuItem

    @property
    def menu_url(self):
        return reverse(f"{NAME}:index")

    def get_urlpatterns(self):
        return [path("", TodayView.as_view(), name="index")]
