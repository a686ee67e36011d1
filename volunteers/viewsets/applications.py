"""The list of applications, and the addresses of everything done to one."""

from datetime import timedelta

import django_filters
from django import forms
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic

from people.enums import District
from people.exports import FileColumn, HasExport, PeopleExport, person_columns
from people.staff_views import FoldedSearchMixin, RecordHistoryView, RecordViewSet
from volunteers.domain.duties import Rights, may_somewhere
from volunteers.domain.queries import for_lists, may_read_reviews, mean_score
from volunteers.enums import ApplicationState
from volunteers.models import (
    Application,
    Call,
    ProcessEdition,
    VolunteerArea,
    stages_of,
)
from volunteers.viewsets.application_actions import ACTIONS
from volunteers.viewsets.application_marks import MARKS, download_file
from volunteers.viewsets.application_page import ApplicationInspectView, ReviewView
from volunteers.viewsets.cells import PillColumn, short_moment, state_kind
from volunteers.viewsets.fitting_roles import FittingRolesView
from volunteers.viewsets.papers import PRINTS
from volunteers.workflow import Permission

#: Days after which an application has waited too long.
PATIENCE = 5


def stage_choices() -> list[tuple[str, str]]:
    """What staff call the stages now; a row says it in the words of its own call."""
    stages = stages_of(ProcessEdition.objects.current())
    return [
        (state.value, str(stages[state].staff_name or state.label))
        for state in ApplicationState
    ]


class ApplicationFilterSet(WagtailFilterSet):
    whose = django_filters.ChoiceFilter(
        label=_("Whose"), choices=[("mine", _("Mine"))], method="filter_whose"
    )
    state = django_filters.MultipleChoiceFilter(
        label=_("Stage"),
        choices=stage_choices,
        widget=forms.CheckboxSelectMultiple,
    )
    call = django_filters.ModelChoiceFilter(
        label=_("Call"),
        queryset=lambda request: Call.objects.reachable_by(request.user),
    )
    area = django_filters.ModelChoiceFilter(
        label=_("Area"),
        queryset=VolunteerArea.objects.all(),
        field_name="area_choices__area",
    )
    district = django_filters.MultipleChoiceFilter(
        label=_("District"), choices=District.choices, field_name="person__district"
    )
    waiting = django_filters.ChoiceFilter(
        label=_("Waiting for us"),
        choices=[(str(PATIENCE), _("Longer than 5 days"))],
        method="filter_waiting",
    )
    possible_double = django_filters.BooleanFilter(
        label=_("Possibly a double"),
        widget=forms.Select(
            choices=[("", _("All")), ("true", _("Yes")), ("false", _("No"))]
        ),
    )

    doubt = django_filters.ChoiceFilter(
        label=_("To look at"),
        choices=[
            ("double", _("Possible doubles not settled")),
            ("rubbish", _("May not be by a person")),
            ("unreached", _("Address not confirmed")),
        ],
        method="filter_doubt",
    )

    class Meta:
        model = Application
        fields = ["call", "state", "area", "district", "possible_double"]

    def filter_doubt(self, queryset, name, value):
        match value:
            case "double":
                return queryset.doubles_to_settle()
            case "rubbish":
                return queryset.likely_rubbish()
        return queryset.still_going().filter(reach_confirmed_at__isnull=True)

    def filter_whose(self, queryset, name, value):
        mine = Application.objects.of_interviewer(self.request.user)
        return queryset.filter(pk__in=mine.order_by().values("pk"))

    def filter_waiting(self, queryset, name, value):
        return waiting_too_long(queryset)


def waiting_too_long(applications):
    """Those that staff have not moved for days although it is their turn."""
    return applications.in_states(*ApplicationState.awaiting_staff).unmoved_since(
        timezone.now() - timedelta(days=PATIENCE)
    )


def days_in_words(days: int) -> str:
    if not days:
        return gettext("since today")
    return ngettext("%(days)s day", "%(days)s days", days) % {"days": days}


def doubt_in_words(application: Application) -> str:
    """What somebody should look at."""
    doubts = []
    if application.suspicion:
        doubts.append(gettext("may not be by a person"))
    if application.possible_double:
        doubts.append(gettext("possibly a double"))
    return ", ".join(doubts)


def listed_interview(application: Application):
    """The interview that counts, of those that the list has read."""
    return application.listed_interviews[-1] if application.listed_interviews else None


class ScoreColumn(Column):
    """The mean score, for who has given her own; others are asked for theirs."""

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.rights = Rights(user)

    def get_value(self, instance):
        reviews = list(instance.reviews.all())
        own_is_given = any(one.reviewer_id == self.user.pk for one in reviews)
        if may_read_reviews(
            self.user, instance, own_is_given=own_is_given, rights=self.rights
        ):
            score = mean_score(reviews)
            return "–" if score is None else str(score).replace(".", ",")
        if (
            self.rights.may(Permission.REVIEW, instance)
            and instance.state in ApplicationState.reviewable
        ):
            return _("give your score")
        return "–"


class ApplicationIndexView(HasExport, FoldedSearchMixin, generic.IndexView):
    table_classname = "listing staff-cards"
    filterset_class = ApplicationFilterSet
    page_title = _("Applications")
    export_permission = "volunteers.export_application"
    export_url_name = "volunteers_application:export"
    results_template_name = "volunteers/admin/application_results.html"

    def get_base_queryset(self):
        mine = self.permission_policy.instances_user_has_permission_for(
            self.request.user, "view"
        )
        return for_lists(mine)

    def may_export(self):
        return may_somewhere(self.request.user, "export_application")

    def search_queryset(self, queryset):
        return queryset.found_by(self.search_query) if self.is_searching else queryset

    @cached_property
    def columns(self):
        columns = [
            TitleColumn(
                "name",
                label=_("Full name"),
                accessor="person.full_name",
                get_url=self.get_inspect_url,
                sort_key="person__sort_key",
            ),
            Column(
                "areas",
                label=_("Areas"),
                accessor=lambda one: ", ".join(map(str, one.ranked_areas())),
            ),
            PillColumn(
                "state",
                label=_("Stage"),
                accessor="get_state_display",
                kind=lambda one: state_kind(one.state),
                note=doubt_in_words,
            ),
            Column(
                "days",
                label=_("In this stage for"),
                accessor=lambda one: days_in_words(one.days_in_state()),
                sort_key="state_since",
            ),
            Column("interview", label=_("Interview"), accessor=interview_day),
            Column("reference", label=_("Application no."), sort_key="submitted_at"),
        ]
        user = self.request.user
        if may_somewhere(user, Permission.REVIEW) or may_somewhere(
            user, Permission.DECIDE
        ):
            columns.insert(4, ScoreColumn("score", label=_("Score"), user=user))
        return columns

    def get_context_data(self, *args, **kwargs):
        return super().get_context_data(*args, tabs=self.tabs(), **kwargs)

    def tabs(self):
        """Ready-made lists: label, address, and whether it is the one on show."""
        user = self.request.user
        lists = [(_("All"), {})]
        if may_somewhere(user, "view_application") and may_somewhere(
            user, Permission.REVIEW
        ):
            lists.append((_("Mine"), {"whose": ["mine"]}))
        if may_somewhere(user, Permission.INTERVIEW):
            lists.append(
                (_("Awaiting an interview"), {"state": ["invited", "scheduled"]})
            )
        if may_somewhere(user, Permission.DECIDE):
            lists.append((_("Awaiting a decision"), {"state": ["interviewed"]}))
            lists.append((_("In reserve"), {"state": ["reserve"]}))
        if may_somewhere(user, Permission.ASSIGN):
            lists.append((_("Awaiting a role"), {"state": ["trained", "ready"]}))
        shown = {
            name: self.request.GET.getlist(name)
            for name in ("whose", "state", "call", "area", "district", "waiting")
            if any(self.request.GET.getlist(name))
        }
        base = reverse(self.index_url_name)
        return [
            {
                "label": label,
                "url": base + query_of(wanted),
                "is_current": shown == wanted,
            }
            for label, wanted in lists
        ]


def query_of(wanted: dict[str, list[str]]) -> str:
    pairs = [f"{name}={value}" for name, values in wanted.items() for value in values]
    return "?" + "&".join(pairs) if pairs else ""


def interview_day(application: Application) -> str:
    interview = listed_interview(application)
    return short_moment(interview.slot.starts_at) if interview else ""


class ApplicationExportView(PeopleExport, ApplicationIndexView):
    file_columns = (
        FileColumn("reference", _("Application no."), lambda row: row.reference),
        FileColumn("call", _("Call"), lambda row: str(row.call)),
        FileColumn("state", _("Stage"), lambda row: str(row.get_state_display())),
        FileColumn(
            "areas", _("Areas"), lambda row: ", ".join(map(str, row.ranked_areas()))
        ),
        *person_columns(lambda row: row.person),
    )

    def rows(self):
        """Of what is listed, what is of a call whose list she may take out."""
        calls = Call.objects.where_may(self.request.user, "export_application")
        return (
            super()
            .rows()
            .filter(call__in=calls.order_by().values("pk"))
            .select_related("call__process")
        )


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
        return [
            *super().get_urlpatterns(),
            path(
                "aktar/",
                self.construct_view(
                    ApplicationExportView, **self.get_index_view_kwargs()
                ),
                name="export",
            ),
            path(
                "<int:pk>/degerlendirme/",
                self.construct_view(ReviewView, **self.get_inspect_view_kwargs()),
                name="review",
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
