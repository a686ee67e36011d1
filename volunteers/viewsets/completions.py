"""Completed trainings: what waits for a person, what expires, certificates."""

from datetime import timedelta
from io import BytesIO

import django_filters
from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import FileResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic

from people.access_notes import NotesAccess
from people.enums import AccessKind
from people.staff_views import (
    ActionView,
    FoldedSearchMixin,
    RecordViewSet,
    SeenListMixin,
    SeenRowsMixin,
)
from people.wording import in_words
from volunteers.certificate_paper import certificate_file, verification_url
from volunteers.domain.completions import (
    confirm_completion,
    decline_completion,
    withdraw_completion,
)
from volunteers.domain.duties import may, may_somewhere
from volunteers.domain.training import trained_by
from volunteers.enums import CompletionState
from volunteers.models import Application, Completion, TrainingModule
from volunteers.viewsets.action_forms import NOTHING_SENSITIVE
from volunteers.viewsets.cells import LinkColumn, PillColumn, day_in_words
from volunteers.viewsets.trainings import RUN_TRAINING
from volunteers.workflow import Permission

_SOON = timedelta(days=60)
_KINDS = {CompletionState.PROPOSED: "wait", CompletionState.CONFIRMED: "good"}


def completion_kind(completion: Completion) -> str:
    if completion.state == CompletionState.CONFIRMED and not completion.is_valid():
        return "bad"
    return _KINDS.get(completion.state, "calm")


def state_in_words(completion: Completion) -> str:
    if completion.state == CompletionState.CONFIRMED and not completion.is_valid():
        return _("Expired")
    return completion.get_state_display()


class CompletionFilterSet(WagtailFilterSet):
    state = django_filters.MultipleChoiceFilter(
        label=_("State"),
        choices=CompletionState.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    module = django_filters.ModelChoiceFilter(
        label=_("Training"), queryset=TrainingModule.objects.all()
    )
    until = django_filters.ChoiceFilter(
        label=_("Valid"),
        choices=[
            ("soon", _("Expires within 60 days")),
            ("over", _("Expired")),
        ],
        method="filter_until",
    )

    class Meta:
        model = Completion
        fields = ["state", "module"]

    def filter_until(self, queryset, name, value):
        today = timezone.localdate()
        counted = queryset.filter(state=CompletionState.CONFIRMED)
        if value == "over":
            return counted.filter(valid_until__lt=today)
        return counted.filter(valid_until__gte=today, valid_until__lte=today + _SOON)


class CompletionIndexView(FoldedSearchMixin, SeenListMixin, generic.IndexView):
    table_classname = "listing staff-cards"
    filterset_class = CompletionFilterSet
    person_field = "application__person"
    page_title = _("Completed trainings")
    results_template_name = "volunteers/admin/completion_results.html"

    def get_base_queryset(self):
        rows = super().get_base_queryset()
        return rows.select_related("application__person", "module")

    @cached_property
    def columns(self):
        return [
            TitleColumn(
                "name",
                label=_("Full name"),
                accessor=lambda one: one.application.person.full_name,
                get_url=self.get_inspect_url,
            ),
            Column("module", label=_("Training")),
            PillColumn(
                "state",
                label=_("State"),
                accessor=state_in_words,
                kind=completion_kind,
            ),
            Column(
                "completed_on",
                label=_("Completed on"),
                accessor=lambda one: day_in_words(one.completed_on),
                sort_key="completed_on",
            ),
            Column(
                "valid_until",
                label=_("Valid until"),
                accessor=lambda one: day_in_words(one.valid_until) or "–",
                sort_key="valid_until",
            ),
            LinkColumn(
                "application",
                label=_("Application no."),
                get_url=lambda one: reverse(
                    "volunteers_application:inspect", args=[one.application_id]
                ),
            ),
        ]


class CompletionInspectView(NotesAccess, SeenRowsMixin, generic.InspectView):
    """One completed training: facts, and what may be done with it."""

    any_permission_required = ["view"]
    template_name = "volunteers/admin/completion.html"
    page_title = _("Completed training")

    def get_base_object_queryset(self):
        rows = super().get_base_object_queryset()
        return rows.select_related("application__person", "module", "decided_by")

    def get_fields(self):
        return []

    def get_context_data(self, **kwargs):
        completion = self.object
        may_run = may(self.request.user, Permission.TRAINING, completion.application)
        confirmed = completion.state == CompletionState.CONFIRMED
        return super().get_context_data(
            completion=completion,
            person=completion.application.person,
            kind=completion_kind(completion),
            state_words=state_in_words(completion),
            hours=in_words(float(completion.hours)),
            may_decide=may_run and completion.state == CompletionState.PROPOSED,
            may_withdraw=may_run and confirmed,
            has_certificate=completion.has_certificate,
            verification_url=(
                verification_url(completion) if completion.has_certificate else ""
            ),
            **kwargs,
        )


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        widget=forms.Textarea({"rows": 3}),
        help_text=NOTHING_SENSITIVE,
    )


class CompletionAction(ActionView):
    model = Completion
    permission = RUN_TRAINING
    back_url_name = "volunteers_completion:inspect"

    def may_somewhere(self, user):
        return may_somewhere(user, Permission.TRAINING)

    def may_here(self, user):
        return may(user, Permission.TRAINING, self.object.application)

    def get_queryset(self):
        seen = Application.objects.visible_to(self.request.user)
        return Completion.objects.filter(
            application__in=seen.order_by().values("pk")
        ).select_related("application__person", "module")


class ConfirmView(CompletionAction):
    page_title = _("Confirm the training")

    def act(self, instance, *, by, data):
        confirm_completion(instance, by=by)
        return _("The training is confirmed; her certificate is on her page.")


class DeclineView(CompletionAction):
    page_title = _("Do not confirm the training")
    submit_label = _("Do not confirm")
    form_class = ReasonForm
    explanation = _("Nothing is sent: talk to her. She may attend it again.")

    def act(self, instance, *, by, data):
        decline_completion(instance, reason=data["reason"], by=by)
        return _("The training is not confirmed.")


class WithdrawView(CompletionAction):
    page_title = _("Withdraw the training")
    submit_label = _("Withdraw the training")
    form_class = ReasonForm
    explanation = _(
        "It counts no more, and whoever verifies her certificate reads that it was "
        "withdrawn. Nothing is sent: talk to her."
    )

    def act(self, instance, *, by, data):
        withdraw_completion(instance, reason=data["reason"], by=by)
        return _("The training is withdrawn.")


class CertificateView(NotesAccess, View):
    """The certificate as a PDF, for whoever may run trainings."""

    access_kind = AccessKind.DOWNLOAD

    def get(self, request, pk):
        if not may_somewhere(request.user, Permission.TRAINING):
            raise PermissionDenied
        seen = trained_by(request.user).order_by().values("pk")
        self.object = get_object_or_404(
            Completion.objects.filter(
                Q(code__isnull=False),
                application__in=seen,
                state=CompletionState.CONFIRMED,
            ).select_related("application__person", "module"),
            pk=pk,
        )
        # The file is named after its number, never after her.
        return FileResponse(
            BytesIO(certificate_file(self.object)),
            as_attachment=True,
            filename=f"{self.object.number}.pdf",
            content_type="application/pdf",
        )


class CompletionViewSet(RecordViewSet):
    model = Completion
    icon = "success"
    name = "volunteers_completion"
    url_prefix = "tamamlanan-egitimler"
    menu_label = _("Completed trainings")
    list_per_page = 50
    form_fields = ["module"]
    offered = frozenset({"index", "inspect"})
    index_view_class = CompletionIndexView
    inspect_view_class = CompletionInspectView

    def get_urlpatterns(self):
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/onayla/", ConfirmView.as_view(), name="confirm"),
            path("<int:pk>/onaylama/", DeclineView.as_view(), name="decline"),
            path("<int:pk>/geri-al/", WithdrawView.as_view(), name="withdraw"),
            path("<int:pk>/belge/", CertificateView.as_view(), name="certificate"),
        ]
