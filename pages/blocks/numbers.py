"""Numbers reached: written by editors, or growing with a program."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from pages.blocks.living import program_choices
from programs.domain.small_counts import told_in_public
from programs.domain.statistics import people_reached
from programs.models import Program


class NumberValue(blocks.StructValue):
    @property
    def shown(self) -> str:
        """The number as written, or with those added who took part since."""
        program = Program.objects.filter(slug=self["grows_with"] or "").first()
        if program is None or not self["grows_since"]:
            return str(self["value"])
        begins_with = int("".join(filter(str.isdecimal, self["value"])) or 0)
        reached = told_in_public(people_reached(program, since=self["grows_since"]))
        return str(
            number_format(begins_with + reached, use_l10n=True, force_grouping=True)
        )


class NumberBlock(blocks.StructBlock):
    value = blocks.CharBlock(
        label=_("Number"),
        max_length=20,
        help_text=_("As people read it, for example 2.500."),
    )
    label = blocks.CharBlock(label=_("What was counted"), max_length=120)
    grows_with = blocks.ChoiceBlock(
        label=_("Grows with the program"),
        choices=program_choices,
        required=False,
        help_text=_("Whoever takes part is added to the number by itself."),
    )
    grows_since = blocks.DateBlock(
        label=_("Counted from"),
        required=False,
        help_text=_("The day after the time that the number above stands for."),
    )

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if bool(cleaned["grows_with"]) != bool(cleaned["grows_since"]):
            lacking = "grows_since" if cleaned["grows_with"] else "grows_with"
            raise StructBlockValidationError(
                {
                    lacking: ValidationError(
                        _("A number grows from a day, with a program.")
                    )
                }
            )
        return cleaned

    def get_api_representation(self, value: Any, context: Any = None) -> dict[str, str]:
        """As people read it; how it came to be is the editors' matter."""
        return {"value": value.shown, "label": value["label"]}

    class Meta:
        icon = "order"
        label = _("Number")
        value_class = NumberValue


class NumbersBlock(blocks.StructBlock):
    """Numbers reached; a number nobody can check does not belong on the page."""

    heading = blocks.CharBlock(label=_("Heading"), max_length=120, required=False)
    numbers = blocks.ListBlock(NumberBlock(), label=_("Numbers"), min_num=1)
    source = blocks.CharBlock(
        label=_("Source"),
        max_length=200,
        help_text=_("Who counted, and for which time."),
    )

    class Meta:
        icon = "order"
        label = _("Numbers reached")
        template = "pages/blocks/numbers.html"
