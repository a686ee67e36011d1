"""Seats that nobody else gets while a woman fills in the form."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from programs.models.occurrence import Occurrence
from programs.models.program import LARGEST_PARTY
from programs.models.quota import PlaceQuota


class SeatHold(models.Model):
    """Whose it is only her browser knows: the token lies in the session of the form.

    Gone once she has registered, gives it up, or its time is over.
    """

    occurrence = models.ForeignKey(
        Occurrence,
        models.CASCADE,
        related_name="holds",
        verbose_name=_("date"),
    )
    seats = models.PositiveSmallIntegerField(
        _("seats"), validators=[MinValueValidator(1), MaxValueValidator(LARGEST_PARTY)]
    )
    #: Of the kept places, so that they are not counted twice.
    quota = models.ForeignKey(
        PlaceQuota,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("places kept for"),
    )
    key_hash = models.CharField(max_length=64, unique=True, editable=False)
    expires_at = models.DateTimeField(_("held to"), db_index=True)
    times_extended = models.PositiveSmallIntegerField(_("times extended"), default=0)
    created_at = models.DateTimeField(_("held since"))

    class Meta:
        verbose_name = _("seats held during registration")
        verbose_name_plural = _("seats held during registration")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(seats__gte=1, seats__lte=LARGEST_PARTY), name="hold_seats"
            ),
            models.CheckConstraint(
                condition=Q(times_extended__lte=2), name="hold_extended_twice_at_most"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.occurrence_id}: {self.seats}"
