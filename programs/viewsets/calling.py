"""Calling down the waiting list on one screen, several clerks at once."""

from django import forms
from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from programs import permissions
from programs.domain import calling
from programs.enums import CallOutcome
from programs.models import WaitingCall
from programs.viewsets.occurrence_actions import OccurrenceActionView

#: What a clerk may enter; the others are the system's words.
ENTERED = (CallOutcome.ACCEPTED, CallOutcome.NOT_REACHED, CallOutcome.DECLINED)


class CallListView(OccurrenceActionView):
    """One button calls the next; her number is shown to who calls her, nobody else."""

    page_title = _("Call down the waiting list")
    permission = permissions.SEE_BOARDING_PHONES
    also_needed = (permissions.VIEW_REGISTRATIONS, permissions.CHANGE_REGISTRATIONS)
    form_class = forms.Form
    template_name = "programs/admin/call_list.html"

    def persons_seen(self, context):
        return [line.registration.person_id for line in self.lines]

    @cached_property
    def lines(self):
        return calling.call_list(self.object, seen_by=self.request.user)

    def act(self, instance, *, by, data):
        if self.request.POST.get("do") == "next":
            calling.call_next(instance, by=by)
            return ""
        call = self._call()
        outcome = CallOutcome(self.request.POST["outcome"])
        calling.end_call(call, outcome=outcome, by=by)
        code = {"code": call.registration.code}
        match outcome:
            case CallOutcome.ACCEPTED:
                return gettext("The place of %(code)s is confirmed.") % code
            case CallOutcome.DECLINED:
                return gettext("%(code)s does not want a place any more.") % code
        return gettext("%(code)s was not reached; she keeps her number.") % code

    def _call(self):
        pk, outcome = (self.request.POST.get(name, "") for name in ("call", "outcome"))
        if outcome not in ENTERED or not pk.isdecimal():
            raise Http404
        call = (
            WaitingCall.objects.filter(registration__occurrence=self.object, pk=pk)
            .select_related("registration")
            .first()
        )
        if call is None:
            raise Http404
        return call

    def get_success_url(self):
        return reverse("programs_occurrence:calls", args=[self.object.pk])

    def get_context_data(self, **kwargs):
        call = calling.call_of(self.request.user, self.object)
        return super().get_context_data(
            occurrence=self.object,
            lines=self.lines,
            call=call,
            person=call.registration.person if call else None,
            is_time=calling.is_time_to_call(self.object),
            departure_url=reverse(self.back_url_name, args=[self.object.pk]),
            **kwargs,
        )
