"""The words of a text message: short, neutral, in one part."""

import re
from collections.abc import Mapping

from messaging.sms.encoding import fold_to_gsm
from messaging.templates import MessageTemplate

#: Used where a template has no text of its own (domain rule 5.4). Never translated by
#: the catalog: this is what leaves, in the letters of the GSM alphabet.
WITH_LINK = {
    "tr": "Kaydinizla ilgili bilgi icin: {link}",
    "en": "About your registration: {link}",
}
WITHOUT_LINK = {
    "tr": "Kaydinizla ilgili bilgi icin bizi arayabilirsiniz.",
    "en": "For news of your registration, please call us.",
}
_PLACE = re.compile(r"{([a-z_]+)}")


def short_text(
    template: MessageTemplate,
    language: str,
    values: Mapping[str, str],
    *,
    has_link: bool,
) -> str:
    """What she reads on her telephone. A text that cannot be filled in is not used."""
    neutral = WITH_LINK if has_link else WITHOUT_LINK
    own = template.sms_text(language)
    if own and all(name in values for name in _PLACE.findall(own)):
        text = own
    else:
        text = neutral.get(language, neutral["tr"])
    return fold_to_gsm(_PLACE.sub(lambda place: values[place[1]], text))
