"""The registry of message templates; each app registers its own in `ready()`.

A template is data: one subject and one body for each language, with `{placeholders}`.
Variables are never inflected ("Program: {ad}", never "{ad}'in"). Staff may write other
words for it (`MessageText`); the text in the code is the original they go back to.
"""

import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from messaging.models import MessageText

logger = logging.getLogger(__name__)

_PLACEHOLDER = re.compile(r"{([a-z_]+)}")

#: Always at hand, whatever the template.
COMMON = frozenset({"given_name", "family_name", "link"})

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Placeholder:
    """What stands for it, said to staff, and a sample by language."""

    meaning: Words
    samples: Mapping[str, str]


COMMON_MEANINGS: Mapping[str, Placeholder] = {
    "given_name": Placeholder(_("Her given name"), {"tr": "İpek", "en": "İpek"}),
    "family_name": Placeholder(_("Her family name"), {"tr": "Öztürk", "en": "Öztürk"}),
    "link": Placeholder(
        _("Her private link"),
        {
            "tr": "https://www.example.org/kaydim/ornek/",
            "en": "https://www.example.org/en/kaydim/ornek/",
        },
    ),
}


@dataclass(frozen=True, slots=True)
class MessageTemplate:
    key: str
    #: language code -> (subject, body)
    texts: dict[str, tuple[str, str]]
    placeholders: frozenset[str] = field(default_factory=frozenset)
    #: Key of the consent it rests on. Then its link is the one that withdraws it, and
    #: nothing is written to whoever has not agreed.
    consent: str = ""
    #: what staff call it, and when it is sent to whom
    name: Words = ""
    when: Words = ""
    #: the heading it stands under in the list of texts
    group: Words = ""
    #: the message is of no use without these
    required: frozenset[str] = field(default_factory=frozenset)
    #: whether a private link goes with it
    has_link: bool = True
    #: whether it may name her; not where somebody else may own the address
    has_names: bool = True
    meanings: Mapping[str, Placeholder] = field(default_factory=dict)
    #: language code -> a short text message; without one the channel has its own
    sms: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        allowed = self.placeholders | COMMON
        for language, texts in self.texts.items():
            unknown = set(_PLACEHOLDER.findall("".join(texts))) - allowed
            if unknown:
                raise ValueError(f"{self.key} ({language}): unknown {sorted(unknown)}")
            if self.consent and "{link}" not in texts[1]:
                raise ValueError(f"{self.key} ({language}): no link to withdraw by")

    def allowed(self) -> dict[str, Placeholder]:
        """What may stand in its texts, in the order in which staff are shown it."""
        common = {**COMMON_MEANINGS}
        if not self.has_link:
            del common["link"]
        if not self.has_names:
            del common["given_name"], common["family_name"]
        own = {
            name: self.meanings.get(name, Placeholder("", {}))
            for name in sorted(self.placeholders)
        }
        return {**common, **own}

    def samples(self, language: str) -> dict[str, str]:
        """A value for each placeholder, of nobody who exists."""
        return {
            name: one.samples.get(language, f"[{name}]")
            for name, one in self.allowed().items()
        }

    def original(self, language: str) -> tuple[str, str]:
        """Subject and body as the code has them."""
        return self.texts.get(language) or self.texts[settings.LANGUAGE_CODE]

    def render(
        self,
        language: str,
        values: dict[str, str],
        *,
        read: list[MessageText] | None = None,
    ) -> tuple[str, str]:
        """Subject and body with `values` filled in; KeyError when one is missing.

        What staff wrote comes first. Should it ask for a value that the code no longer
        gives, the original goes out instead: a message is never lost to a text.
        """
        written = MessageText.objects.in_force(self.key, language, read=read)
        if written is not None:
            try:
                return fill(written.subject, values), fill(written.body, values)
            except KeyError:
                logger.error(
                    "The text of %s (%s, version %d) cannot be filled in; "
                    "the original was used.",
                    self.key,
                    language,
                    written.version,
                )
        subject, body = self.original(language)
        return fill(subject, values), fill(body, values)

    def sms_text(self, language: str) -> str:
        """The short text with its placeholders; "" when the channel's own will do."""
        written = MessageText.objects.in_force(self.key, language)
        if written is not None and written.sms:
            return written.sms
        return self.sms.get(language, "")


def fill(text: str, values: Mapping[str, str]) -> str:
    """`text` with its placeholders replaced; KeyError names the one without value."""
    return _PLACEHOLDER.sub(lambda match: values[match[1]], text)


_registry: dict[str, MessageTemplate] = {}


def register_template(template: MessageTemplate) -> MessageTemplate:
    if template.key in _registry:
        raise ValueError(f"The template {template.key} is registered twice.")
    _registry[template.key] = template
    return template


def get_template(key: str) -> MessageTemplate:
    return _registry[key]


def consent_for(key: str) -> str:
    """The consent a message of this template rests on, or ""."""
    template = _registry.get(key)
    return template.consent if template else ""


def all_templates() -> list[MessageTemplate]:
    return list(_registry.values())
