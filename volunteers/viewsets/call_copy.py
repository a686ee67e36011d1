"""What sets a call up besides its form: a copy for the next term, usual criteria."""

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateTimeInput

from people.staff_views import ActionView
from volunteers.domain.calls import add_usual_criteria, copy_call
from volunteers.domain.duties import may_in, may_somewhere
from volunteers.models import Call


class CopyCallForm(forms.Form):
    title = Call._meta.get_field("title").formfield()
    opens_at = forms.DateTimeField(label=_("Opens"), widget=AdminDateTimeInput)
    closes_at = forms.DateTimeField(label=_("Closes"), widget=AdminDateTimeInput)


class CallAction(ActionView):
    model = Call
    permission = "volunteers.change_call"
    back_url_name = "volunteers_call:edit"

    def may_somewhere(self, user):
        return may_somewhere(user, "change_call")

    def may_here(self, user):
        return may_in(user, "change_call", self.object.pk)


class UsualCriteriaView(CallAction):
    """One press on the checklist."""

    def act(self, instance, *, by, data):
        if add_usual_criteria(instance, by=by):
            return _("The usual criteria are added; change them below as you wish.")
        return _("There are criteria already; see below.")


class CopyCallView(CallAction):
    form_class = CopyCallForm
    header_icon = "copy"
    page_title = _("Copy for the next term")
    submit_label = _("Make the copy")
    explanation = _(
        "Texts, areas with their terms, trainings, questions, criteria and the team "
        "are copied. Interview times and applications stay where they are. The "
        "copy opens on the date below; until then the checklist on its page says "
        "what is still missing."
    )
    copied = None

    def get_initial(self):
        return {"title": self.object.title}

    def act(self, instance, *, by, data):
        self.copied = copy_call(instance, by=by, **data)
        return _("The call is copied. See below what is still missing.")

    def get_success_url(self):
        shown = self.copied or self.object
        return reverse(self.back_url_name, args=[shown.pk])
