"""Calls down the waiting list, when there is no time left for offers."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from programs.enums import CallOutcome
from programs.models.registration import Registration


class WaitingCall(models.Model):
    """A clerk calls a woman on the list; nobody else does so meanwhile."""

    registration = models.ForeignKey(
        Registration, models.CASCADE, related_name="calls", verbose_name=_("party")
    )
    caller = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("called by"),
    )
    began_at = models.DateTimeField(_("began at"))
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    outcome = models.CharField(
        _("outcome"), max_length=12, choices=CallOutcome, blank=True, default=""
    )

    class Meta:
        verbose_name = _("call down the list")
        verbose_name_plural = _("calls down the list")
        ordering = ["-began_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["registration"],
                condition=Q(outcome=""),
                name="one_open_call_per_party",
            ),
            models.UniqueConstraint(
                fields=["caller"],
                condition=Q(outcome=""),
                name="one_open_call_per_caller",
            ),
            models.CheckConstraint(
                condition=Q(outcome="", ended_at__isnull=True)
                | ~Q(outcome="") & Q(ended_at__isnull=False),
                name="call_ends_with_an_outcome",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.registration_id} ({self.pk})"
