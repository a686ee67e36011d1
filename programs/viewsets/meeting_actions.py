"""What staff do to a request for a meeting; each action calls one verb."""

from datetime import timedelta

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateTimeInput

from people.staff_views import ActionView
from programs import permissions
from programs.domain import meetings
from programs.domain.duties import may_in, may_somewhere
from programs.enums import MeetingDecline
from programs.models import MeetingRequest


class MeetingActionView(ActionView):
    model = MeetingRequest
    permission = permissions.CHANGE_MEETINGS
    back_url_name = "programs_meeting:inspect"
    header_icon = "group"

    def get_queryset(self):
        seen = MeetingRequest.objects.visible_to(self.request.user)
        return seen.select_related("person", "activity")

    def may_somewhere(self, user):
        return may_somewhere(user, self.permission)

    def may_here(self, user):
        return may_in(user, self.permission, self.object.activity.program_id)

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {
                "url": reverse("programs_meeting:index"),
                "label": _("Requests for meetings"),
            },
            {"url": self.get_success_url(), "label": self.object.code},
            {"url": "", "label": self.get_page_title()},
        ]


class PlanForm(forms.Form):
    starts_at = forms.DateTimeField(label=_("Starts at"), widget=AdminDateTimeInput)
    hours = forms.DecimalField(
        label=_("How many hours"),
        min_value=1,
        max_value=8,
        decimal_places=1,
        initial=2,
        localize=True,
    )
    places = forms.IntegerField(label=_("Number of places"), min_value=2, max_value=100)

    def clean_starts_at(self):
        starts_at = self.cleaned_data["starts_at"]
        if starts_at <= timezone.now():
            raise forms.ValidationError(_("Choose a date that is to come."))
        return starts_at


class PlanView(MeetingActionView):
    page_title = _("Plan the meeting")
    form_class = PlanForm
    submit_label = _("Plan the meeting")

    @property
    def explanation(self):
        wished = gettext("Suits: %(days)s, %(part)s.") % {
            "days": self.object.days_in_words,
            "part": self.object.get_day_part_display(),
        }
        rest = gettext(
            "The date stands on no public list. She is told at once, has a place, and "
            "finds on her page a link for those who want to come."
        )
        return f"{wished} {rest}"

    def get_initial(self):
        return {"places": max(self.object.women, 2)}

    def act(self, instance, *, by, data):
        starts_at = data["starts_at"]
        meetings.plan_meeting(
            instance,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=float(data["hours"])),
            places=data["places"],
            by=by,
        )
        return _("The meeting is planned, and she is being told.")


class DeclineForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("What we say to her"),
        choices=MeetingDecline.choices,
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=_("Note for colleagues"),
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_(
            "She does not read it. Write nothing about anybody's health, belief or "
            "private life."
        ),
    )


class DeclineView(MeetingActionView):
    page_title = _("Decline the request")
    form_class = DeclineForm
    submit_label = _("Decline the request")
    explanation = _("She is told at once, in the words you choose here.")

    def act(self, instance, *, by, data):
        meetings.decline_meeting(
            instance, reason=MeetingDecline(data["reason"]), note=data["note"], by=by
        )
        return _("Declined, and she is being told.")


class AddressForm(forms.Form):
    address = forms.CharField(
        label=_("Address of the host"),
        widget=forms.Textarea({"rows": 3}),
        help_text=_(
            "Only women who have a place read it. It is deleted a week after the "
            "meeting."
        ),
    )


class AddressView(MeetingActionView):
    page_title = _("Note the address")
    form_class = AddressForm

    def get_initial(self):
        return {"address": self.object.host_address}

    def act(self, instance, *, by, data):
        meetings.note_address(instance, address=data["address"], by=by)
        return _("The address is noted.")
