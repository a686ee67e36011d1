"""Hiding a record, and showing it again."""

from django import forms
from django.utils.translation import gettext_lazy as _

from people.domain.protection import protect_person, unprotect_person
from people.models import Person
from people.staff_views import ActionView


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Kept sealed; only who may see protected people reads it."),
    )


class ProtectView(ActionView):
    model = Person
    permission = "people.protect_person"
    back_url_name = "people_person:inspect"
    page_title = _("Protect the record")
    submit_label = _("Protect the record")
    header_icon = "lock"
    form_class = ReasonForm
    explanation = _(
        "From now on only the KVKK officer and the manager see her, in every list and "
        "on every page. Her registrations and applications go on; on the boarding list "
        "her line shows the code alone. Who should call her has to be one of you."
    )

    def get_queryset(self):
        return Person.objects.known().visible_to(self.request.user)

    def act(self, instance, *, by, data):
        protect_person(instance, reason=data["reason"], by=by)
        return _("The record is protected.")


class UnprotectView(ProtectView):
    page_title = _("End the protection")
    submit_label = _("End the protection")
    explanation = _(
        "Everybody whose work it is sees her again, at once. Ask her first."
    )

    def act(self, instance, *, by, data):
        unprotect_person(instance, reason=data["reason"], by=by)
        return _("The record is no longer protected.")
