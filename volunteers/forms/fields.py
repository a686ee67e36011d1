"""Fields of the application form that browsers do not have."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from volunteers.enums import AVAILABILITY, PartOfDay, Weekday
from volunteers.exceptions import ApplicationDenied
from volunteers.models import VolunteerArea
from volunteers.models.question import days_in_words

NOTHING_SENSITIVE = _(
    "Please do not write about health, belief, political opinion or private life."
)


class AreaRanksWidget(forms.MultiWidget):
    """A card for each area, with a choice of its place: no script is needed."""

    template_name = "volunteers/widgets/area_ranks.html"

    def __init__(self, areas: Sequence[VolunteerArea], most: int):
        self.areas = areas
        places = [("", _("Not chosen")), ("1", _("1st choice"))]
        places += [("2", _("2nd choice")), ("3", _("3rd choice"))]
        super().__init__(
            {area.slug: forms.Select(choices=places[: most + 1]) for area in areas}
        )

    def decompress(self, value: Any) -> list[str]:
        return list(value or [""] * len(self.areas))

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        for area, sub in zip(self.areas, context["widget"]["subwidgets"], strict=True):
            sub["area"] = area
        return context


class AreaRanksField(forms.Field):
    """Areas in the order in which she wants them, the first one required."""

    def __init__(self, areas: Sequence[VolunteerArea], most: int, **kwargs: Any):
        self.areas = areas
        super().__init__(widget=AreaRanksWidget(areas, most), **kwargs)

    def clean(self, value: Sequence[str] | None) -> list[VolunteerArea]:
        ranks = {}
        for area, rank in zip(self.areas, value or [], strict=False):
            if rank not in ("1", "2", "3"):
                continue
            if rank in ranks:
                raise forms.ValidationError(
                    _("Give each place to one area only."), code="rank_twice"
                )
            ranks[rank] = area
        if not ranks:
            raise forms.ValidationError(
                ApplicationDenied.NO_AREA.label, code=ApplicationDenied.NO_AREA.value
            )
        return [ranks[rank] for rank in sorted(ranks)]

    def in_words(self, areas: list[VolunteerArea]) -> str:
        return "\n".join(f"{place}. {area}" for place, area in enumerate(areas, 1))


class AvailabilityWidget(forms.CheckboxSelectMultiple):
    """Seven days by three parts of the day, as a table that can be read out."""

    template_name = "volunteers/widgets/availability.html"

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        chosen = set(context["widget"]["value"])
        base_id = context["widget"]["attrs"].get("id", name)
        context["parts"] = [part.label for part in PartOfDay]
        context["days"] = [
            {
                "label": day.label,
                "cells": [
                    {
                        "id": f"{base_id}_{day.value}_{part.value}",
                        "value": f"{day.value}-{part.value}",
                        "label": part.label,
                        "is_checked": f"{day.value}-{part.value}" in chosen,
                    }
                    for part in PartOfDay
                ],
            }
            for day in Weekday
        ]
        return context


class AvailabilityField(forms.MultipleChoiceField):
    widget = AvailabilityWidget

    def __init__(self, **kwargs: Any):
        super().__init__(choices=[(cell, cell) for cell in AVAILABILITY], **kwargs)

    def clean(self, value: Any) -> list[str]:
        chosen = set(super().clean(value))
        return [cell for cell in AVAILABILITY if cell in chosen]

    def in_words(self, cells: list[str]) -> str:
        """One line a day: "Pazartesi: Sabah, Akşam"."""
        return "\n".join(days_in_words(cells))
