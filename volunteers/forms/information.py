"""One part of the application form, asked again with what she had answered."""

from typing import Any

from people.forms import PublicForm
from volunteers.domain.information import FIELDS_OF
from volunteers.enums import InformationPart
from volunteers.forms.application import (
    LANGUAGE_ROWS,
    AreasForm,
    LanguagesForm,
    TimeForm,
)
from volunteers.forms.fields import question_field
from volunteers.models import Application, Call


class QuestionsForm(PublicForm):
    """The call's own questions alone."""

    def __init__(self, *args: Any, call: Call, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.questions = {
            f"question_{question.key}": question for question in call.questions.all()
        }
        for name, question in self.questions.items():
            self.fields[name] = question_field(question)

    def answers(self) -> dict[str, Any]:
        return {
            question.key: self.cleaned_data[name]
            for name, question in self.questions.items()
            if self.cleaned_data.get(name) not in (None, "", [])
        }


def part_form(
    application: Application, part: InformationPart, data: Any = None
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
    return QuestionsForm(data, call=application.call, initial=initial)


def changes_of(form: PublicForm, part: InformationPart) -> dict[str, Any]:
    """What the verb takes: fields of the application, and areas apart."""
    if isinstance(form, QuestionsForm):
        return {"changes": {"answers": form.answers()}}
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


def _fields(application: Application, part: InformationPart) -> dict[str, Any]:
    return {name: getattr(application, name) for name in FIELDS_OF[part]}


_INITIAL = {
    InformationPart.AREAS: _areas,
    InformationPart.LANGUAGES: _languages,
    InformationPart.TIME: lambda one: _fields(one, InformationPart.TIME),
    InformationPart.QUESTIONS: lambda one: {
        f"question_{key}": answer for key, answer in one.answers.items()
    },
}
