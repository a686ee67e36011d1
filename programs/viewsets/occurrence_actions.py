"""What staff do to a departure; each action calls one verb of the domain."""

from datetime import timedelta

from django import forms
from django.contrib.admin.utils import quote
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateTimeInput

from messaging.domain.outbox import messages_held_about
from messaging.viewsets.held import LeadsToHeldMessages, waiting_words
from people.staff_views import ActionView
from programs import permissions
from programs.domain import (
    departures,
    head_counts,
    instead,
    moving,
    occurrences,
    waiting_list,
)
from programs.domain.duties import may_at, may_somewhere
from programs.models import Occurrence
from programs.templatetags.departures import in_words

#: A copy can be repeated every week for half a year.
MOST_WEEKS = 26


class OccurrenceActionView(ActionView):
    model = Occurrence
    permission = permissions.CHANGE_OCCURRENCES
    #: beside `permission`
    also_needed = ()
    back_url_name = "programs_occurrence:inspect"
    header_icon = "date"

    def get_queryset(self):
        return departures.for_staff(self.request.user)

    def may_somewhere(self, user):
        return all(may_somewhere(user, one) for one in self.needed)

    def may_here(self, user):
        return all(may_at(user, one, self.object) for one in self.needed)

    @property
    def needed(self):
        return (self.permission, *self.also_needed)

    def get_page_subtitle(self):
        return f"{self.object.activity} · {in_words(self.object.starts_at)}"

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {
                "url": reverse("programs_occurrence:index"),
                "label": _("Departures"),
            },
            {
                "url": reverse(self.back_url_name, args=[quote(self.object.pk)]),
                "label": self.get_page_subtitle(),
            },
            {"url": "", "label": self.get_page_title()},
        ]


class PublishView(OccurrenceActionView):
    page_title = _("Publish")

    def act(self, instance, *, by, data):
        occurrences.publish_occurrence(instance, by=by)
        return gettext("Published. Registration opens: %(moment)s.") % {
            "moment": in_words(instance.registration_opens_at)
        }


class OfferPlacesView(OccurrenceActionView):
    page_title = _("Offer the free places")

    def act(self, instance, *, by, data):
        offered = waiting_list.offer_places(instance, by=by)
        if not offered:
            return _("Nobody could be offered a place now.")
        return ngettext(
            "A place was offered to %(count)s registration.",
            "Places were offered to %(count)s registrations.",
            offered,
        ) % {"count": offered}


# --- places ---------------------------------------------------------------------


class CapacityForm(forms.Form):
    capacity = forms.IntegerField(
        label=_("Number of places"), min_value=0, max_value=10_000
    )


class CapacityView(OccurrenceActionView):
    page_title = _("Number of places")
    form_class = CapacityForm

    def get_initial(self):
        return {"capacity": self.object.capacity}

    @property
    def explanation(self):
        taken = gettext("Places taken now: %(held)s.") % {
            "held": self.object.seats_held
        }
        rest = gettext(
            "New places are offered to the waiting list at once. A place that is taken "
            "cannot be removed."
        )
        return f"{taken} {rest}"

    def act(self, instance, *, by, data):
        changed = occurrences.change_capacity(
            instance, capacity=data["capacity"], by=by
        )
        return gettext("The departure has %(capacity)s places now.") % {
            "capacity": changed.capacity
        }


# --- who came where nobody registers ---------------------------------------------


class HeadCountForm(forms.Form):
    count = forms.IntegerField(
        label=_("How many people came?"), min_value=0, max_value=100_000
    )


class HeadCountView(OccurrenceActionView):
    page_title = _("Note how many came")
    form_class = HeadCountForm
    explanation = _(
        "Children too. The number is part of the report on who took part; nobody is "
        "named."
    )

    def get_initial(self):
        return {"count": self.object.head_count}

    def act(self, instance, *, by, data):
        head_counts.note_head_count(instance, count=data["count"], by=by)
        return _("Noted.")


# --- cancelling -----------------------------------------------------------------


class CancelOccurrenceForm(forms.Form):
    note = forms.CharField(
        label=_("Why is it cancelled?"),
        widget=forms.Textarea({"rows": 3}),
        help_text=_(
            "For colleagues; registered people do not read it. Write nothing about "
            "anybody's health, belief or private life."
        ),
    )
    instead = forms.ModelChoiceField(
        Occurrence.objects.none(),
        label=_("Which date is offered to them instead?"),
        required=False,
        empty_label=_("None: they are only told that it is cancelled"),
        help_text=_(
            "Those who had a place are asked first, then the waiting list in its "
            "order. Nobody is registered there without her answer; for whom there is "
            "no place waits there."
        ),
    )
    is_sure = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, occurrence, **kwargs):
        super().__init__(*args, **kwargs)
        dates = instead.dates_instead(occurrence)
        field = self.fields["instead"]
        field.queryset = Occurrence.objects.filter(pk__in=[one.pk for one in dates])
        counted = {one.pk: one for one in dates}
        field.label_from_instance = lambda one: _date_with_places(counted[one.pk])
        usual = instead.usual_instead(dates)
        field.initial = usual and usual.pk
        if not dates:
            del self.fields["instead"]


def _date_with_places(occurrence):
    return gettext("%(date)s (%(count)s places free)") % {
        "date": in_words(occurrence.starts_at),
        "count": occurrence.seats_left,
    }


class CancelOccurrenceView(LeadsToHeldMessages, OccurrenceActionView):
    """Asks for the reason, then once more, saying what it will do and whom it tells.

    Afterwards: the messages, none of which has been sent.
    """

    form_class = CancelOccurrenceForm
    template_name = "programs/admin/cancel_departure.html"
    asks_again = False

    def get_page_title(self):
        return self.object.activity.traits.cancel

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "occurrence": self.object}

    def form_valid(self, form):
        if form.cleaned_data["is_sure"]:
            return super().form_valid(form)
        self.asks_again = True
        return self.render_to_response(self.get_context_data(form=form))

    @property
    def submit_label(self):
        if self.asks_again:
            return _("Yes, cancel it")
        return _("Continue")

    def act(self, instance, *, by, data):
        occurrences.cancel_occurrence(
            instance, note=data["note"], instead=data.get("instead"), by=by
        )
        self.batch = messages_held_about(instance)
        if self.batch is None:
            return _("The date is cancelled. Nobody was registered.")
        done = gettext("The date is cancelled.")
        return f"{done} {waiting_words(self.batch)}"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(
            occurrence=self.object, asks_again=self.asks_again, **kwargs
        )
        form = context["form"]
        chosen = form.cleaned_data.get("instead") if self.asks_again else None
        context["preview"] = departures.preview_cancel(self.object, instead=chosen)
        return context


# --- moving ---------------------------------------------------------------------


class MoveOccurrenceForm(forms.Form):
    starts_at = forms.DateTimeField(
        label=_("New day and time of the start"), widget=AdminDateTimeInput
    )


class MoveOccurrenceView(LeadsToHeldMessages, OccurrenceActionView):
    """Afterwards: the messages, none of which has been sent."""

    page_title = _("Move to another day")
    form_class = MoveOccurrenceForm
    submit_label = _("Move")
    explanation = _(
        "The end, boarding times, sessions, registration and the latest time to cancel "
        "move with the start. Everybody keeps her place or her number on the waiting "
        "list, also where a rule on age or season would say otherwise on the new day. "
        "Nobody is told before you or a colleague has released the messages; they are "
        "shown next. Who cannot come gives the place up on her page, without any "
        "disadvantage."
    )

    def get_initial(self):
        return {"starts_at": self.object.starts_at}

    def act(self, instance, *, by, data):
        moved, told = moving.move_occurrence(
            instance, starts_at=data["starts_at"], by=by
        )
        done = gettext("Moved to: %(moment)s.") % {"moment": in_words(moved.starts_at)}
        self.batch = messages_held_about(moved) if told else None
        if self.batch is None:
            return done
        return f"{done} {waiting_words(self.batch)}"


# --- copying --------------------------------------------------------------------


class CopyOccurrenceForm(forms.Form):
    starts_at = forms.DateTimeField(label=_("Starts at"), widget=AdminDateTimeInput)
    weeks = forms.IntegerField(
        label=_("On how many weeks in a row"),
        min_value=1,
        max_value=MOST_WEEKS,
        initial=1,
        help_text=_("1: only on the date above."),
    )

    def clean_starts_at(self):
        starts_at = self.cleaned_data["starts_at"]
        if starts_at <= timezone.now():
            raise ValidationError(_("Choose a date that is to come."))
        return starts_at


class CopyOccurrenceView(OccurrenceActionView):
    page_title = _("Copy to another date")
    permission = permissions.ADD_OCCURRENCES
    form_class = CopyOccurrenceForm
    submit_label = _("Copy")
    explanation = _(
        "Places, boarding points, sessions and the registration window are copied; "
        "nobody's registration is. The copies are drafts until you publish them."
    )

    def get_initial(self):
        first = self.object.starts_at + timedelta(weeks=1)
        while first <= timezone.now():
            first += timedelta(weeks=1)
        return {"starts_at": first}

    def act(self, instance, *, by, data):
        copies = [
            occurrences.copy_occurrence(
                instance, starts_at=data["starts_at"] + timedelta(weeks=week), by=by
            )
            for week in range(data["weeks"])
        ]
        self.copied = copies[0]
        return ngettext(
            "%(count)s draft was made.", "%(count)s drafts were made.", len(copies)
        ) % {"count": len(copies)}

    copied = None

    def get_success_url(self):
        target = self.copied or self.object
        return reverse(self.back_url_name, args=[quote(target.pk)])
