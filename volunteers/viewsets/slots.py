"""Interview times: the list, a run of new ones, one of them."""

import django_filters
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import HeaderButton

from people.exceptions import Refusal
from people.staff_views import RecordHistoryView, SeenRowsMixin
from people.wording import refusal_words
from volunteers.domain.duties import Rights, may_in, may_somewhere
from volunteers.domain.interviews import awaiting_outcome
from volunteers.domain.slots import (
    change_interview_time,
    has_bookings,
    offer_interview_times,
    take_back_interview_time,
    time_is_fixed,
)
from volunteers.enums import ApplicationState
from volunteers.models import Application, Call, InterviewSlot
from volunteers.permissions import interviewers_in
from volunteers.viewsets.booking import (
    BookingCalendarView,
    BookingView,
    SaveSheetView,
)
from volunteers.viewsets.calendar_feed import CalendarFeedView
from volunteers.viewsets.cells import (
    LinkColumn,
    PillColumn,
    moment_in_words,
    name_of,
)
from volunteers.viewsets.interview_outcomes import (
    OutcomeTickColumn,
    awaits_outcome,
    outcomes_for,
    outcomes_url,
)
from volunteers.viewsets.slot_cells import (
    SLOT_STATES,
    guest_name,
    guest_url,
    in_this_week,
    seen_slots,
    slot_kind,
    slot_state,
    slots_that_are,
)
from volunteers.viewsets.slot_forms import SlotForm, SlotRunForm
from volunteers.viewsets.week import CopyWeekView, WeekView
from volunteers.workflow import Permission


class SlotFilterSet(WagtailFilterSet):
    when = django_filters.ChoiceFilter(
        label=_("When"),
        choices=[
            ("today", _("Today")),
            ("week", _("This week")),
            ("coming", _("Coming")),
            ("past", _("Past")),
            ("unrecorded", _("Past, outcome not recorded")),
            ("unheld", _("Booked, and nobody holds it")),
        ],
        method="filter_when",
    )
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=SLOT_STATES, method="filter_state"
    )
    call = django_filters.ModelChoiceFilter(
        label=_("Call"),
        queryset=lambda request: Call.objects.reachable_by(request.user),
    )
    interviewer = django_filters.ModelChoiceFilter(
        label=_("Interviewer"),
        queryset=lambda request: interviewers_in(
            Call.objects.reachable_by(request.user)
        ),
        field_name="interviewers",
    )

    class Meta:
        model = InterviewSlot
        fields = ["call"]

    def filter_when(self, queryset, name, value):
        now = timezone.now()
        if value == "today":
            return queryset.filter(starts_at__date=timezone.localdate(now))
        if value == "week":
            return queryset.filter(in_this_week(now))
        if value == "past":
            return queryset.filter(starts_at__lt=now)
        if value == "unheld":
            return queryset.unheld()
        if value == "unrecorded":
            waiting = awaiting_outcome(self.request.user, now=now).order_by()
            return queryset.filter(pk__in=waiting.values("slot"))
        return queryset.filter(starts_at__gte=now)

    def filter_state(self, queryset, name, value):
        return queryset.filter(slots_that_are(value, self.request.user))


class SlotIndexView(generic.IndexView):
    table_classname = "listing staff-cards"
    filterset_class = SlotFilterSet
    page_title = _("Interviews")
    is_searchable = False
    results_template_name = "volunteers/admin/slot_results.html"

    def get_base_queryset(self):
        slots = seen_slots(self.request.user)
        if not self.request.GET.get("when"):
            start = timezone.localtime().replace(hour=0, minute=0, second=0)
            return slots.filter(starts_at__gte=start)
        return slots

    def get_table(self, object_list):
        """With ticks where the page lists an interview whose outcome is missing."""
        rights = Rights(self.request.user)
        self.has_ticks = any(awaits_outcome(one, rights) for one in object_list)
        if self.has_ticks:
            self.table_classname += " staff-cards--ticked"
            tick = OutcomeTickColumn("check", label="", accessor="pk", rights=rights)
            self.columns = [tick, *self.columns]
        return super().get_table(object_list)

    def get_context_data(self, *args, **kwargs):
        context = super().get_context_data(*args, **kwargs)
        if self.has_ticks:
            context["outcomes"] = outcomes_for(self.request.user)
            context["outcomes_url"] = outcomes_url(self.request.GET.urlencode())
        return context

    def get_edit_url(self, instance):
        if instance.pk not in self.changeable:
            return None
        return super().get_edit_url(instance)

    @cached_property
    def changeable(self):
        """Keys of the times that she may change: not every call's are hers."""
        rows = self.permission_policy.instances_user_has_permission_for(
            self.request.user, "change"
        )
        return set(rows.order_by().values_list("pk", flat=True))

    @cached_property
    def header_buttons(self):
        week = HeaderButton(
            label=_("Week"),
            url=reverse("volunteers_slot:week"),
            icon_name="calendar-alt",
        )
        hours = HeaderButton(
            label=_("Available hours"),
            url=reverse("volunteers_availability:index"),
            icon_name="time",
        )
        plans = may_somewhere(self.request.user, Permission.INTERVIEW)
        return [week, *([hours] if plans else []), *super().header_buttons]

    @cached_property
    def columns(self):
        return [
            TitleColumn(
                "starts_at",
                label=_("Day and time"),
                accessor=lambda slot: moment_in_words(slot.starts_at),
                get_url=lambda slot: reverse("volunteers_slot:booking", args=[slot.pk]),
            ),
            PillColumn("state", label=_("State"), accessor=slot_state, kind=slot_kind),
            LinkColumn("who", label=_("With"), accessor=guest_name, get_url=guest_url),
            Column(
                "interviewers",
                label=_("Interviewers"),
                accessor=lambda slot: (
                    ", ".join(name_of(user) for user in slot.interviewers.all()) or "–"
                ),
            ),
            Column(
                "place",
                label=_("Place"),
                accessor=lambda slot: (
                    _("online") if slot.is_online else str(slot.place)
                ),
            ),
            Column("call", label=_("Call")),
        ]


class SlotCreateView(generic.CreateView):
    page_title = _("New interview times")
    submit_button_label = _("Offer the times")
    error_message = _("The times are not offered yet.")

    def get_page_subtitle(self):
        return _("Interview times")

    def get_form_class(self):
        return SlotRunForm

    def get_form_kwargs(self):
        kept = {
            name: value
            for name, value in super().get_form_kwargs().items()
            if name != "instance"
        }
        calls = Call.objects.where_may(self.request.user, "add_interviewslot")
        return {**kept, "calls": calls}

    def get_initial(self):
        call = self.request.GET.get("call", "")
        if call.isdigit():
            return {"call": call}
        hers = Call.objects.where_may(self.request.user, "add_interviewslot")
        newest = hers.order_by("-opens_at").first()
        return {"call": newest}

    def form_valid(self, form):
        self.form = form
        data = form.cleaned_data
        try:
            made = offer_interview_times(
                data["call"],
                starts=form.starts(),
                minutes=data["minutes"],
                place=data["place"],
                is_online=data["is_online"],
                interviewers=data["interviewers"],
                at_once=data["at_once"],
                by=self.request.user,
            )
        except Refusal as refusal:
            form.add_error(None, refusal_words(refusal))
            self.produced_error_message = self.get_error_message()
            return self.form_invalid(form)
        count = len(made)
        done = ngettext(
            "%(count)s interview time is offered.",
            "%(count)s interview times are offered.",
            count,
        )
        buttons = [
            messages.button(url, words) for url, words in self.next_places(data["call"])
        ]
        messages.success(self.request, done % {"count": count}, buttons=buttons)
        return redirect(self.get_success_url())

    def next_places(self, call):
        """Where the newcomer goes on from here: who may be invited now, or the call."""
        user = self.request.user
        seen = Application.objects.visible_to(user).filter(call=call)
        if may_in(user, Permission.DECIDE, call.pk):
            if seen.in_states(ApplicationState.SCREENING).exists():
                listed = reverse("volunteers_application:index")
                yield f"{listed}?call={call.pk}&state=screening", _("Invite applicants")
            elif may_in(user, "change_call", call.pk):
                edit = reverse("volunteers_call:edit", args=[call.pk])
                yield edit, _("Back to the call")


class SlotEditView(SeenRowsMixin, generic.EditView):
    seen_for = "change"
    template_name = "volunteers/admin/set_up_form.html"

    def get_form_class(self):
        return SlotForm

    def get_context_data(self, **kwargs):
        note = ""
        if time_is_fixed(self.object):
            note = _(
                "Somebody was given this time before, or it has begun: its hour and "
                "place stay as they were."
            )
        elif has_bookings(self.object):
            note = _(
                "Somebody has this time. When you change its hour or place, she and "
                "the interviewers are told at once, with a new calendar file. To give "
                "her another of the free times, move her interview on the page of her "
                "application."
            )
        return super().get_context_data(note=note, **kwargs)

    def form_valid(self, form):
        self.form = form
        try:
            told = change_interview_time(
                self.object, **form.values(), by=self.request.user
            )
        except Refusal as refusal:
            form.add_error(None, refusal_words(refusal))
            self.produced_error_message = self.get_error_message()
            return self.form_invalid(form)
        done = (
            _("The time is changed; she and the interviewers are told of it.")
            if told
            else _("The interview time is saved.")
        )
        messages.success(self.request, done)
        return redirect("volunteers_slot:booking", self.object.pk)

    @cached_property
    def can_delete(self):
        return super().can_delete and not has_bookings(self.object)


class SlotDeleteView(SeenRowsMixin, generic.DeleteView):
    seen_for = "delete"

    def form_valid(self, form):
        try:
            take_back_interview_time(self.object, by=self.request.user)
        except Refusal as refusal:
            messages.error(self.request, refusal_words(refusal))
        else:
            messages.success(self.request, _("The interview time is removed."))
        return redirect("volunteers_slot:index")


class SlotViewSet(ModelViewSet):
    model = InterviewSlot
    icon = "calendar-alt"
    name = "volunteers_slot"
    url_prefix = "gorusmeler"
    menu_label = _("Interviews")
    add_to_reference_index = False
    copy_view_enabled = False
    list_per_page = 50
    index_view_class = SlotIndexView
    add_view_class = SlotCreateView
    edit_view_class = SlotEditView
    delete_view_class = SlotDeleteView
    history_view_class = RecordHistoryView
    form_fields = ["interviewers"]

    def get_common_view_kwargs(self, **kwargs):
        return super().get_common_view_kwargs(usage_url_name=None, **kwargs)

    def get_urlpatterns(self):
        kept = [one for one in super().get_urlpatterns() if one.name != "usage"]
        return [
            *kept,
            path("hafta/", WeekView.as_view(), name="week"),
            path("hafta/kopyala/", CopyWeekView.as_view(), name="copy_week"),
            path("takvimim/", CalendarFeedView.as_view(), name="feed"),
            path("<int:pk>/gorusme/", BookingView.as_view(), name="booking"),
            path("<int:pk>/puan/", SaveSheetView.as_view(), name="sheet"),
            path("<int:pk>/gorusme.ics", BookingCalendarView.as_view(), name="file"),
        ]
