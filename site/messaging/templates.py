"""The registry of message templates; each app registers its own in `ready()`.

A template is data: one subject and one body for each language, with `{placeholders}`.
Variables are never inflected ("Program: {ad}", never "{ad}'in").
"""

import re
from dataclasses import dataclass, field

from django.conf import settings

_PLACEHOLDER = re.compile(r"{([a-z_]+)}")

#: Always at hand, whatever the template.
COMMON = frozenset({"given_name", "family_name", "link"})


@dataclass(frozen=True, slots=True)
class MessageTemplate:
    key: str
    #: language code -> (subject, body)
    texts: dict[str, tuple[str, str]]
    placeholders: frozenset[str] = field(default_factory=frozenset)
    #: Key of the consent it rests on. Then its link is the one that withdraws it, and
    #: nothing is written to whoever has not agreed.
    consent: str = ""
    #: language code -> a short text message; without one the channel has its own
    sms: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        allowed = self.placeholders | COMMON
        for language, (subject, body) in self.texts.items():
            unknown = set(_PLACEHOLDER.findall(subject + body)) - allowed
            if unknown:
                raise ValueError(f"{self.key} ({language}): unknown {sorted(unknown)}")
            if self.consent and "{link}" not in body:
                raise ValueError(f"{self.key} ({language}): no link to withdraw by")

    def render(self, language: str, values: dict[str, str]) -> tuple[str, str]:
        """Subject and body with `values` filled in; KeyError when one is missing."""
        subject, body = self.texts.get(language) or self.texts[settings.LANGUAGE_CODE]

        def fill(text: str) -> str:
            return _PLACEHOLDER.sub(lambda match: values[match[1]], text)

        return fill(subject), fill(body)

    def sms_text(self, language: str) -> str:
        """The short text with its placeholders; "" when the channel's own will do."""
        return self.sms.get(language, "")


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
