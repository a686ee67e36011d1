"""The form of a departure: entering one, correcting one, deleting a draft."""

from django import forms
from django.contrib.admin.utils import quote
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.views import generic

from messaging.domain.outbox import messages_held_about
from messaging.viewsets.held import review_url, waiting_words
from people.row_panels import RowsPanel
from people.staff_views import SeenRowsMixin
from programs.domain import departures, occurrences, waiting_list
from programs.domain.quotas import neighborhood_key
from programs.enums import SelectionMode
from programs.models import Activity, Occurrence
from programs.permissions import ADD_OCCURRENCES, possible_guides
from programs.viewsets.columns import GuardedDeleteView
from programs.viewsets.programs import StaffSelect

#: In these the places kept for neighborhoods count.
QUOTAS_IN = (SelectionMode.QUOTA, SelectionMode.DRAW)


class OccurrenceForm(WagtailAdminModelForm):
    """Refuses what would betray those who are registered already."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            self._offer_the_usual()
        if activity := self.fields.get("activity"):
            activity.queryset = Activity.objects.where_may(
                self.for_user, ADD_OCCURRENCES
            )
        if guides := self.fields.get("guides"):
            guides.queryset = possible_guides()
            guides.label_from_instance = lambda one: one.get_full_name() or str(one)
        if venue := self.fields.get("venue"):
            # What is not in use any more stays where it is.
            kept = Q(pk=self.instance.venue_id)
            venue.queryset = venue.queryset.filter(Q(is_active=True) | kept)

    def _offer_the_usual(self):
        """How places are given follows from the kind, unless somebody says it."""
        selection = self.fields["selection"]
        selection.required = False
        selection.choices = [
            ("", _("As usual for this kind of activity")),
            *SelectionMode.choices,
        ]
        selection.initial = self.initial["selection"] = ""
        capacity = self.fields["capacity"]
        capacity.required = False
        capacity.help_text = _("Empty only where nobody registers.")

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("selection") and (activity := cleaned.get("activity")):
            cleaned["selection"] = activity.traits.selection
        if "capacity" in self.fields and cleaned.get("capacity") is None:
            if cleaned.get("selection") == SelectionMode.NONE:
                cleaned["capacity"] = 0
            elif not self.has_error("capacity"):
                self.add_error("capacity", _("Fill in this field."))
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
                    format_html(
                        '{} <a href="{}">{}</a>',
                        _(
                            "There are registrations for this day. Move the departure: "
                            "everybody keeps her place and is told."
                        ),
                        reverse(
                            "programs_occurrence:move", args=[quote(self.instance.pk)]
                        ),
                        _("Move to another day"),
                    ),
                )
        if self.instance.has_sessions:
            for name in ("starts_at", "ends_at"):
                if name in self.changed_data:
                    self.add_error(
                        name, _("This follows from the sessions; change those.")
                    )
        changed = self.instance.pk and "selection" in self.changed_data
        if changed and self.instance.head_count is not None:
            self.add_error("selection", _("Who came has been counted already."))
        elif changed and departures.has_live_registrations(self.instance):
            self.add_error(
                "selection",
                _("Somebody has registered; how places are given stays as it was."),
            )
        return cleaned

    def is_valid(self):
        return (
            super().is_valid()
            and self._points_can_go()
            and self._neighborhoods_differ()
            and self._quotas_fit()
        )

    def _neighborhoods_differ(self):
        """One neighborhood written in two ways would keep its places twice."""
        formset = self.formsets.get("quotas")
        listed, differ = set(), True
        for row in formset.forms if formset is not None else ():
            if row in formset.deleted_forms or not row.cleaned_data.get("district"):
                continue
            name = row.cleaned_data["neighborhood"]
            key = row.cleaned_data["district"], neighborhood_key(name)
            if key in listed:
                differ = False
                row.add_error("neighborhood", _("This neighborhood is listed twice."))
            listed.add(key)
        return differ

    def _quotas_fit(self):
        formset = self.formsets.get("quotas")
        if formset is None or self.cleaned_data.get("selection") not in QUOTAS_IN:
            return True
        kept = sum(
            row.cleaned_data.get("seats") or 0
            for row in formset.forms
            if row not in formset.deleted_forms
        )
        places = self.cleaned_data.get("capacity") or self.instance.capacity or 0
        if kept > places:
            self.add_error(
                None,
                gettext(
                    "%(kept)s places are kept for neighborhoods, but there are only "
                    "%(places)s."
                )
                % {"kept": kept, "places": places},
            )
        return not self.errors

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


WHEN = FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")])
PLACE = FieldRowPanel([FieldPanel("venue"), FieldPanel("meeting_point")])
WINDOW = MultiFieldPanel(
    [
        FieldRowPanel(
            [FieldPanel("registration_opens_at"), FieldPanel("registration_closes_at")]
        ),
        FieldPanel("cancel_until"),
    ],
    heading=_("Registration"),
    help_text=_("Leave these empty for the usual times."),
)
SELECTION = MultiFieldPanel(
    [
        FieldPanel("selection"),
        RowsPanel(
            "quotas",
            heading=_("Places for neighborhoods"),
            label=_("places for a neighborhood"),
            help_text=_(
                "Kept until registration closes, or given first in a draw; what is "
                "left is everybody's. Not used in the plain order of registration."
            ),
            panels=[
                FieldRowPanel(
                    [
                        FieldPanel("district"),
                        FieldPanel("neighborhood"),
                        FieldPanel("seats"),
                    ]
                )
            ],
        ),
    ],
    heading=_("How places are given"),
)
POINTS = RowsPanel(
    "boarding_points",
    heading=_("Boarding points"),
    label=_("boarding point"),
    help_text=_("None: everybody comes to the meeting point."),
    panels=[FieldRowPanel([FieldPanel("name"), FieldPanel("boards_at")])],
)

GUIDES = FieldPanel("guides", widget=forms.CheckboxSelectMultiple)
TEAM = RowsPanel(
    "team",
    heading=_("Team of this departure"),
    label=_("Team member"),
    help_text=_(
        "Who works on this departure only, such as an association or a muhtar: she "
        "sees and does here what her duty gives, and nothing of any other. Whoever "
        "works on the program works on it as before. A copy does not take them along."
    ),
    panels=[
        FieldRowPanel([FieldPanel("user", widget=StaffSelect), FieldPanel("duty")])
    ],
)


def handler(*panels):
    return ObjectList(panels, base_form_class=OccurrenceForm).bind_to_model(Occurrence)


class OccurrenceCreateView(generic.CreateView):
    page_title = _("New departure")
    success_message = _("The draft is saved. The public sees it once you publish it.")

    def save_instance(self):
        self.form.instance.created_by = self.request.user
        return super().save_instance()

    def get_success_url(self):
        return reverse("programs_occurrence:inspect", args=[quote(self.object.pk)])

    def get_success_buttons(self):
        return []


class OccurrenceEditView(SeenRowsMixin, generic.EditView):
    seen_for = "change"
    success_message = _("The changes are saved.")
    #: the messages on the change, which wait to be read
    batch = None
    boarding_moved = False

    def save_instance(self):
        # Places and state belong to the verbs; a form that was open meanwhile must
        # not write back what it read.
        row = Occurrence.objects.select_for_update().get(pk=self.form.instance.pk)
        for name in ("capacity", "state", "cancelled_note", "drawn_at", "session_plan"):
            setattr(self.form.instance, name, getattr(row, name))
        before = occurrences.appointments_of(row)
        saved = super().save_instance()
        self._move_boarding(shift=saved.starts_at - row.starts_at)
        kept = self.form.formsets.get("quotas")
        is_used = saved.selection == SelectionMode.QUOTA
        if is_used and kept is not None and kept.has_changed():
            waiting_list.apply_quotas(saved, by=self.request.user)
        if occurrences.tell_changes(saved, before=before, by=self.request.user):
            self.batch = messages_held_about(saved)
        return saved

    def _move_boarding(self, *, shift):
        """Boarding goes with the start, unless its times were edited as well."""
        points = self.form.formsets.get("boarding_points")
        if shift and points is not None and not points.has_changed():
            self.boarding_moved = bool(points.forms)
            occurrences.move_boarding(self.form.instance, shift)

    def form_valid(self, form):
        response = super().form_valid(form)
        if self.boarding_moved:
            messages.info(
                self.request,
                _("The boarding times moved with the start; have a look at them."),
            )
        if self.batch:
            messages.warning(self.request, waiting_words(self.batch))
        return response

    def get_success_url(self):
        return review_url(self.batch, self.request.user) or reverse(
            "programs_occurrence:inspect", args=[quote(self.object.pk)]
        )

    def get_success_buttons(self):
        return []


class OccurrenceDeleteView(SeenRowsMixin, GuardedDeleteView):
    protected_message = _("There are registrations; cancel the departure instead.")

    def dispatch(self, request, *args, **kwargs):
        if not self.user_has_permission_for_instance("delete", self.object):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)
