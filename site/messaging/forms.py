"""The forms in which staff write the words of messages, in every language."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from messaging.domain.texts import (
    LONGEST_BODY,
    LONGEST_SMS,
    Draft,
    faults_of,
    hints_of,
    text_in_force,
    version_in_force,
)
from messaging.enums import Route, SubjectFault, TextFault
from messaging.linting import body_hints, subject_faults, telling_names, words_behind
from messaging.templates import MessageTemplate

CODES = [code for code, _name in settings.LANGUAGES]
#: Together with a private link it is still one text message.
LONGEST_SHORT = 80


class WordsForm(forms.Form):
    """What staff write to many at once: their words stand between greeting and link.

    In each language in which somebody of those it goes to reads, and a few words for
    those who are reached by text message. `hints` as in `TextForm`.
    """

    hints_accepted = forms.BooleanField(
        label=_("I have read the remarks and keep the text as it is."), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any):
        self.hints: dict[str, list[str]] = {}
        super().__init__(*args, **kwargs)
        for code, language in settings.LANGUAGES:
            self.fields |= {
                f"words_{code}": forms.CharField(
                    label=_("What you write (%(language)s)") % {"language": language},
                    max_length=2000,
                    required=False,
                    widget=forms.Textarea({"rows": 6, "lang": code}),
                    help_text=_(
                        "A greeting with her name stands before it and a link to her "
                        "page after it. Somebody else may read her screen: name no "
                        "program."
                    ),
                ),
                f"short_{code}": forms.CharField(
                    label=_("As a text message (%(language)s)")
                    % {"language": language},
                    max_length=LONGEST_SHORT,
                    required=False,
                    widget=forms.TextInput({"lang": code}),
                    help_text=_(
                        "Only for those who are reached by text message; the link to "
                        "her page stands behind it."
                    ),
                ),
            }

    def readers(self) -> Iterable[tuple[str, Route]]:
        """The language and the way of each it goes to; of what was cleaned so far."""
        return ()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        names = telling_names()
        read = set(self.readers())
        for code in CODES:
            ways = {way for language, way in read if language == code}
            words, short = self.words().get(code, ""), self.shorts().get(code, "")
            if ways and not words and f"words_{code}" not in self.errors:
                self.add_error(
                    f"words_{code}",
                    _("Write it in this language too: it is what some of them read."),
                )
            if Route.SMS in ways and not short and f"short_{code}" not in self.errors:
                self.add_error(
                    f"short_{code}",
                    _("Write a few words: some of them are reached by text message."),
                )
            telling = {SubjectFault.TELLING_WORD, SubjectFault.NAMES_WHAT}
            if short and telling & set(subject_faults(short, names=names)):
                found = words_behind(short, names=names)
                self.add_error(
                    f"short_{code}", _with_words(TextFault.SMS_TELLS.label, found)
                )
            self.hints[code] = [
                _with_words(hint.label, words_behind(words, names=names))
                for hint in (body_hints(words, names=names) if words else [])
            ]
        if self.has_hints and not cleaned.get("hints_accepted"):
            self.add_error("hints_accepted", str(TextFault.NOT_CONFIRMED.label))
        return cleaned

    @property
    def has_hints(self) -> bool:
        return any(self.hints.values())

    def all_hints(self) -> list[str]:
        return [hint for code in CODES for hint in self.hints.get(code, [])]

    def words(self) -> dict[str, str]:
        """By language; without those in which nothing was written."""
        return self._written("words")

    def shorts(self) -> dict[str, str]:
        return self._written("short")

    def _written(self, part: str) -> dict[str, str]:
        typed = {code: self.cleaned_data.get(f"{part}_{code}", "") for code in CODES}
        return {
            code: text.replace("\r\n", "\n") for code, text in typed.items() if text
        }


class TextForm(forms.Form):
    """One subject, one text and one short text a language, and what was seen of them.

    `hints` holds, by language, the sentences a writer should read before she keeps
    what she wrote; they are no errors.
    """

    hints_accepted = forms.BooleanField(
        label=_("I have read the remarks and keep the text as it is."), required=False
    )

    def __init__(self, *args: Any, template: MessageTemplate, **kwargs: Any):
        self.template = template
        self.hints: dict[str, list[str]] = {}
        super().__init__(*args, **kwargs)
        for code in CODES:
            now = text_in_force(template, code)
            self.fields |= {
                f"subject_{code}": forms.CharField(
                    label=_("Subject"),
                    max_length=120,
                    initial=now.subject,
                    widget=forms.TextInput({"lang": code}),
                ),
                f"body_{code}": forms.CharField(
                    label=_("Text"),
                    max_length=LONGEST_BODY,
                    initial=now.body,
                    strip=False,
                    widget=forms.Textarea({"rows": 14, "lang": code}),
                ),
                f"sms_{code}": forms.CharField(
                    label=_("Text message"),
                    max_length=LONGEST_SMS,
                    initial=now.sms,
                    required=False,
                    widget=forms.Textarea({"rows": 2, "lang": code}),
                    help_text=_(
                        "Short; may stay empty, then a neutral sentence with the link "
                        "is sent."
                    ),
                ),
                f"seen_{code}": forms.IntegerField(
                    min_value=0,
                    initial=version_in_force(template, code),
                    widget=forms.HiddenInput,
                ),
            }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        names = telling_names()
        for code in CODES:
            if any(f"{part}_{code}" in self.errors for part in ("subject", "body")):
                continue
            draft = self.draft(code)
            if draft == text_in_force(self.template, code):
                continue
            for fault in faults_of(self.template, draft, names=names):
                self.add_error(f"{fault.field}_{code}", _sentence(fault, draft, names))
            self.hints[code] = [
                _with_words(hint.label, words_behind(draft.body, names=names))
                for hint in hints_of(draft, names=names)
            ]
        return cleaned

    def draft(self, code: str) -> Draft:
        """What she wrote in this language, faulty or not; line breaks alike."""

        def typed(part: str) -> str:
            name = f"{part}_{code}"
            text = self.cleaned_data.get(name, self.data.get(name, ""))
            return str(text).replace("\r\n", "\n").rstrip()

        return Draft(typed("subject"), typed("body"), typed("sms"))

    def drafts(self) -> dict[str, Draft]:
        return {code: self.draft(code) for code in CODES}

    def seen(self) -> dict[str, int]:
        return {code: self.cleaned_data[f"seen_{code}"] for code in CODES}

    @property
    def has_hints(self) -> bool:
        return any(self.hints.values())

    def rows(self) -> list[dict[str, Any]]:
        """The fields of each language, for the page."""
        return [
            {
                "code": code,
                "language": name,
                "fields": [self[f"{part}_{code}"] for part in ("subject", "body")],
                "sms": self[f"sms_{code}"],
                "seen": self[f"seen_{code}"],
                "hints": self.hints.get(code, []),
            }
            for code, name in settings.LANGUAGES
        ]


def _sentence(fault: Any, draft: Draft, names: list[str]) -> str:
    words = str(fault.reason.label) % fault.details
    if fault.reason in (SubjectFault.TELLING_WORD, SubjectFault.NAMES_WHAT):
        return _with_words(words, words_behind(draft.subject, names=names))
    return words


def _with_words(sentence: Any, found: list[str]) -> str:
    return f"{sentence} ({', '.join(found)})" if found else str(sentence)
