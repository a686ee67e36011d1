"""How long each kind of data is kept, and what was destroyed when that was over."""

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.enums import RetentionEffect, RetentionUnit


class RetentionRule(models.Model):
    """One kind of data and its time limit; `people.retention` knows the kinds."""

    kind = models.CharField(_("kind of data"), max_length=60, unique=True)
    length = models.PositiveSmallIntegerField(
        _("kept for"), validators=[MinValueValidator(1)]
    )
    unit = models.CharField(_("unit"), max_length=8, choices=RetentionUnit)
    active = models.BooleanField(
        _("applied"),
        default=True,
        help_text=_("Switched off, data of this kind are kept past their limit."),
    )
    note = models.CharField(
        _("note"),
        max_length=300,
        blank=True,
        help_text=_("Who decided this, and when. No names of participants."),
    )

    class Meta:
        verbose_name = _("retention rule")
        verbose_name_plural = _("retention rules")
        ordering = ["kind"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(length__gte=1), name="retention_has_a_length"
            )
        ]

    def __str__(self) -> str:
        return self.kind


class RetentionRun(models.Model):
    """The rules were applied. Without an end it was broken off, or still goes on."""

    started_at = models.DateTimeField(_("started at"), default=timezone.now)
    finished_at = models.DateTimeField(_("finished at"), null=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    #: False when only some of the kinds were asked for.
    is_complete = models.BooleanField(_("all kinds"), default=True)

    class Meta:
        verbose_name = _("retention run")
        verbose_name_plural = _("retention runs")
        ordering = ["-started_at", "-pk"]

    def __str__(self) -> str:
        return str(self.pk)


class DestructionLog(models.Model):
    """How many rows of a kind were destroyed, and by which rule. Of nobody by name."""

    run = models.ForeignKey(
        RetentionRun, models.SET_NULL, null=True, related_name="destructions"
    )
    kind = models.CharField(_("kind of data"), max_length=60)
    effect = models.CharField(
        _("what was done"), max_length=12, choices=RetentionEffect
    )
    rows = models.PositiveIntegerField(_("records"), default=0)
    length = models.PositiveSmallIntegerField(_("kept for"), null=True)
    unit = models.CharField(_("unit"), max_length=8, choices=RetentionUnit, blank=True)
    ran_at = models.DateTimeField(_("at"), default=timezone.now, db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("account"),
    )

    class Meta:
        verbose_name = _("destruction")
        verbose_name_plural = _("destruction log")
        ordering = ["-ran_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["run", "kind"], name="one_destruction_per_run_and_kind"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} ({self.pk})"
