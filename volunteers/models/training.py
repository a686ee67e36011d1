"""What volunteers learn: trainings, their parts, and the rule of their completion."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from language.translated import TranslatedTextField


class TrainingModule(ClusterableModel):
    """A training, whenever it is held; its sessions have the dates.

    Completed when the share of its hours and each required part were attended. A
    completion that ends may be renewed from `renewal_months` before its end.
    """

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
    validity_months = models.PositiveSmallIntegerField(
        _("valid for so many months"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(120)],
        help_text=_("Empty: for ever."),
    )
    renewal_months = models.PositiveSmallIntegerField(
        _("may be renewed so many months before"),
        default=2,
        validators=[MinValueValidator(1), MaxValueValidator(24)],
        help_text=_("From then on she is reminded, and may choose a session again."),
    )
    needs_confirmation = models.BooleanField(
        _("a person confirms the completion"),
        default=False,
        help_text=_("Otherwise it follows from the attendance by itself."),
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
            models.CheckConstraint(
                condition=models.Q(validity_months__isnull=True)
                | models.Q(validity_months__gte=models.F("renewal_months")),
                name="training_renewed_while_valid",
                violation_error_message=_("It cannot be renewed before it is valid."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)


class TrainingPart(Orderable):
    """A part of a training that has sessions of its own."""

    module = ParentalKey(TrainingModule, related_name="parts")
    name = TranslatedTextField(_("name"), max_length=120)
    is_required = models.BooleanField(_("must be attended"), default=True)

    class Meta(Orderable.Meta):
        verbose_name = _("part of a training")
        verbose_name_plural = _("parts of a training")

    def __str__(self) -> str:
        return str(self.name)
