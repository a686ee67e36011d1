"""The sheet of a session on a tablet or phone: the page, its list, its marks.

As with boarding, the page itself holds nobody's data; names come apart.
"""

import json

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBadRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView, View

from people.access_notes import NotesAccess
from people.enums import AccessKind
from people.staff_views import ActionView
from programs import permissions
from programs.domain import first_session, sheets
from programs.domain.duties import Rights, may_at, may_somewhere
from programs.enums import AttendanceMark, MarkOutcome
from programs.models import Occurrence
from programs.models.session import OPENS_BEFORE
from programs.templatetags.departures import in_words
from programs.viewsets.checkin import (
    KEPT,
    MOST_BYTES,
    MOST_MARKS,
    private_answer,
    sent_mark,
)

NAME = "programs_occurrence"


def sheet_url(name, session):
    return reverse(f"{NAME}:{name}", args=[session.occurrence_id, session.pk])


class _OneSheet:
    """Finds the session among those that this user may mark."""

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        if not may_somewhere(request.user, permissions.MARK_ATTENDANCE):
            raise PermissionDenied
        self.occurrence = get_object_or_404(
            permissions.departures_to_mark(request.user).select_related("activity"),
            pk=kwargs["pk"],
        )
        self.session = get_object_or_404(
            self.occurrence.sessions.live().select_related("closed_by"),
            pk=kwargs["session"],
        )


class SheetView(_OneSheet, TemplateView):
    template_name = "programs/admin/sheet.html"
    http_method_names = ("get", "head")

    def get_context_data(self, **kwargs):
        session, user = self.session, self.request.user
        may_open = may_at(user, permissions.VIEW_OCCURRENCES, self.occurrence)
        back = (
            reverse(f"{NAME}:inspect", args=[self.occurrence.pk])
            if may_open
            else reverse("wagtailadmin_home")
        )
        opens_at = session.starts_at - OPENS_BEFORE
        is_early = timezone.now() < opens_at
        return super().get_context_data(
            occurrence=self.occurrence,
            opens_at=opens_at if is_early else None,
            may_correct=session.is_closed and may_correct(user, self.occurrence),
            back_url=back,
            close_url=sheet_url("close_sheet", session),
            correct_url=sheet_url("correct_sheet", session),
            setup={
                "store": f"oturum-{session.pk}",
                "list": sheet_url("sheet_list", session),
                "marks": sheet_url("sheet_marks", session),
                "worker": reverse(f"{NAME}:check_in_worker"),
                "login": reverse("wagtailadmin_login"),
                "parts": [static("programs/admin/jsQR.js")],
                "kept": KEPT,
                "most": MOST_MARKS,
                "isClosed": session.is_closed,
                "opensAt": opens_at.isoformat() if is_early else None,
                "words": _words(),
            },
            **{**kwargs, "session": session},
        )


class SheetListView(_OneSheet, NotesAccess, View):
    """Who has a place: code, given name with an initial, mark."""

    http_method_names = ("get", "head")
    access_kind = AccessKind.PRINT

    def access_subject(self):
        return self.occurrence

    def persons_seen(self, context):
        return self.seen

    def get(self, request, *args, **kwargs):
        rows = sheets.sheet_of(self.session, seen_by=request.user)
        self.seen = [row.person_id for row in rows]
        return private_answer(
            JsonResponse(
                {
                    "people": [{"code": one.code, "name": one.name} for one in rows],
                    **_standing(rows, self.session),
                }
            )
        )


class SheetMarksView(_OneSheet, View):
    """Takes the marks of a tablet; tells what came of each, and how all stand now."""

    http_method_names = ("post",)

    def post(self, request, *args, **kwargs):
        if len(request.body) > MOST_BYTES:
            return HttpResponseBadRequest()
        try:
            marks = [sent_mark(one) for one in json.loads(request.body)["marks"]]
        except (ValueError, KeyError, TypeError):
            return HttpResponseBadRequest()
        results = sheets.record_marks(self.session, marks[:MOST_MARKS], by=request.user)
        rows = sheets.sheet_of(self.session, seen_by=request.user)
        self.session.refresh_from_db()
        return private_answer(
            JsonResponse(
                {
                    "results": [
                        {"key": str(one.key), "code": one.code, "outcome": one.outcome}
                        for one in results
                    ],
                    **_standing(rows, self.session),
                }
            )
        )


def _standing(rows, session):
    return {
        "standing": {
            row.code: [row.mark, time_format(timezone.localtime(row.at).time())]
            for row in rows
            if row.mark
        },
        "isClosed": session.is_closed,
    }


# --- closing --------------------------------------------------------------------


class _SheetAction(ActionView):
    model = Occurrence
    permission = permissions.MARK_ATTENDANCE
    back_url_name = f"{NAME}:inspect"
    header_icon = "date"

    def get_queryset(self):
        return permissions.departures_to_mark(self.request.user).select_related(
            "activity"
        )

    def may_somewhere(self, user):
        return may_somewhere(user, self.permission)

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.session = get_object_or_404(
            self.object.sessions.live(), pk=kwargs["session"]
        )
        self.sheet = sheets.sheet_of(self.session, seen_by=request.user)

    def persons_seen(self, context):
        return [row.person_id for row in self.sheet]

    def get_page_subtitle(self):
        return f"{self.object.activity} · {in_words(self.session.starts_at)}"

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": sheet_url("sheet", self.session), "label": _("Attendance sheet")},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_success_url(self):
        return sheet_url("sheet", self.session)


class CloseSheetForm(forms.Form):
    """Only asks once more."""


class CloseSheetView(_SheetAction):
    page_title = gettext_lazy("Close the sheet")
    form_class = CloseSheetForm
    template_name = "programs/admin/close_sheet.html"
    submit_label = gettext_lazy("Close the sheet")
    is_done = False

    def act(self, instance, *, by, data):
        absent = sheets.close_sheet(self.session, by=by)
        self.is_done = True
        if not absent:
            return _("The sheet is closed.")
        return ngettext(
            "The sheet is closed; %(count)s person was absent without a mark.",
            "The sheet is closed; %(count)s people were absent without a mark.",
            absent,
        ) % {"count": absent}

    def get_success_url(self):
        """Where places may be given on now, there; else to the run, or home."""
        user = self.request.user
        if not self.is_done:
            return super().get_success_url()
        rights = Rights(user)
        if not rights.may_at(permissions.VIEW_OCCURRENCES, self.object):
            return reverse("wagtailadmin_home")
        here = [self.object.pk]
        if (
            rights.may_at(permissions.CHANGE_REGISTRATIONS, self.object)
            and first_session.missed_the_first(self.object, seen_by=user).exists()
        ):
            return reverse(f"{NAME}:first_session", args=here)
        return reverse(f"{NAME}:inspect", args=here)

    def get_context_data(self, **kwargs):
        rows = self.sheet
        return super().get_context_data(
            **{
                "absent": [row for row in rows if row.name and not row.mark],
                "nameless": [row for row in rows if not row.name and not row.mark],
                "marked": sum(bool(row.mark) for row in rows),
                "came": sum(row.mark == AttendanceMark.CAME for row in rows),
                **kwargs,
            }
        )


# --- correcting -----------------------------------------------------------------


class CorrectSheetForm(forms.Form):
    """One choice for each participant; only what changed is written."""

    MARKS = [
        (one.value, one.label)
        for one in (AttendanceMark.CAME, AttendanceMark.MISSED, AttendanceMark.EXCUSED)
    ]

    def __init__(self, *args, sheet, **kwargs):
        super().__init__(*args, **kwargs)
        self.sheet = {f"row_{row.registration_pk}": row for row in sheet}
        for name, row in self.sheet.items():
            self.fields[name] = forms.ChoiceField(
                label=f"{row.name} · {row.code}" if row.name else row.code,
                choices=[("", _("Not marked")), *self.MARKS],
                initial=row.mark,
                required=False,
            )

    def changes(self):
        for name in self.changed_data:
            if mark := self.cleaned_data[name]:
                yield self.sheet[name].registration_pk, AttendanceMark(mark)


def may_correct(user, occurrence) -> bool:
    needed = (permissions.MARK_ATTENDANCE, permissions.VIEW_REGISTRATIONS)
    return all(may_at(user, one, occurrence) for one in needed)


class CorrectSheetView(_SheetAction):
    page_title = gettext_lazy("Correct the sheet")
    form_class = CorrectSheetForm

    def may_here(self, user):
        return may_correct(user, self.object)

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "sheet": self.sheet}

    def form_valid(self, form):
        self.changes = dict(form.changes())
        return super().form_valid(form)

    def act(self, instance, *, by, data):
        changed = sheets.correct_sheet(self.session, marks=self.changes, by=by)
        return ngettext(
            "%(count)s mark was changed.", "%(count)s marks were changed.", changed
        ) % {"count": changed}

    def get_success_url(self):
        return reverse(self.back_url_name, args=[self.object.pk])


def _words() -> dict:
    """What the page's script says."""
    return {
        "outcomes": {str(one): str(one.label) for one in MarkOutcome},
        "marks": {
            "came": _("Present"),
            "excused": _("Excused"),
            "missed": _("Absent"),
        },
        "undo": _("Undo"),
        "openCamera": _("Open the camera"),
        "closeCamera": _("Close the camera"),
        "noCamera": _("The camera cannot be used; mark in the list."),
        "unnamed": _("Name hidden"),
        "count": _("%(marked)s of %(all)s marked, %(came)s present"),
        "allPresent": _("Everybody present"),
        "undoAll": _("Take back “everybody present”"),
        "allSent": _("Everything is sent"),
        "toSend": _("%(count)s marks wait to be sent"),
        "offline": _("No network; go on, it is kept"),
        "closed": _("Your session has ended. Log in; your marks are kept."),
        "sheetClosed": _("This sheet is closed."),
        "noNames": _("No network: names come back with it."),
        "empty": _("Nobody has a place yet."),
        "closeLater": _("Wait until every mark is sent; then the sheet can be closed."),
    }
