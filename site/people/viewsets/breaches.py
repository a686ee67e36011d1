"""The register of data breaches, its 72-hour clock, and what to do."""

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets import AdminDateTimeInput
from wagtail.admin.widgets.button import HeaderButton

from people.domain import breaches
from people.enums import DataCategory
from people.models import Breach
from people.staff_views import ActionView, RecordViewSet
from people.viewsets.access import AccountField, moment

VIEW, CHANGE = "people.view_breach", "people.change_breach"
_LONG = forms.Textarea({"rows": 4})


class ClockColumn(Column):
    cell_template_name = "people/admin/pill_cell.html"

    def get_cell_context_data(self, instance, parent_context):
        context = super().get_cell_context_data(instance, parent_context)
        context["kind"] = instance.clock_kind
        return context


class BreachIndexView(generic.IndexView):
    page_title = _("Data breaches")
    is_searchable = False
    table_classname = "listing staff-cards"

    @cached_property
    def header_buttons(self):
        help_page = HeaderButton(
            _("What to do"), url=reverse("people_breach:runbook"), icon_name="help"
        )
        return [help_page, *super().header_buttons]

    @cached_property
    def columns(self):
        return [
            TitleColumn(
                "record",
                label=_("Record"),
                accessor=str,
                get_url=self.get_inspect_url,
            ),
            ClockColumn("clock_words", label=_("72 hours")),
            Column(
                "learned_at",
                label=_("Learned of at"),
                accessor=lambda one: moment(one.learned_at),
            ),
            Column("categories_in_words", label=_("Kinds of data")),
            Column(
                "persons_count",
                label=_("People concerned"),
                accessor=lambda one: (
                    "–" if one.persons_count is None else one.persons_count
                ),
            ),
            Column(
                "state",
                label=_("State"),
                accessor=lambda one: _("closed") if one.closed_at else _("open"),
            ),
        ]


class BreachForm(forms.ModelForm):
    categories = forms.MultipleChoiceField(
        label=_("Kinds of data"),
        choices=DataCategory.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Breach
        fields = [
            "what_happened",
            "learned_at",
            "categories",
            "persons_count",
            "records_count",
            "measures",
        ]
        widgets = {"learned_at": AdminDateTimeInput, "what_happened": _LONG}
        help_texts = {
            "learned_at": _("The 72 hours begin here."),
            "persons_count": _("As far as it is known; may be counted later."),
        }

    def clean_learned_at(self):
        learned_at = self.cleaned_data["learned_at"]
        if learned_at > timezone.now():
            raise forms.ValidationError(gettext("This moment is still to come."))
        return learned_at


class BreachCreateView(generic.CreateView):
    page_title = _("New data breach")
    success_message = _("The record is open; the 72 hours run.")
    form_class = BreachForm

    def get_form_class(self):
        return BreachForm

    def get_initial(self):
        return {"learned_at": timezone.localtime()}

    def get_success_buttons(self):
        return []

    def get_success_url(self):
        return reverse("people_breach:inspect", args=[self.object.pk])

    def save_instance(self):
        return breaches.open_breach(**self.form.cleaned_data, by=self.request.user)


class BreachInspectView(generic.InspectView):
    template_name = "people/admin/breach.html"
    page_title = _("Data breach")

    def get_page_subtitle(self):
        return str(self.object)

    def get_fields_context(self):
        return []

    def get_context_data(self, **kwargs):
        may = self.request.user.has_perm(CHANGE) and self.object.closed_at is None
        return super().get_context_data(
            breach=self.object,
            steps=self.object.steps.select_related("by"),
            may_act=may,
            may_report=may and self.object.reported_to_board_at is None,
            may_inform=may and self.object.people_informed_at is None,
            **kwargs,
        )


class BreachAction(ActionView):
    model = Breach
    permission = CHANGE
    back_url_name = "people_breach:inspect"
    header_icon = "warning"

    def get_breadcrumbs_items(self):
        home, *rest = super().get_breadcrumbs_items()
        register = {"url": reverse("people_breach:index"), "label": _("Data breaches")}
        return [home, register, *rest]


class NoteForm(forms.Form):
    note = forms.CharField(
        label=_("What was done"),
        max_length=4000,
        widget=_LONG,
        help_text=_("No names of participants."),
    )


class NoteView(BreachAction):
    page_title = _("Note a step")
    form_class = NoteForm

    def act(self, instance, *, by, data):
        breaches.note_step(instance, note=data["note"], by=by)
        return _("The step is noted.")


class CountForm(forms.Form):
    account = AccountField(
        label=_("Account"),
        queryset=get_user_model().objects.order_by(
            "first_name", "last_name", "username"
        ),
    )
    since = forms.DateTimeField(label=_("From"), widget=AdminDateTimeInput)
    until = forms.DateTimeField(label=_("Until"), widget=AdminDateTimeInput)


class CountView(BreachAction):
    page_title = _("Count the people concerned")
    submit_label = _("Count")
    form_class = CountForm
    explanation = _(
        "Counts from the log of accesses whose data an account saw in a period, and "
        "keeps the number with this record. The list itself is under “Who saw what”."
    )

    def act(self, instance, *, by, data):
        count = breaches.count_concerned(instance, **data, by=by)
        return ngettext(
            "%(count)s person is concerned.", "%(count)s people are concerned.", count
        ) % {"count": count}


class ReportForm(forms.Form):
    at = forms.DateTimeField(label=_("Reported at"), widget=AdminDateTimeInput)
    late_reason = forms.CharField(
        label=_("Reason of the delay"),
        required=False,
        max_length=2000,
        widget=_LONG,
        help_text=_("Needed when the 72 hours are over."),
    )
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=4000,
        widget=_LONG,
        help_text=_("For example the number that the Board gave."),
    )


class ReportView(BreachAction):
    page_title = _("Reported to the Board")
    form_class = ReportForm
    explanation = _(
        "Report it on the Authority's own form; here it is recorded that you did."
    )

    def get_initial(self):
        return {"at": timezone.localtime()}

    def act(self, instance, *, by, data):
        breaches.report_breach(instance, **data, by=by)
        return _("It is recorded that the Board was told.")


class InformForm(forms.Form):
    at = forms.DateTimeField(label=_("Informed at"), widget=AdminDateTimeInput)
    note = forms.CharField(
        label=_("How"),
        max_length=4000,
        widget=_LONG,
        help_text=_("By which way, with which text. No names of participants."),
    )


class InformView(BreachAction):
    page_title = _("People informed")
    form_class = InformForm
    explanation = _(
        "Tell each of them only by the way she chose; a call or a letter may put a "
        "woman in danger."
    )

    def get_initial(self):
        return {"at": timezone.localtime()}

    def act(self, instance, *, by, data):
        breaches.inform_people(instance, **data, by=by)
        return _("It is recorded that the people were informed.")


class CloseForm(forms.Form):
    note = forms.CharField(
        label=_("Closing note"),
        required=False,
        max_length=4000,
        widget=_LONG,
        help_text=_("Where the Board was not told: why it need not be."),
    )


class CloseView(BreachAction):
    page_title = _("Close the record")
    submit_label = _("Close the record")
    form_class = CloseForm

    def act(self, instance, *, by, data):
        breaches.close_breach(instance, note=data["note"], by=by)
        return _("The record is closed.")


class RunbookView(WagtailAdminTemplateMixin, TemplateView):
    template_name = "people/admin/breach_runbook.html"
    page_title = _("What to do when data got out")
    header_icon = "warning"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        if not request.user.has_perm(VIEW):
            raise PermissionDenied

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse("people_breach:index"), "label": _("Data breaches")},
            {"url": "", "label": self.get_page_title()},
        ]


class BreachPanel(Component):
    """On the home page while the clock of a breach runs."""

    name = "breaches"
    order = 10
    template_name = "people/admin/breach_panel.html"

    def __init__(self, running):
        self.running = running

    def get_context_data(self, parent_context):
        return {"breaches": self.running}


def breach_panel(user):
    """The panel, for who may see breaches and while one is unreported."""
    if not user.has_perm(VIEW):
        return None
    running = list(Breach.objects.unreported())
    return BreachPanel(running) if running else None


class BreachViewSet(RecordViewSet):
    offered = frozenset({"index", "inspect", "history", "add"})
    model = Breach
    icon = "warning"
    name = "people_breach"
    url_prefix = "ihlal-kayitlari"
    menu_label = _("Data breaches")
    index_view_class = BreachIndexView
    inspect_view_class = BreachInspectView
    add_view_class = BreachCreateView
    form_fields = ["learned_at"]

    def get_urlpatterns(self):
        screens = {
            "adim": (NoteView, "note"),
            "say": (CountView, "count"),
            "kurula-bildirildi": (ReportView, "report"),
            "kisilere-bildirildi": (InformView, "inform"),
            "kapat": (CloseView, "close"),
        }
        return [
            *super().get_urlpatterns(),
            path("ne-yapmali/", RunbookView.as_view(), name="runbook"),
            *(
                path(f"<int:pk>/{word}/", view.as_view(), name=name)
                for word, (view, name) in screens.items()
            ),
        ]
