"""Cells that several lists of `programs` show, and what deleting has in common."""

from django.contrib import messages
from django.db.models import ProtectedError
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic

from people.cells import TextColumn, pill
from programs.enums import OccurrenceState, PublicStatus, RegistrationState

REGISTRATION_PILLS = {
    RegistrationState.CONFIRMED: "good",
    RegistrationState.ATTENDED: "good",
    RegistrationState.RECEIVED: "wait",
    RegistrationState.WAITING: "wait",
    RegistrationState.OFFERED: "wait",
    RegistrationState.MISSED: "bad",
    RegistrationState.REMOVED: "bad",
}
STATUS_PILLS = {
    PublicStatus.OPEN: "good",
    PublicStatus.WAITING_LIST: "wait",
    PublicStatus.FULL: "wait",
    PublicStatus.CANCELLED: "bad",
}


def registration_pill(registration) -> str:
    return REGISTRATION_PILLS.get(RegistrationState(registration.state), "calm")


def occurrence_pill(occurrence) -> tuple[str, str]:
    """The kind of the pill and its word: a draft, or what the public may do."""
    if occurrence.state == OccurrenceState.DRAFT:
        return "calm", OccurrenceState.DRAFT.label
    if occurrence.is_running:
        return "good", _("Running")
    status = occurrence.public_status
    return STATUS_PILLS.get(status, "calm"), status.label


class PillColumn(TextColumn):
    """A state as a coloured word."""

    def pill(self, instance):
        return registration_pill(instance), instance.get_state_display()

    def content(self, instance):
        return pill(*self.pill(instance))


class OccurrencePillColumn(PillColumn):
    def pill(self, instance):
        return occurrence_pill(instance)


class FillColumn(Column):
    """ "187 / 200", with a bar that says the same."""

    cell_template_name = "programs/admin/fill_cell.html"


class GuardedDeleteView(generic.DeleteView):
    """Says so when something else still needs the row."""

    protected_message = _("It cannot be deleted: something else still needs it.")

    def form_valid(self, form):
        try:
            return super().form_valid(form)
        except ProtectedError:
            messages.error(self.request, self.protected_message)
            return redirect(self.get_success_url())
