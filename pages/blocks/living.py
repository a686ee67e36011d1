"""Blocks that fill themselves from the programs and the calls."""

from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from people.enums import Process
from people.models import Notice
from programs.domain.queries import coming_cards
from programs.enums import ActivityKind
from programs.models import Program
from volunteers.domain.queries import next_call, open_calls


def program_choices() -> list[tuple[str, str]]:
    """Programs by slug: a key that stays the same in every language."""
    return [
        (program.slug, str(program.name))
        for program in Program.objects.filter(is_active=True).order_by("slug")
    ]


class ComingOccurrencesBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("Heading"), max_length=120, required=False)
    program = blocks.ChoiceBlock(
        label=_("Program"),
        choices=program_choices,
        required=False,
        help_text=_("Empty: of all programs."),
    )
    kind = blocks.ChoiceBlock(
        label=_("Kind of activity"), choices=ActivityKind.choices, required=False
    )
    limit = blocks.IntegerBlock(
        label=_("How many at most"), min_value=1, max_value=30, default=3
    )

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context)
        program = None
        if value["program"]:
            program = Program.objects.filter(slug=value["program"]).first()
        unknown = value["program"] and program is None
        context["occurrences"] = (
            []
            if unknown
            else coming_cards(
                program=program, kind=value["kind"] or None, limit=value["limit"]
            )
        )
        return context

    class Meta:
        icon = "date"
        label = _("Coming dates")
        template = "pages/blocks/coming_occurrences.html"


class OpenCallsBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("Heading"), max_length=120, required=False)

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context)
        context["calls"] = open_calls()
        context["next_call"] = None if context["calls"] else next_call()
        return context

    class Meta:
        icon = "form"
        label = _("Open calls")
        template = "pages/blocks/open_calls.html"


class NoticesBlock(blocks.StaticBlock):
    """The privacy notices in force, in the reader's language."""

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context)
        language = (get_language() or settings.LANGUAGE_CODE).split("-")[0]
        current = (
            Notice.objects.current(process, language) for process in Process.values
        )
        context["notices"] = [notice for notice in current if notice is not None]
        return context

    class Meta:
        icon = "doc-full"
        label = _("Privacy notices")
        admin_text = _("Lists the privacy notices in force.")
        template = "pages/blocks/notices.html"
