"""One part of the application form, asked again with what she had answered."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from people.forms import PublicForm
from people.uploads import CheckedFile
from volunteers.domain.information import FIELDS_OF
from volunteers.enums import InformationPart, QuestionKind
from volunteers.forms.application import (
    LANGUAGE_ROWS,
    AreasForm,
    LanguagesForm,
    TimeForm,
)
from volunteers.forms.questions import PREFIX, QuestionsForm, uploads_in
from volunteers.models import Application, ApplicationFile


class QuestionsAgainForm(QuestionsForm):
    """The call's own questions with her answers; a file is kept with the answer.

    `uploads` are the files of this post that are right. They are stored by the verb
    only; where something else on the page is wrong, they have to be chosen again.
    """

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        application: Application,
        initial: Mapping[str, Any],
    ):
        stored = {one.question: one for one in application.files.all()}
        questions = list(application.call.questions.all())
        names = {one.key: PREFIX + one.key for one in questions}
        posted = {
            key: files[name] for key, name in names.items() if name in (files or ())
        }
        self.uploads: dict[str, CheckedFile] = {}
        faults = {}
        for key, checked, fault in uploads_in(posted, questions):
            if checked is None:
                faults[key] = fault
            else:
                self.uploads[key] = checked
        self.dropped = [
            key
            for key, name in names.items()
            if f"{name}_remove" in (data or ()) and key not in self.uploads
        ]
        kept = {key: one for key, one in stored.items() if key not in self.dropped}
        coming = {
            key: ApplicationFile(question=key, kind=one.kind, size=one.size)
            for key, one in self.uploads.items()
        }
        super().__init__(
            data,
            call=application.call,
            initial=initial,
            kept_files=kept | coming,
            file_faults=faults,
        )
        self._kept = kept

    def full_clean(self) -> None:
        super().full_clean()
        if self.errors and self.uploads:
            for key in self.uploads:
                name = PREFIX + key
                self.fields[name].keep(self._kept.get(key))
                if name not in self.errors:
                    self.add_error(name, _("Choose a file."))


def part_form(
    application: Application,
    part: InformationPart,
    data: Any = None,
    files: Any = None,
) -> PublicForm:
    """The form of a part, filled in with what she had answered."""
    initial = _INITIAL[part](application)
    match part:
        case InformationPart.AREAS:
            return AreasForm(data, call=application.call, initial=initial)
        case InformationPart.LANGUAGES:
            return LanguagesForm(data, initial=initial)
        case InformationPart.TIME:
            return TimeForm(data, initial=initial)
    return QuestionsAgainForm(data, files, application=application, initial=initial)


def changes_of(form: PublicForm, part: InformationPart) -> dict[str, Any]:
    """What the verb takes: fields of the application; areas and files apart."""
    if isinstance(form, QuestionsAgainForm):
        return {
            "changes": {"answers": form.answers()},
            "files": form.uploads,
            "dropped": form.dropped,
        }
    changes = {name: form.cleaned_data[name] for name in FIELDS_OF[part]}
    return {"changes": changes, "areas": form.cleaned_data.get("areas")}


def _areas(application: Application) -> dict[str, Any]:
    ranks = {one.area_id: str(one.rank) for one in application.area_choices.all()}
    offered = [area for area in application.call.areas.all() if area.is_active]
    return {
        "areas": [ranks.get(area.pk, "") for area in offered],
        **_fields(application, InformationPart.AREAS),
    }


def _languages(application: Application) -> dict[str, Any]:
    return {
        f"{name}_{row}": spoken.get(name, "")
        for row, spoken in enumerate(application.languages[:LANGUAGE_ROWS], start=1)
        for name in ("language", "level", "direction")
    }


def _questions(application: Application) -> dict[str, Any]:
    kinds = {one.key: one.kind for one in application.call.questions.all()}
    return {
        PREFIX + key: (
            date.fromisoformat(answer)
            if kinds.get(key) == QuestionKind.DATE and isinstance(answer, str)
            else answer
        )
        for key, answer in application.answers.items()
    }


def _fields(application: Application, part: InformationPart) -> dict[str, Any]:
    return {name: getattr(application, name) for name in FIELDS_OF[part]}


_INITIAL = {
    InformationPart.AREAS: _areas,
    InformationPart.LANGUAGES: _languages,
    InformationPart.TIME: lambda one: _fields(one, InformationPart.TIME),
    InformationPart.QUESTIONS: _questions,
}
