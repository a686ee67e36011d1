"""How the applications of one call are reviewed, and what they are screened for."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from language.translated import TranslatedTextField
from people.enums import District
from volunteers.enums import Language, LanguageLevel, RuleKind, WeeklyHours
from volunteers.models.call import Call
from volunteers.models.several import SeveralChoicesField


class ReviewPlan(models.Model):
    """At most one for a call; without it the defaults below hold."""

    call = ParentalKey(Call, related_name="review_plans")
    is_blind = models.BooleanField(
        _("without names"),
        default=False,
        help_text=_(
            "Reviewers do not see name, age and district until the interviews begin."
        ),
    )
    reviewers_wanted = models.PositiveSmallIntegerField(
        _("reviewers for each application"),
        default=2,
        validators=[MinValueValidator(1), MaxValueValidator(5)],
    )
    most_per_reviewer = models.PositiveSmallIntegerField(
        _("most open reviews for one reviewer"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Empty: no limit."),
    )
    disagreement_above = models.DecimalField(
        _("scores disagree when they are further apart than"),
        max_digits=2,
        decimal_places=1,
        default=1.5,
        validators=[MinValueValidator(0.5), MaxValueValidator(4)],
        help_text=_("The lowest and the highest weighted score, of 1 to 5."),
    )

    class Meta:
        verbose_name = _("way of reviewing")
        verbose_name_plural = _("ways of reviewing")
        constraints = [
            models.UniqueConstraint(fields=["call"], name="one_review_plan_per_call"),
            models.CheckConstraint(
                condition=models.Q(reviewers_wanted__gte=1),
                name="review_plan_wants_reviewers",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.call_id}"


class ScreeningRule(Orderable):
    """One thing the call asks for; an application meets it, or staff see that not.

    A rule refuses nobody: it says rule, value and outcome to whoever decides.
    """

    call = ParentalKey(Call, related_name="screening_rules")
    kind = models.CharField(_("what counts"), max_length=12, choices=RuleKind)
    minimum_age = models.PositiveSmallIntegerField(
        _("at least so many years old"),
        null=True,
        blank=True,
        validators=[MinValueValidator(18), MaxValueValidator(99)],
    )
    districts = SeveralChoicesField(
        _("lives in one of"), choices_of=District, default=list, blank=True
    )
    language = models.CharField(
        _("language"), max_length=8, choices=Language, blank=True
    )
    level = models.CharField(
        _("at least at the level"), max_length=2, choices=LanguageLevel, blank=True
    )
    hours = models.CharField(
        _("at least so many hours"), max_length=12, choices=WeeklyHours, blank=True
    )
    question_key = models.SlugField(
        _("key of the question"),
        blank=True,
        help_text=_("The question in short, as addresses write it: “evde-bilgisayar”."),
    )
    answer = models.CharField(
        _("wanted answer"),
        max_length=200,
        blank=True,
        help_text=_("“yes”, or the choice as it is written; empty: any answer."),
    )
    why = TranslatedTextField(_("why it is asked"), max_length=200, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("rule of the pre-screening")
        verbose_name_plural = _("rules of the pre-screening")

    def __str__(self) -> str:
        return str(RuleKind(self.kind).label)

    def clean(self) -> None:
        """Each kind needs its own field."""
        needed = {
            RuleKind.AGE: "minimum_age",
            RuleKind.DISTRICT: "districts",
            RuleKind.LANGUAGE: "language",
            RuleKind.HOURS: "hours",
            RuleKind.ANSWER: "question_key",
        }
        if self.kind and not getattr(self, name := needed[RuleKind(self.kind)]):
            raise ValidationError({name: _("This rule needs this field.")})
