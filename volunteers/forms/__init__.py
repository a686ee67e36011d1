"""What women fill in: the steps of applying, and a word about interview times."""

from volunteers.forms.application import (
    CONSENTS,
    AreasForm,
    CheckForm,
    FinalForm,
    LanguagesForm,
    PersonForm,
    TimeForm,
    application_answers,
    asks_languages,
)
from volunteers.forms.interviews import OtherTimesForm
from volunteers.forms.questions import QuestionsForm, posted_answers, uploads_in

__all__ = [
    "CONSENTS",
    "AreasForm",
    "CheckForm",
    "FinalForm",
    "LanguagesForm",
    "OtherTimesForm",
    "PersonForm",
    "QuestionsForm",
    "TimeForm",
    "application_answers",
    "asks_languages",
    "posted_answers",
    "uploads_in",
]
