"""When somebody must be forgotten, when she must not be yet, and that it was done."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.enums import ErasureReason, HoldReason


class LegalHoldQuerySet(models.QuerySet["LegalHold"]):
    def standing(self) -> "LegalHoldQuerySet":
        return self.filter(lifted_at__isnull=True)


class LegalHold(models.Model):
    """While it stands, nothing about her is destroyed. Why is a kind, never a story."""

    person = models.ForeignKey(
        "people.Person", models.PROTECT, related_name="legal_holds"
    )
    reason = models.CharField(_("why"), max_length=20, choices=HoldReason)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("set by"),
    )
    set_at = models.DateTimeField(_("since"), default=timezone.now)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("lifted by"),
    )
    lifted_at = models.DateTimeField(_("lifted at"), null=True)

    objects = LegalHoldQuerySet.as_manager()

    class Meta:
        verbose_name = _("legal hold")
        verbose_name_plural = _("legal holds")
        ordering = ["-set_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(lifted_at__isnull=True),
                name="one_standing_hold_per_person",
            ),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True, lifted_by__isnull=True)
                | Q(lifted_at__isnull=False, lifted_by__isnull=False),
                name="lifted_hold_names_who_lifted_it",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_reason_display()} ({self.pk})"


class ErasureRecord(models.Model):
    """Whom to erase again after a backup was restored: a key and a moment, no more.

    The person is named by number and not by reference: a restored database may not
    hold her at all.
    """

    person_pk = models.PositiveBigIntegerField(_("record number"), db_index=True)
    reason = models.CharField(_("why"), max_length=20, choices=ErasureReason)
    erased_at = models.DateTimeField(_("erased at"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("account"),
    )

    class Meta:
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")
        ordering = ["-erased_at", "-pk"]

    def __str__(self) -> str:
        return f"K-{self.person_pk:06d}"
