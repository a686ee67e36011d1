"""Available hours, and the interview times that follow from them."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import HeaderButton
from wagtail.permissions import policy_registry

from people.exceptions import Refusal
from people.wording import refusal_words
from volunteers.domain.availability import (
    make_slots,
    save_window,
    windows_to_open,
    withdraw_window,
)
from volunteers.domain.plans import plan_slots
from volunteers.models import AvailabilityWindow
from volunteers.viewsets.availability_forms import (
    USUAL_WEEKS,
    PlanForm,
    WindowForm,
)
from volunteers.viewsets.cells import day_in_words, name_of
from volunteers.viewsets.own_hours import (
    OwnEditView,
    OwnFormMixin,
    OwnListView,
    OwnRowMixin,
    to_plan,
)
from volunteers.viewsets.plan_page import PlanPage


class WindowListView(OwnListView):
    page_title = _("Available hours")
    results_template_name = "volunteers/admin/window_results.html"

    def get_base_queryset(self):
        windows = super().get_base_queryset()
        return windows.filter(until_day__gte=timezone.localdate()).select_related(
            "interviewer", "colleague", "call"
        )

    @cached_property
    def header_buttons(self):
        plan = HeaderButton(
            label=_("Open interview times"),
            url=reverse("volunteers_availability:plan"),
            icon_name="calendar-check",
        )
        off = HeaderButton(
            label=_("Times off"),
            url=reverse("volunteers_absence:index"),
            icon_name="calendar",
        )
        return [plan, off, *super().header_buttons]

    @cached_property
    def columns(self):
        return [
            TitleColumn(
                "hours",
                label=_("Hours"),
                accessor=str,
                get_url=self.get_edit_url,
            ),
            Column(
                "people",
                label=_("Interviewers"),
                accessor=lambda row: ", ".join(
                    name_of(one) for one in (row.interviewer, row.colleague) if one
                ),
            ),
            Column(
                "days",
                label=_("Days"),
                accessor=lambda row: (
                    f"{day_in_words(row.from_day)} – {day_in_words(row.until_day)}"
                ),
            ),
            Column("minutes", label=_("Minutes for each")),
            Column(
                "place",
                label=_("Place"),
                accessor=lambda row: _("online") if row.is_online else str(row.place),
            ),
            Column("call", label=_("Call")),
        ]


class SavesWindow:
    """The form's row is written by its verb; a refusal comes back with the form."""

    def save_instance(self):
        return save_window(self.form.instance, by=self.request.user)

    def form_valid(self, form):
        try:
            return super().form_valid(form)
        except Refusal as refusal:
            form.add_error(None, refusal_words(refusal))
            return self.form_invalid(form)


class WindowCreateView(SavesWindow, OwnFormMixin, generic.CreateView):
    """Leads on to the times that follow from the hours."""

    page_title = _("New available hours")

    def get_success_url(self):
        return to_plan()


class WindowEditView(SavesWindow, OwnEditView):
    def get_success_url(self):
        return to_plan()


class WindowDeleteView(OwnRowMixin, generic.DeleteView):
    seen_for = "delete"

    def get_confirmation_message(self):
        return _("Its free interview times go with it. What is booked stays.")

    def form_valid(self, form):
        try:
            gone, kept = withdraw_window(self.object, by=self.request.user)
        except Refusal as refusal:
            messages.error(self.request, refusal_words(refusal))
            return redirect("volunteers_availability:index")
        messages.success(self.request, _("The available hours are removed."))
        if gone:
            words = ngettext(
                "%(count)s free time was removed.",
                "%(count)s free times were removed.",
                gone,
            )
            messages.success(self.request, words % {"count": gone})
        if kept:
            words = ngettext(
                "%(count)s booked interview stays as it was.",
                "%(count)s booked interviews stay as they were.",
                kept,
            )
            messages.warning(self.request, words % {"count": kept})
        return redirect("volunteers_availability:index")


class OpenTimesView(PlanPage):
    page_title = _("Open interview times")
    parent = ("volunteers_availability:index", _("Available hours"))
    explanation = _(
        "The times follow from the available hours. Public holidays and times off are "
        "left out; what somebody has is never touched."
    )
    model = AvailabilityWindow

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        policy = policy_registry.get_by_type(AvailabilityWindow)
        if not policy.user_has_permission(request.user, "change"):
            raise PermissionDenied

    def windows(self):
        hers = windows_to_open(self.request.user)
        return list(hers.select_related("interviewer", "colleague"))

    def get(self, request, *args, **kwargs):
        today = timezone.localdate()
        asked = {
            "first_day": request.GET.get("first_day") or today,
            "last_day": request.GET.get("last_day")
            or today + timedelta(weeks=USUAL_WEEKS),
        }
        return self.show(PlanForm(asked))

    def post(self, request, *args, **kwargs):
        form = PlanForm(request.POST)
        if not form.is_valid():
            return self.show(form)
        try:
            plan = make_slots(self.windows(), by=request.user, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, refusal_words(refusal))
            return self.show(form)
        self.tell(plan)
        first = plan.opening[0].starts_at if plan.opening else timezone.now()
        day = timezone.localdate(first)
        return redirect(f"{reverse('volunteers_slot:week')}?gun={day}")

    def show(self, form):
        plan = None
        if form.is_valid():
            plan = plan_slots(self.windows(), **form.cleaned_data)
        return self.render_to_response(
            self.context_of(
                form,
                plan,
                submit_label=_("Open the times"),
                back_url=reverse("volunteers_availability:index"),
            )
        )


class AvailabilityViewSet(ModelViewSet):
    model = AvailabilityWindow
    icon = "time"
    name = "volunteers_availability"
    url_prefix = "gorusme-gunleri"
    menu_label = _("Available hours")
    add_to_reference_index = False
    copy_view_enabled = False
    index_view_class = WindowListView
    add_view_class = WindowCreateView
    edit_view_class = WindowEditView
    delete_view_class = WindowDeleteView

    def get_form_class(self, for_update=False):
        return WindowForm

    def get_common_view_kwargs(self, **kwargs):
        return super().get_common_view_kwargs(
            usage_url_name=None, history_url_name=None, **kwargs
        )

    def get_urlpatterns(self):
        kept = [
            one
            for one in super().get_urlpatterns()
            if one.name not in ("usage", "history", "history_results")
        ]
        return [*kept, path("ac/", OpenTimesView.as_view(), name="plan")]
