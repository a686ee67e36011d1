"""Places of a date that are kept for the women of a neighborhood."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from people.enums import District
from programs.models.occurrence import Occurrence


class PlaceQuota(models.Model):
    """Kept for one neighborhood (its muhtar's office), or for a whole district."""

    occurrence = ParentalKey(
        Occurrence, on_delete=models.CASCADE, related_name="quotas"
    )
    district = models.CharField(_("district"), max_length=20, choices=District)
    neighborhood = models.CharField(
        _("neighborhood"),
        max_length=80,
        blank=True,
        help_text=_("Empty: the whole district."),
    )
    seats = models.PositiveSmallIntegerField(
        _("places"), validators=[MinValueValidator(1)]
    )

    class Meta:
        verbose_name = _("places for a neighborhood")
        verbose_name_plural = _("places for neighborhoods")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(seats__gte=1), name="quota_has_seats"),
            models.UniqueConstraint(
                fields=["occurrence", "district", "neighborhood"],
                name="one_quota_per_neighborhood",
                violation_error_message=_("This neighborhood is listed twice."),
            ),
        ]

    def __str__(self) -> str:
        district = str(self.get_district_display())
        return f"{self.neighborhood}, {district}" if self.neighborhood else district
