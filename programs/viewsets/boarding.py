"""The boarding list, on the screen and on paper; phones only on the coordinator's copy.

Phones stand apart: whoever wants them says what for, and that is kept with the note of
whose they were.
"""

from io import BytesIO

from django import forms
from django.http import FileResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, TemplateView, View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from people.access_notes import NotesAccess
from people.domain.access import note_access
from people.enums import AccessKind
from people.exports import ReasonForm
from programs import permissions
from programs.boarding_paper import boarding_file
from programs.domain import queries
from programs.viewsets.seen import departure_for

TEMPLATE = "programs/admin/boarding_list.html"


class _Boarding:
    """Finds the departure and who boards it, for who may take a list out."""

    permission_required = (permissions.VIEW_REGISTRATIONS, permissions.TAKE_LISTS)
    with_phones = False
    access_kind = AccessKind.PRINT

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.occurrence = departure_for(
            request.user, kwargs["pk"], *self.permission_required
        )

    def read(self):
        self.sheets = queries.boarding_list(
            self.occurrence, seen_by=self.request.user, with_phones=self.with_phones
        )
        return self.sheets

    def persons_on_board(self):
        return [one.person_id for sheet in self.sheets for one in sheet.passengers]

    def access_subject(self):
        return self.occurrence

    def persons_seen(self, context):
        return self.persons_on_board()

    def listed(self):
        """What the page on the screen shows."""
        return {
            "occurrence": self.occurrence,
            "sheets": self.sheets,
            "seats": sum(sheet.seats for sheet in self.sheets),
            "with_phones": self.with_phones,
        }

    def paper(self):
        """On A4, under a name that says nothing."""
        data = boarding_file(
            self.occurrence,
            self.sheets,
            with_phones=self.with_phones,
            printed_at=timezone.now(),
        )
        response = FileResponse(
            BytesIO(data), filename="liste.pdf", content_type="application/pdf"
        )
        response["Cache-Control"] = "no-store, private"
        return response


class BoardingListView(_Boarding, NotesAccess, TemplateView):
    """One sheet a boarding point: code, given name with an initial, places."""

    template_name = TEMPLATE
    http_method_names = ("get", "head")

    def get_context_data(self, **kwargs):
        self.read()
        return super().get_context_data(**self.listed(), **kwargs)


class BoardingPaperView(_Boarding, NotesAccess, View):
    """The same on A4, to be printed."""

    http_method_names = ("get",)

    def get(self, request, *args, **kwargs):
        self.read()
        return self.paper()


class CoordinatorForm(ReasonForm):
    """What the phones are for, and where the list is wanted."""

    file_format = None
    on = forms.ChoiceField(
        label=_("Where?"),
        choices=[
            ("paper", _("On A4, to be printed (PDF)")),
            ("screen", _("On the screen")),
        ],
        initial="paper",
        widget=forms.RadioSelect,
    )


class CoordinatorListView(_Boarding, WagtailAdminTemplateMixin, FormView):
    """With phones: asks what they are for, then shows the list or gives the paper."""

    permission_required = (
        permissions.VIEW_REGISTRATIONS,
        permissions.TAKE_LISTS,
        permissions.SEE_BOARDING_PHONES,
    )
    with_phones = True
    form_class = CoordinatorForm
    template_name = "people/admin/action.html"
    page_title = _("Coordinator's copy")
    header_icon = "group"

    def form_valid(self, form):
        self.read()
        note_access(
            by=self.request.user,
            kind=self.access_kind,
            persons=self.persons_on_board(),
            about=self.occurrence,
            reason=form.cleaned_data["reason"],
        )
        if form.cleaned_data["on"] == "paper":
            return self.paper()
        self.template_name = TEMPLATE
        response = self.render_to_response(self.listed())
        response["Cache-Control"] = "no-store, private"
        return response

    def get_page_subtitle(self):
        return str(self.occurrence)

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": self.back_url, "label": str(self.occurrence)},
            {"url": "", "label": self.get_page_title()},
        ]

    @property
    def back_url(self):
        return reverse("programs_occurrence:inspect", args=[self.occurrence.pk])

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            action_url=self.request.path,
            submit_button_label=_("Continue"),
            back_url=self.back_url,
            explanation=_(
                "This copy holds the phones of everybody on board. Only the "
                "coordinator carries it, and it is destroyed after the trip."
            ),
            **kwargs,
        )
