"""A list of choices in one column."""

from typing import Any

from django import forms
from django.db import models


class SeveralChoicesField(models.JSONField):
    """Values of a `TextChoices`, ticked in a form; kept as a list."""

    def __init__(self, *args: Any, choices_of: Any = None, **kwargs: Any):
        self.choices_of = choices_of
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs: Any) -> forms.Field:
        return forms.MultipleChoiceField(
            choices=self.choices_of.choices,
            required=not self.blank,
            label=self.verbose_name,
            help_text=self.help_text,
            widget=forms.CheckboxSelectMultiple,
        )
