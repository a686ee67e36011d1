"""The admin screens of departures: the list, and everything together."""

import django_filters
from django import forms
from django.db.models import Q
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
)
from wagtail.admin.ui.tables import TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import HeaderButton

from people.cells import TextColumn
from people.narrow_pages import NarrowPagesMixin
from people.staff_views import RecordHistoryView
from programs.domain import departures
from programs.enums import ActivityKind, OccurrenceState
from programs.models import Occurrence
from programs.templatetags.departures import in_words
from programs.viewsets import occurrence_actions as actions
from programs.viewsets.boarding import (
    BoardingListView,
    BoardingPaperView,
    CoordinatorListView,
)
from programs.viewsets.calling import CallListView
from programs.viewsets.checkin import (
    CheckInListView,
    CheckInMarksView,
    CheckInView,
    check_in_worker,
)
from programs.viewsets.columns import (
    FillColumn,
    OccurrencePillColumn,
)
from programs.viewsets.draw import DrawView
from programs.viewsets.importing import ImportTemplateView, ImportView
from programs.viewsets.month import MonthView
from programs.viewsets.occurrence_form import (
    GUIDES,
    PLACE,
    POINTS,
    SELECTION,
    TEAM,
    WHEN,
    WINDOW,
    OccurrenceCreateView,
    OccurrenceDeleteView,
    OccurrenceEditView,
    handler,
)
from programs.viewsets.occurrence_page import NAME, OccurrenceInspectView
from programs.viewsets.outside_lists import InsurerListView, NumbersForCarriersView
from programs.viewsets.party import RegisterPartyView
from programs.viewsets.results import FirstSessionView, ResultsView
from programs.viewsets.seen import activities_seen, programs_seen
from programs.viewsets.series import SeasonView, SeriesView
from programs.viewsets.sessions import (
    AddSessionView,
    CancelSessionView,
    ChangeSessionView,
    PlanSessionsView,
)
from programs.viewsets.sheet import (
    CloseSheetView,
    CorrectSheetView,
    SheetListView,
    SheetMarksView,
    SheetView,
)
from programs.viewsets.walk_ins import WalkInView
from programs.viewsets.writing import WriteView

# --- the list -------------------------------------------------------------------


class OccurrenceFilterSet(WagtailFilterSet):
    when = django_filters.ChoiceFilter(
        label=_("When"),
        choices=[("coming", _("Coming")), ("past", _("Past"))],
        method="filter_when",
        widget=forms.RadioSelect,
        empty_label=_("All"),
    )
    state = django_filters.MultipleChoiceFilter(
        label=_("State"),
        choices=OccurrenceState.choices,
        widget=forms.CheckboxSelectMultiple,
        distinct=False,
    )
    activity = django_filters.ModelChoiceFilter(
        label=_("Activity"), queryset=activities_seen
    )
    kind = django_filters.MultipleChoiceFilter(
        label=_("Kind"),
        field_name="activity__kind",
        choices=ActivityKind.choices,
        widget=forms.CheckboxSelectMultiple,
        distinct=False,
    )
    program = django_filters.ModelChoiceFilter(
        label=_("Program"),
        field_name="activity__program",
        queryset=programs_seen,
    )

    class Meta:
        model = Occurrence
        fields = ["when", "state", "activity", "kind", "program"]

    def filter_when(self, queryset, name, value):
        past = Q(starts_at__lt=timezone.now())
        return queryset.filter(past if value == "past" else ~past)


class OccurrenceIndexView(NarrowPagesMixin, generic.IndexView):
    filterset_class = OccurrenceFilterSet

    @cached_property
    def header_buttons(self):
        month = reverse("programs_occurrence:month")
        buttons = [
            *super().header_buttons,
            HeaderButton(_("Calendar"), url=month, icon_name="calendar"),
        ]
        if self.user_has_permission("add"):
            season = reverse("programs_occurrence:season")
            buttons.append(
                HeaderButton(_("Copy a season"), url=season, icon_name="copy")
            )
        return buttons

    def get_base_queryset(self):
        return departures.dates_for_staff(self.request.user)

    def shown(self, rows):
        return departures.with_all_for_staff(rows)

    @cached_property
    def columns(self):
        return [
            self._get_title_column_class(TitleColumn)(
                "starts_at",
                label=_("Date"),
                accessor=lambda one: in_words(one.starts_at),
                get_url=self.get_inspect_url,
                sort_key="starts_at",
                classname="departure-date",
            ),
            TextColumn("activity", label=_("Activity")),
            TextColumn("place", label=_("Meeting point"), classname="departure-wide"),
            FillColumn(
                "seats_held", label=pgettext_lazy("count", "Places"), width="11%"
            ),
            TextColumn(
                "waiting_count", label=_("Waiting list"), classname="departure-wide"
            ),
            TextColumn(
                "open_offers", label=_("Places offered"), classname="departure-wide"
            ),
            OccurrencePillColumn("state", label=_("State")),
        ]


# --- everything together --------------------------------------------------------


class OccurrenceViewSet(ModelViewSet):
    model = Occurrence
    icon = "date"
    name = NAME
    url_prefix = "seferler"
    menu_label = _("Departures")
    add_to_reference_index = False
    inspect_view_enabled = True
    copy_view_enabled = False
    list_per_page = 50
    index_view_class = OccurrenceIndexView
    add_view_class = OccurrenceCreateView
    edit_view_class = OccurrenceEditView
    delete_view_class = OccurrenceDeleteView
    inspect_view_class = OccurrenceInspectView
    history_view_class = RecordHistoryView
    inspect_view_fields = ["activity"]

    @cached_property
    def _edit_handler(self):
        return handler(
            FieldPanel("activity"),
            WHEN,
            PLACE,
            FieldRowPanel([FieldPanel("capacity"), FieldPanel("waiting_capacity")]),
            WINDOW,
            SELECTION,
            POINTS,
            GUIDES,
            TEAM,
        )

    def get_edit_view_kwargs(self, **kwargs):
        panel = handler(
            FieldPanel("activity", read_only=True),
            WHEN,
            PLACE,
            FieldPanel("waiting_capacity"),
            WINDOW,
            SELECTION,
            POINTS,
            GUIDES,
            TEAM,
        )
        return super().get_edit_view_kwargs(
            **{"panel": panel, "form_class": panel.get_form_class(), **kwargs}
        )

    def get_urlpatterns(self):
        screens = {
            "kayit-al": (RegisterPartyView, "register"),
            "liste-yukle": (ImportView, "import_list"),
            "liste-yukle/sablon": (ImportTemplateView, "import_template"),
            "yayimla": (actions.PublishView, "publish"),
            "kontenjan": (actions.CapacityView, "capacity"),
            "iptal": (actions.CancelOccurrenceView, "cancel"),
            "baska-gune-al": (actions.MoveOccurrenceView, "move"),
            "yaz": (WriteView, "write"),
            "kopyala": (actions.CopyOccurrenceView, "copy"),
            "dizi": (SeriesView, "series"),
            "gelenler": (actions.HeadCountView, "head_count"),
            "kura": (DrawView, "draw"),
            "aramalar": (CallListView, "calls"),
            "yer-teklif-et": (actions.OfferPlacesView, "offer"),
            "binis-listesi": (BoardingListView, "boarding"),
            "binis-listesi/kagit": (BoardingPaperView, "boarding_paper"),
            "sorumlu-listesi": (CoordinatorListView, "coordinator"),
            "sayilar": (NumbersForCarriersView, "numbers"),
            "sigorta-listesi": (InsurerListView, "insurer"),
            "sonuclar": (ResultsView, "results"),
            "ilk-oturum": (FirstSessionView, "first_session"),
            "oturumlar/planla": (PlanSessionsView, "plan_sessions"),
            "oturumlar/ekle": (AddSessionView, "add_session"),
            "oturumlar/<int:session>": (ChangeSessionView, "change_session"),
            "oturumlar/<int:session>/iptal": (CancelSessionView, "cancel_session"),
            "oturumlar/<int:session>/yoklama": (SheetView, "sheet"),
            "oturumlar/<int:session>/liste": (SheetListView, "sheet_list"),
            "oturumlar/<int:session>/isaretler": (SheetMarksView, "sheet_marks"),
            "oturumlar/<int:session>/kapat": (CloseSheetView, "close_sheet"),
            "oturumlar/<int:session>/duzelt": (CorrectSheetView, "correct_sheet"),
            "kayitsiz-gelen": (WalkInView, "walk_in"),
            "yoklama": (CheckInView, "check_in"),
            "yoklama/liste": (CheckInListView, "check_in_list"),
            "yoklama/isaretler": (CheckInMarksView, "check_in_marks"),
        }
        return [
            *(
                pattern
                for pattern in super().get_urlpatterns()
                if pattern.name != "usage"
            ),
            *(
                path(f"<int:pk>/{word}/", view.as_view(), name=name)
                for word, (view, name) in screens.items()
            ),
            path("takvim/", MonthView.as_view(), name="month"),
            path("sezon/", SeasonView.as_view(), name="season"),
            path("yoklama.js", check_in_worker, name="check_in_worker"),
        ]

    def get_common_view_kwargs(self, **kwargs):
        return super().get_common_view_kwargs(**{"usage_url_name": None, **kwargs})
