"""What staff do to a role that somebody holds: pause, return, extend, end, hours."""

from django import forms
from django.db.models import QuerySet
from django.template.defaultfilters import floatformat
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from people.staff_views import ActionView
from volunteers.domain.duties import may, may_somewhere
from volunteers.domain.hours import LONGEST, log_hours
from volunteers.domain.role_periods import end_as_planned, extend_assignment
from volunteers.domain.roles import (
    end_assignment,
    pause_assignment,
    return_to_assignment,
)
from volunteers.models import Application, Assignment
from volunteers.viewsets.action_forms import NOTHING_SENSITIVE
from volunteers.viewsets.cells import day_in_words
from volunteers.workflow import Permission

ASSIGN = f"volunteers.{Permission.ASSIGN}"


class AssignmentAction(ActionView):
    model = Assignment
    permission = ASSIGN
    back_url_name = "volunteers_application:inspect"
    form_class = forms.Form

    def may_somewhere(self, user):
        return may_somewhere(user, Permission.ASSIGN)

    def may_here(self, user):
        return may(user, Permission.ASSIGN, self.object.application)

    def get_queryset(self) -> QuerySet[Assignment]:
        seen = Application.objects.visible_to(self.request.user)
        return Assignment.objects.filter(
            application__in=seen.order_by().values("pk")
        ).select_related("application__person", "role")

    def get_success_url(self):
        page = "volunteers_application:inspect"
        return reverse(page, args=[self.object.application_id])

    def get_page_subtitle(self):
        return f"{self.object.application.person.full_name} – {self.object.role}"


class PauseView(AssignmentAction):
    page_title = _("Pause the role")
    submit_label = _("Pause")
    explanation = _("Her place stays hers. Nothing is sent.")

    def act(self, instance, *, by, data):
        pause_assignment(instance, by=by)
        return _("She pauses; her place is kept.")


class ReturnView(AssignmentAction):
    page_title = _("Return from the pause")
    submit_label = _("Return from the pause")
    explanation = _("She takes the role up again. Nothing is sent.")

    def act(self, instance, *, by, data):
        return_to_assignment(instance, by=by)
        return _("She has taken the role up again.")


class EndForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        widget=forms.Textarea({"rows": 3}),
        help_text=NOTHING_SENSITIVE,
    )


class EndView(AssignmentAction):
    page_title = _("End the role")
    submit_label = _("End the role")
    form_class = EndForm
    explanation = _("The place becomes free today. Nothing is sent.")

    def act(self, instance, *, by, data):
        end_assignment(instance, reason=data["reason"], by=by)
        return _("The role has ended.")


class ExtendForm(forms.Form):
    ends_on = forms.DateField(label=_("New last day"), widget=AdminDateInput)
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=300,
        widget=forms.Textarea({"rows": 3}),
        help_text=NOTHING_SENSITIVE,
    )


class ExtendView(AssignmentAction):
    page_title = _("Change the end")
    submit_label = _("Change the end")
    form_class = ExtendForm
    explanation = _("Her page shows the new last day. Nothing is sent.")

    def get_page_subtitle(self):
        role = self.object.role
        words = super().get_page_subtitle()
        if role.ends_on is None:
            return words
        until = _("the role lasts until %(day)s") % {"day": day_in_words(role.ends_on)}
        return f"{words} ({until})"

    def act(self, instance, *, by, data):
        changed = extend_assignment(instance, **data, by=by)
        return _("She has the role until %(day)s.") % {
            "day": day_in_words(changed.ends_on)
        }


class FinishView(AssignmentAction):
    """One press, for what is past its end."""

    page_title = _("End the role")
    form_class = None

    def get_success_url(self):
        return past_end_url()

    def act(self, instance, *, by, data):
        ended = end_as_planned(instance, by=by)
        return _("The role has ended, as of %(day)s. Nothing was sent.") % {
            "day": day_in_words(ended.ends_on)
        }


def past_end_url():
    return reverse("volunteers_assignment:index") + "?term=past"


class NoteHoursForm(forms.Form):
    day = forms.DateField(
        label=_("Day"), widget=AdminDateInput, initial=timezone.localdate
    )
    hours = forms.TypedChoiceField(
        label=_("Hours"), coerce=int, choices=[(n, str(n)) for n in range(25)]
    )
    minutes = forms.TypedChoiceField(
        label=_("Minutes"), coerce=int, choices=[(n, str(n)) for n in (0, 15, 30, 45)]
    )
    what = forms.CharField(
        label=_("What she did"), max_length=LONGEST, help_text=NOTHING_SENSITIVE
    )


class NoteHoursView(AssignmentAction):
    """For who cannot, or would rather not, write them on her page."""

    page_title = _("Note hours for her")
    submit_label = _("Note the hours")
    form_class = NoteHoursForm
    explanation = _(
        "Only what she told you or you saw. The hours are approved with it and stand "
        "on her page; nothing is sent."
    )

    def get_initial(self):
        return {"hours": 1}

    def act(self, instance, *, by, data):
        entry = log_hours(
            instance,
            day=data["day"],
            quarters=data["hours"] * 4 + data["minutes"] // 15,
            what=data["what"],
            by=by,
        )
        words = _("Noted and approved: %(hours)s hours on %(day)s.")
        return words % {
            "hours": floatformat(entry.hours, "-2"),
            "day": day_in_words(entry.day),
        }
