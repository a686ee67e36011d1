"""What staff do to a whole stop; each action calls one verb of the domain."""

from datetime import time

from django import forms
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets import AdminDateInput, AdminTimeInput

from people.exceptions import Refusal
from people.staff_views import ActionView
from people.wording import refusal_words
from programs import permissions
from programs.domain import departures, stops
from programs.domain.duties import may_in, may_somewhere
from programs.kinds import TRAITS
from programs.models import Activity, Stop

#: Kinds whose times are made so.
_KINDS = [kind for kind, traits in TRAITS.items() if traits.by_appointment]
_FIELDS = ("place", "district", "neighborhood", "services")


class MakeStopForm(forms.ModelForm):
    begins = forms.TimeField(
        label=_("First appointment at"), widget=AdminTimeInput, initial=time(10)
    )
    ends = forms.TimeField(
        label=_("Last one ends by"), widget=AdminTimeInput, initial=time(16)
    )
    minutes = forms.IntegerField(
        label=_("One every so many minutes"), min_value=5, max_value=480, initial=30
    )
    break_begins = forms.TimeField(
        label=_("Break from"), widget=AdminTimeInput, required=False
    )
    break_ends = forms.TimeField(
        label=_("Break until"), widget=AdminTimeInput, required=False
    )
    places = forms.IntegerField(
        label=_("How many people at one time"), min_value=1, max_value=50, initial=1
    )

    class Meta:
        model = Stop
        fields = ("activity", "day", *_FIELDS)
        widgets = {"day": AdminDateInput}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        hers = Activity.objects.where_may(user, permissions.ADD_STOPS)
        self.fields["activity"].queryset = hers.filter(kind__in=_KINDS)

    def clean(self):
        cleaned = super().clean()
        begins, ends = cleaned.get("begins"), cleaned.get("ends")
        if begins and ends and ends <= begins:
            self.add_error("ends", _("It ends after it starts."))
        pause, over = cleaned.get("break_begins"), cleaned.get("break_ends")
        if bool(pause) != bool(over):
            missing = "break_ends" if pause else "break_begins"
            self.add_error(missing, _("Write when the break begins and ends."))
        elif pause and over <= pause:
            self.add_error("break_ends", _("It ends after it starts."))
        return cleaned

    def plan(self):
        names = (
            "activity", "day", *_FIELDS,
            "begins", "ends", "minutes", "break_begins", "break_ends", "places",
        )  # fmt: skip
        return stops.StopPlan(**{name: self.cleaned_data[name] for name in names})


class MakeStopView(WagtailAdminTemplateMixin, FormView):
    """The form, then the times it makes, then "Save these"."""

    page_title = _("Make appointment times")
    header_icon = "time"
    form_class = MakeStopForm
    template_name = "programs/admin/make_stop.html"
    plan = None

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        if not may_somewhere(request.user, permissions.ADD_STOPS):
            raise PermissionDenied

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "user": self.request.user}

    def form_valid(self, form):
        plan = form.plan()
        if denied := plan.denied_reason():
            form.add_error(None, refusal_words(denied))
            return self.form_invalid(form)
        self.plan = plan
        shown = ",".join(f"{at:%H%M}" for at in plan.times())
        if self.request.POST.get("is_sure") != shown:
            return self.render_to_response(
                self.get_context_data(form=form, times=plan.times(), shown=shown)
            )
        try:
            stop = stops.make_stop(plan, by=self.request.user)
        except Refusal as refusal:
            form.add_error(None, refusal_words(refusal))
            return self.form_invalid(form)
        messages.success(
            self.request,
            gettext("The times are saved. The public sees them once you publish them."),
        )
        return redirect("programs_stop:inspect", stop.pk)

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse("programs_stop:index"), "label": _("Stops")},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            submit_button_label=_("Show the times"),
            action_url=self.request.get_full_path(),
            back_url=reverse("programs_stop:index"),
            explanation=_(
                "Each time is an appointment that one woman takes, on the website, by "
                "phone or at her muhtar's. The public sees the whole day as one card."
            ),
            **kwargs,
        )


class StopActionView(ActionView):
    model = Stop
    permission = permissions.CHANGE_STOPS
    back_url_name = "programs_stop:inspect"
    header_icon = "site"

    def get_queryset(self):
        seen = Stop.objects.where_may(self.request.user, permissions.VIEW_STOPS)
        return seen.select_related("activity")

    def may_somewhere(self, user):
        return may_somewhere(user, self.permission)

    def may_here(self, user):
        return may_in(user, self.permission, self.object.activity.program_id)

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse("programs_stop:index"), "label": _("Stops")},
            {"url": super().get_success_url(), "label": str(self.object)},
            {"url": "", "label": self.get_page_title()},
        ]

    def held_words(self, told):
        """How many dates have messages that nobody has read yet."""
        return ngettext(
            "For %(count)s time there are messages to read and release.",
            "For %(count)s times there are messages to read and release.",
            told,
        ) % {"count": told}


class PublishStopView(StopActionView):
    page_title = _("Publish")

    def act(self, instance, *, by, data):
        published = stops.publish_stop(instance, by=by)
        return ngettext(
            "%(count)s time is published.", "%(count)s times are published.", published
        ) % {"count": published}


class ChangeStopForm(forms.ModelForm):
    minutes_later = forms.IntegerField(
        label=_("Everything later by so many minutes"),
        min_value=-240,
        max_value=240,
        initial=0,
        help_text=_("With a minus sign: earlier."),
    )

    class Meta:
        model = Stop
        fields = _FIELDS


class ChangeStopView(StopActionView):
    page_title = _("Change the stop")
    form_class = ChangeStopForm
    explanation = _(
        "Whoever has an appointment is told when the place or her time changes. The "
        "messages wait until they have been read."
    )

    def get_initial(self):
        return {name: getattr(self.object, name) for name in _FIELDS}

    def act(self, instance, *, by, data):
        _stop, told = stops.change_stop(instance, **data, by=by)
        done = gettext("The changes are saved.")
        return f"{done} {self.held_words(len(told))}" if told else done


class CancelStopForm(forms.Form):
    note = forms.CharField(
        label=_("Why is it cancelled?"),
        widget=forms.Textarea({"rows": 3}),
        help_text=_(
            "For colleagues; registered people do not read it. Write nothing about "
            "anybody's health, belief or private life."
        ),
    )


class CancelStopView(StopActionView):
    page_title = _("Cancel the whole stop")
    form_class = CancelStopForm
    submit_label = _("Yes, cancel it")

    @property
    def explanation(self):
        parties = departures.live_registrations_at(self.object)
        if not parties:
            return _("Nobody is registered; nobody is told. This cannot be undone.")
        return ngettext(
            "%(count)s appointment ends. Nobody is told before the messages have been "
            "read and released. This cannot be undone.",
            "%(count)s appointments end. Nobody is told before the messages have been "
            "read and released. This cannot be undone.",
            parties,
        ) % {"count": parties}

    def act(self, instance, *, by, data):
        told = departures.times_with_registrations(instance)
        stops.cancel_stop(instance, note=data["note"], by=by)
        done = gettext("The stop is cancelled.")
        return f"{done} {self.held_words(told)}" if told else done
