"""Asking an applicant for more: one part of her application is opened again."""

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone, translation
from wagtail.log_actions import log

from people.domain.links import issue_link, revoke_links
from people.enums import LinkPurpose
from people.uploads import CheckedFile
from volunteers import notifications
from volunteers.domain.eligibility import areas_denied_reason, refusal_of
from volunteers.domain.moves import Actor, check, lock, move
from volunteers.domain.questions import (
    asked_questions,
    first_unanswered,
    kept_answers,
)
from volunteers.domain.screening import screen
from volunteers.enums import ApplicationEvent, InformationPart, QuestionKind
from volunteers.exceptions import ApplicationDenied, InformationDenied, Refusal
from volunteers.models import (
    Application,
    ApplicationArea,
    ApplicationFile,
    InformationRequest,
    VolunteerArea,
)

#: How long she has, when staff say nothing else.
ANSWER_TAKES = timedelta(days=7)
#: Her link goes on opening so long after the day: a late answer is an answer.
GRACE = timedelta(days=14)

#: What of the application belongs to each part.
FIELDS_OF: dict[InformationPart, tuple[str, ...]] = {
    InformationPart.AREAS: ("skills", "education", "occupation"),
    InformationPart.LANGUAGES: ("languages",),
    InformationPart.TIME: (
        "motivation",
        "weekly_hours",
        "availability",
        "mode",
        "districts",
        "heard_from",
    ),
    InformationPart.QUESTIONS: ("answers",),
}


@transaction.atomic
def ask_information(
    application: Application,
    *,
    part: InformationPart,
    words: str,
    by: Actor,
    answer_by: date | None = None,
) -> InformationRequest:
    """She gets a private link to that one part, and until when she may answer."""
    locked = lock(application)
    check(locked, ApplicationEvent.ASK_INFORMATION, by=by)
    day = answer_by or timezone.localdate() + ANSWER_TAKES
    if not words.strip():
        raise Refusal(InformationDenied.WORDS_MISSING)
    if day < timezone.localdate():
        raise Refusal(InformationDenied.DAY_PAST)
    if part == InformationPart.QUESTIONS and not locked.call.questions.exists():
        raise Refusal(InformationDenied.NO_QUESTIONS)
    asked = InformationRequest.objects.create(
        application=locked,
        part=InformationPart(part),
        words=words.strip(),
        asked_by=by,
        asked_at=timezone.now(),
        answer_by=day,
    )
    move(locked, ApplicationEvent.ASK_INFORMATION, by=by, data={"question": asked.pk})
    last_moment = timezone.make_aware(datetime.combine(day + GRACE, time(23, 59)))
    token = issue_link(
        locked.person,
        purpose=LinkPurpose.INFORMATION,
        target=locked,
        expires_at=last_moment,
    )
    notifications.tell_information(locked, token=token, until=day)
    return asked


def open_question(application: Application) -> InformationRequest | None:
    """What she has been asked and has not answered yet."""
    return application.information_requests.filter(
        answered_at__isnull=True, closed_at__isnull=True
    ).first()


@transaction.atomic
def answer_information(
    application: Application,
    *,
    changes: dict[str, Any],
    areas: Sequence[VolunteerArea] | None = None,
    files: Mapping[str, CheckedFile] | None = None,
    dropped: Collection[str] = (),
    by: Actor = None,
) -> Application:
    """Her new answers to the opened part; the old ones are kept beside them.

    `changes` are fields of the application, those of this part only. Of the call's
    own questions, `files` are new uploads by question and `dropped` those she takes
    back: of a file that goes, its kind and size stay among the old answers.
    """
    locked = lock(application)
    asked = open_question(locked)
    if asked is None:
        raise Refusal(InformationDenied.NOTHING_ASKED)
    check(locked, ApplicationEvent.ANSWER_INFORMATION, by=by)
    part = InformationPart(asked.part)
    if set(changes) - set(FIELDS_OF[part]):
        raise ValueError(f"Not of this part: {sorted(changes)}")
    if part == InformationPart.AREAS:
        reason = areas_denied_reason(locked.call, areas=areas or ())
        if reason:
            raise refusal_of(locked.call, reason)
    asked.earlier = json.dumps(answers_in(locked, part), ensure_ascii=False)
    asked.answered_at = timezone.now()
    asked.save(update_fields=["earlier", "answered_at"])
    if part == InformationPart.AREAS:
        locked.area_choices.all().delete()
        ApplicationArea.objects.bulk_create(
            ApplicationArea(application=locked, area=area, rank=rank)
            for rank, area in enumerate(areas or (), start=1)
        )
    if part == InformationPart.QUESTIONS:
        told = changes.get("answers", {})
        changes = _answers_again(locked, told, files=files or {}, dropped=dropped)
    move(
        locked,
        ApplicationEvent.ANSWER_INFORMATION,
        by=by,
        data={"question": asked.pk},
        **changes,
    )
    screen(locked)
    revoke_links(locked, purpose=LinkPurpose.INFORMATION)
    return locked


def _answers_again(
    locked: Application,
    told: Mapping[str, Any],
    *,
    files: Mapping[str, CheckedFile],
    dropped: Collection[str],
) -> dict[str, Any]:
    """What is kept of her answers to the call's own questions, with their files.

    What she answered to a question that staff have removed since stays as it was, with
    its file: she is not asked again, so that she cannot give it again.
    """
    locked.files.filter(question__in=[*files, *dropped]).delete()
    for question, checked in files.items():
        row = ApplicationFile(
            application=locked,
            question=question,
            kind=checked.kind,
            size=checked.size,
        )
        row.stored.save(str(checked.kind), ContentFile(checked.content), save=False)
        row.save()
    questions = list(locked.call.questions.all())
    uploads = {one.key for one in questions if one.kind == QuestionKind.FILE}
    answers = {key: value for key, value in told.items() if key not in uploads}
    answers |= {
        one.question: one.as_answer()
        for one in locked.files.filter(question__in=uploads)
    }
    missing = first_unanswered(questions, answers)
    if missing is not None:
        raise refusal_of(
            locked.call, ApplicationDenied.ANSWER_MISSING, question=str(missing.label)
        )
    kept = kept_answers(questions, answers)
    locked.files.filter(question__in=uploads).exclude(question__in=kept).delete()
    current = {one.key for one in questions}
    removed = [one for one in locked.questions_asked if one["key"] not in current]
    stays = {
        one["key"]: locked.answers[one["key"]]
        for one in removed
        if one["key"] in locked.answers and one["key"] not in dropped
    }
    asked = [one.snapshot() for one in asked_questions(questions, kept)]
    return {"answers": kept | stays, "questions_asked": asked + removed}


@transaction.atomic
def go_on_without_answer(application: Application, *, by: Actor) -> Application:
    """The screening goes on; her link to the part is closed."""
    locked = move(lock(application), ApplicationEvent.GO_ON, by=by)
    close_question(locked)
    return locked


def close_question(locked: Application) -> None:
    """Nothing can be answered any more. For verbs that end or go on."""
    asked = open_question(locked)
    if asked is None:
        return
    asked.closed_at = timezone.now()
    asked.save(update_fields=["closed_at"])
    revoke_links(locked, purpose=LinkPurpose.INFORMATION)
    log(locked, "volunteers.application.close_question", data={"question": asked.pk})


def answers_in(application: Application, part: InformationPart) -> list[list[str]]:
    """Question and answer of one part, as staff read them; empty ones too."""
    with translation.override(settings.LANGUAGE_CODE):
        match part:
            case InformationPart.AREAS:
                chosen = application.area_choices.select_related("area")
                areas = "\n".join(f"{one.rank}. {one.area}" for one in chosen)
                rows = [("areas", areas), *_texts(application, part)]
            case InformationPart.LANGUAGES:
                rows = [("languages", "\n".join(application.languages_in_words()))]
            case InformationPart.TIME:
                rows = [
                    ("motivation", application.motivation),
                    ("weekly_hours", application.get_weekly_hours_display()),
                    ("availability", "\n".join(application.availability_in_words())),
                    ("mode", application.get_mode_display()),
                    ("districts", ", ".join(application.districts_in_words())),
                    ("heard_from", application.get_heard_from_display()),
                ]
            case InformationPart.QUESTIONS:
                asked = application.answered_questions()
                return [[label, str(answer)] for label, answer in asked]
        return [[_label(name), str(answer)] for name, answer in rows]


def _texts(application: Application, part: InformationPart) -> list[tuple[str, Any]]:
    values = {
        "skills": application.skills,
        "education": application.get_education_display(),
        "occupation": application.occupation,
    }
    return [(name, values[name]) for name in FIELDS_OF[part]]


def _label(name: str) -> str:
    field = Application._meta.get_field(name)
    return str(field.verbose_name)  # type: ignore[union-attr]
