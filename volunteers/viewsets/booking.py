"""One interview time: who has it, what she wrote in brief, the score sheets."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.views import generic
from wagtail.permissions import policy_registry

from people.access_notes import NotesAccess, persons_of
from people.exceptions import Refusal
from people.wording import refusal_words
from volunteers.calendar_files import interviewers_calendar
from volunteers.domain.duties import Rights, may, may_in
from volunteers.domain.interviews import save_sheet, sheets_visible_to
from volunteers.domain.queries import moves_for
from volunteers.enums import ApplicationEvent as Event
from volunteers.enums import ApplicationState, InterviewState
from volunteers.models import InterviewSlot
from volunteers.viewsets.application_page import answers_of, is_too_early
from volunteers.viewsets.cells import moment_in_words
from volunteers.viewsets.interview_forms import SheetForm
from volunteers.viewsets.slot_cells import (
    colored,
    seen_slots,
    shown_interview,
    slot_kind,
    slot_state,
)
from volunteers.workflow import Permission

#: What may be done about a booking, the likeliest first.
_ABOUT_BOOKING = (
    Event.RECORD_INTERVIEW,
    Event.RECORD_MISSED_INTERVIEW,
    Event.RECORD_EXCUSED_INTERVIEW,
    Event.MOVE_INTERVIEW,
    Event.CALL_OFF_INTERVIEW,
)


class OneSlot:
    """For views of one interview time; what the policy hides is not there."""

    request: Any

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        policy = policy_registry.get_by_type(InterviewSlot)
        if not policy.user_has_permission(request.user, "view"):
            raise PermissionDenied
        self.object = get_object_or_404(seen_slots(request.user), pk=kwargs["pk"])

    @cached_property
    def interview(self):
        """The booking that the page is about, whoever may see whose it is."""
        shown = shown_interview(self.object)
        if shown is not None:
            shown.slot = self.object
        return shown

    @property
    def is_seen(self) -> bool:
        return self.interview is not None and self.interview.is_seen

    def may_score(self) -> bool:
        return (
            self.is_seen
            and self.interview.state == InterviewState.HELD
            and self.interview.application.state in ApplicationState.reviewable
            and may(self.request.user, Permission.INTERVIEW, self.interview.application)
        )


class BookingView(
    NotesAccess, OneSlot, generic.WagtailAdminTemplateMixin, TemplateView
):
    template_name = "volunteers/admin/booking.html"
    page_title = _("Interview")
    header_icon = "calendar-alt"
    form: SheetForm | None = None

    def get_page_subtitle(self):
        return moment_in_words(self.object.starts_at)

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": self.week_url(), "label": _("Week of interviews")},
            {"url": "", "label": self.get_page_title()},
        ]

    def persons_seen(self, context):
        return persons_of(self.interview) if self.is_seen else []

    def week_url(self):
        day = timezone.localdate(self.object.starts_at)
        return f"{reverse('volunteers_slot:week')}?gun={day}"

    def actions(self):
        application = self.interview.application
        possible = moves_for(application, Rights(self.request.user))
        return [
            {
                "label": event.label,
                "url": reverse(
                    f"volunteers_application:{event.value}", args=[application.pk]
                ),
            }
            for event in _ABOUT_BOOKING
            if event in possible
            and not is_too_early(event, application.interviews.all())
        ]

    def about_her(self, user) -> dict[str, Any]:
        """What is shown of whose interview it is; only to who may see her."""
        application = self.interview.application
        sheets = list(sheets_visible_to(user, self.interview))
        own = next((one for one in sheets if one.author_id == user.pk), None)
        form = self.form
        if form is None and self.may_score():
            form = SheetForm(application=application, own=own)
        booked = self.interview.state == InterviewState.BOOKED
        before = application.interviews.exclude(pk=self.interview.pk)
        return {
            "application": application,
            "person": application.person,
            "application_url": reverse(
                "volunteers_application:inspect", args=[application.pk]
            ),
            "answers": answers_of(application),
            "sheets": sheets,
            "form": form,
            "sheet_url": reverse("volunteers_slot:sheet", args=[self.object.pk]),
            "earlier": list(before.select_related("slot").order_by("pk")),
            "actions": self.actions() if booked else [],
            "recuse_url": reverse(
                "volunteers_application:recuse", args=[application.pk]
            ),
        }

    def get_context_data(self, **kwargs):
        user = self.request.user
        slot = self.object
        may_change = may_in(user, "change_interviewslot", slot.call_id)
        edit_url = reverse("volunteers_slot:edit", args=[slot.pk])
        taken = self.interview is not None and (
            self.interview.state in InterviewState.taking
        )
        calendar = reverse("volunteers_slot:file", args=[slot.pk])
        return super().get_context_data(
            slot=slot,
            interview=self.interview,
            is_seen=self.is_seen,
            is_past=slot.starts_at <= timezone.now(),
            moment=moment_in_words(slot.starts_at),
            kind=slot_kind(slot),
            state=slot_state(slot),
            interviewers=list(colored(slot.interviewers.all()).values()),
            edit_url=edit_url if may_change else "",
            calendar_url=calendar if taken else "",
            week_url=self.week_url(),
            **(self.about_her(user) if self.is_seen else {}),
            **kwargs,
        )


class SaveSheetView(BookingView):
    """Saves one's sheet; with a mistake in it, the page comes back as it was."""

    def get(self, request, *args, **kwargs):
        return redirect("volunteers_slot:booking", self.object.pk)

    def post(self, request, *args, **kwargs):
        page = redirect("volunteers_slot:booking", self.object.pk)
        if not self.is_seen or not may(
            request.user, Permission.INTERVIEW, self.interview.application
        ):
            raise PermissionDenied
        form = SheetForm(request.POST, application=self.interview.application)
        if not form.is_valid():
            self.form = form
            messages.error(request, _("The score sheet is not saved yet; see below."))
            return self.render_to_response(self.get_context_data())
        try:
            save_sheet(
                self.interview,
                scores=form.scores(),
                recommendation=form.cleaned_data["recommendation"],
                note=form.cleaned_data["note"],
                by=request.user,
            )
        except Refusal as refusal:
            messages.error(request, refusal_words(refusal))
        else:
            messages.success(request, _("Your score sheet is saved."))
        return page


class BookingCalendarView(OneSlot, View):
    """The interview as a file for the calendar of whoever holds it."""

    def get(self, request, *args, **kwargs):
        if self.interview is None or self.interview.state not in InterviewState.taking:
            raise Http404
        return HttpResponse(
            interviewers_calendar([self.interview]),
            content_type="text/calendar; charset=utf-8",
            headers={"Content-Disposition": 'attachment; filename="gorusme.ics"'},
        )
