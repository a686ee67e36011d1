"""The words of a choice, without hashing those of every other."""

from typing import Any

from django.db import models
from django.utils.encoding import force_str


class QuickLabels(models.Model):
    """`get_..._display` for models of which lists and files show very many rows.

    Django's own makes all choices of the field hashable for each value, and with that
    translates them all: most of the time of a list, and of a file nearly all.
    """

    class Meta:
        abstract = True

    def _get_FIELD_display(self, field: Any) -> Any:
        labels = field.__dict__.get("_labels")
        if labels is None:
            labels = field._labels = dict(field.flatchoices)
        value = getattr(self, field.attname)
        return force_str(labels.get(value, value), strings_only=True)
