"""What staff do to the sessions of a run; each action calls one verb."""

import hashlib
from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput, AdminTimeInput

from messaging.domain.outbox import messages_held_about
from messaging.viewsets.held import LeadsToHeldMessages, waiting_words
from programs.domain import sessions
from programs.domain.session_plans import MOST_SESSIONS, Weekly, propose
from programs.templatetags.departures import in_words
from programs.viewsets.occurrence_actions import OccurrenceActionView


def weekday_choices():
    return [
        (0, _("Monday")),
        (1, _("Tuesday")),
        (2, _("Wednesday")),
        (3, _("Thursday")),
        (4, _("Friday")),
        (5, _("Saturday")),
        (6, _("Sunday")),
    ]


class TellsHeldMessages(LeadsToHeldMessages):
    """Says what was done, and that messages wait to be read."""

    def told(self, done):
        self.batch = messages_held_about(self.object)
        return f"{done} {waiting_words(self.batch)}" if self.batch else done


# --- all at once ----------------------------------------------------------------


class PlanForm(forms.Form):
    first_day = forms.DateField(label=_("From"), widget=AdminDateInput)
    weekdays = forms.TypedMultipleChoiceField(
        label=_("On which days"),
        choices=weekday_choices,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
    )
    begins = forms.TimeField(label=_("Begins at"), widget=AdminTimeInput)
    ends = forms.TimeField(label=_("Ends at what time"), widget=AdminTimeInput)
    count = forms.IntegerField(
        label=_("How many sessions"),
        required=False,
        min_value=1,
        max_value=MOST_SESSIONS,
        help_text=_("Public holidays are left out and not counted."),
    )
    until = forms.DateField(
        label=_("Or until which day"), required=False, widget=AdminDateInput
    )

    def clean(self):
        cleaned = super().clean()
        begins, ends = cleaned.get("begins"), cleaned.get("ends")
        if begins and ends and ends <= begins:
            raise ValidationError({"ends": _("It ends after it starts.")})
        first, until = cleaned.get("first_day"), cleaned.get("until")
        if bool(cleaned.get("count")) == bool(until) and not self.errors:
            raise ValidationError(
                _("Write either how many sessions, or until which day.")
            )
        if first and until and until < first:
            raise ValidationError({"until": _("It ends after it starts.")})
        return cleaned

    def weekly(self):
        return Weekly(**self.cleaned_data)


class PlanSessionsView(TellsHeldMessages, OccurrenceActionView):
    """Asks when; shows every session and what it left out; then writes them."""

    page_title = _("Plan sessions")
    form_class = PlanForm
    template_name = "programs/admin/plan_sessions.html"
    proposed = None

    def get_initial(self):
        """The day and the hours of the run; after its last session, if it has any."""
        start = timezone.localtime(self.object.starts_at)
        end = timezone.localtime(self.object.ends_at)
        day = start.date()
        if self.object.has_sessions:
            day = end.date() + timedelta(days=1)
        return {
            "first_day": day,
            "weekdays": [start.weekday()],
            "begins": start.time(),
            "ends": end.time() if end.time() > start.time() else None,
        }

    def form_valid(self, form):
        self.proposed = propose(form.weekly())
        # What is written is what was read, even if a date was changed meanwhile.
        if self.request.POST.get("seen") == self.seen:
            return super().form_valid(form)
        return self.render_to_response(self.get_context_data(form=form))

    @property
    def seen(self):
        if not self.proposed:
            return ""
        text = " ".join(str(one) for one in self.proposed)
        return hashlib.sha256(text.encode()).hexdigest()

    @property
    def submit_label(self):
        return _("Save these sessions") if self.seen else _("Show the sessions")

    def act(self, instance, *, by, data):
        made = sessions.plan_sessions(instance, planned=self.proposed, by=by)
        return self.told(
            ngettext(
                "%(count)s session was saved.",
                "%(count)s sessions were saved.",
                len(made),
            )
            % {"count": len(made)}
        )

    def get_context_data(self, **kwargs):
        proposed = self.proposed or []
        return super().get_context_data(
            proposed=proposed,
            held=sum(not one.holiday for one in proposed),
            left_out=sum(bool(one.holiday) for one in proposed),
            seen=self.seen,
            **kwargs,
        )


# --- one ------------------------------------------------------------------------


class SessionForm(forms.Form):
    starts_at = forms.DateTimeField(label=_("Starts at"), widget=AdminDateTimeInput)
    ends_at = forms.DateTimeField(label=_("Ends at"), widget=AdminDateTimeInput)
    topic = forms.CharField(label=_("Topic"), required=False, max_length=120)
    is_online = forms.BooleanField(label=_("Online"), required=False)
    online_link = forms.URLField(
        label=_("Address of the online session"),
        required=False,
        assume_scheme="https",
        help_text=_("Read by those who have a place, and by nobody else."),
    )

    def details(self):
        return sessions.SessionDetails(**self.cleaned_data)


class AddSessionView(TellsHeldMessages, OccurrenceActionView):
    page_title = _("Add a session")
    form_class = SessionForm
    explanation = _(
        "Whoever is registered is told once a member of staff has read the messages."
    )

    def act(self, instance, *, by, data):
        details = sessions.SessionDetails(**data)
        sessions.add_session(instance, details=details, by=by)
        return self.told(gettext("The session is saved."))


class SessionActionView(TellsHeldMessages, OccurrenceActionView):
    """Something done to one session of the run."""

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.session = get_object_or_404(
            self.object.sessions.all(), pk=kwargs["session"]
        )

    def get_page_subtitle(self):
        return f"{self.object.activity} · {in_words(self.session.starts_at)}"


class ChangeSessionView(SessionActionView):
    page_title = _("Change the session")
    form_class = SessionForm
    explanation = _(
        "If the time changes, whoever is registered is told once a member of staff has "
        "read the messages."
    )

    def get_initial(self):
        names = self.form_class.base_fields
        return {name: getattr(self.session, name) for name in names}

    def act(self, instance, *, by, data):
        details = sessions.SessionDetails(**data)
        sessions.change_session(self.session, details=details, by=by)
        return self.told(gettext("The session is changed."))


class CancelSessionForm(forms.Form):
    """Only asks once more."""


class CancelSessionView(SessionActionView):
    page_title = _("Cancel the session")
    form_class = CancelSessionForm
    submit_label = _("Yes, cancel it")
    explanation = _(
        "This session does not take place; the others stay. Whoever is registered is "
        "told once a member of staff has read the messages. This cannot be undone; you "
        "can add another session."
    )

    def act(self, instance, *, by, data):
        sessions.cancel_session(self.session, by=by)
        return self.told(gettext("The session is cancelled."))
