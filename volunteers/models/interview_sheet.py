"""What each interviewer thinks after an interview."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from people.sealed_fields import SealedTextField
from volunteers.enums import Recommendation
from volunteers.models.call import ReviewCriterion
from volunteers.models.interview import Interview


class InterviewSheet(models.Model):
    """One interviewer's scores; `domain.interviews.sheets` says who reads them."""

    interview = models.ForeignKey(
        Interview,
        models.CASCADE,
        related_name="sheets",
        verbose_name=_("interview"),
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("interviewer"),
    )
    recommendation = models.CharField(
        _("recommendation"), max_length=10, choices=Recommendation
    )
    note = SealedTextField(
        _("note"),
        max_length=2000,
        blank=True,
        help_text=_("She may ask to read this. Nothing on health, belief or politics."),
    )
    updated_at = models.DateTimeField(_("written at"), auto_now=True)

    class Meta:
        verbose_name = _("score sheet")
        verbose_name_plural = _("score sheets")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["interview", "author"], name="one_sheet_per_interviewer"
            )
        ]

    def __str__(self) -> str:
        return f"{self.interview_id} · {self.pk}"


class InterviewScore(models.Model):
    sheet = models.ForeignKey(InterviewSheet, models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(ReviewCriterion, models.PROTECT, related_name="+")
    score = models.PositiveSmallIntegerField(_("score"))

    class Meta:
        verbose_name = _("interview score")
        verbose_name_plural = _("interview scores")
        ordering = ["criterion__sort_order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["sheet", "criterion"], name="one_interview_score_per_criterion"
            ),
            models.CheckConstraint(
                condition=models.Q(score__gte=1, score__lte=5),
                name="interview_score_1_to_5",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sheet_id} · {self.score}"
