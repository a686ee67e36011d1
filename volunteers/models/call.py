"""A call for volunteers: when, for what, what it asks and what it requires."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from language.translated import Translated, TranslatedTextField, as_translated
from language.turkish import slugify_tr
from people.enums import Topic
from people.form_linting import forbidden_topics
from volunteers.enums import Duty, QuestionKind
from volunteers.workflow import duties_with

#: Who has it sees every call, also those of teams she is not in.
OVERSEE = "volunteers.oversee_call"


class VolunteerArea(models.Model):
    """What volunteers do: translating, workshops, field work."""

    name = TranslatedTextField(_("name"), max_length=80)
    slug = models.SlugField(_("short name in addresses"), unique=True, blank=True)
    description = TranslatedTextField(_("description"), blank=True, multiline=True)
    requires_child_clearance = models.BooleanField(
        _("works with children; a clearance must be shown"), default=False
    )
    asks_languages = models.BooleanField(
        _("the form asks for languages"), default=False
    )
    is_active = models.BooleanField(_("offered"), default=True)
    sort_order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("volunteering area")
        verbose_name_plural = _("volunteering areas")
        ordering = ["sort_order", "pk"]

    def __str__(self) -> str:
        return str(self.name)

    def clean(self) -> None:
        self.slug = self.slug or slugify_tr(self.name.get(settings.LANGUAGE_CODE, ""))


class TrainingModule(models.Model):
    """A training, whenever it is held; its sessions have the dates."""

    name = TranslatedTextField(_("name"), max_length=120)
    hours = models.DecimalField(
        _("hours"),
        max_digits=4,
        decimal_places=1,
        validators=[MinValueValidator(0.5)],
    )
    required_share = models.PositiveSmallIntegerField(
        _("percent of the hours that must be attended"),
        default=80,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )
    is_active = models.BooleanField(_("offered"), default=True)

    class Meta:
        verbose_name = _("training")
        verbose_name_plural = _("trainings")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(hours__gt=0), name="training_has_hours"
            ),
            models.CheckConstraint(
                condition=models.Q(required_share__gte=1, required_share__lte=100),
                name="training_share_is_percent",
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)


class CallQuerySet(models.QuerySet["Call"]):
    def open(self, now: datetime | None = None) -> "CallQuerySet":
        now = now or timezone.now()
        return self.filter(opens_at__lte=now, closes_at__gt=now)

    def upcoming(self, now: datetime | None = None) -> "CallQuerySet":
        return self.filter(opens_at__gt=now or timezone.now())

    def closed(self, now: datetime | None = None) -> "CallQuerySet":
        return self.filter(closes_at__lte=now or timezone.now())

    def where_may(self, user: Any, permission: str) -> "CallQuerySet":
        """Calls in which a member of staff may do what `permission` (a codename) says.

        A call with a team is its team's alone, and each duty there gives what the
        table says. In a call without one the permissions of her groups count; they
        count everywhere for who oversees all calls.
        """
        hers = self.in_which(user, has=duties_with(permission))
        found = models.Q(pk__in=hers)
        if user.has_perm(f"volunteers.{permission}"):
            found |= _open_to_all(user)
        return self.filter(found)

    def reachable_by(self, user: Any) -> "CallQuerySet":
        """Calls that are not another team's: what a list may be narrowed to."""
        hers = models.Q(pk__in=self.in_which(user, has=Duty))
        return self.filter(hers | _open_to_all(user))

    def in_which(self, user: Any, *, has: Iterable[Duty]) -> models.QuerySet[Any]:
        """Their keys, to be looked up in: she has one of these duties there."""
        # A list, because `=None` would find the calls without a team.
        hers = Call.objects.filter(team__user__in=[user.pk], team__duty__in=list(has))
        return hers.order_by().values("pk")

    def with_team(self) -> models.QuerySet[Any]:
        """Their keys, to be looked up in: only the team sees what is in them."""
        return Call.objects.filter(team__isnull=False).order_by().values("pk")


def _open_to_all(user: Any) -> models.Q:
    """Where her groups' permissions count: all calls for who oversees the teams.

    An empty `Q` would vanish from an "or"; "in none of none" is true of every row.
    """
    if user.has_perm(OVERSEE):
        return ~models.Q(pk__in=[])
    return ~models.Q(pk__in=Call.objects.with_team())


class Call(ClusterableModel):
    """One term of volunteering. Open from `opens_at` until just before `closes_at`."""

    title = TranslatedTextField(_("title"), max_length=120)
    slug = models.SlugField(_("short name in addresses"), unique=True, blank=True)
    summary = TranslatedTextField(_("summary"), blank=True, multiline=True)
    opens_at = models.DateTimeField(_("opens at"))
    closes_at = models.DateTimeField(_("closes at"))
    minimum_age = models.PositiveSmallIntegerField(
        _("minimum age"),
        default=18,
        validators=[MinValueValidator(18), MaxValueValidator(99)],
        help_text=_("On the day of applying."),
    )
    areas = ParentalManyToManyField(
        VolunteerArea, verbose_name=_("areas"), related_name="calls"
    )
    required_trainings = ParentalManyToManyField(
        TrainingModule,
        verbose_name=_("required trainings"),
        related_name="calls",
        blank=True,
    )
    most_areas = models.PositiveSmallIntegerField(
        _("areas one may choose"),
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(3)],
    )
    interview_changes = models.PositiveSmallIntegerField(
        _("how often she may change the interview time"),
        default=1,
        validators=[MaxValueValidator(10)],
        help_text=_("By herself; staff may change it as often as needed."),
    )
    interview_change_hours = models.PositiveSmallIntegerField(
        _("until so many hours before it"),
        default=2,
        validators=[MaxValueValidator(168)],
    )
    #: The words of the process that its applicants met; set with the first of them.
    process = models.ForeignKey(
        "volunteers.ProcessEdition",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="calls",
        verbose_name=_("words of the process"),
    )

    objects = CallQuerySet.as_manager()

    class Meta:
        verbose_name = _("call")
        verbose_name_plural = _("calls")
        ordering = ["-opens_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closes_at__gt=models.F("opens_at")),
                name="call_closes_after_opening",
                violation_error_message=_("The call closes before it opens."),
            ),
            models.CheckConstraint(
                condition=models.Q(most_areas__gte=1, most_areas__lte=3),
                name="call_one_to_three_areas",
            ),
        ]
        permissions = [("oversee_call", _("Can see the calls of every team"))]

    def __str__(self) -> str:
        return str(self.title)

    def clean(self) -> None:
        self.slug = self.slug or slugify_tr(self.title.get(settings.LANGUAGE_CODE, ""))

    def is_open(self, now: datetime | None = None) -> bool:
        return self.opens_at <= (now or timezone.now()) < self.closes_at

    def is_upcoming(self, now: datetime | None = None) -> bool:
        return self.opens_at > (now or timezone.now())

    def has_closed(self, now: datetime | None = None) -> bool:
        return self.closes_at <= (now or timezone.now())

    def get_application_url(self) -> str:
        """Where the application form begins."""
        return reverse("volunteers:apply", kwargs={"slug": self.slug})


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer that may be chosen: `value` is stored, `label` is read."""

    value: str
    label: Translated


class CallQuestion(Orderable):
    """A question of one call beside those that every application answers."""

    call = ParentalKey(Call, related_name="questions")
    key = models.SlugField(
        _("key"),
        blank=True,
        help_text=_("Names the answer for ever; made from the question when empty."),
    )
    label = TranslatedTextField(_("question"), max_length=200)
    help_text = TranslatedTextField(_("hint"), max_length=300, blank=True)
    kind = models.CharField(
        _("kind"), max_length=16, choices=QuestionKind, default=QuestionKind.TEXT
    )
    is_required = models.BooleanField(_("must be answered"), default=False)
    choices = TranslatedTextField(
        _("choices"),
        blank=True,
        multiline=True,
        help_text=_("One on each line, in the same order in every language."),
    )

    class Meta(Orderable.Meta):
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        constraints = [
            models.UniqueConstraint(
                fields=["call", "key"], name="one_question_per_key_of_call"
            )
        ]

    def __str__(self) -> str:
        return str(self.label)

    def clean(self) -> None:
        own_words = self.label.get(settings.LANGUAGE_CODE, "")
        self.key = self.key or slugify_tr(own_words)[:50].strip("-")
        self._check_topics()
        if self.kind in QuestionKind.with_choices and len(self.choice_list()) < 2:
            raise ValidationError({"choices": _("Write at least two choices.")})

    def _check_topics(self) -> None:
        """What the law protects specially is not asked, in whatever language."""
        faults = {
            name: [topic.label for topic in topics if topic.value in Topic.refused]
            for name, topics in self.topics().items()
        }
        if any(faults.values()):
            raise ValidationError({name: said for name, said in faults.items() if said})

    def topics(self) -> dict[str, list[Topic]]:
        """What each part of the question asks that no form should ask."""
        parts = {"label": self.label, "help_text": self.help_text}
        if self.kind in QuestionKind.with_choices:
            parts["choices"] = self.choices
        return {
            name: forbidden_topics("\n".join(as_translated(texts).values()))
            for name, texts in parts.items()
        }

    def save(self, *args: Any, **kwargs: Any) -> None:
        own_words = self.label.get(settings.LANGUAGE_CODE, "")
        self.key = self.key or slugify_tr(own_words)[:50].strip("-")
        super().save(*args, **kwargs)

    def choice_list(self) -> list[Choice]:
        """The choices, valued by the site's own language so that all share values."""
        lines = {
            code: [line.strip() for line in text.splitlines() if line.strip()]
            for code, text in self.choices.items()
        }
        own = lines.get(settings.LANGUAGE_CODE, [])
        return [
            Choice(
                slugify_tr(line),
                Translated(
                    {
                        code: texts[place]
                        for code, texts in lines.items()
                        if place < len(texts)
                    }
                ),
            )
            for place, line in enumerate(own)
        ]

    def snapshot(self) -> dict[str, Any]:
        """What an application keeps of the question, to stay readable for ever."""
        return {
            "key": self.key,
            "kind": self.kind,
            "label": dict(self.label),
            "choices": [
                {"value": choice.value, "label": dict(choice.label)}
                for choice in self.choice_list()
            ],
        }


class ReviewCriterion(Orderable):
    """What reviewers score from 1 to 5."""

    call = ParentalKey(Call, related_name="criteria")
    name = TranslatedTextField(_("name"), max_length=120)
    weight = models.PositiveSmallIntegerField(
        _("weight"), default=1, validators=[MinValueValidator(1), MaxValueValidator(10)]
    )

    class Meta(Orderable.Meta):
        verbose_name = _("review criterion")
        verbose_name_plural = _("review criteria")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(weight__gte=1), name="criterion_has_weight"
            )
        ]

    def __str__(self) -> str:
        return str(self.name)
