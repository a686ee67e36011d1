"""The admin screens of requests for meetings, and of what may be talked about."""

import django_filters
from django import forms
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import HeaderButton
from wagtail.log_actions import registry as log_registry
from wagtail.permissions import policy_registry

from people.access_notes import NotesAccess
from people.models import Person
from people.staff_views import (
    FoldedSearchMixin,
    RecordViewSet,
    SeenListMixin,
    SeenRowsMixin,
)
from programs import permissions
from programs.domain.duties import may_in, may_somewhere
from programs.enums import MeetingState, Weekday
from programs.models import MeetingRequest, MeetingTopic
from programs.templatetags.departures import in_words
from programs.viewsets import meeting_actions as actions
from programs.viewsets.columns import PillColumn
from programs.viewsets.meeting_desk import NoteMeetingView

NAME = "programs_meeting"
_PILLS = {
    MeetingState.REQUESTED: "wait",
    MeetingState.PLANNED: "good",
    MeetingState.DECLINED: "bad",
}


def meeting_pill(request) -> str:
    return _PILLS.get(MeetingState(request.state), "calm")


class MeetingPillColumn(PillColumn):
    def pill(self, instance):
        return meeting_pill(instance), instance.get_state_display()


class MeetingFilterSet(WagtailFilterSet):
    state = django_filters.MultipleChoiceFilter(
        label=_("State"),
        choices=MeetingState.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    day = django_filters.ChoiceFilter(
        label=_("Suits on"), choices=Weekday.choices, method="filter_day"
    )

    class Meta:
        model = MeetingRequest
        fields = ["state", "district", "day", "day_part"]

    def filter_day(self, queryset, name, value):
        # A list in JSON; SQLite cannot ask what it contains.
        return queryset.filter(days__icontains=f'"{value}"')


class MeetingIndexView(SeenListMixin, FoldedSearchMixin, generic.IndexView):
    page_title = _("Requests for meetings")
    filterset_class = MeetingFilterSet

    def get_base_queryset(self):
        return (
            super()
            .get_base_queryset()
            .select_related("person", "activity", "occurrence")
        )

    @cached_property
    def header_buttons(self):
        if not may_somewhere(self.request.user, permissions.CHANGE_MEETINGS):
            return super().header_buttons
        note = HeaderButton(
            _("Note a request"), url=reverse(f"{NAME}:note"), icon_name="plus"
        )
        return [*super().header_buttons, note]

    @cached_property
    def columns(self):
        return [
            TitleColumn("area", label=_("Neighborhood"), get_url=self.get_inspect_url),
            Column("person", label=_("Full name"), accessor="person.full_name"),
            Column("women", label=_("Women")),
            Column("days_in_words", label=_("Days that suit")),
            MeetingPillColumn("state", label=_("State")),
            Column(
                "occurrence",
                label=_("Date"),
                accessor=lambda one: in_words(
                    one.occurrence.starts_at if one.occurrence else None
                ),
            ),
            DateColumn("asked_at", label=_("Asked at"), sort_key="asked_at"),
        ]


class MeetingInspectView(NotesAccess, SeenRowsMixin, generic.InspectView):
    template_name = "programs/admin/meeting.html"
    page_title = _("Request for a meeting")

    def get_base_object_queryset(self):
        return (
            super()
            .get_base_object_queryset()
            .select_related(
                "person",
                "activity",
                "occurrence",
                "entered_by",
                "notice_receipt__notice",
            )
            .prefetch_related("topics")
        )

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse(f"{NAME}:index"), "label": _("Requests for meetings")},
            {"url": "", "label": self.object.code},
        ]

    def get_fields_context(self):
        return []

    def get_context_data(self, **kwargs):
        request, user = self.object, self.request.user
        program = request.activity.program_id
        may_change = may_in(user, permissions.CHANGE_MEETINGS, program)
        is_open = request.state == MeetingState.REQUESTED
        return super().get_context_data(
            asked=request,
            person=request.person,
            pill=meeting_pill(request),
            may_see_person=policy_registry.get_by_type(
                Person
            ).user_has_permission_for_instance(user, "view", request.person),
            may_answer=may_change and is_open,
            may_note_address=may_change and request.state == MeetingState.PLANNED,
            entries=log_registry.get_logs_for_instance(request).select_related("user"),
            **kwargs,
        )


# --- everything together ----------------------------------------------------------


class MeetingRequestViewSet(RecordViewSet):
    model = MeetingRequest
    icon = "group"
    name = NAME
    url_prefix = "bulusma-istekleri"
    menu_label = _("Requests for meetings")
    list_per_page = 50
    index_view_class = MeetingIndexView
    inspect_view_class = MeetingInspectView
    inspect_view_fields = ["code"]
    # The viewset wants a form; no view offers it.
    form_fields = ["women"]

    def get_urlpatterns(self):
        screens = {
            "planla": (actions.PlanView, "plan"),
            "reddet": (actions.DeclineView, "decline"),
            "adres": (actions.AddressView, "address"),
        }
        return [
            *super().get_urlpatterns(),
            path("yeni/", NoteMeetingView.as_view(), name="note"),
            *(
                path(f"<int:pk>/{word}/", view.as_view(), name=name)
                for word, (view, name) in screens.items()
            ),
        ]


class MeetingTopicIndexView(generic.IndexView):
    default_ordering = "sort"

    @cached_property
    def columns(self):
        return [
            self._get_title_column_class(TitleColumn)(
                "name", label=_("Topic"), get_url=self.get_edit_url
            ),
            BooleanColumn("is_active", label=_("Can be chosen")),
        ]


class MeetingTopicViewSet(ModelViewSet):
    model = MeetingTopic
    icon = "comment"
    name = "programs_meetingtopic"
    url_prefix = "bulusma-konulari"
    menu_label = _("Topics of meetings")
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = False
    sort_order_field = "sort"
    index_view_class = MeetingTopicIndexView
    panels = [FieldPanel("name"), FieldPanel("is_active")]
