"""Results of a run, certificates, and places given on after the first session."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.generic import View

from people.access_notes import NotesAccess
from people.enums import AccessKind
from people.wording import refusal_words
from programs import permissions
from programs.certificate_paper import certificate_file
from programs.domain import first_session, results
from programs.domain.duties import may_somewhere
from programs.enums import RegistrationState as State
from programs.enums import ResultState
from programs.models import Registration
from programs.viewsets.occurrence_actions import OccurrenceActionView
from programs.viewsets.registration_actions import RegistrationActionView


class _ManyChosen(forms.Form):
    """Rows that are ticked, by primary key; the verb says which may be."""

    def __init__(self, *args, proposed, **kwargs):
        super().__init__(*args, **kwargs)
        self.proposed = set(proposed)

    @property
    def ticked(self):
        """As proposed, or as it was sent."""
        if not self.is_bound:
            return self.proposed
        sent = self.data.getlist("chosen")
        return {int(one) for one in sent if one.isascii() and one.isdecimal()}

    def clean(self):
        return {**super().clean(), "chosen": self.ticked}


class ResultsForm(_ManyChosen):
    note = forms.CharField(
        label=_("Why otherwise than the rule says"),
        required=False,
        max_length=300,
        help_text=_(
            "Needed where you tick or untick somebody. Write nothing about anybody's "
            "health, belief or private life."
        ),
    )


class ResultsView(OccurrenceActionView):
    """Who completed the course and why, as the rule says; staff confirm it at once."""

    page_title = _("Results")
    permission = permissions.CHANGE_REGISTRATIONS
    also_needed = (permissions.VIEW_REGISTRATIONS,)
    form_class = ResultsForm
    template_name = "programs/admin/results.html"
    submit_label = _("Confirm the results")

    def may_here(self, user):
        self.rows = results.standings(self.object, seen_by=user)
        return super().may_here(user)

    def persons_seen(self, context):
        return [row.registration.person_id for row in self.rows]

    def get_form_kwargs(self):
        proposed = [
            row.registration.pk
            for row in self.rows
            if row.may_be_decided and row.completes
        ]
        return {**super().get_form_kwargs(), "proposed": proposed}

    def act(self, instance, *, by, data):
        made = results.confirm_results(
            instance, completed=data["chosen"], note=data["note"], by=by
        )
        completed = sum(one.state == ResultState.COMPLETED for one in made)
        return ngettext(
            "Confirmed. %(count)s person completed the course.",
            "Confirmed. %(count)s people completed the course.",
            completed,
        ) % {"count": completed}

    def get_context_data(self, **kwargs):
        refusal = results.not_yet_decided(self.object)
        context = super().get_context_data(**kwargs)
        context |= {
            "occurrence": self.object,
            "rows": self.rows,
            "ticked": context["form"].ticked,
            "open_ones": sum(row.may_be_decided for row in self.rows),
            "why_not": refusal_words(refusal) if refusal else "",
            "hidden": self._hidden(),
        }
        return context

    def _hidden(self):
        seated = self.object.registrations.filter(state__in=State.on_board_list)
        return seated.count() - len(self.rows)


class FirstSessionForm(_ManyChosen):
    """Nobody is ticked who was not absent."""


class FirstSessionView(OccurrenceActionView):
    page_title = _("Places after the first session")
    permission = permissions.CHANGE_REGISTRATIONS
    also_needed = (permissions.VIEW_REGISTRATIONS,)
    form_class = FirstSessionForm
    template_name = "programs/admin/first_session.html"
    submit_label = _("Give these places on")

    def may_here(self, user):
        rows = first_session.missed_the_first(self.object, seen_by=user)
        self.rows = list(rows)
        return super().may_here(user)

    def persons_seen(self, context):
        return [row.person_id for row in self.rows]

    def get_form_kwargs(self):
        proposed = [row.pk for row in self.rows]
        return {**super().get_form_kwargs(), "proposed": proposed}

    def act(self, instance, *, by, data):
        removed = first_session.give_places_on(instance, chosen=data["chosen"], by=by)
        return ngettext(
            "%(count)s registration ended; its place goes to the next in line.",
            "%(count)s registrations ended; the places go to the next in line.",
            len(removed),
        ) % {"count": len(removed)}

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        context |= {
            "rows": self.rows,
            "ticked": context["form"].ticked,
            "occurrence": self.object,
        }
        return context


# --- one certificate ------------------------------------------------------------


class CertificateView(NotesAccess, View):
    """The paper for one who completed the course."""

    http_method_names = ("get", "head")
    access_kind = AccessKind.DOWNLOAD

    def access_subject(self):
        return self.registration

    def persons_seen(self, context):
        return [self.registration.person_id]

    def get(self, request, *args, pk, **kwargs):
        if not may_somewhere(request.user, permissions.VIEW_REGISTRATIONS):
            raise PermissionDenied
        seen = Registration.objects.visible_to(request.user)
        self.registration = get_object_or_404(
            # Paper with her name leaves the house.
            seen.where_may(request.user, permissions.TAKE_LISTS).select_related(
                "person", "course_result", "occurrence__activity__program"
            ),
            pk=pk,
        )
        result = getattr(self.registration, "course_result", None)
        if result is None or not result.has_certificate:
            raise Http404
        response = HttpResponse(
            certificate_file(self.registration), content_type="application/pdf"
        )
        response["Content-Disposition"] = 'inline; filename="katilim-belgesi.pdf"'
        response["Cache-Control"] = "no-store, private"
        return response


class RevokeForm(forms.Form):
    reason = forms.CharField(
        label=_("Why is it revoked?"),
        max_length=300,
        widget=forms.Textarea({"rows": 3}),
        help_text=_(
            "For colleagues. Write nothing about anybody's health, belief or private "
            "life."
        ),
    )


class RevokeCertificateView(RegistrationActionView):
    page_title = _("Revoke the certificate")
    form_class = RevokeForm
    submit_label = _("Revoke the certificate")
    explanation = _(
        "The public page will say that it was revoked. She is not told by itself; "
        "please tell her. This cannot be undone."
    )

    def act(self, instance, *, by, data):
        results.revoke_certificate(instance, reason=data["reason"], by=by)
        return _("The certificate is revoked.")


class TakeBackResultView(RegistrationActionView):
    page_title = _("Take the result back")

    def act(self, instance, *, by, data):
        results.take_back_result(instance, by=by)
        return _("The result is taken back; sheets may be corrected again.")
