"""Model fields that are encrypted at rest and plain text in Python.

The database holds "" or a sealed value (`people.sealing`), never the text. A value
that no key opens reads as a sentence that says so, and stays as it is stored.
"""

import json
import logging
from typing import Any

from cryptography.fernet import InvalidToken
from django.core.checks import Error
from django.core.exceptions import FieldError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models.lookups import Exact
from django.db.models.query_utils import DeferredAttribute
from django.forms import TextInput
from django.utils.translation import gettext
from phonenumber_field import formfields
from phonenumber_field.phonenumber import PhoneNumber, to_python
from phonenumber_field.validators import validate_international_phonenumber

from people.sealing import key_of, seal, unseal

logger = logging.getLogger(__name__)
#: What was complained of already: (model, field, key).
_told: set[tuple[str, str, str]] = set()


class Unreadable(str):
    """Stands where a sealed value cannot be opened; knows what is stored there."""

    stored: str

    def __new__(cls, stored: str) -> "Unreadable":
        words = super().__new__(cls, gettext("(cannot be read: its key is missing)"))
        words.stored = stored
        return words

    @property
    def as_national(self) -> str:
        """Where a phone number would be read out."""
        return str(self)


class UnreadableMapping(dict[str, Any]):
    """Stands where sealed keys and values cannot be opened; empty, for who reads it."""

    def __init__(self, stored: str) -> None:
        super().__init__()
        self.stored = stored
        self.words = Unreadable(stored)


class SealedAttribute(DeferredAttribute):
    """Keeps an unreadable value when a form hands its words back unchanged."""

    def __set__(self, instance: models.Model, value: Any) -> None:
        name = self.field.attname
        present = instance.__dict__.get(name)
        if (
            isinstance(present, Unreadable)
            and not isinstance(value, Unreadable)
            and str(value).strip() == str(present)
        ):
            return
        instance.__dict__[name] = self.field.in_python(value)


class Stored(models.F):
    """The column as it is stored, for those who move sealed values unopened."""

    def resolve_expression(self, *args: Any, **kwargs: Any) -> Any:
        column = super().resolve_expression(*args, **kwargs)
        return models.ExpressionWrapper(column, output_field=models.TextField())


class SealedTextField(models.TextField):
    """Text under the newest of `FIELD_KEYS`. It is looked up as empty or not at all."""

    descriptor_class = SealedAttribute

    def __init__(self, *args: Any, max_length: int | None = None, **kwargs: Any):
        super().__init__(*args, max_length=max_length, **kwargs)
        if max_length is not None:
            self.validators.append(MaxLengthValidator(max_length))

    def check(self, **kwargs: Any) -> list[Any]:
        found = super().check(**kwargs)
        if self.unique or self.db_index or self.primary_key or self.null:
            found.append(
                Error(
                    "A sealed field is neither unique, indexed nor null.",
                    obj=self,
                    id="people.E010",
                )
            )
        return found

    # --- between Python and the database ---------------------------------------

    def in_python(self, value: Any) -> Any:
        """What an attribute of this field holds."""
        return value

    def to_text(self, value: Any) -> str:
        """What is sealed."""
        return str(value)

    def from_db_value(self, value: str | None, *_rest: Any) -> Any:
        if not value:
            return value
        try:
            return self.in_python(unseal(value))
        except (InvalidToken, ValueError):
            self._tell(value)
            return Unreadable(value)

    def get_prep_value(self, value: Any) -> Any:
        if isinstance(value, Unreadable):
            return value.stored
        if value is None or hasattr(value, "resolve_expression"):
            return value
        text = self.to_text(value)
        return seal(text) if text else ""

    def value_to_string(self, obj: models.Model) -> str:
        """Dumps and revisions hold what the database holds."""
        return str(self.get_prep_value(self.value_from_object(obj)) or "")

    def to_python(self, value: Any) -> Any:
        """Opens what `value_to_string` wrote."""
        if isinstance(value, str) and key_of(value):
            try:
                return self.in_python(unseal(value))
            except InvalidToken:
                return value
        return value if isinstance(value, Unreadable) else super().to_python(value)

    def run_validators(self, value: Any) -> None:
        if not isinstance(value, Unreadable):
            super().run_validators(value)

    def save_form_data(self, instance: models.Model, data: Any) -> None:
        """A form never replaces what it could not show."""
        if not isinstance(getattr(instance, self.attname), Unreadable):
            super().save_form_data(instance, data)

    def _tell(self, stored: str) -> None:
        about = (self.model._meta.label, self.name, key_of(stored) or "unknown")
        if about not in _told:
            _told.add(about)
            logger.error("Sealed values of %s.%s under key %s do not open.", *about)

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name in ("exact", "isnull"):
            return super().get_lookup(lookup_name)
        raise FieldError(
            f"{self.model._meta.label}.{self.name} is sealed: it can be looked up as "
            f"empty or not, never by '{lookup_name}'."
        )


@SealedTextField.register_lookup
class _ExactlyEmpty(Exact):
    def get_prep_lookup(self) -> Any:
        if self.rhs != "":
            field = self.lhs.output_field
            raise FieldError(
                f"{field.model._meta.label}.{field.name} is sealed: it can be compared "
                "with the empty text only."
            )
        return ""


class SealedLineField(SealedTextField):
    """One line of sealed text."""

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"widget": TextInput, **kwargs})


class SealedPhoneField(SealedTextField):
    """A sealed phone number; a `PhoneNumber` in Python, "" where there is none."""

    default_validators = [validate_international_phonenumber]

    def in_python(self, value: Any) -> Any:
        if not value or isinstance(value, Unreadable):
            return value or ""
        return to_python(value)

    def to_text(self, value: Any) -> str:
        number = self.in_python(value)
        if isinstance(number, PhoneNumber) and number.is_valid():
            return str(number.as_e164)
        return str(getattr(number, "raw_input", None) or number)

    def to_python(self, value: Any) -> Any:
        return self.in_python(super().to_python(value) if value else "")

    def formfield(self, **kwargs: Any) -> Any:
        return models.Field.formfield(
            self, **{"form_class": formfields.PhoneNumberField, **kwargs}
        )


class SealedMappingField(SealedTextField):
    """Keys and values, such as the answers to questions; sealed as JSON."""

    # For the type checker: what is set and read is no text.
    _pyi_private_set_type: Any
    _pyi_private_get_type: Any

    def in_python(self, value: Any) -> Any:
        if isinstance(value, Unreadable):
            return UnreadableMapping(value.stored)
        if isinstance(value, str):
            return json.loads(value) if value else {}
        return {} if value is None else value

    def from_db_value(self, value: str | None, *rest: Any) -> Any:
        return self.in_python(super().from_db_value(value, *rest) or "")

    def to_python(self, value: Any) -> Any:
        return self.in_python(super().to_python(value) if value else "")

    def to_text(self, value: Any) -> str:
        return json.dumps(value, ensure_ascii=False) if value else ""

    def get_prep_value(self, value: Any) -> Any:
        if isinstance(value, UnreadableMapping):
            return value.stored
        return super().get_prep_value(value)
