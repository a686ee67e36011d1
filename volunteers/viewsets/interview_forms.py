"""What is asked when the outcome of an interview is recorded."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from volunteers.exceptions import ReviewDenied
from volunteers.models import InterviewSlot
from volunteers.viewsets.action_forms import ActionForm, ReviewForm


class SheetForm(ReviewForm):
    """One interviewer's scores, recommendation and note."""


class RecordInterviewForm(ReviewForm):
    """The same; who was not there records it without scores."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for bound in self.score_fields():
            bound.field.required = False
            bound.field.empty_value = None

    def clean(self):
        data = super().clean()
        given = [data.get(bound.name) is not None for bound in self.score_fields()]
        if any(given) and not all(given):
            raise ValidationError(ReviewDenied.SCORE_MISSING.label)
        return data

    def scores(self):
        found = super().scores()
        return found if all(found.values()) else None


class MissedForm(ActionForm):
    invite_again = forms.BooleanField(
        label=_("Invite her again at once"),
        required=False,
        help_text=_(
            "The message holds a link to choose another time. Without the tick it says "
            "that we will get in touch with her."
        ),
    )

    def __init__(self, *args, may_invite: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if not may_invite:
            del self.fields["invite_again"]
            return
        free = InterviewSlot.objects.free_for(self.application)
        field = self.fields["invite_again"]
        field.initial = free.exists()
        if not field.initial:
            field.disabled = True
            field.help_text = _(
                "There is no free interview time for this call; enter some first."
            )


class CallOffForm(ActionForm):
    keep_time = forms.BooleanField(
        label=_("Keep the time open for others"),
        required=False,
        help_text=_("When only this interview is cancelled, and you are there anyway."),
    )
