"""Rows below a form of the admin, told apart in the words of their own constraints."""

from typing import Any

from django.db.models import UniqueConstraint
from django.utils.translation import gettext
from modelcluster.forms import BaseChildFormSet
from wagtail.admin.panels import InlinePanel


class RowFormSet(BaseChildFormSet):  # type: ignore[misc]
    """Django names the columns of a row that is there twice; nobody knows them."""

    def get_unique_error_message(self, unique_check: tuple[str, ...]) -> str:
        told = [
            str(one.violation_error_message)
            for one in self.model._meta.constraints
            if isinstance(one, UniqueConstraint)
            and one.fields == unique_check
            and one.violation_error_message != one.default_violation_error_message
        ]
        return told[0] if told else self.get_form_error()

    def get_form_error(self) -> str:
        return gettext("This is listed twice.")


class RowsPanel(InlinePanel):  # type: ignore[misc]
    """Wagtail's panel for rows, with a word for who reads it where two are the same."""

    def get_form_options(self) -> dict[str, Any]:
        options: dict[str, Any] = super().get_form_options()
        for of_rows in options["formsets"].values():
            of_rows["formset"] = RowFormSet
        return options
