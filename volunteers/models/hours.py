"""Hours that a volunteer gave, as she wrote them down and staff agreed."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from people.sealed_fields import SealedLineField
from volunteers.enums import HoursState
from volunteers.models.role import Assignment

QUARTERS_A_DAY = 24 * 4


class HourEntryQuerySet(models.QuerySet["HourEntry"]):
    def waiting(self) -> "HourEntryQuerySet":
        return self.filter(state=HoursState.LOGGED)

    def approved(self) -> "HourEntryQuerySet":
        return self.filter(state=HoursState.APPROVED)

    def total(self) -> Decimal:
        """In hours."""
        quarters = self.aggregate(sum=models.Sum("quarters"))["sum"] or 0
        return as_hours(quarters)


def as_hours(quarters: int) -> Decimal:
    return Decimal(quarters) / 4


class HourEntry(models.Model):
    """What she did for one role on one day. Time is counted in quarters of an hour."""

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="hours")
    day = models.DateField(_("day"))
    quarters = models.PositiveSmallIntegerField(_("quarters of an hour"))
    what = SealedLineField(_("what she did"), max_length=200)
    state = models.CharField(
        _("state"),
        max_length=8,
        choices=HoursState,
        default=HoursState.LOGGED,
        editable=False,
    )
    logged_at = models.DateTimeField(_("logged at"))
    settled_at = models.DateTimeField(_("settled at"), null=True, editable=False)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("settled by"),
    )
    #: what staff said when they returned it
    returned_word = SealedLineField(
        _("why it was returned"), max_length=300, blank=True
    )

    objects = HourEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("hours given")
        verbose_name_plural = _("hours given")
        ordering = ["-day", "-pk"]
        indexes = [models.Index(fields=["state", "day"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(quarters__gte=1, quarters__lte=QUARTERS_A_DAY),
                name="hours_within_a_day",
            ),
            models.CheckConstraint(
                condition=models.Q(state=HoursState.LOGGED)
                | models.Q(settled_at__isnull=False),
                name="hours_settled_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assignment} · {self.pk}"

    @property
    def hours(self) -> Decimal:
        return as_hours(self.quarters)
