"""The questions of a call, and their answers in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.template.defaultfilters import filesizeformat
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from language.translated import Translated, TranslatedTextField, as_translated
from language.turkish import slugify_tr
from people.enums import FileKind, Topic
from people.form_linting import forbidden_topics
from volunteers.enums import (
    Language,
    LanguageLevel,
    PartOfDay,
    QuestionKind,
    Weekday,
)
from volunteers.models.call import Call


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer that may be chosen: `value` is stored, `label` is read."""

    value: str
    label: Translated


#: "Yes" and "no" as staff may write them in a condition.
_YES_NO = {"evet": "yes", "yes": "yes", "hayir": "no", "no": "no"}


class CallQuestion(Orderable):
    """A question of one call beside those that every application answers.

    With `shown_if` it is asked only of those who gave one of the answers `shown_for`
    to that earlier question. Both are words, not rows: a copied call keeps them.
    """

    call = ParentalKey(Call, related_name="questions")
    key = models.SlugField(
        _("key"),
        blank=True,
        help_text=_("Names the answer for ever; made from the question when empty."),
    )
    label = TranslatedTextField(_("question"), max_length=200)
    help_text = TranslatedTextField(_("hint"), max_length=300, blank=True)
    kind = models.CharField(
        _("kind"), max_length=16, choices=QuestionKind, default=QuestionKind.TEXT
    )
    is_required = models.BooleanField(_("must be answered"), default=False)
    choices = TranslatedTextField(
        _("choices"),
        blank=True,
        multiline=True,
        help_text=_("One on each line, in the same order in every language."),
    )
    shown_if = models.SlugField(
        _("asked only after an answer to"),
        blank=True,
        help_text=_(
            "A question above this one. A new question is in this list once the call "
            "was saved."
        ),
    )
    shown_for = models.TextField(
        _("asked when the answer is one of"),
        blank=True,
        help_text=_(
            "One on each line, as it is written in that question; for yes or no: Evet "
            "or Hayır."
        ),
    )

    class Meta(Orderable.Meta):
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        constraints = [
            models.UniqueConstraint(
                fields=["call", "key"], name="one_question_per_key_of_call"
            ),
            models.CheckConstraint(
                condition=models.Q(shown_if="") | ~models.Q(shown_for=""),
                name="condition_names_answers",
            ),
            models.CheckConstraint(
                condition=models.Q(shown_if="") | ~models.Q(shown_if=models.F("key")),
                name="question_not_its_own_condition",
            ),
        ]

    def __str__(self) -> str:
        return str(self.label)

    def clean(self) -> None:
        own_words = self.label.get(settings.LANGUAGE_CODE, "")
        self.key = self.key or slugify_tr(own_words)[:50].strip("-")
        self._check_topics()
        if self.kind in QuestionKind.with_choices and len(self.choice_list()) < 2:
            raise ValidationError({"choices": _("Write at least two choices.")})
        if not self.shown_if:
            self.shown_for = ""
        elif not self.shown_for.strip():
            raise ValidationError(
                {"shown_for": _("Write at which answers it is asked.")}
            )

    def _check_topics(self) -> None:
        """What the law protects specially is not asked, in whatever language."""
        faults = {
            name: [topic.label for topic in topics if topic.value in Topic.refused]
            for name, topics in self.topics().items()
        }
        if any(faults.values()):
            raise ValidationError({name: said for name, said in faults.items() if said})

    def topics(self) -> dict[str, list[Topic]]:
        """What each part of the question asks that no form should ask."""
        parts = {"label": self.label, "help_text": self.help_text}
        if self.kind in QuestionKind.with_choices:
            parts["choices"] = self.choices
        return {
            name: forbidden_topics("\n".join(as_translated(texts).values()))
            for name, texts in parts.items()
        }

    def save(self, *args: Any, **kwargs: Any) -> None:
        own_words = self.label.get(settings.LANGUAGE_CODE, "")
        self.key = self.key or slugify_tr(own_words)[:50].strip("-")
        super().save(*args, **kwargs)

    def choice_list(self) -> list[Choice]:
        """The choices, valued by the site's own language so that all share values."""
        lines = {
            code: [line.strip() for line in text.splitlines() if line.strip()]
            for code, text in self.choices.items()
        }
        own = lines.get(settings.LANGUAGE_CODE, [])
        return [
            Choice(
                slugify_tr(line),
                Translated(
                    {
                        code: texts[place]
                        for code, texts in lines.items()
                        if place < len(texts)
                    }
                ),
            )
            for place, line in enumerate(own)
        ]

    def possible_answers(self) -> dict[str, str]:
        """What a condition may name of it: value -> the words staff read."""
        if self.kind == QuestionKind.YES_NO:
            return {"yes": gettext("Yes"), "no": gettext("No")}
        return {choice.value: str(choice.label) for choice in self.choice_list()}

    def wanted_answers(self) -> set[str]:
        """Values of the earlier question at which this one is asked."""
        words = [slugify_tr(line) for line in self.shown_for.splitlines()]
        return {value for word in words for value in (word, _YES_NO.get(word)) if value}

    def snapshot(self) -> dict[str, Any]:
        """What an application keeps of the question, to stay readable for ever."""
        return {
            "key": self.key,
            "kind": self.kind,
            "label": dict(self.label),
            "choices": [
                {"value": choice.value, "label": dict(choice.label)}
                for choice in self.choice_list()
            ],
        }


# --- answers --------------------------------------------------------------------


def answer_in_words(asked: dict[str, Any], answer: Any) -> str:
    """An answer as it is read, from the snapshot of its question."""
    labels = {
        choice["value"]: str(Translated(choice["label"])) for choice in asked["choices"]
    }
    match asked["kind"]:
        case QuestionKind.YES_NO:
            return gettext("Yes") if answer == "yes" else gettext("No")
        case QuestionKind.ONE_CHOICE:
            return labels.get(answer, str(answer))
        case QuestionKind.SEVERAL_CHOICES:
            return ", ".join(labels.get(one, str(one)) for one in answer)
        case QuestionKind.DATE:
            return date_format(date.fromisoformat(answer), "DATE_FORMAT")
        case QuestionKind.LANGUAGES:
            return "\n".join(languages_in_words(answer))
        case QuestionKind.AVAILABILITY:
            return "\n".join(days_in_words(answer))
        case QuestionKind.FILE:
            return file_in_words(answer)
    return str(answer)


def languages_in_words(rows: Iterable[dict[str, str]]) -> list[str]:
    return [
        f"{Language(row['language']).label} · {LanguageLevel(row['level']).label}"
        for row in rows
    ]


def days_in_words(cells: Iterable[str]) -> list[str]:
    """One line a day: "Pazartesi: Sabah, Akşam"."""
    chosen = set(cells)
    lines = []
    for day in Weekday:
        parts = [
            str(part.label)
            for part in PartOfDay
            if f"{day.value}-{part.value}" in chosen
        ]
        if parts:
            lines.append(f"{day.label}: {', '.join(parts)}")
    return lines


def file_in_words(answer: dict[str, Any]) -> str:
    """ "PDF, 120 KB": its own name is not kept, for it may tell something."""
    return f"{FileKind(answer['kind']).label}, {filesizeformat(answer['size'])}"
