"""The call's own questions as one step of the form.

Without a script the server decides what is shown: an answer that leads to a further
question brings the page back with that question on it. `static/js/questions.js` shows
and hides the same questions at once.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from people.exceptions import Refusal
from people.forms import PublicForm, answer_text
from people.uploads import CheckedFile, check_upload
from people.wording import refusal_words
from volunteers.domain.questions import asked_questions, is_answer
from volunteers.enums import QuestionKind
from volunteers.forms.question_fields import UploadField, question_field
from volunteers.models import ApplicationFile, Call, CallQuestion

PREFIX = "question_"


@dataclass(frozen=True, slots=True)
class Part:
    """One question on the page: its field, and when it is shown."""

    field: forms.BoundField
    is_shown: bool
    #: name of the fields of the earlier question, and the answers at which it is shown
    source: str
    wanted: str


class QuestionsForm(PublicForm):
    """Fields are named `question_<key>`; `seen` says which of them were on the page."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        call: Call,
        kept_files: Mapping[str, ApplicationFile] | None = None,
        file_faults: Mapping[str, str] | None = None,
        **kwargs: Any,
    ):
        super().__init__(*args, **kwargs)
        self.questions = list(call.questions.all())
        for question in self.questions:
            field = question_field(question)
            if isinstance(field, UploadField):
                field.keep((kept_files or {}).get(question.key))
                field.fault = (file_faults or {}).get(question.key, "")
            self.fields[PREFIX + question.key] = field
        self.shown = {one.key for one in self._asked()}
        for question in self.questions:
            if question.key not in self.shown:
                self.fields[PREFIX + question.key].required = False

    def _asked(self) -> list[CallQuestion]:
        return asked_questions(
            self.questions,
            {
                question.key: self._posted(question)
                for question in self.questions
                if question.kind in QuestionKind.deciding
            },
        )

    def _posted(self, question: CallQuestion) -> Any:
        name = PREFIX + question.key
        if not self.is_bound:
            return None
        return self.fields[name].widget.value_from_datadict(
            self.data, self.files, self.add_prefix(name)
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for question in self.questions:
            if question.key not in self.shown:
                self.errors.pop(PREFIX + question.key, None)
                cleaned.pop(PREFIX + question.key, None)
        if self._has_new_questions(cleaned):
            self.add_error(
                None,
                forms.ValidationError(
                    _("Your answer leads to one more question. Please look at it."),
                    code="new_question",
                ),
            )
        return cleaned

    def _has_new_questions(self, cleaned: dict[str, Any]) -> bool:
        """What she could not see on the page she posted is shown before going on."""
        if self.add_prefix("seen") not in self.data:
            return False
        seen = set(cleaned.get("seen", "").split())
        new = [key for key in self.shown - seen if not self._is_answered(key)]
        for key in new:
            self.errors.pop(PREFIX + key, None)
        return bool(new)

    def _is_answered(self, key: str) -> bool:
        return is_answer(self.cleaned_data.get(PREFIX + key))

    def parts(self) -> Iterator[Part]:
        """The questions in their order, for the page."""
        keys = {question.key for question in self.questions}
        for question in self.questions:
            has_condition = question.shown_if in keys
            yield Part(
                self[PREFIX + question.key],
                question.key in self.shown,
                self.add_prefix(PREFIX + question.shown_if) if has_condition else "",
                " ".join(sorted(question.wanted_answers())) if has_condition else "",
            )

    def shown_keys(self) -> str:
        return " ".join(one.key for one in self.questions if one.key in self.shown)

    def answers(self) -> dict[str, Any]:
        """Key of the question -> answer, for those that were answered."""
        found = {}
        for question in self.questions:
            answer = self.cleaned_data.get(PREFIX + question.key)
            if is_answer(answer):
                is_date = question.kind == QuestionKind.DATE
                found[question.key] = answer.isoformat() if is_date else answer
        return found

    def rows(self) -> Iterator[tuple[str, str]]:
        for question in self.questions:
            name = PREFIX + question.key
            answer = self.cleaned_data.get(name)
            if is_answer(answer):
                field = self.fields[name]
                yield str(field.label), answer_text(field, answer)


def uploads_in(
    posted: Any, questions: list[CallQuestion]
) -> Iterator[tuple[str, CheckedFile | None, str]]:
    """Key, file and fault of each upload; `posted` holds them by key of a question."""
    for question in questions:
        upload = posted.get(question.key)
        if question.kind != QuestionKind.FILE or upload is None:
            continue
        try:
            yield question.key, check_upload(upload, size=upload.size), ""
        except Refusal as refusal:
            # She is told about the file; everything else on the page stays.
            yield question.key, None, refusal_words(refusal)


def posted_answers(call: Call, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Answers by key, as a browser posts them: the API's way into the form."""
    data: dict[str, Any] = {}
    kinds = {question.key: question.kind for question in call.questions.all()}
    for key, answer in answers.items():
        name = PREFIX + key
        match kinds.get(key), answer:
            case QuestionKind.DATE, str():
                parts = [*answer.split("-"), "", "", ""][:3]
                for part, value in zip(("year", "month", "day"), parts, strict=True):
                    data[f"{name}_{part}"] = value
            case QuestionKind.LANGUAGES, list():
                for row, one in enumerate(answer, 1):
                    if isinstance(one, dict):
                        data[f"{name}_language_{row}"] = one.get("language", "")
                        data[f"{name}_level_{row}"] = one.get("level", "")
            case _:
                data[name] = answer
    return data
