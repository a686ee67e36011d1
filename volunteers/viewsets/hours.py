"""Hours that volunteers noted: approved one by one or together, returned, counted."""

import django_filters
from django import forms
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import HeaderButton
from wagtail.permissions import policy_registry

from people.access_notes import NotesAccess, NotesListed, persons_of
from people.exceptions import Refusal
from people.staff_views import (
    ActionView,
    FoldedSearchMixin,
    RecordViewSet,
    SeenListMixin,
)
from people.wording import refusal_words
from volunteers.domain.duties import may, may_somewhere
from volunteers.domain.hours import (
    approve_hours,
    return_hours,
    totals_by_area,
    totals_by_role,
    totals_by_volunteer,
)
from volunteers.enums import HoursState
from volunteers.models import HourEntry, Role
from volunteers.viewsets.action_forms import NOTHING_SENSITIVE
from volunteers.viewsets.assignment_actions import ASSIGN
from volunteers.viewsets.assignments import application_url
from volunteers.viewsets.cells import PillColumn, day_in_words
from volunteers.workflow import Permission

_KINDS = {HoursState.APPROVED: "good", HoursState.LOGGED: "wait"}


def seen_hours(user):
    policy = policy_registry.get_by_type(HourEntry)
    return policy.instances_user_has_permission_for(user, "view")


def hours_to_settle(user):
    """What waits for approval, of those this user sees."""
    return seen_hours(user).waiting()


class HoursFilterSet(WagtailFilterSet):
    state = django_filters.MultipleChoiceFilter(
        label=_("State"),
        choices=HoursState.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    role = django_filters.ModelChoiceFilter(
        label=_("Volunteer role"),
        field_name="assignment__role",
        queryset=Role.objects.all(),
    )

    class Meta:
        model = HourEntry
        fields = ["state", "role"]


class HoursIndexView(SeenListMixin, FoldedSearchMixin, generic.IndexView):
    table_classname = "listing staff-cards"
    filterset_class = HoursFilterSet
    person_field = "assignment__application__person"
    page_title = _("Hours given")

    def get_base_queryset(self):
        return (
            super()
            .get_base_queryset()
            .select_related("assignment__role", "assignment__application__person")
        )

    @cached_property
    def header_buttons(self):
        return [
            HeaderButton(
                label=_("Approve those that wait"),
                url=reverse("volunteers_hours:waiting"),
                icon_name="check",
            ),
            HeaderButton(
                label=_("Totals"),
                url=reverse("volunteers_hours:totals"),
                icon_name="table",
            ),
        ]

    @cached_property
    def columns(self):
        return [
            TitleColumn(
                "name",
                label=_("Full name"),
                accessor="assignment.application.person.full_name",
                get_url=lambda one: application_url(one.assignment),
            ),
            Column("day", label=_("Day"), accessor=lambda one: day_in_words(one.day)),
            Column("hours", label=_("Hours"), accessor=hours_in_words),
            Column("role", label=_("Volunteer role"), accessor="assignment.role"),
            Column("what", label=_("What she did")),
            PillColumn(
                "state",
                label=_("State"),
                accessor="get_state_display",
                kind=lambda one: _KINDS.get(one.state, "calm"),
            ),
        ]


def hours_in_words(entry: HourEntry) -> str:
    """ "1.30" for an hour and a half, as on a clock."""
    return f"{entry.quarters // 4}.{entry.quarters % 4 * 15:02}"


class OfHours(WagtailAdminTemplateMixin, TemplateView):
    """A page on hours, for whoever sees any."""

    page_title = _("Hours given")
    header_icon = "history"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        if not may_somewhere(request.user, "view_assignment"):
            raise PermissionDenied

    def get_breadcrumbs_items(self):
        index = {"url": reverse("volunteers_hours:index"), "label": _("Hours given")}
        return [
            *self.breadcrumbs_items,
            index,
            {"url": "", "label": self.get_page_title()},
        ]


class WaitingHoursView(NotesListed, OfHours):
    """All that wait on one page; those that are ticked are approved at once."""

    template_name = "volunteers/admin/hours_waiting.html"
    page_title = _("Hours that wait for approval")
    #: as many as one looks through at once
    most = 100

    def get_context_data(self, **kwargs):
        waiting = hours_to_settle(self.request.user).select_related(
            "assignment__role", "assignment__application__person"
        )
        rows = list(waiting.order_by("day", "pk")[: self.most])
        return super().get_context_data(
            rows=rows,
            may_approve=may_somewhere(self.request.user, Permission.ASSIGN),
            **kwargs,
        )

    def persons_seen(self, context):
        return [pk for row in context["rows"] for pk in persons_of(row.assignment)]

    def post(self, request, *args, **kwargs):
        asked = [pk for pk in request.POST.getlist("entry") if pk.isdecimal()]
        seen = hours_to_settle(request.user).filter(pk__in=asked)
        try:
            count = approve_hours(
                list(seen.values_list("pk", flat=True)), by=request.user
            )
        except Refusal as refusal:
            messages.error(request, refusal_words(refusal))
        else:
            if count:
                words = ngettext(
                    "%(count)s note of hours is approved.",
                    "%(count)s notes of hours are approved.",
                    count,
                )
                messages.success(request, words % {"count": count})
            else:
                messages.warning(request, _("Tick what you approve."))
        return redirect("volunteers_hours:waiting")


class TotalsView(NotesAccess, OfHours):
    """Approved hours by area, by role and by volunteer, between two days."""

    template_name = "volunteers/admin/hours_totals.html"
    page_title = _("Totals of hours")

    def get_context_data(self, **kwargs):
        form = PeriodForm(self.request.GET or None)
        entries = seen_hours(self.request.user).approved()
        if form.is_valid():
            if form.cleaned_data["first"]:
                entries = entries.filter(day__gte=form.cleaned_data["first"])
            if form.cleaned_data["last"]:
                entries = entries.filter(day__lte=form.cleaned_data["last"])
        return super().get_context_data(
            form=form,
            total=entries.total(),
            areas=totals_by_area(entries),
            roles=totals_by_role(entries),
            volunteers=totals_by_volunteer(entries),
            **kwargs,
        )

    def persons_seen(self, context):
        return [pk for one, _hours in context["volunteers"] for pk in persons_of(one)]


class PeriodForm(forms.Form):
    first = forms.DateField(
        label=_("From"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    last = forms.DateField(
        label=_("Until"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )


class WordForm(forms.Form):
    word = forms.CharField(
        label=_("What is to be changed?"),
        max_length=300,
        widget=forms.Textarea({"rows": 3}),
        help_text=NOTHING_SENSITIVE,
    )


class ReturnHoursView(ActionView):
    model = HourEntry
    permission = ASSIGN
    back_url_name = "volunteers_hours:waiting"
    page_title = _("Return the hours")
    submit_label = _("Return them")
    form_class = WordForm
    explanation = _("She reads your word on her page, and is told that there is one.")

    def may_somewhere(self, user):
        return may_somewhere(user, Permission.ASSIGN)

    def may_here(self, user):
        return may(user, Permission.ASSIGN, self.object.assignment.application)

    def get_queryset(self):
        return seen_hours(self.request.user).select_related(
            "assignment__application__person", "assignment__role"
        )

    def persons_seen(self, context):
        return persons_of(self.object.assignment)

    def get_page_subtitle(self):
        one = self.object
        name = one.assignment.application.person.full_name
        return f"{name} – {day_in_words(one.day)} – {one.what}"

    def get_success_url(self):
        return reverse(self.back_url_name)

    def act(self, instance, *, by, data):
        return_hours(instance, word=data["word"], by=by)
        return _("The hours are returned, and she is being told.")


class HoursViewSet(RecordViewSet):
    offered = frozenset({"index"})
    model = HourEntry
    icon = "history"
    name = "volunteers_hours"
    url_prefix = "gonullu-sureleri"
    menu_label = _("Hours given")
    list_per_page = 50
    index_view_class = HoursIndexView
    form_fields = ["day"]

    def get_urlpatterns(self):
        return [
            *super().get_urlpatterns(),
            path("bekleyen/", WaitingHoursView.as_view(), name="waiting"),
            path("toplamlar/", TotalsView.as_view(), name="totals"),
            path("<int:pk>/geri-gonder/", ReturnHoursView.as_view(), name="return"),
        ]
