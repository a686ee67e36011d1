"""Blocks that hold words and pictures written by editors."""

from itertools import zip_longest
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

_TEXT_FEATURES = ["bold", "italic", "ol", "ul", "link", "document-link", "hr"]
_SHORT_FEATURES = ["bold", "italic", "link", "ul"]


class TextBlock(blocks.RichTextBlock):
    def __init__(self, **kwargs: Any):
        kwargs.setdefault("features", _TEXT_FEATURES)
        super().__init__(**kwargs)

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        template = "pages/blocks/text.html"


class HeadingBlock(blocks.CharBlock):
    def __init__(self, **kwargs: Any):
        kwargs.setdefault("max_length", 120)
        super().__init__(**kwargs)

    class Meta:
        icon = "title"
        label = _("Heading")
        template = "pages/blocks/heading.html"


class PictureBlock(blocks.StructBlock):
    image = ImageChooserBlock(label=_("Image"))
    alt = blocks.CharBlock(
        label=_("What the picture shows"),
        max_length=200,
        help_text=_("Read aloud to those who do not see it. Name nobody."),
    )
    caption = blocks.CharBlock(label=_("Caption"), max_length=200, required=False)

    def get_api_representation(self, value: Any, context: Any = None) -> dict[str, Any]:
        shown = super().get_api_representation(value, context)
        if value.get("image"):
            rendition = value["image"].get_rendition("width-1200")
            shown["image"] = {
                "id": value["image"].pk,
                "url": rendition.url,
                "width": rendition.width,
                "height": rendition.height,
            }
        return shown

    class Meta:
        icon = "image"
        label = _("Image")
        template = "pages/blocks/picture.html"


class QuestionBlock(blocks.StructBlock):
    question = blocks.CharBlock(label=_("Question"), max_length=200)
    answer = blocks.RichTextBlock(label=_("Answer"), features=_SHORT_FEATURES)

    class Meta:
        icon = "help"
        label = _("Question")


class QuestionsBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("Heading"), max_length=120, required=False)
    questions = blocks.ListBlock(QuestionBlock(), label=_("Questions"), min_num=1)

    class Meta:
        icon = "help"
        label = _("Questions and answers")
        template = "pages/blocks/questions.html"


class StepBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=80)
    text = blocks.TextBlock(label=_("Text"), max_length=400)
    duration = blocks.CharBlock(
        label=_("How long it takes"), max_length=80, required=False
    )

    class Meta:
        icon = "list-ol"
        label = _("Step")


class StepsBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("Heading"), max_length=120, required=False)
    steps = blocks.ListBlock(StepBlock(), label=_("Steps"), min_num=1)

    class Meta:
        icon = "list-ol"
        label = _("Steps")
        template = "pages/blocks/steps.html"


class CallToActionBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("Heading"), max_length=120)
    text = blocks.TextBlock(label=_("Text"), max_length=400, required=False)
    page = blocks.PageChooserBlock(label=_("Page"))
    label = blocks.CharBlock(
        label=_("Words on the button"),
        max_length=60,
        help_text=_("A verb: what happens when it is pressed."),
    )

    class Meta:
        icon = "arrow-right"
        label = _("Call to action")
        template = "pages/blocks/call_to_action.html"


class WarningBlock(blocks.RichTextBlock):
    def __init__(self, **kwargs: Any):
        kwargs.setdefault("features", _SHORT_FEATURES)
        super().__init__(**kwargs)

    class Meta:
        icon = "warning"
        label = _("Important notice")
        template = "pages/blocks/warning.html"


class ContactBlock(blocks.StructBlock):
    """Whom to turn to. The help phone comes from the site's information."""

    heading = blocks.CharBlock(label=_("Heading"), max_length=120)
    text = blocks.RichTextBlock(
        label=_("Text"), features=_SHORT_FEATURES, required=False
    )
    email = blocks.EmailBlock(label=_("E-mail"), required=False)
    with_help_phone = blocks.BooleanBlock(
        label=_("Show the help phone"), required=False, default=True
    )

    class Meta:
        icon = "mail"
        label = _("Contact box")
        template = "pages/blocks/contact.html"


class EmergencyBlock(blocks.StaticBlock):
    """The emergency lines of the site's information, with the day of the check."""

    class Meta:
        icon = "warning"
        label = _("Emergency lines")
        admin_text = _("Shows the emergency lines of the site information.")
        template = "pages/blocks/emergency.html"


class TableRowBlock(blocks.StructBlock):
    cells = blocks.ListBlock(
        blocks.CharBlock(label=_("Cell"), max_length=300, required=False),
        label=_("Cells"),
    )

    class Meta:
        label = _("Row")


class TableBlock(blocks.StructBlock):
    caption = blocks.CharBlock(label=_("Caption"), max_length=120)
    header = blocks.ListBlock(
        blocks.CharBlock(label=_("Column"), max_length=80), label=_("Columns")
    )
    rows = blocks.ListBlock(TableRowBlock(), label=_("Rows"))

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """`rows`: each cell with the name of its column, which a phone shows."""
        context: dict[str, Any] = super().get_context(value, parent_context)
        names = list(value["header"])
        context["rows"] = [
            list(zip_longest(names, row["cells"], fillvalue=""))[: len(names)]
            for row in value["rows"]
        ]
        return context

    class Meta:
        icon = "table"
        label = _("Table")
        template = "pages/blocks/table.html"
