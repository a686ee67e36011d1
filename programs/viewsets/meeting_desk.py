"""Noting a request for a meeting, for a woman who asks by phone or at the desk."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from people.access_notes import NotesAccess
from people.enums import EntryChannel, Process
from people.exceptions import Refusal
from people.forms import language_code, person_details
from people.models import Notice
from people.wording import refusal_words
from programs import permissions
from programs.domain.duties import may_somewhere
from programs.domain.meetings import ask_for_meeting
from programs.enums import ActivityKind
from programs.meeting_forms import MeetingForm
from programs.models import Activity
from programs.viewsets.party_forms import DeskForm
from programs.viewsets.telling import told_words

NAME = "programs_meeting"


def meetings_to_note(user):
    """What may be asked for, in the programs whose requests she answers."""
    rows = Activity.objects.where_may(user, permissions.CHANGE_MEETINGS)
    return rows.filter(
        kind=ActivityKind.HOUSE_MEETING, program__is_active=True
    ).select_related("program")


class MeetingDeskForm(DeskForm):
    """What only the clerk knows; no rule is there to be set aside."""

    activity = forms.ModelChoiceField(
        queryset=Activity.objects.none(), label=_("Meeting"), empty_label=None
    )
    override_note = None
    field_order = ("activity", "channel", "language")

    def __init__(self, *args, activities, **kwargs):
        super().__init__(*args, is_known=False, **kwargs)
        self.fields["activity"].queryset = activities
        self.fields["channel"].label = _("How did she ask?")


class NoteMeetingView(NotesAccess, WagtailAdminTemplateMixin, View):
    """One page with the questions of the website, read out to her."""

    page_title = _("Note a request")
    header_icon = "plus"
    template_name = "programs/admin/note_meeting.html"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        if not may_somewhere(request.user, permissions.CHANGE_MEETINGS):
            raise PermissionDenied
        self.activities = meetings_to_note(request.user)

    def persons_seen(self, context):
        """The page shows only what is being typed."""
        return []

    @cached_property
    def notice(self):
        return Notice.objects.current(
            Process.REGISTRATION, language_code(get_language())
        )

    def get(self, request, *args, **kwargs):
        return self._show(*self._forms())

    def post(self, request, *args, **kwargs):
        wish, desk = self._forms(request.POST)
        # Both, so that everything that is wrong is marked at once.
        if all([wish.is_valid(), desk.is_valid()]) and (done := self._save(wish, desk)):
            return done
        return self._show(wish, desk)

    def _forms(self, data=None):
        filled = (
            MeetingForm(data),
            MeetingDeskForm(data, notice=self.notice, activities=self.activities),
        )
        # The browser at a desk must not remember one woman and offer her to the next.
        for form in filled:
            for field in form.fields.values():
                field.widget.attrs["autocomplete"] = "off"
        return filled

    def _save(self, wish, desk):
        try:
            asked = ask_for_meeting(
                desk.cleaned_data["activity"],
                person=person_details(
                    wish.cleaned_data, language=desk.cleaned_data["language"]
                ),
                wish=wish.wish(),
                notice=self.notice,
                channel=EntryChannel(desk.cleaned_data["channel"]),
                idempotency_key=desk.cleaned_data["key"],
                by=self.request.user,
            )
        except Refusal as refusal:
            desk.add_error(None, refusal_words(refusal))
            return None
        done = gettext("The request is noted: %(code)s.") % {"code": asked.request.code}
        messages.success(self.request, f"{done} {told_words(asked.request)}")
        return HttpResponseRedirect(reverse(f"{NAME}:inspect", args=[asked.request.pk]))

    def _show(self, wish, desk):
        return self.render_to_response(
            self.get_context_data(
                wish=wish,
                desk=desk,
                notice=self.notice,
                has_errors=bool(wish.errors or desk.errors),
                nothing_to_ask_for=not self.activities.exists(),
                back_url=reverse(f"{NAME}:index"),
            )
        )

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse(f"{NAME}:index"), "label": _("Requests for meetings")},
            {"url": "", "label": self.get_page_title()},
        ]
