"""Completed trainings: earned by attendance, or learned elsewhere and accepted."""

from datetime import date

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.sealed_fields import SealedLineField
from volunteers.enums import CompletionSource, CompletionState
from volunteers.models.application import Application
from volunteers.models.training import TrainingModule


class CompletionQuerySet(models.QuerySet["Completion"]):
    def valid(self, today: date | None = None) -> "CompletionQuerySet":
        """Those that count today."""
        return self.filter(
            models.Q(valid_until__isnull=True)
            | models.Q(valid_until__gte=today or timezone.localdate()),
            state=CompletionState.CONFIRMED,
            application__anonymized_at__isnull=True,
        )

    def proposed(self) -> "CompletionQuerySet":
        return self.filter(state=CompletionState.PROPOSED)


class Completion(models.Model):
    """A fact about the past; written by `domain.completions` only."""

    application = models.ForeignKey(
        Application, models.PROTECT, related_name="completions"
    )
    module = models.ForeignKey(
        TrainingModule,
        models.PROTECT,
        related_name="completions",
        verbose_name=_("training"),
    )
    source = models.CharField(
        _("how"),
        max_length=12,
        choices=CompletionSource,
        default=CompletionSource.ATTENDANCE,
    )
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=CompletionState,
        default=CompletionState.CONFIRMED,
        editable=False,
    )
    hours = models.DecimalField(_("hours"), max_digits=5, decimal_places=1)
    completed_on = models.DateField(_("completed on"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    #: Of whoever confirmed, accepted, declined or withdrew it; null: by itself.
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, editable=False)
    reason = SealedLineField(_("reason"), max_length=300, blank=True)
    issuer = SealedLineField(
        _("who issued the certificate"), max_length=120, blank=True
    )
    issuer_number = SealedLineField(
        _("number of the certificate"), max_length=60, blank=True
    )
    #: On the certificate that we issue; the public page of it opens with it.
    code = models.CharField(  # noqa: DJ001
        max_length=16, unique=True, null=True, editable=False
    )

    #: How many reminders of its end were sent: from the renewal on, and near the end.
    reminders_sent = models.PositiveSmallIntegerField(default=0, editable=False)

    objects = CompletionQuerySet.as_manager()

    class Meta:
        verbose_name = _("completed training")
        verbose_name_plural = _("completed trainings")
        ordering = ["-completed_on", "-pk"]
        indexes = [models.Index(fields=["state", "valid_until"])]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "module", "completed_on"],
                condition=models.Q(state__in=["proposed", "confirmed"]),
                name="completed_once_a_day",
            ),
            models.CheckConstraint(
                condition=models.Q(valid_until__isnull=True)
                | models.Q(valid_until__gte=models.F("completed_on")),
                name="completion_ends_after_start",
            ),
            models.CheckConstraint(
                condition=models.Q(code__isnull=True) | models.Q(source="attendance"),
                name="certificate_of_our_own_training",
            ),
            models.CheckConstraint(
                condition=models.Q(source="attendance")
                | models.Q(decided_by__isnull=False),
                name="certificate_accepted_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application} · {self.number}"

    @property
    def number(self) -> str:
        """Of the certificate: "KB-2026-00001"."""
        return f"KB-{self.completed_on.year}-{self.pk:05d}"

    @property
    def has_certificate(self) -> bool:
        return self.code is not None and self.state == CompletionState.CONFIRMED

    def is_valid(self, today: date | None = None) -> bool:
        has_ended = self.valid_until and self.valid_until < (
            today or timezone.localdate()
        )
        return self.state == CompletionState.CONFIRMED and not has_ended
