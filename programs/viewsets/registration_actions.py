"""What staff do to a registration; each action calls one verb of the domain."""

from django import forms
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request

from people.staff_views import ActionView
from programs import permissions
from programs.domain import attendance, changes, registrations, waiting_list
from programs.domain.duties import may_at, may_somewhere
from programs.models import Registration
from programs.own_forms import PartyForm
from programs.viewsets.telling import told_words


class RegistrationActionView(ActionView):
    model = Registration
    permission = permissions.CHANGE_REGISTRATIONS
    back_url_name = "programs_registration:inspect"
    header_icon = "clipboard-list"

    def get_queryset(self):
        seen = Registration.objects.visible_to(self.request.user)
        return seen.select_related("person", "occurrence__activity")

    def may_somewhere(self, user):
        return may_somewhere(user, self.permission)

    def may_here(self, user):
        return may_at(user, self.permission, self.object.occurrence)

    def get_success_url(self):
        """Back to where the button was, at the same row."""
        if back := get_valid_next_url_from_request(self.request):
            return f"{back}#kayit-{self.object.pk}"
        return super().get_success_url()

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {
                "url": reverse("programs_registration:index"),
                "label": _("Registrations"),
            },
            {"url": self.get_success_url(), "label": self.object.code},
            {"url": "", "label": self.get_page_title()},
        ]

    def with_telling(self, done: str) -> str:
        return f"{done} {told_words(self.object)}"


# --- the waiting list -----------------------------------------------------------


class AcceptView(RegistrationActionView):
    page_title = _("She takes the place")

    def act(self, instance, *, by, data):
        waiting_list.accept_offer(instance, by=by)
        return self.with_telling(
            gettext("The place of %(code)s is confirmed.") % {"code": instance.code}
        )


class DeclineView(RegistrationActionView):
    page_title = _("She does not want the place")

    def act(self, instance, *, by, data):
        registrations.decline_offer(instance, by=by)
        return self.with_telling(
            gettext("%(code)s gave the place up; the next in line is asked.")
            % {"code": instance.code}
        )


# --- who comes, and where they board ---------------------------------------------


class ChangePartyView(RegistrationActionView):
    page_title = _("Change party or boarding point")
    form_class = PartyForm
    template_name = "programs/admin/change_party.html"
    explanation = _(
        "Her place and her number in line stay. More people can come only while places "
        "are free for which nobody waits; what becomes free is offered to the next in "
        "line. She is told the way she chose."
    )

    def get_form_kwargs(self):
        kwargs = super().get_form_kwargs()
        # The form itself begins with her party as it is.
        del kwargs["initial"]
        return {**kwargs, "registration": self.object}

    def get(self, request, *args, **kwargs):
        if not changes.has_something_to_change(self.object):
            messages.info(
                request, _("Here nobody can come with her, and all meet in one place.")
            )
            return redirect(self.get_success_url())
        return super().get(request, *args, **kwargs)

    def form_valid(self, form):
        self.form = form
        return super().form_valid(form)

    def act(self, instance, *, by, data):
        changes.change_party(
            instance,
            party=self.form.party(),
            boarding_point=self.form.boarding_point(),
            by=by,
        )
        return self.with_telling(
            gettext("The registration %(code)s is changed.") % {"code": instance.code}
        )


# --- the end --------------------------------------------------------------------


class CancelForm(forms.Form):
    note = forms.CharField(
        label=_("Reason"),
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_(
            "If she gave one. Write nothing about health, belief or private life."
        ),
    )


class CancelView(RegistrationActionView):
    page_title = _("Cancel the registration")
    form_class = CancelForm
    submit_label = _("Cancel the registration")
    explanation = _(
        "She gives it up, for her whole party. She is told the way she chose, and what "
        "becomes free is offered to the next in line."
    )

    def act(self, instance, *, by, data):
        registrations.cancel_registration(instance, by=by, note=data["note"])
        return self.with_telling(
            gettext("The registration %(code)s is cancelled.") % {"code": instance.code}
        )


class RemoveForm(forms.Form):
    note = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea({"rows": 3}),
        help_text=_(
            "For colleagues; she does not read it, but may ask for it. Write nothing "
            "about health, belief or private life."
        ),
    )


class RemoveView(RegistrationActionView):
    page_title = _("Remove the registration")
    form_class = RemoveForm
    submit_label = _("Remove the registration")
    explanation = _(
        "You decide this, not she: for a registration made twice or by mistake. She is "
        "told the way she chose that it is over."
    )

    def act(self, instance, *, by, data):
        registrations.remove_registration(instance, note=data["note"], by=by)
        return self.with_telling(
            gettext("The registration %(code)s is removed.") % {"code": instance.code}
        )


# --- on the day -----------------------------------------------------------------


class AttendView(RegistrationActionView):
    page_title = _("Came")

    def act(self, instance, *, by, data):
        attendance.mark_attended(instance, by=by)
        return gettext("%(code)s came.") % {"code": instance.code}


class MissView(RegistrationActionView):
    page_title = _("Did not come")

    def act(self, instance, *, by, data):
        attendance.mark_missed(instance, by=by)
        return gettext("%(code)s did not come.") % {"code": instance.code}


class ExcuseView(RegistrationActionView):
    page_title = _("Excused")

    def act(self, instance, *, by, data):
        attendance.mark_excused(instance, by=by)
        return gettext("%(code)s is excused; nothing counts against her.") % {
            "code": instance.code
        }


class UndoView(RegistrationActionView):
    page_title = _("Take the mark back")

    def act(self, instance, *, by, data):
        attendance.undo_attendance(instance, by=by)
        return gettext("The mark of %(code)s is taken back.") % {"code": instance.code}
