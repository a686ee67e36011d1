"""Data breaches: the 72-hour clock, and what was done in which order."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from people.enums import BreachStepKind, DataCategory
from people.sealed_fields import SealedTextField

#: KVKK art. 12/5 and Board decision 2019/10.
TIME_TO_REPORT = timedelta(hours=72)


class BreachQuerySet(models.QuerySet["Breach"]):
    def unreported(self) -> "BreachQuerySet":
        """Open, and the Board has not been told: the clock runs."""
        return self.filter(closed_at__isnull=True, reported_to_board_at__isnull=True)


class Breach(models.Model):
    """Written by `people.domain.breaches` only."""

    what_happened = SealedTextField(
        _("what happened"),
        max_length=4000,
        help_text=_(
            "When, where, which system, how it was noticed. No names of participants."
        ),
    )
    learned_at = models.DateTimeField(_("learned of at"))
    deadline = models.DateTimeField(_("to be reported until"))
    categories = models.JSONField(_("kinds of data"), default=list, blank=True)
    persons_count = models.PositiveIntegerField(
        _("people concerned"), null=True, blank=True
    )
    records_count = models.PositiveIntegerField(
        _("records concerned"), null=True, blank=True
    )
    measures = SealedTextField(_("measures taken"), max_length=4000, blank=True)
    reported_to_board_at = models.DateTimeField(
        _("reported to the Board at"), null=True
    )
    late_reason = SealedTextField(
        _("why it was reported late"), max_length=2000, blank=True, default=""
    )
    people_informed_at = models.DateTimeField(_("people informed at"), null=True)
    closed_at = models.DateTimeField(_("closed at"), null=True)

    objects = BreachQuerySet.as_manager()

    class Meta:
        verbose_name = _("data breach")
        verbose_name_plural = _("data breaches")
        ordering = ["-learned_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(deadline__gt=models.F("learned_at")),
                name="breach_deadline_after_learning",
            ),
            models.CheckConstraint(
                condition=models.Q(reported_to_board_at__isnull=True)
                | models.Q(reported_to_board_at__lte=models.F("deadline"))
                | ~models.Q(late_reason=""),
                name="breach_reported_late_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"VI-{self.pk or 0:04d}"

    def categories_in_words(self) -> str:
        return ", ".join(str(DataCategory(one).label) for one in self.categories)

    def hours_left(self, now: datetime | None = None) -> int:
        """Whole hours until the deadline; negative once it has passed."""
        seconds = (self.deadline - (now or timezone.now())).total_seconds()
        return int(seconds // 3600) if seconds >= 0 else -int(-seconds // 3600)

    def is_overdue(self, now: datetime | None = None) -> bool:
        return self.clock_runs and (now or timezone.now()) > self.deadline

    @property
    def clock_runs(self) -> bool:
        return self.reported_to_board_at is None and self.closed_at is None

    @property
    def clock_kind(self) -> str:
        """The color of the clock."""
        if not self.clock_runs:
            return "good" if self.reported_to_board_at else "calm"
        return "bad" if self.hours_left() < 24 else "wait"

    @property
    def clock_words(self) -> str:
        """How the 72 hours stand, in one sentence."""
        if self.reported_to_board_at is not None:
            if self.reported_to_board_at > self.deadline:
                return gettext("Reported to the Board, late")
            return gettext("Reported to the Board in time")
        if self.closed_at is not None:
            return gettext("Closed without a report to the Board")
        hours = self.hours_left()
        if not self.is_overdue():
            return ngettext(
                "%(hours)s hour left to report it to the Board",
                "%(hours)s hours left to report it to the Board",
                hours,
            ) % {"hours": hours}
        return ngettext(
            "The time to report it passed %(hours)s hour ago",
            "The time to report it passed %(hours)s hours ago",
            -hours,
        ) % {"hours": -hours}


class BreachStep(models.Model):
    """One thing done about a breach. Steps are added, never changed."""

    breach = models.ForeignKey(Breach, models.PROTECT, related_name="steps")
    kind = models.CharField(_("step"), max_length=10, choices=BreachStepKind)
    at = models.DateTimeField(_("at"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("account"),
    )
    note = SealedTextField(_("note"), max_length=4000, blank=True)

    class Meta:
        verbose_name = _("step of a data breach")
        verbose_name_plural = _("steps of data breaches")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.pk})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("A step that was recorded is not changed.")
        super().save(*args, **kwargs)
