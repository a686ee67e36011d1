"""What the verbs need to know, asked for on one short page each."""

from datetime import datetime, time

from django import forms
from django.contrib.auth import get_user_model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from people.sealed_fields import Unreadable
from volunteers.domain.documents import documents_to_show
from volunteers.domain.interviews import INVITATION_LASTS
from volunteers.domain.role_matching import roles_for
from volunteers.domain.sessions import sessions_to_choose
from volunteers.enums import REASONS_FOR, ApplicationEvent, Recommendation
from volunteers.models import (
    AgreementText,
    Application,
    Call,
    DocumentKind,
    InterviewSlot,
    ReviewCriterion,
    Role,
    TrainingModule,
    TrainingSession,
    VolunteerAgreement,
    VolunteerArea,
)
from volunteers.permissions import supervisors_in
from volunteers.viewsets.cells import moment_in_words, name_of
from volunteers.viewsets.staff_fields import StaffField

NOTHING_SENSITIVE = _(
    "She may ask to read this. Nothing on health, belief or politics."
)


class ActionForm(forms.Form):
    """Knows the application it is about."""

    def __init__(self, *args, application: Application, **kwargs):
        super().__init__(*args, **kwargs)
        self.application = application


class ConfirmForm(ActionForm):
    """Asks nothing; the page says what will happen."""


class DecisionFields(forms.Form):
    """Why it is decided so: from the list of this decision, and in words for staff."""

    reason = forms.ChoiceField(
        label=_("Reason"),
        help_text=_("For staff and statistics; she is not told."),
    )
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        help_text=NOTHING_SENSITIVE,
    )

    def __init__(self, *args, event: ApplicationEvent, **kwargs):
        super().__init__(*args, **kwargs)
        fitting = [(one.value, one.label) for one in REASONS_FOR[event]]
        self.fields["reason"].choices = [("", _("Choose")), *fitting]


class DecisionForm(DecisionFields, ActionForm):
    """The same, and whether she is told at once or somebody reads the message first."""

    send_now = forms.BooleanField(
        label=_("Send the message at once, as it stands below"),
        required=False,
        help_text=_(
            "Leave it empty to read or change the message first: it waits under "
            "Messages until somebody releases it."
        ),
    )


class AreaField(forms.ModelChoiceField):
    widget = forms.RadioSelect


class AcceptForm(DecisionForm):
    """For which of the areas she chose; the one she wants most is proposed."""

    area = AreaField(
        label=_("Accepted for"),
        queryset=VolunteerArea.objects.none(),
        empty_label=None,
        help_text=_("Her trainings and documents follow from it."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        chosen = self.application.ranked_areas()
        self.fields["area"].queryset = VolunteerArea.objects.filter(
            pk__in=[area.pk for area in chosen]
        )
        self.fields["area"].initial = chosen[0] if chosen else None
        if len(chosen) < 2:
            del self.fields["area"]


class DocumentForm(ActionForm):
    kind = AreaField(
        label=_("Document"), queryset=DocumentKind.objects.none(), empty_label=None
    )
    shown_on = forms.DateField(
        label=_("Shown on"), widget=AdminDateInput, initial=timezone.localdate
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        waiting = documents_to_show(self.application)
        self.fields["kind"].queryset = DocumentKind.objects.filter(
            pk__in=[kind.pk for kind in waiting]
        )


class ReasonForm(ActionForm):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        widget=forms.Textarea({"rows": 3}),
        help_text=NOTHING_SENSITIVE,
    )


def last_moment_of(day) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(23, 59)))


class InviteForm(ActionForm):
    until = forms.DateField(
        label=_("She may choose until"),
        widget=AdminDateInput,
        help_text=_("The link in the message works until the end of this day."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        self.free = list(InterviewSlot.objects.free_for(self.application))
        last = today + INVITATION_LASTS
        if self.free:
            last = min(last, timezone.localdate(self.free[-1].starts_at))
        self.fields["until"].initial = last

    def clean_until(self):
        day = self.cleaned_data["until"]
        if day < timezone.localdate():
            raise forms.ValidationError(_("Choose a day that is still to come."))
        return day


class SlotField(forms.ModelChoiceField):
    widget = forms.RadioSelect

    def label_from_instance(self, slot):
        who = ", ".join(name_of(user) for user in slot.interviewers.all())
        where = _("online") if slot.is_online else slot.place
        parts = (moment_in_words(slot.starts_at), where, who)
        return " · ".join(str(part) for part in parts if part)


class SlotForm(ActionForm):
    slot = SlotField(
        label=_("Interview time"),
        queryset=InterviewSlot.objects.none(),
        empty_label=None,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["slot"].queryset = InterviewSlot.objects.free_for(
            self.application
        ).prefetch_related("interviewers")


class SessionField(forms.ModelChoiceField):
    widget = forms.RadioSelect

    def label_from_instance(self, session):
        left = _("%(count)s places left") % {"count": session.places_left}
        if not session.places_left:
            left = _("no places left")
        moment = moment_in_words(session.starts_at)
        what = session.module
        if session.part:
            what = f"{what} ({session.part})"
        return f"{what} · {moment} · {session.place} · {left}"


class EnrollForm(ActionForm):
    session = SessionField(
        label=_("Training session"),
        queryset=TrainingSession.objects.none(),
        empty_label=None,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["session"].queryset = sessions_to_choose(self.application)


class CertificateForm(ActionForm):
    module = forms.ModelChoiceField(
        label=_("Training"),
        queryset=TrainingModule.objects.filter(is_active=True),
        empty_label=_("Choose"),
    )
    issuer = forms.CharField(label=_("Who issued it"), max_length=120)
    issuer_number = forms.CharField(
        label=_("Number on the paper"), max_length=60, required=False
    )
    issued_on = forms.DateField(label=_("Date on the paper"), widget=AdminDateInput)


def today():
    return timezone.localdate()


class AgreementFields(forms.Form):
    """Which text was signed, and when."""

    version = forms.CharField(
        label=_("Version of the text"),
        max_length=20,
        help_text=_("As printed at the foot of the paper."),
    )
    signed_on = forms.DateField(
        label=_("Signed on"), widget=AdminDateInput, initial=today
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        published = AgreementText.objects.published()
        versions = [(one.version, one.version) for one in published]
        if versions:
            self.fields["version"] = forms.ChoiceField(
                label=_("Version of the text"), choices=versions
            )
            return
        latest = VolunteerAgreement.objects.order_by("-signed_on", "-pk").first()
        if latest:
            self.fields["version"].initial = latest.version


class AgreementForm(AgreementFields, ActionForm):
    """The same for one volunteer."""


class ClearanceForm(ActionForm):
    shown_on = forms.DateField(
        label=_("Shown on"), widget=AdminDateInput, initial=today
    )


class RoleField(forms.ModelChoiceField):
    widget = forms.RadioSelect

    def label_from_instance(self, role):
        left = _("%(count)s places left") % {"count": role.places_left}
        return f"{role} · {role.area} · {left}"


class AssignFields(forms.Form):
    """Which role, from when to when, and whom a volunteer turns to."""

    role = RoleField(
        label=_("Volunteer role"), queryset=Role.objects.none(), empty_label=None
    )
    starts_on = forms.DateField(label=_("From"), widget=AdminDateInput, initial=today)
    ends_on = forms.DateField(label=_("Until"), widget=AdminDateInput, required=False)
    supervisor = StaffField(
        label=_("Coordinator"),
        required=False,
        queryset=get_user_model().objects.none(),
        empty_label=_("None"),
        help_text=_("Whom she turns to; her page names this person."),
    )

    def offer_supervisors_of(self, calls):
        """Called by each form that knows whose applications these are."""
        self.fields["supervisor"].queryset = supervisors_in(calls)


class AssignForm(AssignFields, ActionForm):
    """The roles that one volunteer can have, and why not the others."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        hers = self.application.call_id
        self.offer_supervisors_of(Call.objects.filter(pk=hers))
        judged = roles_for(self.application)
        self.refused = [(role, fit) for role, fit in judged if not fit.is_possible]
        fitting = [role.pk for role, fit in judged if fit.is_possible]
        self.fields["role"].queryset = (
            Role.objects.filter(pk__in=fitting).with_places().select_related("area")
        )


class ReviewForm(ActionForm):
    """A score from 1 to 5 for each criterion of the call, a note, a recommendation."""

    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        help_text=NOTHING_SENSITIVE,
    )
    recommendation = forms.ChoiceField(
        label=_("Recommendation"),
        choices=Recommendation.choices,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args, own=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.criteria: list[ReviewCriterion] = list(
            self.application.call.criteria.all()
        )
        given = {one.criterion_id: one.score for one in own.scores.all()} if own else {}
        scores = {
            f"score_{criterion.pk}": forms.TypedChoiceField(
                label=str(criterion.name),
                coerce=int,
                choices=[(str(score), str(score)) for score in range(1, 6)],
                widget=forms.RadioSelect,
                initial=given.get(criterion.pk),
                error_messages={"required": _("Choose a score from 1 to 5.")},
            )
            for criterion in self.criteria
        }
        self.fields = {**scores, **self.fields}
        if own:
            self.fields["note"].initial = own.note
            # What cannot be read cannot be written over either.
            self.fields["note"].disabled = isinstance(own.note, Unreadable)
            self.fields["recommendation"].initial = own.recommendation

    def score_fields(self):
        return [self[f"score_{criterion.pk}"] for criterion in self.criteria]

    def scores(self) -> dict[int, int]:
        return {
            criterion.pk: self.cleaned_data[f"score_{criterion.pk}"]
            for criterion in self.criteria
        }
