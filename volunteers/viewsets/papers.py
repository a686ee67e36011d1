"""Papers: the text of the agreement, and what is printed for one volunteer."""

from django import forms
from django.conf import settings
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import DetailView
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets import AdminDateInput
from wagtail.admin.widgets.button import HeaderButton

from people.access_notes import NotesAccess
from people.enums import AccessKind
from people.exceptions import Refusal
from people.staff_views import ActionView
from volunteers.domain.duties import may, may_somewhere
from volunteers.domain.papers import (
    card_in_use,
    card_picture,
    issue_card,
    next_text,
    publish_agreement_text,
    reference_for,
    withdraw_card,
)
from volunteers.models import AgreementText, Application, VolunteerCard
from volunteers.service_exceptions import PaperDenied
from volunteers.viewsets.action_base import ApplicationAction
from volunteers.viewsets.action_forms import ActionForm
from volunteers.viewsets.cells import PillColumn
from volunteers.workflow import Permission


class TextIndexView(generic.IndexView):
    table_classname = "listing staff-cards"
    page_title = _("Texts of the agreement")
    is_searchable = False

    @cached_property
    def columns(self):
        return [
            TitleColumn("version", label=_("Version"), get_url=self.get_edit_url),
            PillColumn(
                "state",
                label=_("State"),
                accessor=lambda one: (
                    _("published") if one.is_in_force() else _("draft")
                ),
                kind=lambda one: "good" if one.is_in_force() else "wait",
            ),
        ]


class TextCreateView(generic.CreateView):
    """Begins with the words of the newest version, under the next number."""

    def get_initial_form_instance(self):
        return next_text()

    def get_success_url(self):
        """On to the draft, which has the button that publishes it."""
        return reverse("volunteers_agreementtext:edit", args=[self.object.pk])

    def get_success_buttons(self):
        return []


class TextEditView(generic.EditView):
    """Only a draft; a published text is read."""

    template_name = "volunteers/admin/text_edit.html"

    def dispatch(self, request, *args, **kwargs):
        text = get_object_or_404(AgreementText, pk=kwargs["pk"])
        if text.is_in_force():
            return redirect("volunteers_agreementtext:inspect", text.pk)
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def header_buttons(self):
        url = reverse("volunteers_agreementtext:publish", args=[self.object.pk])
        return [HeaderButton(label=_("Publish"), url=url, icon_name="upload")]


class TextDeleteView(generic.DeleteView):
    def dispatch(self, request, *args, **kwargs):
        text = get_object_or_404(AgreementText, pk=kwargs["pk"])
        if text.is_in_force():
            return redirect("volunteers_agreementtext:inspect", text.pk)
        return super().dispatch(request, *args, **kwargs)


class PublishTextView(ActionView):
    model = AgreementText
    permission = "volunteers.change_agreementtext"
    back_url_name = "volunteers_agreementtext:inspect"
    page_title = _("Publish the text of the agreement")
    submit_label = _("Publish")
    form_class = forms.Form
    explanation = _("From then on it is printed and signed, and cannot be changed.")

    def act(self, instance, *, by, data):
        publish_agreement_text(instance, by=by)
        return _("The text is published.")


class AgreementTextViewSet(ModelViewSet):
    model = AgreementText
    icon = "doc-full"
    name = "volunteers_agreementtext"
    url_prefix = "sozlesme-metinleri"
    menu_label = _("Texts of the agreement")
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_fields = ["version", "body", "published_at"]
    index_view_class = TextIndexView
    add_view_class = TextCreateView
    edit_view_class = TextEditView
    delete_view_class = TextDeleteView
    panels = [FieldPanel("version"), FieldPanel("body")]

    def get_urlpatterns(self):
        publish = PublishTextView.as_view()
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/yayimla/", publish, name="publish"),
        ]


class PrintView(NotesAccess, DetailView):
    """A sheet for one volunteer, in her language or that of `?dil=`."""

    model = Application
    access_kind = AccessKind.PRINT
    permission = Permission.ASSIGN
    context_object_name = "application"

    def get_queryset(self):
        seen = Application.objects.visible_to(self.request.user)
        return seen.select_related("person", "call__process")

    def get_object(self, queryset=None):
        found = super().get_object(queryset)
        if not may(self.request.user, self.permission, found):
            found = get_object_or_404(Application.objects.none(), pk=found.pk)
        return found

    def get_context_data(self, **kwargs):
        asked = self.request.GET.get("dil", "")
        known = [code for code, _name in settings.LANGUAGES]
        return super().get_context_data(
            person=self.object.person,
            language=asked if asked in known else self.object.person.language,
            languages=settings.LANGUAGES,
            today=timezone.localdate(),
            sender=settings.LETTER_SENDER,
            back_url=reverse("volunteers_application:inspect", args=[self.object.pk]),
            **kwargs,
        )


class AgreementPrintView(PrintView):
    permission = Permission.TRAINING
    template_name = "volunteers/admin/print_agreement.html"

    def get_context_data(self, **kwargs):
        signed = getattr(self.object, "agreement", None)
        text = signed.text if signed else AgreementText.objects.published().first()
        return super().get_context_data(text=text, **kwargs)


class ReferencePrintView(PrintView):
    template_name = "volunteers/admin/print_reference.html"

    def get_context_data(self, **kwargs):
        reference = reference_for(self.object)
        return super().get_context_data(reference=reference, **kwargs)


class CardPrintView(PrintView):
    template_name = "volunteers/admin/print_card.html"

    def get_context_data(self, **kwargs):
        card = card_in_use(self.object)
        qr_code = card_picture(card) if card else ""
        return super().get_context_data(card=card, qr_code=qr_code, **kwargs)


class CardForm(ActionForm):
    valid_until = forms.DateField(label=_("Valid until"), widget=AdminDateInput)


class IssueCardView(ApplicationAction):
    permission = f"volunteers.{Permission.ASSIGN}"
    page_title = _("Issue a volunteer card")
    submit_label = _("Issue the card")
    form_class = CardForm
    done = _("The card is issued; print it from this page.")
    explanation = _(
        "A card that she has already is no longer valid with it. The card ends by "
        "itself when she leaves. Nothing is sent."
    )

    def check_possible(self):
        """The verb says when a card cannot be issued."""

    def may_somewhere(self, user):
        return may_somewhere(user, Permission.ASSIGN)

    def call_verb(self, application, *, by, data):
        issue_card(application, valid_until=data["valid_until"], by=by)


class WithdrawCardForm(ActionForm):
    """Says which card she was asked about: another one may be issued meanwhile."""

    card = forms.ModelChoiceField(
        queryset=VolunteerCard.objects.none(), widget=forms.HiddenInput
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["card"].queryset = self.application.cards.all()
        self.fields["card"].initial = card_in_use(self.application)


class WithdrawCardView(ApplicationAction):
    permission = f"volunteers.{Permission.ASSIGN}"
    page_title = _("Take back the volunteer card")
    submit_label = _("Take back the card")
    form_class = WithdrawCardForm
    done = _("The card is no longer valid.")
    explanation = _(
        "For a card that was lost or given back. Whoever reads its code from now on "
        "is told that it is not valid. You may issue another one. Nothing is sent."
    )

    def check_possible(self):
        if card_in_use(self.object) is None:
            raise Refusal(PaperDenied.CARD_WITHDRAWN)

    def may_somewhere(self, user):
        return may_somewhere(user, Permission.ASSIGN)

    def call_verb(self, application, *, by, data):
        withdraw_card(data["card"], by=by)


PRINTS = {
    "print_agreement": ("sozlesme-yazdir", AgreementPrintView),
    "print_reference": ("referans-mektubu", ReferencePrintView),
    "print_card": ("kart-yazdir", CardPrintView),
}
