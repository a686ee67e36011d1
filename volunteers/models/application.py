"""One person's answer to one call, and where it stands."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from language.translated import Translated
from people.enums import District
from people.models import Person, not_recused
from people.roles import SEE_PROTECTED
from people.sealed_fields import (
    SealedLineField,
    SealedMappingField,
    SealedTextField,
    UnreadableMapping,
)
from volunteers.enums import (
    AVAILABILITY,
    ApplicationEvent,
    ApplicationState,
    Education,
    HeardFrom,
    InterviewState,
    Language,
    LanguageLevel,
    PartOfDay,
    Suspicion,
    TranslationDirection,
    Weekday,
    WeeklyHours,
    WorkMode,
)
from volunteers.models.call import Call, VolunteerArea
from volunteers.models.process import moves_of, stages_of
from volunteers.models.question import answer_in_words
from volunteers.models.seeing import seen_by
from volunteers.workflow import Move, Stage

#: A reference number as people type it, on a Turkish keyboard too.
_REFERENCE = re.compile(r"\s*e[iıİ]g-(?P<year>\d{4})-(?P<count>\d+)\s*", re.IGNORECASE)


class ReferenceSeries(models.Model):
    """The last number given out in a year; its row is the lock of the numbering."""

    year = models.PositiveSmallIntegerField(unique=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"EIG-{self.year}"


class ApplicationQuerySet(models.QuerySet["Application"]):
    def visible_to(self, user: Any) -> "ApplicationQuerySet":
        """What a member of staff may see.

        In calls without a team by her permissions, in those of her team by her duty.
        Of protected people nothing, without the permission; of whom she declared to
        know, nothing at all; what was anonymized is for statistics only.
        """
        visible = self.filter(not_recused(user, "person"), anonymized_at__isnull=True)
        if not user.has_perm(SEE_PROTECTED):
            # The few that are hidden, rather than a join with all people.
            protected = Person.objects.filter(is_protected=True).order_by()
            visible = visible.exclude(person__in=protected.values("pk"))
        return visible.filter(seen_by(user, Application.objects))

    def of_interviewer(self, user: Any) -> "ApplicationQuerySet":
        """Those that she interviews or has reviewed."""
        return self.filter(
            models.Q(reviews__reviewer__in=[user.pk])
            | models.Q(
                interviews__slot__interviewers__in=[user.pk],
                interviews__state__in=[InterviewState.BOOKED, InterviewState.HELD],
            )
        ).distinct()

    def assigned_to(self, user: Any) -> "ApplicationQuerySet":
        """Those that she was asked to review."""
        return self.filter(review_assignments__reviewer__in=[user.pk])

    def to_review_by(self, user: Any) -> "ApplicationQuerySet":
        """Those that she was asked to review, still may, and has not yet."""
        return (
            self.assigned_to(user)
            .filter(state__in=ApplicationState.reviewable)
            .exclude(reviews__reviewer__in=[user.pk])
        )

    def in_states(self, *states: str) -> "ApplicationQuerySet":
        return self.filter(state__in=states)

    def still_going(self) -> "ApplicationQuerySet":
        return self.exclude(state__in=ApplicationState.final)

    def awaiting_interview(self) -> "ApplicationQuerySet":
        return self.in_states(ApplicationState.INVITED, ApplicationState.SCHEDULED)

    def unmoved_since(self, moment: datetime) -> "ApplicationQuerySet":
        return self.still_going().filter(state_since__lt=moment)

    def doubles_to_settle(self) -> "ApplicationQuerySet":
        """May be by somebody who applied already; staff have not looked yet."""
        return self.still_going().filter(possible_double=True)

    def likely_rubbish(self) -> "ApplicationQuerySet":
        """Nobody took them up, and a program may have sent them."""
        return self.in_states(ApplicationState.SUBMITTED).exclude(suspicion="")

    def found_by(
        self, words: str, *, nameless: models.Q | None = None
    ) -> "ApplicationQuerySet":
        """By reference number or by name in any spelling; the nameless by number."""
        if number := _REFERENCE.fullmatch(words):
            return self.filter(reference=f"EIG-{number['year']}-{number['count']}")
        known = self if nameless is None else self.exclude(nameless)
        return known.filter(person__in=Person.objects.found_by(words).order_by())


class Application(models.Model):
    """State changes go through `domain.moves.move`, and only through it."""

    reference = models.CharField(
        _("application number"), max_length=20, unique=True, editable=False
    )
    call = models.ForeignKey(
        Call, models.PROTECT, related_name="applications", verbose_name=_("call")
    )
    person = models.ForeignKey(
        "people.Person",
        models.PROTECT,
        related_name="applications",
        verbose_name=_("person"),
    )

    state = models.CharField(
        _("state"),
        max_length=20,
        choices=ApplicationState,
        default=ApplicationState.SUBMITTED,
        editable=False,
    )
    state_since = models.DateTimeField(_("in this state since"), editable=False)
    decided_from = models.CharField(
        max_length=20, choices=ApplicationState, blank=True, editable=False
    )
    #: When the last decision was made; None again when it is undone.
    decided_at = models.DateTimeField(_("decided at"), null=True, editable=False)
    move_count = models.PositiveIntegerField(default=0, editable=False)

    areas = models.ManyToManyField(
        VolunteerArea, through="ApplicationArea", verbose_name=_("areas")
    )
    #: For which area she was accepted; None while that is the one she wants most.
    accepted_area = models.ForeignKey(
        VolunteerArea,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("accepted for"),
    )
    languages = models.JSONField(_("languages"), default=list, blank=True)
    skills = SealedTextField(_("skills and experience"), max_length=1000, blank=True)
    education = models.CharField(
        _("education"), max_length=16, choices=Education, blank=True
    )
    occupation = SealedLineField(_("occupation or field"), max_length=120, blank=True)
    motivation = SealedTextField(_("why she wants to volunteer"), max_length=1500)
    weekly_hours = models.CharField(
        _("hours a week"), max_length=12, choices=WeeklyHours
    )
    availability = models.JSONField(_("free days and times"), default=list)
    mode = models.CharField(_("online or in person"), max_length=12, choices=WorkMode)
    districts = models.JSONField(
        _("districts she can come to"), default=list, blank=True
    )
    heard_from = models.CharField(
        _("heard of us from"), max_length=16, choices=HeardFrom, blank=True
    )
    answers = SealedMappingField(default=dict, blank=True, editable=False)
    questions_asked = models.JSONField(default=list, blank=True, editable=False)

    declared_true_at = models.DateTimeField(_("declared to be true at"))
    notice_receipt = models.ForeignKey(
        "people.NoticeReceipt", models.PROTECT, related_name="+"
    )
    submitted_at = models.DateTimeField(_("submitted at"))
    #: Whether it meets every rule of the call's pre-screening; None without any rule,
    #: or where a rule cannot be judged. Written by `domain.screening`.
    meets_rules = models.BooleanField(_("meets the rules"), null=True, editable=False)
    #: Mean of all reviews' weighted means, and how far the lowest and the highest are
    #: apart; None without any score. Written by `domain.reviews`.
    score_mean = models.DecimalField(
        _("mean score"), max_digits=4, decimal_places=2, null=True, editable=False
    )
    score_spread = models.DecimalField(
        _("spread of scores"), max_digits=4, decimal_places=2, null=True, editable=False
    )
    #: Of her last interview that was not given up; None without any. Written by
    #: `domain.interviews.last_time`.
    interview_at = models.DateTimeField(
        _("time of the interview"), null=True, editable=False
    )
    possible_double = models.BooleanField(_("possibly a double"), default=False)
    #: Why it may have been sent by a program; empty where a person showed herself.
    suspicion = models.CharField(
        _("may not be by a person"), max_length=12, choices=Suspicion, blank=True
    )
    #: When the address she gave answered: a link in a message, or staff's call.
    reach_confirmed_at = models.DateTimeField(
        _("her address answered at"), null=True, blank=True
    )

    other_times_note = SealedTextField(
        _("why no interview time suits"), max_length=500, blank=True
    )
    other_times_asked_at = models.DateTimeField(
        _("asked for other times at"), null=True, blank=True
    )
    clearance_shown_on = models.DateField(
        _("child clearance shown on"), null=True, blank=True
    )
    clearance_seen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("child clearance seen by"),
    )

    anonymized_at = models.DateTimeField(_("anonymized at"), null=True, editable=False)
    #: Null where none was given, so that the others are unique.
    idempotency_key = models.CharField(  # noqa: DJ001
        max_length=64, unique=True, null=True, editable=False
    )
    request_digest = models.CharField(max_length=64, blank=True, editable=False)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        ordering = ["-submitted_at", "-pk"]
        indexes = [
            models.Index(fields=["call", "state"]),
            # The board, and what has waited for long.
            models.Index(
                fields=["state", "state_since", "id"],
                include=["call", "person"],
                condition=models.Q(anonymized_at__isnull=True),
                name="applications_by_stage",
            ),
            models.Index(fields=["-submitted_at"]),
            # Counts what a list holds without reading what she wrote.
            models.Index(
                fields=["state", "person"],
                condition=models.Q(anonymized_at__isnull=True),
                name="known_applications",
            ),
            # The order of the list with whatever says who may see a row of it, and
            # with what else it can be ordered by.
            models.Index(
                fields=["-submitted_at", "-id"],
                include=["call", "person", "state", "score_mean", "interview_at"],
                condition=models.Q(anonymized_at__isnull=True),
                name="listed_applications",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    clearance_shown_on__isnull=True, clearance_seen_by__isnull=True
                )
                | models.Q(
                    clearance_shown_on__isnull=False, clearance_seen_by__isnull=False
                ),
                name="application_clearance_has_witness",
            )
        ]
        # Whoever has any permission of a model may read its whole audit log; so those
        # of interviewers and trainers belong to other models.
        permissions = [
            ("decide_application", _("Can decide on applications")),
            ("undo_decision", _("Can undo decisions on applications")),
            ("assign_role", _("Can assign roles to volunteers")),
            ("export_application", _("Can export lists of applications")),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def stage(self) -> Stage:
        """The words for the state, in the edition that her call began with."""
        return stages_of(self.call.process)[ApplicationState(self.state)]

    @property
    def moves(self) -> Mapping[ApplicationEvent, Move]:
        """What may happen in her call, by the edition that it opened with."""
        return moves_of(self.call.process)

    def get_state_display(self) -> str:
        """What staff call the state, in the same edition."""
        return str(self.stage.staff_name or ApplicationState(self.state).label)

    @property
    def is_final(self) -> bool:
        return self.state in ApplicationState.final

    def days_in_state(self, now: datetime | None = None) -> int:
        today = timezone.localdate(now)
        return (today - timezone.localdate(self.state_since)).days

    def ranked_areas(self) -> list[VolunteerArea]:
        """Her areas, the one she wants most first."""
        choices = sorted(self.area_choices.all(), key=lambda choice: choice.rank)
        return [choice.area for choice in choices]

    def working_area(self) -> VolunteerArea | None:
        """Whose trainings and documents she needs: accepted for, or wanted most."""
        if self.accepted_area_id:
            return self.accepted_area
        return next(iter(self.ranked_areas()), None)

    def languages_in_words(self) -> list[str]:
        return [
            " · ".join(
                str(vocabulary(row[name]).label)
                for name, vocabulary in (
                    ("language", Language),
                    ("level", LanguageLevel),
                    ("direction", TranslationDirection),
                )
                if row.get(name)
            )
            for row in self.languages
        ]

    def districts_in_words(self) -> list[str]:
        return [str(District(value).label) for value in self.districts]

    def is_available(self, cell: str) -> bool:
        return cell in AVAILABILITY and cell in self.availability

    def availability_in_words(self) -> list[str]:
        """ "mon-morning" -> "Monday: Morning"."""
        return [
            f"{Weekday(day).label}: {PartOfDay(part).label}"
            for day, part in (cell.split("-", 1) for cell in self.availability)
        ]

    def answer_to(self, key: str) -> tuple[str, str]:
        """Question and answer of one key, both in words; "" where there is none."""
        for asked in self.questions_asked:
            if asked["key"] == key:
                if isinstance(self.answers, UnreadableMapping):
                    return str(Translated(asked["label"])), self.answers.words
                answer = self.answers.get(key)
                is_told = answer not in (None, "", [])
                told = answer_in_words(asked, answer) if is_told else ""
                return str(Translated(asked["label"])), told
        return "", ""

    def answered_questions(self) -> list[tuple[str, str]]:
        """Question and answer in the active language, as they were asked then."""
        if isinstance(self.answers, UnreadableMapping):
            return [
                (str(Translated(asked["label"])), self.answers.words)
                for asked in self.questions_asked
            ]
        pairs = []
        for asked in self.questions_asked:
            answer = self.answers.get(asked["key"])
            if answer in (None, "", []):
                continue
            pairs.append(
                (str(Translated(asked["label"])), answer_in_words(asked, answer))
            )
        return pairs


class ApplicationArea(models.Model):
    """An area she chose, 1 being the one she wants most."""

    application = models.ForeignKey(
        Application, models.CASCADE, related_name="area_choices"
    )
    area = models.ForeignKey(VolunteerArea, models.PROTECT, related_name="+")
    rank = models.PositiveSmallIntegerField(_("rank"))

    class Meta:
        verbose_name = _("chosen area")
        verbose_name_plural = _("chosen areas")
        ordering = ["rank"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "area"], name="area_chosen_once"
            ),
            models.UniqueConstraint(
                fields=["application", "rank"], name="one_area_per_rank"
            ),
            models.CheckConstraint(
                condition=models.Q(rank__gte=1, rank__lte=3), name="area_rank_1_to_3"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rank}. {self.area}"


class VolunteerAgreement(models.Model):
    """The agreement she signed on paper; the paper is kept by the unit."""

    application = models.OneToOneField(
        Application, models.PROTECT, related_name="agreement"
    )
    version = models.CharField(_("version of the text"), max_length=20)
    #: None where the paper is older than the texts kept here
    text = models.ForeignKey(
        "volunteers.AgreementText", models.PROTECT, null=True, related_name="agreements"
    )
    signed_on = models.DateField(_("signed on"))

    class Meta:
        verbose_name = _("volunteer agreement")
        verbose_name_plural = _("volunteer agreements")

    def __str__(self) -> str:
        return f"{self.application} · {self.version}"
