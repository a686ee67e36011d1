"""Every text of this app, made known to the outbox with its greeting."""

from messaging.templates import MessageTemplate, register_template
from volunteers import (
    application_texts,
    interview_texts,
    service_texts,
    training_texts,
)
from volunteers.message_names import ABOUT, GROUP, MEANINGS

_GREETING = {
    "tr": "Sayın {given_name} {family_name},\n\n",
    "en": "Dear {given_name} {family_name},\n\n",
}
#: What leaves as a text message where the neutral sentence would say nothing.
_SMS = {"written": {"tr": "{short} {link}", "en": "{short} {link}"}}


def register_templates() -> None:
    """Called once, when the app is ready."""
    others = (interview_texts, service_texts, training_texts)
    texts, abouts = dict(application_texts.TEXTS), dict(ABOUT)
    for other in others:
        texts |= other.TEXTS
        abouts |= other.ABOUT
    for key, (subject_tr, body_tr, subject_en, body_en) in texts.items():
        name = key.removeprefix("volunteers.")
        about = abouts[name]
        register_template(
            MessageTemplate(
                key,
                {
                    "tr": (subject_tr, _GREETING["tr"] + body_tr),
                    "en": (subject_en, _GREETING["en"] + body_en),
                },
                about.placeholders,
                name=about.name,
                when=about.when,
                group=GROUP,
                required=about.required,
                has_link=about.has_link,
                meanings=MEANINGS,
                sms=_SMS.get(name, {}),
            )
        )
