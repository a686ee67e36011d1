"""The forms of one's own page, by the rules of every public form."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from people.enums import SafeTime
from people.fields import EmailField
from people.forms import IdentityForm, PublicForm, ReachForm
from people.models import Person
from rights.enums import RequestKind


class AskForm(PublicForm):
    email = EmailField(
        label=_("The e-mail address you gave us"),
        widget=forms.EmailInput,
        help_text=_("If you gave us a phone number only, please call us."),
    )


class CorrectionForm(ReachForm, IdentityForm):
    """What she may correct by herself."""

    language = forms.ChoiceField(
        label=_("Language of messages"),
        choices=settings.LANGUAGES,
        widget=forms.RadioSelect,
    )
    stop_old_address = forms.BooleanField(
        label=_("Stop writing to my old address or number at once."),
        required=False,
        help_text=_(
            "Mark this if somebody else can read it. Until the new one is confirmed we "
            "will not write or call; you can call us."
        ),
    )
    tell_old_address = forms.BooleanField(
        label=_("Tell my old address that it is not used any more."),
        required=False,
        help_text=_("Leave this empty if somebody else can read it."),
    )
    field_order = (
        "given_name",
        "family_name",
        "district",
        "neighborhood",
        "phone",
        "email",
        "contact_channel",
        "safe_time",
        "may_leave_message",
        "hide_organization",
        "language",
        "stop_old_address",
        "tell_old_address",
    )
    birth_date = None  # type: ignore[assignment]  (it decides who may take part)

    @classmethod
    def for_person(cls, person: Person, data: Any = None) -> "CorrectionForm":
        names = [*cls.base_fields]
        initial = {name: getattr(person, name, None) for name in names}
        initial["phone"] = person.phone.as_national if person.phone else ""
        return cls(data, initial=initial)

    def changes(self) -> dict[str, Any]:
        """Her answers as the person's own columns take them."""
        answers = dict(self.cleaned_data)
        answers.pop("stop_old_address")
        answers.pop("tell_old_address")
        answers["phone"] = answers["phone"].as_e164 if answers.get("phone") else ""
        answers["safe_time"] = answers.get("safe_time") or SafeTime.ANY
        return answers


class RequestForm(PublicForm):
    kind = forms.ChoiceField(
        label=_("What do you ask for?"),
        choices=[
            (value, RequestKind(value).label) for value in RequestKind.on_own_page
        ],
        widget=forms.RadioSelect,
    )
    wish = forms.CharField(
        label=_("Would you like to add something?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 5}),
        help_text=_(
            "Please write nothing on health, belief, political views or private life."
        ),
    )
