"""The admin screens of departures: the list, the form, and the page of one."""

import django_filters
from django import forms
from django.contrib.admin.utils import quote
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
)
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button, HeaderButton

from programs import permissions
from programs.domain import departures, queries
from programs.domain.attendance import MARKED_FROM
from programs.enums import ActivityKind, OccurrenceState
from programs.enums import RegistrationState as State
from programs.models import Activity, Occurrence, Program
from programs.templatetags.departures import in_words
from programs.viewsets import occurrence_actions as actions
from programs.viewsets.boarding import BoardingListView, CoordinatorListView
from programs.viewsets.columns import (
    FillColumn,
    GuardedDeleteView,
    OccurrencePillColumn,
    occurrence_pill,
    registration_pill,
)
from programs.viewsets.party import RegisterPartyView

NAME = "programs_occurrence"


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
    )
    activity = django_filters.ModelChoiceFilter(
        label=_("Activity"), queryset=Activity.objects.all()
    )
    kind = django_filters.MultipleChoiceFilter(
        label=_("Kind"),
        field_name="activity__kind",
        choices=ActivityKind.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    program = django_filters.ModelChoiceFilter(
        label=_("Program"),
        field_name="activity__program",
        queryset=Program.objects.all(),
    )

    class Meta:
        model = Occurrence
        fields = ["when", "state", "activity", "kind", "program"]

    def filter_when(self, queryset, name, value):
        past = Q(starts_at__lt=timezone.now())
        return queryset.filter(past if value == "past" else ~past)


class OccurrenceIndexView(generic.IndexView):
    filterset_class = OccurrenceFilterSet

    def get_base_queryset(self):
        return departures.for_staff()

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
            Column("activity", label=_("Activity")),
            Column(
                "meeting_point", label=_("Meeting point"), classname="departure-wide"
            ),
            FillColumn(
                "seats_held", label=pgettext_lazy("count", "Places"), width="11%"
            ),
            Column(
                "waiting_count", label=_("Waiting list"), classname="departure-wide"
            ),
            Column("open_offers", label=_("Offers"), classname="departure-wide"),
            OccurrencePillColumn("state", label=_("State")),
        ]


# --- the form -------------------------------------------------------------------


class OccurrenceForm(WagtailAdminModelForm):
    """Refuses what would betray those who are registered already."""

    def clean(self):
        cleaned = super().clean()
        starts_at = cleaned.get("starts_at")
        if self.instance.pk and starts_at and "starts_at" in self.changed_data:
            before = self.initial["starts_at"]
            moved = (
                timezone.localtime(starts_at).date()
                != timezone.localtime(before).date()
            )
            if moved and departures.has_live_registrations(self.instance):
                self.add_error(
                    "starts_at",
                    _(
                        "There are registrations for this day. Cancel the departure, "
                        "which tells everybody, and copy it to the other day."
                    ),
                )
        return cleaned

    def is_valid(self):
        return super().is_valid() and self._points_can_go()

    def _points_can_go(self):
        formset = self.formsets.get("boarding_points")
        for row in formset.deleted_forms if formset else ():
            if row.instance.pk and row.instance.registrations.exists():
                self.add_error(
                    None,
                    gettext("%(place)s: somebody boards there; it cannot be removed.")
                    % {"place": row.instance.name},
                )
        return not self.errors


_WHEN = FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")])
_WINDOW = MultiFieldPanel(
    [
        FieldRowPanel(
            [FieldPanel("registration_opens_at"), FieldPanel("registration_closes_at")]
        ),
        FieldPanel("cancel_until"),
    ],
    heading=_("Registration"),
    help_text=_("Leave these empty for the usual times."),
)
_POINTS = InlinePanel(
    "boarding_points",
    heading=_("Boarding points"),
    label=_("boarding point"),
    help_text=_("None: everybody comes to the meeting point."),
    panels=[FieldRowPanel([FieldPanel("name"), FieldPanel("boards_at")])],
)


def _handler(*panels):
    return ObjectList(panels, base_form_class=OccurrenceForm).bind_to_model(Occurrence)


class OccurrenceCreateView(generic.CreateView):
    page_title = _("New departure")
    success_message = _("The draft is saved. The public sees it once you publish it.")

    def save_instance(self):
        self.form.instance.created_by = self.request.user
        return super().save_instance()

    def get_success_url(self):
        return reverse(f"{NAME}:inspect", args=[quote(self.object.pk)])

    def get_success_buttons(self):
        return []


class OccurrenceEditView(generic.EditView):
    #: Changing one of these is something registered people have to know.
    told_fields = frozenset({"starts_at", "ends_at", "meeting_point"})
    success_message = _("The changes are saved.")

    def save_instance(self):
        # Places and state belong to the verbs; a form that was open meanwhile must
        # not write back what it read.
        row = Occurrence.objects.select_for_update().get(pk=self.form.instance.pk)
        for name in ("capacity", "state", "cancelled_note"):
            setattr(self.form.instance, name, getattr(row, name))
        return super().save_instance()

    def form_valid(self, form):
        response = super().form_valid(form)
        changed = self.told_fields & set(form.changed_data)
        if changed and departures.has_live_registrations(self.object):
            messages.warning(
                self.request,
                _(
                    "Nobody was told of this change. Please tell those who are "
                    "registered; their list is below."
                ),
            )
        return response

    def get_success_url(self):
        return reverse(f"{NAME}:inspect", args=[quote(self.object.pk)])

    def get_success_buttons(self):
        return []


class OccurrenceDeleteView(GuardedDeleteView):
    protected_message = _("There are registrations; cancel the departure instead.")

    def dispatch(self, request, *args, **kwargs):
        if not self.user_has_permission_for_instance("delete", self.object):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


# --- the page of one departure --------------------------------------------------


class OccurrenceInspectView(generic.InspectView):
    template_name = "programs/admin/departure.html"
    page_title = _("Departure")

    def get_object(self, queryset=None):
        return get_object_or_404(departures.for_staff(), pk=self.pk)

    def _may(self, permission):
        return self.request.user.has_perm(permission)

    def _url(self, name):
        return reverse(f"{NAME}:{name}", args=[quote(self.object.pk)])

    @cached_property
    def is_coming(self):
        return self.object.starts_at > timezone.now()

    @cached_property
    def may_register(self):
        return (
            self._may(permissions.ADD_REGISTRATIONS)
            and self.is_coming
            and self.object.state == OccurrenceState.PUBLISHED
        )

    @cached_property
    def header_buttons(self):
        if not self.may_register:
            return []
        return [
            HeaderButton(
                _("Register somebody"), url=self._url("register"), icon_name="plus"
            )
        ]

    @cached_property
    def header_more_buttons(self):
        is_cancelled = self.object.state == OccurrenceState.CANCELLED
        may_change = self._may(permissions.CHANGE_OCCURRENCES)
        offered = [
            (may_change, "edit", _("Edit"), "edit"),
            (self._may(permissions.ADD_OCCURRENCES), "copy", _("Copy"), "copy"),
            (
                may_change and not is_cancelled,
                "capacity",
                _("Number of places"),
                "group",
            ),
            (True, "history", _("History"), "history"),
            (
                may_change and self.is_coming and not is_cancelled,
                "cancel",
                _("Cancel the departure"),
                "cross",
            ),
            (
                self.user_has_permission_for_instance("delete", self.object),
                "delete",
                _("Delete"),
                "bin",
            ),
        ]
        return [
            Button(label, url=self._url(name), icon_name=icon, priority=place)
            for place, (shown, name, label, icon) in enumerate(offered)
            if shown
        ]

    def get_page_subtitle(self):
        return f"{self.object.activity} · {in_words(self.object.starts_at)}"

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse(f"{NAME}:index"), "label": _("Departures")},
            {"url": "", "label": self.get_page_subtitle()},
        ]

    def get_fields_context(self):
        return []

    def get_context_data(self, **kwargs):
        occurrence = self.object
        may_see = self._may(permissions.VIEW_REGISTRATIONS)
        kind, word = occurrence_pill(occurrence)
        context = {
            "occurrence": occurrence,
            "pill": kind,
            "pill_word": word,
            "tally": departures.tally(occurrence),
            "points": departures.boarding_counts(occurrence),
            "may_see": may_see,
            "may_register": self.may_register,
            "may_change": self._may(permissions.CHANGE_REGISTRATIONS),
            "may_publish": self._may(permissions.CHANGE_OCCURRENCES)
            and occurrence.state == OccurrenceState.DRAFT,
            "may_see_phones": self._may(permissions.SEE_BOARDING_PHONES),
            "may_mark": timezone.now() >= occurrence.starts_at - MARKED_FROM,
            "is_coming": self.is_coming,
        }
        if may_see:
            context |= self._people(occurrence)
        return super().get_context_data(**context, **kwargs)

    def _people(self, occurrence):
        line = queries.waiting_in_line(occurrence)
        return {
            "seated": [self._with_pill(row) for row in departures.seated(occurrence)],
            "over": [self._with_pill(row) for row in departures.over(occurrence)],
            "line": line,
            "next": departures.next_in_line(line, seats_left=occurrence.seats_left),
            "offers": queries.open_offers(occurrence),
        }

    @staticmethod
    def _with_pill(row):
        row.pill = registration_pill(row)
        row.is_marked = row.state in (State.ATTENDED, State.MISSED)
        return row


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
    inspect_view_fields = ["activity"]

    @cached_property
    def _edit_handler(self):
        return _handler(
            FieldPanel("activity"),
            _WHEN,
            FieldPanel("meeting_point"),
            FieldRowPanel([FieldPanel("capacity"), FieldPanel("waiting_capacity")]),
            _WINDOW,
            _POINTS,
        )

    def get_edit_view_kwargs(self, **kwargs):
        panel = _handler(
            FieldPanel("activity", read_only=True),
            _WHEN,
            FieldPanel("meeting_point"),
            FieldPanel("waiting_capacity"),
            _WINDOW,
            _POINTS,
        )
        return super().get_edit_view_kwargs(
            **{"panel": panel, "form_class": panel.get_form_class(), **kwargs}
        )

    def get_urlpatterns(self):
        screens = {
            "kayit-al": (RegisterPartyView, "register"),
            "yayimla": (actions.PublishView, "publish"),
            "kontenjan": (actions.CapacityView, "capacity"),
            "iptal": (actions.CancelOccurrenceView, "cancel"),
            "kopyala": (actions.CopyOccurrenceView, "copy"),
            "yer-teklif-et": (actions.OfferPlacesView, "offer"),
            "binis-listesi": (BoardingListView, "boarding"),
            "sorumlu-listesi": (CoordinatorListView, "coordinator"),
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
        ]

    def get_common_view_kwargs(self, **kwargs):
        return super().get_common_view_kwargs(**{"usage_url_name": None, **kwargs})
