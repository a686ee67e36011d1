"""Who is to review an application, and what reviewers think of it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from people.sealed_fields import SealedTextField
from volunteers.enums import Recommendation
from volunteers.models.application import Application
from volunteers.models.call import ReviewCriterion


class ReviewAssignment(models.Model):
    """One application that one reviewer is asked to read."""

    application = models.ForeignKey(
        Application, models.CASCADE, related_name="review_assignments"
    )
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("reviewer"),
    )
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("assigned by"),
    )
    assigned_at = models.DateTimeField(_("assigned at"))

    class Meta:
        verbose_name = _("assigned reviewer")
        verbose_name_plural = _("assigned reviewers")
        ordering = ["assigned_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "reviewer"], name="reviewer_assigned_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.application_id} · {self.pk}"


class Review(models.Model):
    """One reviewer's view; `domain.queries.reviews_visible_to` says who reads it."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="reviews")
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("reviewer"),
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
    #: The weighted mean of its scores when it was written; None without criteria.
    mean = models.DecimalField(
        _("weighted mean"),
        max_digits=4,
        decimal_places=2,
        null=True,
        blank=True,
        editable=False,
    )
    updated_at = models.DateTimeField(_("written at"), auto_now=True)

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering = ["pk"]
        permissions = [("review_application", _("Can review applications"))]
        # Whose own is given, of a whole list.
        indexes = [
            models.Index(fields=["reviewer", "application"], name="reviews_given")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "reviewer"], name="one_review_per_reviewer"
            )
        ]

    def __str__(self) -> str:
        return f"{self.application} · {self.pk}"


class ReviewScore(models.Model):
    review = models.ForeignKey(Review, models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(ReviewCriterion, models.PROTECT, related_name="+")
    score = models.PositiveSmallIntegerField(_("score"))

    class Meta:
        verbose_name = _("score")
        verbose_name_plural = _("scores")
        ordering = ["criterion__sort_order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "criterion"], name="one_score_per_criterion"
            ),
            models.CheckConstraint(
                condition=models.Q(score__gte=1, score__lte=5), name="score_1_to_5"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.review_id} · {self.score}"
