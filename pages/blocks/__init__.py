"""What editors build pages from."""

from wagtail import blocks

from pages.blocks.editorial import (
    CallToActionBlock,
    ContactBlock,
    EmergencyBlock,
    HeadingBlock,
    PictureBlock,
    QuestionsBlock,
    StepsBlock,
    TableBlock,
    TextBlock,
    WarningBlock,
)
from pages.blocks.living import ComingOccurrencesBlock, NoticesBlock, OpenCallsBlock
from pages.blocks.numbers import NumbersBlock


class BodyBlock(blocks.StreamBlock):
    text = TextBlock()
    heading = HeadingBlock()
    picture = PictureBlock()
    numbers = NumbersBlock()
    steps = StepsBlock()
    questions = QuestionsBlock()
    warning = WarningBlock()
    table = TableBlock()
    call_to_action = CallToActionBlock()
    contact = ContactBlock()
    emergency = EmergencyBlock()
    coming_occurrences = ComingOccurrencesBlock()
    open_calls = OpenCallsBlock()
    notices = NoticesBlock()


__all__ = ["BodyBlock"]
