"""What a call still lacks before applicants should see it."""

from django.conf import settings
from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from language.translated import as_translated
from people.enums import Process
from people.models import Notice
from volunteers.models import Call


class CallGap(TextChoices):
    """Said to staff as what is missing."""

    NO_ENGLISH_TITLE = "no_english_title", _("There is no English title.")
    NO_SUMMARY = "no_summary", _("There is no summary.")
    NO_ENGLISH_SUMMARY = "no_english_summary", _("There is no English summary.")
    NO_AREAS = "no_areas", _("No area is chosen.")
    NO_TRAININGS = "no_trainings", _("No training is required.")
    NO_CRITERIA = "no_criteria", _("There are no review criteria.")
    QUESTION_UNTRANSLATED = (
        "question_untranslated",
        _("A question has no English translation."),
    )
    ASKS_TOO_MUCH = (
        "asks_too_much",
        _("A question asks for family, pictures or a full address. Is it needed?"),
    )
    NO_SLOTS = "no_slots", _("There is no free interview time.")
    NO_INTERVIEWERS = (
        "no_interviewers",
        _("An interview time has no interviewer."),
    )
    NO_NOTICE = (
        "no_notice",
        _("The privacy notice of the application is not published."),
    )


def _is_untranslated(text: dict[str, str]) -> bool:
    texts = as_translated(text)
    return bool(texts) and bool(texts.missing())


def gaps_of(call: Call) -> list[CallGap]:
    """Everything that is still missing, in the order of the form."""
    questions = list(call.questions.all())
    free = list(call.slots.free(timezone.now()).prefetch_related("interviewers"))
    published = set(
        Notice.objects.filter(process=Process.VOLUNTEERING).values_list(
            "language", flat=True
        )
    )
    found = {
        CallGap.NO_ENGLISH_TITLE: _is_untranslated(call.title),
        CallGap.NO_SUMMARY: not call.summary,
        CallGap.NO_ENGLISH_SUMMARY: _is_untranslated(call.summary),
        CallGap.NO_AREAS: not any(area.is_active for area in call.areas.all()),
        CallGap.NO_TRAININGS: not call.required_trainings.all(),
        CallGap.NO_CRITERIA: not call.criteria.all(),
        CallGap.QUESTION_UNTRANSLATED: any(
            _is_untranslated(text)
            for question in questions
            for text in (question.label, question.help_text, question.choices)
        ),
        CallGap.ASKS_TOO_MUCH: any(
            topics for question in questions for topics in question.topics().values()
        ),
        CallGap.NO_SLOTS: not free,
        CallGap.NO_INTERVIEWERS: any(not slot.interviewers.all() for slot in free),
        CallGap.NO_NOTICE: {code for code, _name in settings.LANGUAGES} - published
        != set(),
    }
    return [gap for gap in CallGap if found[gap]]
