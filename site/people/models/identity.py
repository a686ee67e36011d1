"""Which records are one woman, which are two, and whom few may see."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class PersonMerge(models.Model):
    """Two records turned out to be one woman. Rows are added, never changed.

    It names fields and counts rows; what stood in them is not in it.
    """

    at = models.DateTimeField(_("at"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("account"),
    )
    kept = models.ForeignKey(
        "people.Person",
        models.PROTECT,
        related_name="merges",
        verbose_name=_("record that stayed"),
    )
    merged = models.OneToOneField(
        "people.Person",
        models.PROTECT,
        related_name="merge",
        verbose_name=_("record that was merged"),
    )
    #: names of the fields whose value came from the merged record
    taken_fields = models.JSONField(default=list)
    #: "app.model" -> rows that moved
    moved = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("merge of records")
        verbose_name_plural = _("merges of records")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kept=F("merged")), name="merge_of_two_records"
            )
        ]

    def __str__(self) -> str:
        return f"K-{self.merged_id:06d} → K-{self.kept_id:06d}"


class DistinctPair(models.Model):
    """Staff looked: these two records are two people. It is not asked again."""

    low = models.ForeignKey("people.Person", models.CASCADE, related_name="+")
    high = models.ForeignKey("people.Person", models.CASCADE, related_name="+")
    at = models.DateTimeField(_("at"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("account"),
    )

    class Meta:
        verbose_name = _("two people")
        verbose_name_plural = _("pairs of two people")
        constraints = [
            models.UniqueConstraint(
                fields=["low", "high"], name="pair_told_apart_once"
            ),
            models.CheckConstraint(
                condition=Q(low__lt=F("high")), name="pair_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"K-{self.low_id:06d} ≠ K-{self.high_id:06d}"


class ProtectionQuerySet(models.QuerySet["Protection"]):
    def standing(self) -> "ProtectionQuerySet":
        return self.filter(lifted_at__isnull=True)


class Protection(models.Model):
    """From when to when a record was hidden, by whom, and the sealed reason."""

    person = models.ForeignKey(
        "people.Person", models.CASCADE, related_name="protections"
    )
    sealed_reason = models.TextField(blank=True, editable=False)
    set_at = models.DateTimeField(_("since"), default=timezone.now)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("set by"),
    )
    lifted_at = models.DateTimeField(_("until"), null=True, blank=True)
    sealed_lift_reason = models.TextField(blank=True, editable=False)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("lifted by"),
    )

    objects = ProtectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("protection")
        verbose_name_plural = _("protections")
        ordering = ["-set_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(lifted_at__isnull=True),
                name="one_standing_protection_per_person",
            )
        ]

    def __str__(self) -> str:
        return f"K-{self.person_id:06d} ({self.pk})"


def in_order(one: Any, other: Any) -> tuple[Any, Any]:
    """A pair has one spelling: the older record first."""
    return (one, other) if one.pk < other.pk else (other, one)
