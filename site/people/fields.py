"""Form fields and checks for what a person tells about herself."""

import re
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _
from phonenumber_field.formfields import PhoneNumberField
from phonenumber_field.phonenumber import PhoneNumber

from language.turkish import tidy
from people.enums import AgeBand

_NAME = re.compile(r"^[^\W\d_]+(?:[ '’.\-][^\W\d_]+)*\.?$")


def validate_name(value: str) -> None:
    """2 to 80 letters, with spaces, apostrophes and hyphens between them."""
    if not 2 <= len(value) <= 80 or not _NAME.match(value):
        raise ValidationError(
            _("Write the name with letters only, at least two."), code="name"
        )


def normalize_email(value: str) -> str:
    """Lower case by ASCII rules; Turkish rules would turn INFO into ınfo."""
    return value.strip().lower() if value.strip().isascii() else value.strip()


class NameField(forms.CharField):
    def __init__(self, **kwargs):
        kwargs.setdefault("max_length", 80)
        super().__init__(**kwargs)
        self.validators.append(validate_name)

    def to_python(self, value):
        return tidy(super().to_python(value))


class EmailField(forms.CharField):
    """An address that phones may have capitalised as "İnfo@..."."""

    widget = forms.EmailInput

    def __init__(self, **kwargs):
        kwargs.setdefault("max_length", 254)
        super().__init__(**kwargs)

    def to_python(self, value):
        return normalize_email(super().to_python(value) or "")

    def validate(self, value):
        super().validate(value)
        if not value:
            return
        try:
            if not value.isascii():
                raise ValidationError("")
            validate_email(value)
        except ValidationError:
            raise ValidationError(
                _("Check the e-mail address; Turkish letters cannot be used."),
                code="email",
            ) from None

    def widget_attrs(self, widget):
        return {**super().widget_attrs(widget), "autocomplete": "email"}


class TypedNumber(PhoneNumber):
    """A number whose validity and text are worked out once, not at each question.

    Even `if number:` asks for both, and nothing changes a number that was typed.
    """

    _text: str | None = None
    _valid: bool | None = None

    def is_valid(self):
        if self._valid is None:
            self._valid = super().is_valid()
        return self._valid

    def __str__(self):
        if self._text is None:
            self._text = super().__str__()
        return self._text


class PhoneField(PhoneNumberField):
    """A phone number as people write it, kept as E.164."""

    def to_python(self, value):
        number = super().to_python(value)
        if not isinstance(number, PhoneNumber):
            return number
        typed = TypedNumber()
        typed.merge_from(number)
        return typed

    def __init__(self, **kwargs):
        kwargs.setdefault("region", "TR")
        kwargs.setdefault(
            "error_messages",
            {"invalid": _("Write the mobile number as 05xx xxx xx xx.")},
        )
        super().__init__(**kwargs)
        self.error_messages["invalid"] = _("Write the mobile number as 05xx xxx xx xx.")

    def widget_attrs(self, widget):
        attrs = super().widget_attrs(widget)
        return {**attrs, "autocomplete": "tel", "inputmode": "tel"}


class BirthDateWidget(forms.MultiWidget):
    """Day, month and year apart: nobody scrolls a calendar back to 1961."""

    template_name = "people/birth_date_widget.html"

    def __init__(self, attrs=None):
        super().__init__(
            {
                "day": forms.TextInput({"inputmode": "numeric", "maxlength": 2}),
                "month": forms.TextInput({"inputmode": "numeric", "maxlength": 2}),
                "year": forms.TextInput({"inputmode": "numeric", "maxlength": 4}),
            },
            attrs,
        )

    def decompress(self, value):
        return [value.day, value.month, value.year] if value else ["", "", ""]

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        labels = (_("Day"), _("Month"), _("Year"))
        complete = ("bday-day", "bday-month", "bday-year")
        for sub, label, word in zip(
            context["widget"]["subwidgets"], labels, complete, strict=True
        ):
            sub["label"] = label
            sub["attrs"]["autocomplete"] = word
        return context


class BirthDateField(forms.MultiValueField):
    widget = BirthDateWidget

    def __init__(self, **kwargs):
        fields = [forms.CharField(required=False) for _part in range(3)]
        super().__init__(fields, require_all_fields=False, **kwargs)

    def clean(self, value):
        if isinstance(value, date):
            return value
        if isinstance(value, str):
            value = list(reversed(value.split("-"))) if value else []
        return super().clean(value)

    def compress(self, data_list):
        parts = [part.strip() for part in data_list or []]
        if not any(parts):
            return None
        try:
            day, month, year = (int(part) for part in parts)
        except ValueError:
            raise ValidationError(
                _("Write day, month and year in numbers, for example 21, 11 and 1990."),
                code="invalid",
            ) from None
        try:
            born = date(year, month, day)
        except ValueError:
            raise ValidationError(
                _("There is no such day. Check the day and the month."), code="invalid"
            ) from None
        if year < 100:
            raise ValidationError(
                _("Write the year in four figures, for example 1990."), code="range"
            )
        if not born.year >= 1900 or born > date.today():
            raise ValidationError(_("Check the year of birth."), code="range")
        return born


def age_on(born: date, day: date) -> int:
    """Completed years on `day`; who is born on 29 February turns on 1 March."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def age_band_of(age: int) -> AgeBand:
    """The band of a completed age, as statistics count it."""
    for oldest, band in (
        (17, AgeBand.CHILD),
        (24, AgeBand.UP_TO_24),
        (34, AgeBand.UP_TO_34),
        (44, AgeBand.UP_TO_44),
        (54, AgeBand.UP_TO_54),
        (64, AgeBand.UP_TO_64),
    ):
        if age <= oldest:
            return band
    return AgeBand.OLDER
