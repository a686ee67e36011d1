"""Dated sessions of trainings, who is expected and who came."""

from datetime import datetime
from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from language.translated import TranslatedTextField
from volunteers.enums import Attendance
from volunteers.models.application import Application
from volunteers.models.call import TrainingModule


class TrainingSessionQuerySet(models.QuerySet["TrainingSession"]):
    def coming(self, now: datetime | None = None) -> "TrainingSessionQuerySet":
        return self.filter(starts_at__gt=now or timezone.now())

    def with_seats(self) -> "TrainingSessionQuerySet":
        """Annotated with `taken`, the seats that are not free."""
        return self.annotate(taken=models.Count("enrollments"))


class TrainingSession(models.Model):
    module = models.ForeignKey(
        TrainingModule,
        models.PROTECT,
        related_name="sessions",
        verbose_name=_("training"),
    )
    starts_at = models.DateTimeField(_("starts at"))
    ends_at = models.DateTimeField(_("ends at"))
    place = TranslatedTextField(_("place"), max_length=200)
    trainer = models.CharField(_("trainer"), max_length=120, blank=True)
    capacity = models.PositiveSmallIntegerField(
        _("places"), default=25, validators=[MinValueValidator(1)]
    )

    objects = TrainingSessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("training session")
        verbose_name_plural = _("training sessions")
        permissions = [("run_training", _("Can run trainings"))]
        ordering = ["starts_at", "pk"]
        indexes = [models.Index(fields=["module", "starts_at"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")),
                name="session_ends_after_start",
                violation_error_message=_("The session ends before it begins."),
            ),
            models.CheckConstraint(
                condition=models.Q(capacity__gte=1), name="session_has_places"
            ),
        ]

    def __str__(self) -> str:
        moment = date_format(timezone.localtime(self.starts_at), "DATETIME_FORMAT")
        return f"{self.module} · {moment}"

    @property
    def hours(self) -> Decimal:
        seconds = (self.ends_at - self.starts_at).total_seconds()
        return Decimal(seconds) / Decimal(3600)

    @property
    def places_left(self) -> int:
        """Needs `with_seats()`."""
        return max(0, self.capacity - int(getattr(self, "taken")))  # noqa: B009


class Enrollment(models.Model):
    """A seat in a session."""

    application = models.ForeignKey(
        Application, models.PROTECT, related_name="enrollments"
    )
    session = models.ForeignKey(
        TrainingSession, models.PROTECT, related_name="enrollments"
    )
    attendance = models.CharField(
        _("attendance"),
        max_length=10,
        choices=Attendance,
        default=Attendance.EXPECTED,
    )

    class Meta:
        verbose_name = _("training place")
        verbose_name_plural = _("training places")
        ordering = ["session__starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "session"], name="one_seat_per_session"
            )
        ]

    def __str__(self) -> str:
        return f"{self.application} · {self.session_id}"
