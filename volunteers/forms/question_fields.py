"""A question of a call as a field of the public form."""

from datetime import date
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from people.fields import BirthDateWidget
from people.uploads import ACCEPT
from volunteers.enums import Language, LanguageLevel, QuestionKind
from volunteers.forms.fields import NOTHING_SENSITIVE, AvailabilityField
from volunteers.models import ApplicationFile, CallQuestion
from volunteers.models.question import file_in_words, languages_in_words

#: How many languages a question has rows for.
LANGUAGE_ROWS = 3


class DayWidget(BirthDateWidget):
    """Day, month and year apart; browsers offer no birthday here."""

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        for sub in context["widget"]["subwidgets"]:
            sub["attrs"]["autocomplete"] = "off"
        return context


class DayField(forms.MultiValueField):
    """Any day from 1900 to 2100, written as people write it."""

    widget = DayWidget

    def __init__(self, **kwargs: Any):
        parts = [forms.CharField(required=False) for _part in range(3)]
        super().__init__(parts, require_all_fields=False, **kwargs)

    def compress(self, data_list: list[str]) -> date | None:
        parts = [part.strip() for part in data_list or []]
        if not any(parts):
            return None
        try:
            day, month, year = (int(part) for part in parts)
            chosen = date(year, month, day)
        except ValueError:
            raise forms.ValidationError(
                _("There is no such day. Write it as day.month.year."), code="invalid"
            ) from None
        if not 1900 <= chosen.year <= 2100:
            raise forms.ValidationError(_("Check the year."), code="range")
        return chosen

    def in_words(self, day: date) -> str:
        return date_format(day, "DATE_FORMAT")


class LanguagesWidget(forms.MultiWidget):
    """Rows of a language and a level."""

    template_name = "volunteers/widgets/languages.html"
    use_fieldset = True

    def __init__(self) -> None:
        nothing = ("", _("Choose"))
        super().__init__(
            {
                f"{name}_{row}": forms.Select(choices=[nothing, *choices])
                for row in range(1, LANGUAGE_ROWS + 1)
                for name, choices in (
                    ("language", Language.choices),
                    ("level", LanguageLevel.choices),
                )
            }
        )

    def decompress(self, value: Any) -> list[str]:
        rows = [*(value or []), *[{}] * LANGUAGE_ROWS][:LANGUAGE_ROWS]
        return [row.get(name, "") for row in rows for name in ("language", "level")]

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        subs = context["widget"]["subwidgets"]
        context["rows"] = list(zip(subs[::2], subs[1::2], strict=True))
        return context


class LanguagesField(forms.Field):
    """A list of `{"language", "level"}`."""

    def __init__(self, **kwargs: Any):
        super().__init__(widget=LanguagesWidget(), **kwargs)

    def clean(self, value: Any) -> list[dict[str, str]]:
        parts = list(value or [])
        chosen: list[dict[str, str]] = []
        for language, level in zip(parts[::2], parts[1::2], strict=False):
            if not language and not level:
                continue
            if language not in Language.values or level not in LanguageLevel.values:
                raise forms.ValidationError(
                    _("Choose the language and its level."), code="half"
                )
            if any(one["language"] == language for one in chosen):
                raise forms.ValidationError(
                    _("Name each language once."), code="language_twice"
                )
            chosen.append({"language": language, "level": level})
        if self.required and not chosen:
            raise forms.ValidationError(_("Make a choice."), code="required")
        return chosen

    def in_words(self, rows: list[dict[str, str]]) -> str:
        return "\n".join(languages_in_words(rows))


class UploadWidget(forms.FileInput):
    """Says which file is kept already; another one takes its place."""

    template_name = "volunteers/widgets/upload.html"
    kept: ApplicationFile | None = None

    def __init__(self) -> None:
        super().__init__({"accept": ACCEPT})

    def value_from_datadict(self, data: Any, files: Any, name: str) -> None:
        return None

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, None, attrs)
        if self.kept is not None:
            context["kept"] = file_in_words(self.kept.as_answer())
            context["remove_name"] = f"{name}_remove"
        return context


class UploadField(forms.Field):
    """The view takes the file in; the field says what is kept, or what was wrong."""

    fault = ""

    def __init__(self, **kwargs: Any):
        super().__init__(widget=UploadWidget(), **kwargs)

    def keep(self, kept: ApplicationFile | None) -> None:
        self.widget.kept = kept

    def clean(self, value: Any) -> dict[str, Any] | None:
        if self.fault:
            raise forms.ValidationError(self.fault, code="upload")
        if self.widget.kept is not None:
            return self.widget.kept.as_answer()
        if self.required:
            raise forms.ValidationError(_("Choose a file."), code="required")
        return None

    def in_words(self, answer: dict[str, Any]) -> str:
        return file_in_words(answer)


def _with_hint(help_text: str) -> str:
    """Whoever may write freely is asked to keep sensitive things out of it."""
    return f"{help_text} {NOTHING_SENSITIVE}".strip()


def question_field(question: CallQuestion) -> forms.Field:
    """A question of the call as a field of the form."""
    words: dict[str, Any] = {
        "label": str(question.label),
        "help_text": str(question.help_text),
        "required": question.is_required,
    }
    choose: dict[str, Any] = {"error_messages": {"required": _("Make a choice.")}}
    write: dict[str, Any] = {"error_messages": {"required": _("Fill in this field.")}}
    choices = [(choice.value, str(choice.label)) for choice in question.choice_list()]
    match question.kind:
        case QuestionKind.LONG_TEXT:
            area = forms.Textarea({"rows": 5})
            words["help_text"] = _with_hint(words["help_text"])
            return forms.CharField(max_length=1500, widget=area, **words, **write)
        case QuestionKind.NUMBER:
            write["error_messages"]["invalid"] = _("Write a number.")
            return forms.IntegerField(
                min_value=0, max_value=1_000_000, **words, **write
            )
        case QuestionKind.DATE:
            return DayField(**words, **write)
        case QuestionKind.YES_NO:
            return forms.ChoiceField(
                choices=[("yes", _("Yes")), ("no", _("No"))],
                widget=forms.RadioSelect,
                **words,
                **choose,
            )
        case QuestionKind.ONE_CHOICE:
            return forms.ChoiceField(
                choices=choices, widget=forms.RadioSelect, **words, **choose
            )
        case QuestionKind.SEVERAL_CHOICES:
            return forms.MultipleChoiceField(
                choices=choices, widget=forms.CheckboxSelectMultiple, **words, **choose
            )
        case QuestionKind.LANGUAGES:
            return LanguagesField(**words)
        case QuestionKind.AVAILABILITY:
            return AvailabilityField(**words, **choose)
        case QuestionKind.FILE:
            rules = _("PDF, JPEG, PNG, docx or odt; at most 5 MB.")
            words["help_text"] = f"{words['help_text']} {rules}".strip()
            return UploadField(**words)
    words["help_text"] = _with_hint(words["help_text"])
    return forms.CharField(max_length=200, **words, **write)
