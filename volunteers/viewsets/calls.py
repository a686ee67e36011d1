"""Setting up calls and areas, with what is still missing and a preview."""

from django import forms
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import HeaderButton
from wagtail.permissions import policy_registry

from people.domain.consents import consent_questions
from people.forms import language_code
from people.row_panels import RowsPanel
from people.staff_views import RecordHistoryView, SeenListMixin, SeenRowsMixin
from volunteers.domain.duties import may_in
from volunteers.domain.readiness import checklist_of
from volunteers.domain.screening import screen_again
from volunteers.forms import (
    AreasForm,
    FinalForm,
    LanguagesForm,
    PersonForm,
    QuestionsForm,
    TimeForm,
    asks_languages,
)
from volunteers.models import Application, Call, VolunteerArea
from volunteers.views.apply import CONSENTS, ApplyView
from volunteers.viewsets.call_copy import CopyCallView, UsualCriteriaView
from volunteers.viewsets.call_panels import team_panel, terms_panel
from volunteers.viewsets.cells import PillColumn, YesNoColumn, moment_in_words
from volunteers.viewsets.questions import QuestionsPanel
from volunteers.viewsets.review_panels import REVIEW_PANELS


class AreaDeleteView(generic.DeleteView):
    """Only an area that nobody chose and no call or role has."""

    def form_valid(self, form):
        area = self.object
        if (
            area.roles.exists()
            or area.calls.exists()
            or Application.objects.filter(area_choices__area=area).exists()
        ):
            messages.error(
                self.request,
                _("The area is in use. Stop offering it instead of deleting it."),
            )
            return redirect("volunteers_area:edit", area.pk)
        return super().form_valid(form)


class AreaViewSet(ModelViewSet):
    model = VolunteerArea
    icon = "tag"
    name = "volunteers_area"
    url_prefix = "alanlar"
    menu_label = _("Areas")
    add_to_reference_index = False
    copy_view_enabled = False
    list_per_page = 50
    delete_view_class = AreaDeleteView
    list_display = [
        "name",
        YesNoColumn("is_active", label=_("Offered")),
        YesNoColumn("asks_languages", label=_("Asks for languages")),
        YesNoColumn("requires_child_clearance", label=_("Child clearance")),
    ]
    panels = [
        FieldPanel("name"),
        FieldPanel("description"),
        FieldPanel("asks_languages"),
        FieldPanel("requires_child_clearance"),
        FieldRowPanel([FieldPanel("is_active"), FieldPanel("sort_order")]),
    ]


def call_state(call: Call):
    now = timezone.now()
    if call.is_open(now):
        return _("open")
    return _("not open yet") if call.is_upcoming(now) else _("closed")


def call_kind(call: Call) -> str:
    if call.is_open():
        return "good"
    return "wait" if call.is_upcoming() else "calm"


class CallIndexView(SeenListMixin, generic.IndexView):
    table_classname = "listing staff-cards"
    page_title = _("Calls")

    def get_edit_url(self, instance):
        """Who only reads a call is shown its form as applicants see it."""
        if instance.pk in self.changeable:
            return super().get_edit_url(instance)
        return reverse("volunteers_call:preview", args=[instance.pk])

    @cached_property
    def changeable(self):
        calls = Call.objects.where_may(self.request.user, "change_call")
        return set(calls.order_by().values_list("pk", flat=True))

    @cached_property
    def columns(self):
        return [
            self._get_title_column_class(TitleColumn)(
                "title", label=_("Title"), get_url=self.get_edit_url
            ),
            PillColumn("state", label=_("State"), accessor=call_state, kind=call_kind),
            Column(
                "opens_at",
                label=_("Opens"),
                accessor=lambda one: moment_in_words(one.opens_at),
            ),
            Column(
                "closes_at",
                label=_("Closes"),
                accessor=lambda one: moment_in_words(one.closes_at),
            ),
            Column("minimum_age", label=_("Minimum age")),
        ]


class CallEditView(SeenRowsMixin, generic.EditView):
    seen_for = "change"
    template_name = "volunteers/admin/call_edit.html"

    def save_instance(self):
        """With other rules the verdict of every application is made anew."""
        call = super().save_instance()
        if self.form.formsets["screening_rules"].has_changed():
            screen_again(call)
        return call

    @cached_property
    def header_buttons(self):
        url = reverse("volunteers_call:preview", args=[self.object.pk])
        return [
            HeaderButton(
                label=_("Preview the form"),
                url=url,
                icon_name="view",
                attrs={"target": "_blank", "rel": "noreferrer"},
            ),
            HeaderButton(
                label=_("Copy for the next term"),
                url=reverse("volunteers_call:copy_call", args=[self.object.pk]),
                icon_name="copy",
            ),
        ]

    def get_success_url(self):
        return page_after_saving(self.request.user, self.object)

    def get_success_buttons(self):
        return []

    def get_context_data(self, **kwargs):
        stored = Call.objects.get(pk=self.object.pk)
        parts = checklist_of(stored)
        return super().get_context_data(
            parts=parts,
            is_complete=not any(part.gaps for part in parts),
            slots_url=f"{reverse('volunteers_slot:add')}?call={stored.pk}",
            listed_url=f"{reverse('volunteers_slot:index')}?call={stored.pk}",
            call_state=call_state(stored),
            call_kind=call_kind(stored),
            has_closed=stored.has_closed(),
            public_url=stored.get_application_url() if stored.is_open() else "",
            **kwargs,
        )


def page_after_saving(user, call: Call) -> str:
    """On to what is still missing; to the list, if the call is another team's now."""
    if may_in(user, "change_call", call.pk):
        return reverse("volunteers_call:edit", args=[call.pk])
    return reverse("volunteers_call:index")


class CallCreateView(generic.CreateView):
    def get_success_url(self):
        return page_after_saving(self.request.user, self.object)

    def get_success_buttons(self):
        return []


class CallDeleteView(SeenRowsMixin, generic.DeleteView):
    """Only a call that nobody applied to and that offers no interview."""

    seen_for = "delete"

    def form_valid(self, form):
        if self.object.applications.exists() or self.object.slots.exists():
            messages.error(
                self.request,
                _("The call has applications or interview times and stays on record."),
            )
            return redirect("volunteers_call:edit", self.object.pk)
        return super().form_valid(form)


class CallPreviewView(PermissionCheckedMixin, TemplateView):
    """Every step of the form as applicants will see it; nothing can be sent."""

    model = Call
    any_permission_required = ["view", "add", "change"]
    template_name = "volunteers/admin/preview.html"

    @cached_property
    def call(self) -> Call:
        policy = policy_registry.get_by_type(Call)
        seen = policy.instances_user_has_permission_for(self.request.user, "view")
        return get_object_or_404(seen, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs):
        language = language_code(get_language())
        call = self.call
        consents = consent_questions(CONSENTS, language=language)
        pages = {
            "kisi": PersonForm(call=call),
            "alanlar": AreasForm(call=call),
            "diller": LanguagesForm(),
            "zaman": TimeForm(),
            "sorular": QuestionsForm(call=call),
            "onay": FinalForm(consents=consents),
        }
        if not asks_languages(call.areas.all()):
            del pages["diller"]
        if not pages["sorular"].questions:
            del pages["sorular"]
        for form in pages.values():
            for field in form.fields.values():
                field.disabled = True
        steps = [(ApplyView.step_titles[step], form) for step, form in pages.items()]
        return super().get_context_data(call=call, steps=steps, **kwargs)


class CallViewSet(ModelViewSet):
    model = Call
    icon = "form"
    name = "volunteers_call"
    url_prefix = "cagrilar"
    menu_label = _("Calls")
    add_to_reference_index = False
    copy_view_enabled = False
    index_view_class = CallIndexView
    add_view_class = CallCreateView
    edit_view_class = CallEditView
    delete_view_class = CallDeleteView
    history_view_class = RecordHistoryView
    panels = [
        FieldPanel("title"),
        FieldPanel("summary"),
        FieldRowPanel([FieldPanel("opens_at"), FieldPanel("closes_at")]),
        FieldPanel("grace_minutes"),
        MultiFieldPanel(
            [
                FieldPanel("areas", widget=forms.CheckboxSelectMultiple),
                FieldRowPanel([FieldPanel("most_areas"), FieldPanel("minimum_age")]),
                FieldPanel("required_trainings", widget=forms.CheckboxSelectMultiple),
            ],
            heading=_("Who and for what"),
        ),
        FieldRowPanel(
            [FieldPanel("interview_changes"), FieldPanel("interview_change_hours")],
            heading=_("Interviews"),
        ),
        terms_panel(),
        team_panel(),
        QuestionsPanel(),
        RowsPanel(
            "criteria",
            heading=_("What reviewers score from 1 to 5"),
            label=_("Criterion"),
            panels=[FieldPanel("name"), FieldPanel("weight")],
        ),
        *REVIEW_PANELS,
    ]

    def get_urlpatterns(self):
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/onizleme/", CallPreviewView.as_view(), name="preview"),
            path("<int:pk>/kopyala/", CopyCallView.as_view(), name="copy_call"),
            path(
                "<int:pk>/olagan-olcutler/",
                UsualCriteriaView.as_view(),
                name="usual_criteria",
            ),
        ]
