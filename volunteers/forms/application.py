"""The application form, in the steps in which it is asked."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from people.enums import District
from people.forms import (
    IdentityForm,
    NoticeForm,
    PublicForm,
    ReachForm,
    UnseenForm,
    answer_text,
)
from people.proof import is_solved
from people.wording import refusal_words
from volunteers.domain.applications import ApplicationAnswers
from volunteers.domain.eligibility import age_denied_reason, refusal_of
from volunteers.enums import (
    Education,
    HeardFrom,
    Language,
    LanguageLevel,
    Suspicion,
    TranslationDirection,
    WeeklyHours,
    WorkMode,
)
from volunteers.forms.fields import (
    NOTHING_SENSITIVE,
    AreaRanksField,
    AvailabilityField,
)
from volunteers.models import Call, VolunteerArea

#: Each optional, each by itself, unticked (domain rule 1.2).
CONSENTS = ("photo_publish", "news_email", "news_sms", "keep_for_next_term")
#: How many languages the form has rows for.
LANGUAGE_ROWS = 3


class PersonForm(ReachForm, IdentityForm):
    """Step 1: who she is and how to reach her safely."""

    def __init__(self, *args: Any, call: Call, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.call = call
        self.fields["email"].required = True
        self.fields["phone"].required = True

    def clean_birth_date(self) -> date:
        born: date = self.cleaned_data["birth_date"]
        reason = age_denied_reason(self.call, birth_date=born, now=timezone.now())
        if reason:
            raise forms.ValidationError(
                refusal_words(refusal_of(self.call, reason)), code=reason.value
            )
        return born


class AreasForm(PublicForm):
    """Step 2: what she would like to do, and what she brings."""

    skills = forms.CharField(
        label=_("Your skills and experience"),
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 4}),
        help_text=NOTHING_SENSITIVE,
    )
    education = forms.ChoiceField(
        label=_("Education"),
        required=False,
        choices=[("", _("I prefer not to say")), *Education.choices],
    )
    occupation = forms.CharField(
        label=_("Occupation or field of study"), required=False, max_length=120
    )

    def __init__(self, *args: Any, call: Call, **kwargs: Any):
        super().__init__(*args, **kwargs)
        areas = [area for area in call.areas.all() if area.is_active]
        ranks = AreaRanksField(
            areas,
            call.most_areas,
            label=_("In which areas would you like to volunteer?"),
            help_text=_("Choose one to three; say which one you want most."),
        )
        self.fields = {"areas": ranks, **self.fields}


class LanguagesForm(PublicForm):
    """Asked only of those who chose an area that needs languages."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        rows = ((1, _("Language")), (2, _("Second language")), (3, _("Third language")))
        nothing = ("", _("Choose"))
        for row, label in rows:
            self.fields[f"language_{row}"] = forms.ChoiceField(
                label=label,
                required=row == 1,
                choices=[nothing, *Language.choices],
                error_messages={"required": _("Make a choice.")},
            )
            self.fields[f"level_{row}"] = forms.ChoiceField(
                label=_("Level"),
                required=row == 1,
                error_messages={"required": _("Make a choice.")},
                choices=[nothing, *LanguageLevel.choices],
                help_text=_("A1 is the beginning, C2 is like one's mother tongue."),
            )
            self.fields[f"direction_{row}"] = forms.ChoiceField(
                label=_("Direction"),
                required=row == 1,
                error_messages={"required": _("Make a choice.")},
                choices=[nothing, *TranslationDirection.choices],
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        languages = []
        for row in range(1, LANGUAGE_ROWS + 1):
            if not cleaned.get(f"language_{row}"):
                continue
            for name in ("level", "direction"):
                field = f"{name}_{row}"
                if not cleaned.get(field) and not self.has_error(field):
                    self.add_error(field, _("Make a choice."))
            languages.append(
                {
                    "language": cleaned[f"language_{row}"],
                    "level": cleaned.get(f"level_{row}", ""),
                    "direction": cleaned.get(f"direction_{row}", ""),
                }
            )
        cleaned["languages"] = languages
        return cleaned

    def rows(self) -> Iterator[tuple[str, str]]:
        for row in range(1, LANGUAGE_ROWS + 1):
            names = [f"{name}_{row}" for name in ("language", "level", "direction")]
            answers = [
                answer_text(self.fields[name], self.cleaned_data[name])
                for name in names
                if self.cleaned_data.get(name)
            ]
            if answers:
                yield str(self.fields[names[0]].label), " · ".join(answers)


class TimeForm(PublicForm):
    """Step 3: why, and when."""

    motivation = forms.CharField(
        label=_("Why would you like to volunteer?"),
        min_length=50,
        max_length=1500,
        widget=forms.Textarea({"rows": 6}),
        help_text=NOTHING_SENSITIVE,
    )
    weekly_hours = forms.ChoiceField(
        label=_("How much time can you give in a week?"),
        choices=WeeklyHours.choices,
        widget=forms.RadioSelect,
    )
    availability = AvailabilityField(label=_("Which days and times suit you?"))
    mode = forms.ChoiceField(
        label=_("Online or in person?"),
        choices=WorkMode.choices,
        widget=forms.RadioSelect,
    )
    districts = forms.MultipleChoiceField(
        label=_("Districts you can come to"),
        required=False,
        choices=[
            choice for choice in District.choices if choice[0] != District.OUTSIDE
        ],
        widget=forms.CheckboxSelectMultiple,
    )
    heard_from = forms.ChoiceField(
        label=_("Where did you hear of us?"),
        required=False,
        choices=[("", _("I prefer not to say")), *HeardFrom.choices],
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for validator in self.fields["motivation"].validators:
            if getattr(validator, "code", "") == "min_length":
                validator.message = _("Write at least %(limit_value)d characters.")


class FinalForm(NoticeForm):
    """The last step: the notice, the declaration, consents."""

    declared_true = forms.BooleanField(
        label=_("I declare that what I wrote is true."),
        error_messages={"required": _("Mark that what you wrote is true.")},
    )

    def rows(self) -> Iterator[tuple[str, str]]:
        for name in ("notice_read", "declared_true", *self.consent_names):
            if self.cleaned_data.get(name):
                yield str(self.fields[name].label), _now("Yes")


class CheckForm(UnseenForm):
    """ "Check your answers" asks nothing more of a person."""

    def suspicion(self) -> str:
        """Why a program may have sent it; "" where a browser solved its task."""
        if self.cleaned_data["website"]:
            return Suspicion.TRAP
        return "" if is_solved(self.cleaned_data["proof"]) else Suspicion.NO_PROOF


def asks_languages(areas: Sequence[VolunteerArea]) -> bool:
    return any(area.asks_languages for area in areas)


def application_answers(
    areas: dict[str, Any],
    languages: dict[str, Any],
    time: dict[str, Any],
    answers: dict[str, Any],
) -> ApplicationAnswers:
    """What the steps cleaned, as the domain takes it."""
    return ApplicationAnswers(
        areas=areas["areas"],
        skills=areas["skills"],
        education=areas["education"],
        occupation=areas["occupation"],
        languages=languages.get("languages", []),
        motivation=time["motivation"],
        weekly_hours=time["weekly_hours"],
        availability=time["availability"],
        mode=time["mode"],
        districts=time["districts"],
        heard_from=time["heard_from"],
        answers=answers,
    )
