"""What a call still lacks before applicants should see it."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import TextChoices
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from language.translated import as_translated
from people.enums import Process
from people.models import Notice
from volunteers.enums import Duty
from volunteers.models import Call
from volunteers.workflow import DUTIES, Permission


class CallGap(TextChoices):
    """Said to staff as what is missing."""

    NO_ENGLISH_TITLE = "no_english_title", _("There is no English title.")
    NO_SUMMARY = "no_summary", _("There is no summary.")
    NO_ENGLISH_SUMMARY = "no_english_summary", _("There is no English summary.")
    NO_AREAS = "no_areas", _("No area is chosen.")
    NO_PLACES = (
        "no_places",
        _("It is not said for every area how many volunteers are wanted."),
    )
    FOREIGN_TERMS = (
        "foreign_terms",
        _("Terms are written for an area that is not chosen."),
    )
    NO_TRAININGS = "no_trainings", _("No training is required.")
    NO_CRITERIA = "no_criteria", _("There are no review criteria.")
    CRITERION_UNTRANSLATED = (
        "criterion_untranslated",
        _("A review criterion has no English translation."),
    )
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
    NO_COORDINATOR = "no_coordinator", _("The team has no coordinator.")
    NO_REVIEWER = "no_reviewer", _("Nobody in the team reviews.")
    NO_INTERVIEWER = "no_interviewer", _("No interviewer is named in the team.")
    NO_TRAINER = "no_trainer", _("Nobody in the team runs the trainings.")
    STRANGER_INTERVIEWS = (
        "stranger_interviews",
        _("Somebody who is not in the team stands at an interview time."),
    )
    NO_NOTICE = (
        "no_notice",
        _("The privacy notice of the application is not published."),
    )


TEAM = _("Team")

#: The checklist: what is set up, and the gaps that leave it open.
PARTS: tuple[tuple[Promise, tuple[CallGap, ...]], ...] = (
    (
        _("Title and summary"),
        (CallGap.NO_ENGLISH_TITLE, CallGap.NO_SUMMARY, CallGap.NO_ENGLISH_SUMMARY),
    ),
    (
        _("Areas and places"),
        (CallGap.NO_AREAS, CallGap.NO_PLACES, CallGap.FOREIGN_TERMS),
    ),
    (_("Trainings"), (CallGap.NO_TRAININGS,)),
    (_("Questions"), (CallGap.QUESTION_UNTRANSLATED, CallGap.ASKS_TOO_MUCH)),
    (_("Review criteria"), (CallGap.NO_CRITERIA, CallGap.CRITERION_UNTRANSLATED)),
    (
        TEAM,
        (
            CallGap.NO_COORDINATOR,
            CallGap.NO_REVIEWER,
            CallGap.NO_INTERVIEWER,
            CallGap.NO_TRAINER,
        ),
    ),
    (
        _("Interview times"),
        (CallGap.NO_SLOTS, CallGap.NO_INTERVIEWERS, CallGap.STRANGER_INTERVIEWS),
    ),
    (_("Privacy notice"), (CallGap.NO_NOTICE,)),
)


@dataclass(frozen=True, slots=True)
class Part:
    """One line of the checklist."""

    name: Promise
    gaps: list[CallGap]


def checklist_of(call: Call) -> list[Part]:
    """Every part of a call, with what it still lacks."""
    found = gaps_of(call)
    return [Part(name, [gap for gap in gaps if gap in found]) for name, gaps in PARTS]


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
    criteria = list(call.criteria.all())
    terms = list(call.area_terms.all())
    of_call = {area.pk for area in call.areas.all()}
    chosen = {area.pk for area in call.areas.all() if area.is_active}
    team = list(call.team.all())
    #: Permission -> who of the team has it here.
    gives = {
        name: {one.user_id for one in team if name in DUTIES[Duty(one.duty)]}
        for name in (Permission.REVIEW, Permission.INTERVIEW, Permission.TRAINING)
    }
    interviewing = {user.pk for slot in free for user in slot.interviewers.all()}
    found = {
        CallGap.NO_ENGLISH_TITLE: _is_untranslated(call.title),
        CallGap.NO_SUMMARY: not call.summary,
        CallGap.NO_ENGLISH_SUMMARY: _is_untranslated(call.summary),
        CallGap.NO_AREAS: not any(area.is_active for area in call.areas.all()),
        CallGap.NO_PLACES: bool(chosen - {one.area_id for one in terms if one.places}),
        CallGap.FOREIGN_TERMS: any(one.area_id not in of_call for one in terms),
        CallGap.NO_TRAININGS: not call.required_trainings.all()
        and not any(one.required_trainings.all() for one in terms),
        CallGap.NO_CRITERIA: not criteria,
        CallGap.CRITERION_UNTRANSLATED: any(
            _is_untranslated(one.name) for one in criteria
        ),
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
        CallGap.NO_COORDINATOR: bool(team)
        and not any(one.duty == Duty.COORDINATOR for one in team),
        CallGap.NO_REVIEWER: bool(team) and not gives[Permission.REVIEW],
        CallGap.NO_INTERVIEWER: bool(team) and not gives[Permission.INTERVIEW],
        CallGap.NO_TRAINER: bool(team) and not gives[Permission.TRAINING],
        CallGap.STRANGER_INTERVIEWS: bool(team)
        and bool(interviewing - gives[Permission.INTERVIEW]),
        CallGap.NO_NOTICE: {code for code, _name in settings.LANGUAGES} - published
        != set(),
    }
    return [gap for gap in CallGap if found[gap]]
