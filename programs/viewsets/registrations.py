"""The admin screens of registrations: the list and the page of one."""

from datetime import timedelta

import django_filters
from django import forms
from django.db.models import Q
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.log_actions import registry as log_registry
from wagtail.permissions import policy_registry

from messaging.models import Message
from people.access_notes import NotesAccess
from people.cells import TextColumn
from people.domain.consents import has_consented
from people.enums import EntryChannel
from people.exports import FileColumn, HasExport, PeopleExport, person_columns
from people.models import Person
from people.narrow_pages import NarrowPagesMixin
from people.staff_filters import KnownChoiceFilter
from people.staff_views import (
    FoldedSearchMixin,
    RecordViewSet,
    SeenListMixin,
    SeenRowsMixin,
)
from programs import permissions
from programs.domain import changes, queries
from programs.domain.attendance import MARKED_FROM
from programs.domain.duties import may_at, may_somewhere
from programs.domain.standing import no_show_counts, standing_now
from programs.domain.waiting_list import position
from programs.enums import ActivityKind
from programs.enums import RegistrationState as State
from programs.models import Occurrence, Registration
from programs.viewsets import registration_actions as actions
from programs.viewsets import results
from programs.viewsets.columns import PillColumn, registration_pill
from programs.viewsets.seen import activities_seen
from programs.viewsets.telling import messages_about
from programs.viewsets.walk_ins import AdmitFromLineView
from programs.workflow import MOVES

NAME = "programs_registration"


#: What the filter offers: from so many days back, and so many at most.
LATELY, OFFERED = timedelta(days=14), 60


def departures_offered(request):
    """Those of the last weeks and to come, and the one that is asked for, in order.

    Older ones are found by activity and day, or from their own page.
    """
    seen = Occurrence.objects.where_may(request.user, permissions.VIEW_OCCURRENCES)
    near = Q(starts_at__gte=timezone.now() - LATELY)
    asked = request.GET.get("occurrence", "")
    if asked.isdecimal():
        # Before all others, however far away it is.
        near |= Q(pk=asked)
        seen = seen.annotate(is_asked=Q(pk=asked)).order_by("-is_asked", "starts_at")
    else:
        seen = seen.order_by("starts_at", "pk")
    found = seen.filter(near).select_related("activity")[:OFFERED]
    return sorted(found, key=lambda one: (one.starts_at, one.pk))


class RegistrationFilterSet(WagtailFilterSet):
    occurrence = KnownChoiceFilter(label=_("Departure"), known=departures_offered)
    activity = KnownChoiceFilter(
        label=_("Activity"),
        known=activities_seen,
        field_name="occurrence__activity",
    )
    day = django_filters.DateFromToRangeFilter(
        label=_("Day of the departure"),
        field_name="occurrence__starts_at",
        widget=DateRangePickerWidget,
    )
    state = django_filters.MultipleChoiceFilter(
        label=_("State"),
        choices=State.choices,
        widget=forms.CheckboxSelectMultiple,
        distinct=False,
    )
    channel = django_filters.MultipleChoiceFilter(
        label=_("Entered through"),
        choices=EntryChannel.choices,
        widget=forms.CheckboxSelectMultiple,
        distinct=False,
    )
    kind = django_filters.MultipleChoiceFilter(
        label=_("Kind"),
        field_name="occurrence__activity__kind",
        choices=ActivityKind.choices,
        widget=forms.CheckboxSelectMultiple,
        distinct=False,
    )

    class Meta:
        model = Registration
        fields = ["occurrence", "activity", "day", "state", "channel", "kind"]


class RegistrationIndexView(
    HasExport, NarrowPagesMixin, FoldedSearchMixin, SeenListMixin, generic.IndexView
):
    filterset_class = RegistrationFilterSet
    page_title = _("Registrations")
    export_permission = "programs.export_registration"
    export_url_name = f"{NAME}:export"

    def may_export(self):
        return may_somewhere(self.request.user, self.export_permission)

    @cached_property
    def no_results_message(self):
        if self.is_searching or self.is_filtering:
            return super().no_results_message
        return _(
            "The registrations you may see will stand here. To enter one, open a "
            "departure and press “Register somebody”."
        )

    def shown(self, rows):
        return rows.as_rows().select_related("occurrence__activity")

    def search_queryset(self, queryset):
        if not (self.search_query or "").strip():
            return queryset
        return queryset.found_by(self.search_query)

    @cached_property
    def columns(self):
        return [
            self._get_title_column_class(TitleColumn)(
                "code",
                label=_("Code"),
                get_url=self.get_inspect_url,
                classname="departure-code title",
            ),
            TextColumn("person", label=_("Full name"), accessor="person.full_name"),
            TextColumn("occurrence", label=_("Departure")),
            TextColumn(
                "seats",
                label=pgettext_lazy("count", "Places"),
                classname="departure-wide",
            ),
            TextColumn(
                "boarding_point", label=_("Boarding point"), classname="departure-wide"
            ),
            PillColumn("state", label=_("State")),
            TextColumn(
                "get_channel_display",
                label=_("Entered through"),
                classname="departure-wide",
            ),
            DateColumn(
                "created_at",
                label=_("Entered at"),
                sort_key="created_at",
                classname="departure-wide",
            ),
        ]


class RegistrationExportView(PeopleExport, RegistrationIndexView):
    """Of the programs in which she may take lists of people out of the house."""

    def may_export(self):
        return may_somewhere(self.request.user, self.export_permission)

    def get_base_queryset(self):
        listed = super().get_base_queryset()
        return listed.where_may(self.request.user, self.export_permission)

    file_columns = (
        FileColumn("code", _("Code"), lambda row: row.code),
        FileColumn("occurrence", _("Departure"), lambda row: str(row.occurrence)),
        FileColumn("state", _("State"), lambda row: str(row.get_state_display())),
        FileColumn("seats", pgettext_lazy("count", "Places"), lambda row: row.seats),
        FileColumn(
            "boarding_point",
            _("Boarding point"),
            lambda row: str(row.boarding_point or ""),
        ),
        *person_columns(lambda row: row.person),
    )

    def rows(self):
        # A file holds phones, a list does not.
        return super().rows().defer(None)


class RegistrationInspectView(NotesAccess, SeenRowsMixin, generic.InspectView):
    template_name = "programs/admin/registration.html"
    page_title = _("Registration")

    def get_base_object_queryset(self):
        return (
            super()
            .get_base_object_queryset()
            .select_related(
                "person",
                "occurrence__activity__program",
                "boarding_point",
                "entered_by",
                "notice_receipt__notice",
                "course_result",
            )
            .prefetch_related("members", "skips")
        )

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse(f"{NAME}:index"), "label": _("Registrations")},
            {"url": "", "label": self.object.code},
        ]

    def get_fields_context(self):
        return []

    def get_context_data(self, **kwargs):
        registration, user = self.object, self.request.user
        person, occurrence = registration.person, registration.occurrence
        context = {
            "registration": registration,
            "person": person,
            "occurrence": occurrence,
            "pill": registration_pill(registration),
            "position": position(registration),
            "no_show_counts": no_show_counts(registration),
            "stands_behind": bool(registration.priority)
            and State(registration.state) in State.live,
            "took_part_before": bool(registration.priority)
            and standing_now(registration).took_part,
            "photo": has_consented(registration.person, queries.PHOTO_CONSENT),
            "may_see_person": policy_registry.get_by_type(
                Person
            ).user_has_permission_for_instance(user, "view", registration.person),
            "may_see_messages": policy_registry.get_by_type(
                Message
            ).user_has_permission(user, "view"),
            "sent": messages_about(registration).visible_to(user),
            "entries": log_registry.get_logs_for_instance(registration).select_related(
                "user"
            ),
            "may": self._allowed(registration)
            if may_at(user, permissions.CHANGE_REGISTRATIONS, occurrence)
            else {},
        }
        return super().get_context_data(**context, **kwargs)

    @staticmethod
    def _allowed(registration):
        """Which buttons make sense now; the verbs decide again."""
        now, starts_at = timezone.now(), registration.occurrence.starts_at
        state = State(registration.state)
        moves = MOVES[state]
        # Of a course the sheets say who came.
        is_course = registration.occurrence.has_sessions
        on_the_day = now >= starts_at - MARKED_FROM and not is_course
        return {
            "accept": state == State.OFFERED and registration.offer_expires_at > now,
            # Who merely waits leaves the list: she cancels.
            "decline": state == State.OFFERED,
            "change": state in changes.CHANGEABLE
            and starts_at > now
            and changes.has_something_to_change(registration),
            "cancel": State.CANCELLED in moves and starts_at > now,
            "remove": State.REMOVED in moves,
            "attend": State.ATTENDED in moves and on_the_day,
            "miss": State.MISSED in moves and on_the_day,
            "excuse": State.EXCUSED in moves and on_the_day,
            "undo": state in State.marked and not is_course,
        }


class RegistrationViewSet(RecordViewSet):
    model = Registration
    icon = "clipboard-list"
    name = NAME
    url_prefix = "kayitlar"
    menu_label = _("Registrations")
    list_per_page = 50
    index_view_class = RegistrationIndexView
    inspect_view_class = RegistrationInspectView
    inspect_view_fields = ["code"]
    # The viewset wants a form; no view offers it.
    form_fields = ["seats"]

    @property
    def export_view(self):
        return self.construct_view(
            RegistrationExportView, **self.get_index_view_kwargs()
        )

    def get_urlpatterns(self):
        screens = {
            "kabul": (actions.AcceptView, "accept"),
            "vazgecti": (actions.DeclineView, "decline"),
            "degistir": (actions.ChangePartyView, "change"),
            "iptal": (actions.CancelView, "cancel"),
            "cikar": (actions.RemoveView, "remove"),
            "geldi": (actions.AttendView, "attend"),
            "gelmedi": (actions.MissView, "miss"),
            "mazeretli": (actions.ExcuseView, "excuse"),
            "geri-al": (actions.UndoView, "undo"),
            "burada": (AdmitFromLineView, "admit"),
            "belge": (results.CertificateView, "certificate"),
            "belge-iptal": (results.RevokeCertificateView, "revoke"),
            "sonuc-geri-al": (results.TakeBackResultView, "take_back"),
        }
        return [
            *super().get_urlpatterns(),
            path("aktar/", self.export_view, name="export"),
            *(
                path(f"<int:pk>/{word}/", view.as_view(), name=name)
                for word, (view, name) in screens.items()
            ),
        ]
