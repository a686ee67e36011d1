"""Marking on a phone who came: the page, its list, and the marks it sends.

The page itself holds nobody's data, so that the browser may keep it for where there
is no network; names come apart, and only into the memory of the open page.
"""

import json
import uuid

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView, View

from people.access_notes import NotesAccess
from people.enums import AccessKind
from programs import permissions
from programs.domain import checkin, queries
from programs.domain.attendance import MARKED_FROM
from programs.domain.duties import may_at, may_somewhere
from programs.enums import AttendanceMark, MarkOutcome, RegistrationState
from programs.templatetags.departures import in_words

#: A phone sends what waits in pieces of this size.
MOST_MARKS = 100
#: The browser's store of the page; a new name makes phones forget the old one.
KEPT = "yoklama-3"
#: Longest text of a request: so many marks and no more.
MOST_BYTES = 40_000


class _OneDeparture:
    """Finds the departure among those that this user may mark."""

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        if not may_somewhere(request.user, permissions.MARK_ATTENDANCE):
            raise PermissionDenied
        self.occurrence = get_object_or_404(
            permissions.departures_to_mark(request.user).select_related("activity"),
            pk=kwargs["pk"],
        )


class CheckInView(_OneDeparture, TemplateView):
    template_name = "programs/admin/checkin.html"
    http_method_names = ("get", "head")

    def get_context_data(self, **kwargs):
        occurrence = self.occurrence
        urls = {
            name: reverse(f"programs_occurrence:{name}", args=[occurrence.pk])
            for name in ("check_in_list", "check_in_marks")
        }
        may_open = may_at(self.request.user, permissions.VIEW_OCCURRENCES, occurrence)
        back = reverse(
            *(["programs_occurrence:inspect"] if may_open else ["wagtailadmin_home"]),
            args=[occurrence.pk] if may_open else [],
        )
        return super().get_context_data(
            occurrence=occurrence,
            is_early=timezone.now() < occurrence.starts_at - MARKED_FROM,
            marked_from=in_words(occurrence.starts_at - MARKED_FROM),
            back_url=back,
            walk_in_url=self.walk_in_url(),
            setup={
                "store": f"yoklama-{occurrence.pk}",
                "list": urls["check_in_list"],
                "marks": urls["check_in_marks"],
                "worker": reverse("programs_occurrence:check_in_worker"),
                "login": reverse("wagtailadmin_login"),
                "parts": [static("programs/admin/jsQR.js")],
                "kept": KEPT,
                "most": MOST_MARKS,
                "words": _words(),
            },
            **kwargs,
        )

    def walk_in_url(self):
        """Of the page for who has no registration, for who may register her."""
        may = permissions.departures_to_mark(
            self.request.user, permissions.ADMIT_WALK_INS
        )
        if self.occurrence.has_sessions or not (
            may.filter(pk=self.occurrence.pk).exists()
        ):
            return ""
        return reverse("programs_occurrence:walk_in", args=[self.occurrence.pk])


class CheckInListView(_OneDeparture, NotesAccess, View):
    """Who has a place, by boarding point: code, given name with an initial."""

    http_method_names = ("get", "head")
    access_kind = AccessKind.PRINT

    def access_subject(self):
        return self.occurrence

    def persons_seen(self, context):
        return self.seen

    def get(self, request, *args, **kwargs):
        sheets = queries.boarding_list(self.occurrence, seen_by=request.user)
        self.seen = [one.person_id for sheet in sheets for one in sheet.passengers]
        points = [
            {
                "name": sheet.point.name if sheet.point else "",
                "time": time_format(sheet.point.boards_at) if sheet.point else "",
            }
            for sheet in sheets
        ]
        parties = [
            {
                "code": one.code,
                "name": one.name,
                "seats": one.seats,
                "about": _about(one),
                "point": place,
            }
            for place, sheet in enumerate(sheets)
            for one in sheet.passengers
        ]
        return private_answer(
            JsonResponse(
                {
                    "points": points,
                    "parties": parties,
                    **_standing(self.occurrence, request.user),
                }
            )
        )


class CheckInMarksView(_OneDeparture, View):
    """Takes the marks of a phone; tells what came of each, and how all stand now."""

    http_method_names = ("post",)

    def post(self, request, *args, **kwargs):
        if len(request.body) > MOST_BYTES:
            return HttpResponseBadRequest()
        try:
            marks = [sent_mark(one) for one in json.loads(request.body)["marks"]]
        except (ValueError, KeyError, TypeError):
            return HttpResponseBadRequest()
        results = checkin.record_marks(
            self.occurrence, marks[:MOST_MARKS], by=request.user
        )
        return private_answer(
            JsonResponse(
                {
                    "results": [
                        {
                            "key": str(one.key),
                            "code": one.code,
                            "outcome": one.outcome,
                            "at": _clock(one.at)
                            if one.outcome != MarkOutcome.OTHER_DEPARTURE
                            else (in_words(one.at) if one.at else ""),
                        }
                        for one in results
                    ],
                    **_standing(self.occurrence, request.user),
                }
            )
        )


def check_in_worker(request):
    """The script that lets the page open without a network; it holds nobody's data."""
    response = HttpResponse(
        render_to_string("programs/admin/checkin_worker.js", {"kept": KEPT}),
        content_type="text/javascript; charset=utf-8",
    )
    response["Service-Worker-Allowed"] = reverse("programs_occurrence:index")
    response["Cache-Control"] = "no-cache"
    return response


def sent_mark(sent: dict) -> checkin.SentMark:
    at = parse_datetime(str(sent["at"]))
    if at is None or timezone.is_naive(at):
        raise ValueError("A mark says when it was made, with its time zone.")
    return checkin.SentMark(
        key=uuid.UUID(str(sent["key"])),
        code=str(sent["code"])[:9],
        mark=AttendanceMark(sent["mark"]),
        at=at,
    )


def _standing(occurrence, user) -> dict:
    return {
        "standing": {
            code: [state, _clock(at)]
            for code, (state, at) in checkin.marks_of(occurrence).items()
        },
        "others": checkin.who_else_marks(occurrence, user=user),
    }


def private_answer(response: JsonResponse) -> JsonResponse:
    response["Cache-Control"] = "no-store, private"
    return response


def _clock(at) -> str:
    return time_format(timezone.localtime(at).time()) if at else ""


def _about(passenger) -> str:
    """ "3 kişi, 2 çocuk" for more than one seat, then what she needs."""
    parts = [_party_words(passenger), passenger.needs]
    return " · ".join(part for part in parts if part)


def _party_words(passenger) -> str:
    if passenger.seats == 1:
        return ""
    people = ngettext("%(count)s person", "%(count)s people", passenger.seats) % {
        "count": passenger.seats
    }
    if not passenger.children:
        return people
    children = ngettext("%(count)s child", "%(count)s children", passenger.children)
    return f"{people}, {children % {'count': passenger.children}}"


def _words() -> dict:
    """What the page's script says."""
    return {
        "outcomes": {str(one): str(one.label) for one in MarkOutcome},
        "states": {
            str(one): str(RegistrationState(one).label)
            for one in RegistrationState.marked
        },
        "came": _("Came"),
        "missed": _("Did not come"),
        "excused": _("Excused"),
        "undo": _("Undo"),
        "more": _("More for %(who)s"),
        "unnamed": _("Name hidden"),
        "here": _("At the meeting point"),
        "aboard": _("%(came)s of %(all)s aboard"),
        "left": _("%(left)s still to come"),
        "otherStops": _("Other boarding points"),
        "allSent": _("Everything is sent"),
        "toSend": _("%(count)s marks wait to be sent"),
        "offline": _("No network; go on, it is kept"),
        "closed": _("Your session has ended. Log in; your marks are kept."),
        "noNames": _("No network: mark by code; names come back with it."),
        "nobody": _("Nobody fits."),
        "empty": _("Nobody has a place yet."),
        "others": _("Also marking: %(who)s"),
        "openCamera": _("Open the camera"),
        "closeCamera": _("Close the camera"),
        "noCamera": _("The camera cannot be used; write the code or the name."),
    }
