"""Seats that are held for a while, for somebody who is filling in the form."""

from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from programs.models.occurrence import Occurrence
from programs.models.program import LARGEST_PARTY

HOLD_LASTS = timedelta(minutes=15)
MOST_EXTENSIONS = 2


class SeatHold(models.Model):
    """So many seats, for whoever has the key; nothing in it tells who that is.

    The key is in the session of the form and nowhere else. An expired hold holds
    nothing any more, whether it was swept away already or not.
    """

    occurrence = models.ForeignKey(
        Occurrence, models.CASCADE, related_name="holds", verbose_name=_("departure")
    )
    seats = models.PositiveSmallIntegerField(_("seats"))
    key_hash = models.CharField(
        _("hash of the key"), max_length=64, unique=True, editable=False
    )
    expires_at = models.DateTimeField(_("expires at"), db_index=True)
    times_extended = models.PositiveSmallIntegerField(_("times extended"), default=0)
    created_at = models.DateTimeField(_("entered at"), auto_now_add=True)

    class Meta:
        verbose_name = _("seats held in the form")
        verbose_name_plural = _("seats held in the form")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(seats__gte=1, seats__lte=LARGEST_PARTY),
                name="hold_of_a_party",
            ),
            models.CheckConstraint(
                condition=Q(times_extended__lte=MOST_EXTENSIONS),
                name="hold_extended_so_often",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.occurrence_id}: {self.seats}"

    @property
    def may_be_extended(self) -> bool:
        """Not over and over, and never beyond the end of registration."""
        return (
            self.times_extended < MOST_EXTENSIONS
            and self.expires_at < self.occurrence.registration_closes_at
        )
