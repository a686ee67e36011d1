"""What staff call the messages on a person's own data, and what is in them."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from messaging.templates import Placeholder, Words

GROUP = _("A person's own data")


@dataclass(frozen=True, slots=True)
class About:
    """When a message is sent, what may stand in it and what must."""

    name: Words
    when: Words
    placeholders: frozenset[str] = frozenset()
    required: frozenset[str] = frozenset()
    has_link: bool = False
    #: False where the address may be somebody else's, or she was erased.
    has_names: bool = True


ABOUT: dict[str, About] = {
    "own_data": About(
        _("Link to her own data"),
        _("When she asks to see what is kept on her."),
        required=frozenset({"link"}),
        has_link=True,
    ),
    "confirm_address": About(
        _("A new address to be confirmed"),
        _("To a new address or number that somebody entered; it names nobody."),
        required=frozenset({"link"}),
        has_link=True,
        has_names=False,
    ),
    "address_left": About(
        _("An address is no longer used"),
        _("To her old address, only where she allowed it."),
        has_names=False,
    ),
    "received": About(
        _("A request has arrived"),
        _("When she asks for correction, erasure or anything else on her data."),
        frozenset({"code", "until"}),
        frozenset({"code", "until"}),
    ),
    "answered": About(
        _("A request is answered"),
        _("When staff answer her request; the answer is not in the message."),
        frozenset({"code"}),
        frozenset({"link"}),
        has_link=True,
    ),
    "erased": About(
        _("Her data are erased"),
        _("Once, after an erasure; the last message she gets."),
        frozenset({"code"}),
        frozenset({"code"}),
        has_names=False,
    ),
}

MEANINGS: dict[str, Placeholder] = {
    "code": Placeholder(
        _("The number of the request"), {"tr": "V-00012", "en": "V-00012"}
    ),
    "until": Placeholder(
        _("By when it is answered"), {"tr": "14.12.2026", "en": "14.12.2026"}
    ),
}
