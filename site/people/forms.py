"""The parts of a public form that every process asks in the same words."""

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils.formats import date_format
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy
from phonenumber_field.phonenumber import PhoneNumber

from people.domain.consents import ConsentQuestion
from people.domain.persons import PersonDetails
from people.enums import ContactChannel, District, SafeTime
from people.fields import BirthDateField, EmailField, NameField, PhoneField

_TOO_LONG = ngettext_lazy(
    "Use at most %(limit_value)d character.",
    "Use at most %(limit_value)d characters.",
    "limit_value",
)


class PublicRenderer(TemplatesSetting):
    form_template_name = "public_forms/form.html"
    field_template_name = "public_forms/field.html"


class PublicForm(forms.Form):
    """A form of the public site: errors in words, a summary that takes the focus."""

    default_renderer = PublicRenderer
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.ChoiceField):
                field.error_messages["required"] = _("Make a choice.")
            elif not isinstance(field, forms.BooleanField):
                field.error_messages["required"] = _("Fill in this field.")
            if isinstance(field, forms.CharField) and field.max_length:
                for validator in field.validators:
                    if getattr(validator, "code", "") == "max_length":
                        validator.message = _TOO_LONG

    def rows(self) -> Iterator[tuple[str, str]]:
        """Label and answer of each field that was answered, for the check page."""
        for bound in self:
            answer = self.cleaned_data.get(bound.name)
            if answer in (None, "", [], ()) or bound.is_hidden:
                continue
            yield str(bound.label), answer_text(bound.field, answer)


def typed_in(form: forms.Form) -> dict[str, Any]:
    """What stands in the fields now, whether it is valid or not."""
    return {
        name: field.widget.value_from_datadict(
            form.data, form.files, form.add_prefix(name)
        )
        for name, field in form.fields.items()
    }


def answer_text(field: forms.Field, answer: Any) -> str:
    """An answer as the person would read it.

    A field whose answer is neither text nor a choice says it by `in_words`.
    """
    if in_words := getattr(field, "in_words", None):
        return str(in_words(answer))
    if isinstance(answer, bool):
        return _now("Yes") if answer else _now("No")
    if isinstance(field, forms.MultipleChoiceField):
        labels = {str(value): str(label) for value, label in field.choices}
        return ", ".join(labels.get(str(one), str(one)) for one in answer)
    if isinstance(field, forms.ChoiceField):
        labels = {str(value): str(label) for value, label in field.choices}
        return labels.get(str(answer), str(answer))
    if isinstance(field, BirthDateField):
        return date_format(answer, "DATE_FORMAT")
    if isinstance(answer, PhoneNumber):
        return str(answer.as_national)
    return str(answer)


def language_code(code: str | None) -> str:
    """ "en-us" -> "en"."""
    return (code or "tr").split("-")[0]


class IdentityForm(PublicForm):
    """Who she is. Process forms inherit it and add what they need."""

    given_name = NameField(
        label=_("Given name"),
        widget=forms.TextInput({"autocomplete": "given-name"}),
    )
    family_name = NameField(
        label=_("Family name"),
        widget=forms.TextInput({"autocomplete": "family-name"}),
    )
    birth_date = BirthDateField(label=_("Date of birth"))
    district = forms.ChoiceField(
        label=_("District"),
        choices=[("", _("Choose your district")), *District.choices],
    )
    neighborhood = forms.CharField(
        label=_("Neighborhood"),
        required=False,
        max_length=80,
        help_text=_("Your street and door number are not needed."),
    )


class ReachForm(PublicForm):
    """How to reach her safely; nothing is ever sent by a way she did not choose."""

    phone = PhoneField(
        label=_("Mobile phone"),
        required=False,
        help_text=_("For example 0532 123 45 67."),
    )
    email = EmailField(label=_("E-mail"), required=False)
    contact_channel = forms.ChoiceField(
        label=_("How shall we reach you?"),
        choices=[
            (channel.value, channel.label)
            for channel in ContactChannel
            if channel.value in ContactChannel.public
        ],
        widget=forms.RadioSelect,
        help_text=_("We use only the way you choose."),
    )
    safe_time = forms.ChoiceField(
        label=_("When is it safe to call you?"),
        choices=SafeTime.choices,
        widget=forms.RadioSelect,
        initial=SafeTime.ANY,
        required=False,
    )
    may_leave_message = forms.BooleanField(
        label=_("You may leave a message if I do not answer."), required=False
    )
    hide_organization = forms.BooleanField(
        label=_("If somebody else answers, do not say who is calling."),
        required=False,
        initial=True,
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        channel = cleaned.get("contact_channel")
        needs_phone = channel in (ContactChannel.PHONE, ContactChannel.SMS)
        if channel == ContactChannel.EMAIL and not (
            cleaned.get("email") or self.has_error("email")
        ):
            self.add_error("email", _("Write the e-mail address we should use."))
        if needs_phone and not (cleaned.get("phone") or self.has_error("phone")):
            self.add_error("phone", _("Write the phone number we should use."))
        cleaned["safe_time"] = cleaned.get("safe_time") or SafeTime.ANY
        return cleaned


class NoticeForm(PublicForm):
    """ "I have read the notice", then each consent by itself, unticked."""

    notice_read = forms.BooleanField(
        label=_("I have read the privacy notice."),
        error_messages={"required": _("Mark that you have read the privacy notice.")},
    )

    def __init__(
        self, *args: Any, consents: Iterable[ConsentQuestion] = (), **kwargs: Any
    ):
        super().__init__(*args, **kwargs)
        self.consent_names = {}
        for question in consents:
            name = f"consent_{question.key}"
            self.consent_names[name] = question.key
            self.fields[name] = forms.BooleanField(
                label=question.text.text, required=False
            )

    def given_consents(self) -> list[str]:
        """Keys of the purposes whose box she ticked."""
        return [
            key for name, key in self.consent_names.items() if self.cleaned_data[name]
        ]

    def rows(self) -> Iterator[tuple[str, str]]:
        return iter(())


class UnseenForm(PublicForm):
    """What tells people from programs without asking people anything.

    `website` is a trap that only programs fill in; `proof` is what the browser worked
    out (`people.proof`). Whoever uses the form decides what follows from them.
    """

    website = forms.CharField(label=_("Leave this empty"), required=False)
    proof = forms.CharField(required=False, widget=forms.HiddenInput)

    def rows(self) -> Iterator[tuple[str, str]]:
        return iter(())


def person_details(answers: dict[str, Any], *, language: str) -> PersonDetails:
    """What `IdentityForm` and `ReachForm` cleaned, as the domain takes it."""
    return PersonDetails(
        given_name=answers["given_name"],
        family_name=answers["family_name"],
        birth_date=answers.get("birth_date"),
        phone=answers["phone"].as_e164 if answers.get("phone") else "",
        email=answers.get("email", ""),
        district=answers.get("district", ""),
        neighborhood=answers.get("neighborhood", ""),
        language=language,
        contact_channel=answers["contact_channel"],
        safe_time=answers.get("safe_time") or SafeTime.ANY,
        may_leave_message=bool(answers.get("may_leave_message")),
        hide_organization=bool(answers.get("hide_organization")),
    )
