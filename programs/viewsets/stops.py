"""The admin screens of stops: the list, and the page of one with its times."""

import django_filters
from django import forms
from django.db.models import Q
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.widgets.button import Button, HeaderButton

from people.staff_views import RecordHistoryView, RecordViewSet, SeenRowsMixin
from programs import permissions
from programs.domain import departures
from programs.domain.duties import may_in, may_somewhere
from programs.enums import OccurrenceState
from programs.models import Activity, Stop
from programs.viewsets import stop_actions as actions
from programs.viewsets.columns import occurrence_pill

NAME = "programs_stop"


def day_in_words(stop):
    return date_format(stop.day, gettext("l, F j, Y"))


class StopFilterSet(WagtailFilterSet):
    when = django_filters.ChoiceFilter(
        label=_("When"),
        choices=[("coming", _("Coming")), ("past", _("Past"))],
        method="filter_when",
        widget=forms.RadioSelect,
        empty_label=_("All"),
    )
    activity = django_filters.ModelChoiceFilter(
        label=_("Activity"),
        queryset=lambda request: Activity.objects.where_may(
            request.user, permissions.VIEW_STOPS
        ).filter(pk__in=Stop.objects.values("activity")),
    )

    class Meta:
        model = Stop
        fields = ["when", "activity", "district"]

    def filter_when(self, queryset, name, value):
        past = Q(day__lt=timezone.localdate())
        return queryset.filter(past if value == "past" else ~past)


class StopIndexView(generic.IndexView):
    page_title = _("Stops")
    filterset_class = StopFilterSet
    is_searchable = False

    @cached_property
    def header_buttons(self):
        if not may_somewhere(self.request.user, permissions.ADD_STOPS):
            return []
        return [
            HeaderButton(
                _("Make appointment times"),
                url=reverse(f"{NAME}:make"),
                icon_name="plus",
            )
        ]

    def get_base_queryset(self):
        return departures.stops_for_staff(self.request.user)

    @cached_property
    def columns(self):
        return [
            TitleColumn(
                "day",
                label=_("Day"),
                accessor=day_in_words,
                get_url=self.get_inspect_url,
                classname="departure-date title",
            ),
            Column("activity", label=_("Activity")),
            Column("area", label=_("Neighborhood")),
            Column("place", label=_("Where"), classname="departure-wide"),
            Column(
                "taken",
                label=_("Appointments taken"),
                accessor=lambda one: f"{one.taken} / {one.places}",
            ),
        ]


class StopInspectView(SeenRowsMixin, generic.InspectView):
    template_name = "programs/admin/stop.html"
    page_title = _("Stop")

    def get_page_subtitle(self):
        return str(self.object)

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse(f"{NAME}:index"), "label": _("Stops")},
            {"url": "", "label": self.get_page_subtitle()},
        ]

    def get_fields_context(self):
        return []

    @cached_property
    def may_change(self):
        return self._may(permissions.CHANGE_STOPS)

    def _may(self, permission):
        program = self.object.activity.program_id
        return may_in(self.request.user, permission, program)

    @cached_property
    def times(self):
        return list(departures.times_of(self.object))

    @cached_property
    def is_to_come(self):
        now = timezone.now()
        return any(
            one.starts_at > now and one.state != OccurrenceState.CANCELLED
            for one in self.times
        )

    @cached_property
    def header_buttons(self):
        return []

    @cached_property
    def header_more_buttons(self):
        offered = [
            (self.may_change, "change", _("Change the stop"), "edit"),
            (
                self.may_change and self.is_to_come,
                "cancel",
                _("Cancel the whole stop"),
                "cross",
            ),
            (True, "history", _("History"), "history"),
        ]
        return [
            Button(
                label,
                url=reverse(f"{NAME}:{name}", args=[self.object.pk]),
                icon_name=icon,
                priority=place,
            )
            for place, (shown, name, label, icon) in enumerate(offered)
            if shown
        ]

    def get_context_data(self, **kwargs):
        rows = [(one, *occurrence_pill(one)) for one in self.times]
        now = timezone.now()
        may_register = self._may(permissions.ADD_REGISTRATIONS)
        return super().get_context_data(
            stop=self.object,
            rows=rows,
            day_words=day_in_words(self.object),
            taken=sum(one.seats_held for one in self.times),
            places=sum(
                one.capacity
                for one in self.times
                if one.state != OccurrenceState.CANCELLED
            ),
            may_register=may_register,
            may_publish=self.may_change
            and any(
                one.state == OccurrenceState.DRAFT and one.starts_at > now
                for one in self.times
            ),
            now=now,
            **kwargs,
        )


class StopViewSet(RecordViewSet):
    model = Stop
    icon = "site"
    name = NAME
    url_prefix = "duraklar"
    menu_label = _("Stops and appointments")
    list_per_page = 50
    index_view_class = StopIndexView
    inspect_view_class = StopInspectView
    history_view_class = RecordHistoryView
    inspect_view_fields = ["activity"]
    # The viewset wants a form; no view offers it.
    form_fields = ["place"]

    def get_urlpatterns(self):
        screens = {
            "yayimla": (actions.PublishStopView, "publish"),
            "degistir": (actions.ChangeStopView, "change"),
            "iptal": (actions.CancelStopView, "cancel"),
        }
        return [
            *super().get_urlpatterns(),
            path("randevu-saatleri/", actions.MakeStopView.as_view(), name="make"),
            *(
                path(f"<int:pk>/{word}/", view.as_view(), name=name)
                for word, (view, name) in screens.items()
            ),
        ]
