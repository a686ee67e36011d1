"""The addresses of the list of applications, and of everything done to one or many."""

from datetime import date, datetime

from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.exports import PERSON_FIELDS, FileColumn, PeopleExport, person_columns
from people.staff_views import RecordHistoryView, RecordViewSet
from volunteers.domain.blind import marked, with_names
from volunteers.domain.queries import with_scores
from volunteers.models import Application, Call
from volunteers.viewsets.application_actions import ACTIONS
from volunteers.viewsets.application_board import ApplicationBoardView
from volunteers.viewsets.application_bulk import ApplicationBulkView
from volunteers.viewsets.application_filters import calls_of
from volunteers.viewsets.application_list import ApplicationIndexView
from volunteers.viewsets.application_marks import MARKS, download_file
from volunteers.viewsets.application_page import ApplicationInspectView, ReviewView
from volunteers.viewsets.fitting_roles import FittingRolesView
from volunteers.viewsets.interview_outcomes import InterviewOutcomesView
from volunteers.viewsets.kept_lists import DeleteListView, KeepListView
from volunteers.viewsets.papers import PRINTS
from volunteers.viewsets.reviewing import (
    LiftRecusalView,
    NextToReviewView,
    TakeBackAssignmentView,
)

#: What the columns of the file read of an application itself.
_OWN_FIELDS = (
    "reference",
    "state",
    "call",
    "submitted_at",
    "state_since",
    "interview_at",
    "weekly_hours",
    "mode",
)


def _day(moment: datetime | None) -> date | None:
    return timezone.localdate(moment) if moment else None


class ApplicationExportView(PeopleExport, ApplicationIndexView):
    """All that is listed, or the ticked ones of them; never somebody nameless."""

    file_columns = (
        FileColumn("reference", _("Application no."), lambda row: row.reference),
        FileColumn("call", _("Call"), lambda row: str(row.call)),
        FileColumn("state", _("Stage"), lambda row: str(row.get_state_display())),
        FileColumn(
            "areas", _("Areas"), lambda row: ", ".join(map(str, row.ranked_areas()))
        ),
        FileColumn("submitted", _("Applied on"), lambda row: _day(row.submitted_at)),
        FileColumn(
            "since",
            _("In this stage since"),
            lambda row: _day(row.state_since),
            is_usual=False,
        ),
        FileColumn(
            "interview",
            _("Interview"),
            lambda row: _day(row.interview_at),
            is_usual=False,
        ),
        # As on the list: for who has given her own.
        FileColumn("score", _("Score"), lambda row: row.score_shown, is_usual=False),
        FileColumn(
            "hours",
            _("Hours a week"),
            lambda row: str(row.get_weekly_hours_display()),
            is_usual=False,
        ),
        FileColumn(
            "mode",
            _("Online or in person"),
            lambda row: str(row.get_mode_display()),
            is_usual=False,
        ),
        *person_columns(lambda row: row.person),
    )

    def rows(self):
        """Of what is listed, what is of a call whose list she may take out."""
        calls = Call.objects.where_may(self.request.user, "export_application")
        listed = with_names(super().rows(), self.nameless)
        listed = listed.filter(call__in=calls.order_by().values("pk"))
        ticked = [pk for pk in self.request.GET.getlist("secim") if pk.isdecimal()]
        if ticked:
            listed = listed.filter(pk__in=ticked)
        return listed.order_by("pk")

    def shown(self, rows):
        """Only what the file holds: a hundred thousand rows pass through memory.

        Calls and areas are few and read apart, so that each is made once for many rows.
        """
        found = rows.select_related("person").prefetch_related(
            "call__process", "area_choices__area"
        )
        person = [f"person__{name}" for name in PERSON_FIELDS]
        rights = calls_of(self.request).rights
        scored = with_scores(found, self.request.user, rights=rights)
        return marked(scored, self.nameless).only(*_OWN_FIELDS, *person)


class ApplicationHistoryView(RecordHistoryView):
    def get_base_object_queryset(self):
        return Application.objects.visible_to(self.request.user)


class ApplicationViewSet(RecordViewSet):
    model = Application
    icon = "clipboard-list"
    name = "volunteers_application"
    url_prefix = "basvurular"
    menu_label = _("Applications")
    list_per_page = 50
    index_view_class = ApplicationIndexView
    inspect_view_class = ApplicationInspectView
    history_view_class = ApplicationHistoryView
    form_fields = ["call"]

    def get_urlpatterns(self):
        listed = self.get_index_view_kwargs()
        board = {
            **listed,
            "index_url_name": self.get_url_name("board"),
            "index_results_url_name": self.get_url_name("board_results"),
            # A viewset hands its list's template to every view made from its list.
            "results_template_name": ApplicationBoardView.results_template_name,
        }
        return [
            *super().get_urlpatterns(),
            path(
                "pano/",
                self.construct_view(ApplicationBoardView, **board),
                name="board",
            ),
            path(
                "pano/sonuclar/",
                self.construct_view(ApplicationBoardView, results_only=True, **board),
                name="board_results",
            ),
            path(
                "aktar/",
                self.construct_view(ApplicationExportView, **listed),
                name="export",
            ),
            path(
                "toplu/",
                self.construct_view(ApplicationBulkView, **listed),
                name="bulk",
            ),
            path(
                "gorusme-sonuclari/",
                self.construct_view(InterviewOutcomesView, **listed),
                name="outcomes",
            ),
            path("siradaki/", NextToReviewView.as_view(), name="next_to_review"),
            path("listeler/", KeepListView.as_view(), name="keep_list"),
            path(
                "listeler/<int:pk>/sil/", DeleteListView.as_view(), name="delete_list"
            ),
            path(
                "<int:pk>/degerlendirme/",
                self.construct_view(ReviewView, **self.get_inspect_view_kwargs()),
                name="review",
            ),
            path(
                "atama/<int:pk>/geri-al/",
                TakeBackAssignmentView.as_view(),
                name="take_back_assignment",
            ),
            path(
                "cekilme/<int:pk>/kaldir/",
                LiftRecusalView.as_view(),
                name="lift_recusal",
            ),
            path("<int:pk>/gorevler/", FittingRolesView.as_view(), name="roles"),
            *(
                path(f"<int:pk>/{word}/", view.as_view(), name=name)
                for name, (word, view) in PRINTS.items()
            ),
            *(
                path(f"<int:pk>/{word}/", view.as_view(), name=name)
                for name, (word, view) in (ACTIONS | MARKS).items()
            ),
            path("<int:pk>/dosya/<slug:code>/", download_file, name="file"),
        ]
