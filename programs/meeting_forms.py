"""Asking for a meeting on one page, then the check; the address, once it has a date."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from people.forms import IdentityForm, NoticeForm, PublicForm, ReachForm, UnseenForm
from people.proof import is_solved
from programs.domain.meetings import MeetingWish
from programs.enums import DayPart, Weekday
from programs.models import MeetingTopic
from programs.models.meeting import MOST_WOMEN


class MeetingForm(IdentityForm, ReachForm):
    """Who asks, where, how many, when, and what about."""

    women = forms.IntegerField(
        label=_("About how many women would come?"),
        min_value=2,
        max_value=MOST_WOMEN,
        widget=forms.TextInput({"inputmode": "numeric", "maxlength": 2}),
        help_text=_("Count yourself. A guess is enough."),
        error_messages={
            "invalid": _("Write a number."),
            "min_value": _("At least two women meet."),
            "max_value": _("At most %(limit_value)s women fit into one meeting."),
        },
    )
    days = forms.MultipleChoiceField(
        label=_("Which days suit you?"),
        choices=Weekday.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    day_part = forms.ChoiceField(
        label=_("What time of day?"), choices=DayPart.choices, widget=forms.RadioSelect
    )
    topics = forms.ModelMultipleChoiceField(
        queryset=MeetingTopic.objects.none(),
        label=_("What would you like to talk about?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("You may leave this open."),
    )

    #: As the page asks; the check tells them back in this order.
    field_order = (
        *("women", "days", "day_part", "topics"),
        *IdentityForm.base_fields,
        *ReachForm.base_fields,
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["neighborhood"].required = True
        self.fields["neighborhood"].help_text = _(
            "Your street and door number are not needed now."
        )
        topics = self.fields["topics"]
        topics.queryset = MeetingTopic.objects.filter(is_active=True)
        topics.in_words = lambda chosen: ", ".join(str(one) for one in chosen)

    @property
    def identity_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in IdentityForm.base_fields]

    @property
    def wish_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in ("women", "days", "day_part", "topics")]

    @property
    def reach_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in ReachForm.base_fields]

    def wish(self) -> MeetingWish:
        cleaned = self.cleaned_data
        return MeetingWish(
            district=cleaned["district"],
            neighborhood=cleaned["neighborhood"],
            women=cleaned["women"],
            days=cleaned["days"],
            day_part=cleaned["day_part"],
            topics=list(cleaned["topics"]),
        )


class MeetingCheckForm(NoticeForm, UnseenForm):
    """The notice, and what tells people from programs."""

    def seems_automatic(self) -> bool:
        """A filled trap or an unsolved task; nobody is refused for it."""
        cleaned = self.cleaned_data
        return bool(cleaned["website"]) or not is_solved(cleaned["proof"])


class AddressForm(PublicForm):
    """Where they meet, from the host herself."""

    address = forms.CharField(
        label=_("Where do you meet?"),
        max_length=300,
        widget=forms.Textarea({"rows": 3}),
        help_text=_(
            "Only women who have a place read it, and our colleagues who come. It is "
            "deleted a week after the meeting."
        ),
    )
