"""Words that staff write in every language of the site, on a row that exists once.

The value is a mapping `{"tr": "...", "en": "..."}`; `str()` of it is the text in the
active language, or in the site's own language while a translation is missing.
"""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Translated(dict[str, str]):
    """The texts of one field by language code."""

    def __str__(self) -> str:
        active = (get_language() or settings.LANGUAGE_CODE).split("-")[0]
        return self.get(active) or self.get(settings.LANGUAGE_CODE) or ""

    def __bool__(self) -> bool:
        return any(self.values())

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(tuple(sorted(self.items())))

    def missing(self) -> list[str]:
        """Language codes of the site that have no text yet."""
        return [code for code, _name in settings.LANGUAGES if not self.get(code)]


def as_translated(value: Any) -> Translated:
    """`value` as texts by language; a plain string is in the site's own language."""
    if isinstance(value, Translated):
        return value
    if isinstance(value, dict):
        return Translated(value)
    return Translated({settings.LANGUAGE_CODE: str(value)}) if value else Translated()


class TranslatedWidget(forms.MultiWidget):
    template_name = "language/translated_widget.html"

    def __init__(self, widget: type[forms.Widget] = forms.TextInput, attrs=None):
        self.codes = [code for code, _name in settings.LANGUAGES]
        super().__init__({code: widget(attrs) for code in self.codes}, attrs)

    def decompress(self, value):
        texts = as_translated(value)
        return [texts.get(code, "") for code in self.codes]

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        for (code, language), sub in zip(
            settings.LANGUAGES, context["widget"]["subwidgets"], strict=True
        ):
            sub["language"] = language
            sub["attrs"]["lang"] = code
            sub["attrs"]["aria-label"] = language
        return context


class TranslatedFormField(forms.MultiValueField):
    """One input a language; the site's own language is the one that may be required."""

    def __init__(self, *, required=True, widget=None, max_length=None, **kwargs):
        input_class = widget if isinstance(widget, type) else forms.TextInput
        fields = [
            forms.CharField(
                required=required and code == settings.LANGUAGE_CODE,
                max_length=max_length,
            )
            for code, _name in settings.LANGUAGES
        ]
        super().__init__(
            fields,
            required=required,
            require_all_fields=False,
            widget=TranslatedWidget(input_class),
            **kwargs,
        )

    def compress(self, data_list):
        codes = [code for code, _name in settings.LANGUAGES]
        return Translated(
            {code: text for code, text in zip(codes, data_list, strict=False) if text}
        )

    def has_changed(self, initial, data):
        texts = as_translated(initial)
        codes = [code for code, _name in settings.LANGUAGES]
        before = [texts.get(code, "") for code in codes]
        return before != [text or "" for text in (data or [""] * len(codes))]


class TranslatedTextField(models.JSONField):
    """A model field of texts by language; `multiline=True` for paragraphs."""

    def __init__(self, *args, multiline=False, max_length=None, **kwargs):
        self.multiline = multiline
        kwargs.setdefault("default", Translated)
        super().__init__(*args, **kwargs)
        self.max_length = max_length

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        if self.multiline:
            kwargs["multiline"] = True
        if self.max_length:
            kwargs["max_length"] = self.max_length
        return name, path, args, kwargs

    def from_db_value(self, value, expression, connection):
        return as_translated(super().from_db_value(value, expression, connection))

    def to_python(self, value):
        return as_translated(super().to_python(value))

    def get_prep_value(self, value):
        return super().get_prep_value(dict(as_translated(value)))

    def validate(self, value, model_instance):
        super().validate(value, model_instance)
        if not self.blank and not as_translated(value).get(settings.LANGUAGE_CODE):
            raise ValidationError(_("Fill in this field."), code="required")

    def formfield(self, **kwargs):
        return models.Field.formfield(
            self,
            **{
                "form_class": TranslatedFormField,
                "widget": forms.Textarea if self.multiline else forms.TextInput,
                "max_length": self.max_length,
                **kwargs,
                "initial": None,
                "show_hidden_initial": False,
            },
        )
