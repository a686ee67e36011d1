"""Shifts: a part of a role with a date, and who has a place in it."""

from datetime import datetime

from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from language.translated import TranslatedTextField
from volunteers.models.role import Assignment, Role


class ShiftQuerySet(models.QuerySet["Shift"]):
    def coming(self, now: datetime | None = None) -> "ShiftQuerySet":
        return self.filter(starts_at__gt=now or timezone.now())

    def with_places(self) -> "ShiftQuerySet":
        """Annotated with `taken`, the places that are not free."""
        return self.annotate(taken=models.Count("shift_places"))


class Shift(models.Model):
    role = models.ForeignKey(
        Role, models.PROTECT, related_name="shifts", verbose_name=_("role")
    )
    starts_at = models.DateTimeField(_("starts at"))
    ends_at = models.DateTimeField(_("ends at"))
    place = TranslatedTextField(_("place"), max_length=200)
    places = models.PositiveSmallIntegerField(
        _("places"), default=1, validators=[MinValueValidator(1)]
    )
    note = TranslatedTextField(
        _("note for the volunteers"), max_length=500, blank=True, multiline=True
    )

    objects = ShiftQuerySet.as_manager()

    class Meta:
        verbose_name = _("shift")
        verbose_name_plural = _("shifts")
        ordering = ["starts_at", "pk"]
        indexes = [models.Index(fields=["role", "starts_at"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")),
                name="shift_ends_after_start",
                violation_error_message=_("The shift ends before it begins."),
            ),
            models.CheckConstraint(
                condition=models.Q(places__gte=1), name="shift_has_places"
            ),
        ]

    def __str__(self) -> str:
        moment = date_format(timezone.localtime(self.starts_at), "DATETIME_FORMAT")
        return f"{self.role} · {moment}"

    @property
    def places_left(self) -> int:
        """Needs `with_places()`."""
        return max(0, self.places - int(getattr(self, "taken")))  # noqa: B009


class ShiftPlace(models.Model):
    """She is there; given back, the row is gone."""

    assignment = models.ForeignKey(
        Assignment, models.PROTECT, related_name="shift_places"
    )
    shift = models.ForeignKey(Shift, models.PROTECT, related_name="shift_places")
    taken_at = models.DateTimeField(_("taken at"), auto_now_add=True)

    class Meta:
        verbose_name = _("place in a shift")
        verbose_name_plural = _("places in shifts")
        ordering = ["shift__starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["assignment", "shift"], name="one_place_per_shift"
            )
        ]

    def __str__(self) -> str:
        return f"{self.assignment} · {self.shift_id}"
