"""Interview times: the list, a run of new ones, the week."""

from datetime import date, datetime, timedelta

import django_filters
from django import forms
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets import AdminDateInput, AdminTimeInput
from wagtail.admin.widgets.button import HeaderButton
from wagtail.permissions import policy_registry

from people.exceptions import Refusal
from people.wording import refusal_words
from volunteers.domain.slots import (
    has_bookings,
    offer_interview_times,
    run_of_times,
    take_back_interview_time,
)
from volunteers.enums import InterviewState
from volunteers.models import Call, InterviewSlot
from volunteers.permissions import possible_interviewers
from volunteers.viewsets.cells import (
    LinkColumn,
    PillColumn,
    clock,
    moment_in_words,
    name_of,
)


class InterviewersField(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, user):
        return name_of(user)


def interviewers_field():
    return InterviewersField(
        label=_("Interviewers"),
        queryset=possible_interviewers(),
        required=False,
        help_text=_("Two, where possible. They see the application once it is booked."),
    )


class SlotRunForm(forms.Form):
    """One time, or one after another between two hours."""

    call = forms.ModelChoiceField(label=_("Call"), queryset=Call.objects.all())
    day = forms.DateField(label=_("Day"), widget=AdminDateInput)
    first = forms.TimeField(label=_("First interview at"), widget=AdminTimeInput)
    until = forms.TimeField(
        label=_("Until"),
        widget=AdminTimeInput,
        required=False,
        help_text=_("Leave empty for a single interview."),
    )
    minutes = forms.IntegerField(
        label=_("Minutes for each"), min_value=10, max_value=240, initial=30
    )
    is_online = forms.BooleanField(label=_("Online"), required=False)
    place = InterviewSlot._meta.get_field("place").formfield()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["interviewers"] = interviewers_field()

    def clean_day(self):
        day = self.cleaned_data["day"]
        if day < timezone.localdate():
            raise forms.ValidationError(_("Choose a day that is still to come."))
        return day

    def starts(self) -> list[datetime]:
        data = self.cleaned_data
        first = timezone.make_aware(datetime.combine(data["day"], data["first"]))
        if not data["until"]:
            return [first]
        until = timezone.make_aware(datetime.combine(data["day"], data["until"]))
        return run_of_times(first, until, minutes=data["minutes"])


class SlotForm(forms.ModelForm):
    """A time that somebody has keeps its hour: that changes on her application."""

    class Meta:
        model = InterviewSlot
        fields = ["starts_at", "minutes", "is_online", "place", "interviewers"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["interviewers"] = interviewers_field()
        if has_bookings(self.instance):
            for name in ("starts_at", "minutes", "is_online", "place"):
                del self.fields[name]


class SlotFilterSet(WagtailFilterSet):
    when = django_filters.ChoiceFilter(
        label=_("When"),
        choices=[("today", _("Today")), ("coming", _("Coming")), ("past", _("Past"))],
        method="filter_when",
    )
    call = django_filters.ModelChoiceFilter(
        label=_("Call"), queryset=Call.objects.all()
    )
    interviewer = django_filters.ModelChoiceFilter(
        label=_("Interviewer"),
        queryset=lambda request: possible_interviewers(),
        field_name="interviewers",
    )

    class Meta:
        model = InterviewSlot
        fields = ["call"]

    def filter_when(self, queryset, name, value):
        now = timezone.now()
        if value == "today":
            return queryset.filter(starts_at__date=timezone.localdate(now))
        if value == "past":
            return queryset.filter(starts_at__lt=now)
        return queryset.filter(starts_at__gte=now)


def taken_interview(slot: InterviewSlot):
    """The booking that holds the slot, from what the list has read."""
    return next(
        (
            one
            for one in slot.interviews.all()
            if one.state in (InterviewState.BOOKED, InterviewState.HELD)
        ),
        None,
    )


def slot_kind(slot: InterviewSlot) -> str:
    taken = taken_interview(slot)
    if taken:
        return "good" if taken.state == InterviewState.HELD else "wait"
    return "calm"


def slot_state(slot: InterviewSlot):
    taken = taken_interview(slot)
    if taken:
        return taken.get_state_display()
    return _("free to book") if slot.starts_at > timezone.now() else _("not used")


def seen_slots(user):
    """The interview times this user may see, with what a row shows."""
    policy = policy_registry.get_by_type(InterviewSlot)
    return (
        policy.instances_user_has_permission_for(user, "view")
        .select_related("call")
        .prefetch_related("interviewers", "interviews__application__person")
        .order_by("starts_at", "pk")
    )


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

    def get_edit_url(self, instance):
        if not self.user_has_permission("change"):
            return None
        return super().get_edit_url(instance)

    @cached_property
    def header_buttons(self):
        week = HeaderButton(
            label=_("Week"),
            url=reverse("volunteers_slot:week"),
            icon_name="calendar-alt",
        )
        return [week, *super().header_buttons]

    @cached_property
    def columns(self):
        return [
            TitleColumn(
                "starts_at",
                label=_("Day and time"),
                accessor=lambda slot: moment_in_words(slot.starts_at),
                get_url=self.get_edit_url,
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


def guest_name(slot):
    taken = taken_interview(slot)
    return taken.application.person.full_name if taken else ""


def guest_url(slot):
    taken = taken_interview(slot)
    if taken:
        return reverse("volunteers_application:inspect", args=[taken.application_id])
    return None


class SlotCreateView(generic.CreateView):
    page_title = _("New interview times")
    submit_button_label = _("Offer the times")
    error_message = _("The times are not offered yet.")

    def get_page_subtitle(self):
        return _("Interview times")

    def get_form_class(self):
        return SlotRunForm

    def get_form_kwargs(self):
        return {
            name: value
            for name, value in super().get_form_kwargs().items()
            if name != "instance"
        }

    def get_initial(self):
        call = self.request.GET.get("call", "")
        if call.isdigit():
            return {"call": call}
        newest = Call.objects.order_by("-opens_at").first()
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
        messages.success(self.request, done % {"count": count})
        return redirect(self.get_success_url())


class SlotEditView(generic.EditView):
    template_name = "volunteers/admin/set_up_form.html"

    def get_form_class(self):
        return SlotForm

    def get_context_data(self, **kwargs):
        note = ""
        if has_bookings(self.object):
            note = _(
                "Somebody was given this time. To change it, move her interview on the "
                "page of her application; she is told of it."
            )
        return super().get_context_data(note=note, **kwargs)

    @cached_property
    def can_delete(self):
        return super().can_delete and not has_bookings(self.object)


class SlotDeleteView(generic.DeleteView):
    def form_valid(self, form):
        try:
            take_back_interview_time(self.object, by=self.request.user)
        except Refusal as refusal:
            messages.error(self.request, refusal_words(refusal))
        else:
            messages.success(self.request, _("The interview time is removed."))
        return redirect("volunteers_slot:index")


class WeekView(PermissionCheckedMixin, generic.WagtailAdminTemplateMixin, TemplateView):
    """Seven days side by side; on a phone one after another."""

    model = InterviewSlot
    any_permission_required = ["view"]
    template_name = "volunteers/admin/week.html"
    page_title = _("Week of interviews")
    header_icon = "calendar-alt"

    def monday(self) -> date:
        asked = self.request.GET.get("gun", "")
        try:
            day = date.fromisoformat(asked)
        except ValueError:
            day = timezone.localdate()
        return day - timedelta(days=day.weekday())

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse("volunteers_slot:index"), "label": _("Interviews")},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs):
        monday = self.monday()
        days = [monday + timedelta(days=place) for place in range(7)]
        slots = seen_slots(self.request.user).filter(
            starts_at__date__gte=days[0], starts_at__date__lte=days[-1]
        )
        by_day = {day: [] for day in days}
        for slot in slots:
            by_day[timezone.localdate(slot.starts_at)].append(
                {
                    "slot": slot,
                    "clock": clock(slot.starts_at),
                    "kind": slot_kind(slot),
                    "state": slot_state(slot),
                    "name": guest_name(slot),
                    "url": guest_url(slot),
                    "interviewers": [name_of(user) for user in slot.interviewers.all()],
                }
            )
        return super().get_context_data(
            days=by_day.items(),
            today=timezone.localdate(),
            monday=days[0],
            sunday=days[-1],
            previous=monday - timedelta(days=7),
            following=monday + timedelta(days=7),
            is_empty=not any(by_day.values()),
            may_add=self.user_has_permission("add"),
            **kwargs,
        )


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
    form_fields = ["interviewers"]

    def get_common_view_kwargs(self, **kwargs):
        return super().get_common_view_kwargs(usage_url_name=None, **kwargs)

    def get_urlpatterns(self):
        kept = [one for one in super().get_urlpatterns() if one.name != "usage"]
        return [*kept, path("hafta/", WeekView.as_view(), name="week")]
