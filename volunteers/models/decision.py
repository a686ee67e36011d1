"""What was decided on an application, why, and whether it was taken back."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from people.sealed_fields import SealedTextField
from volunteers.enums import ApplicationEvent, DecisionReason
from volunteers.models.application import Application


class Decision(models.Model):
    """One decision; the latest that was not undone is the one that holds."""

    application = models.ForeignKey(
        Application, models.CASCADE, related_name="decisions"
    )
    event = models.CharField(_("decision"), max_length=24, choices=ApplicationEvent)
    reason = models.CharField(
        _("reason"), max_length=20, choices=DecisionReason, blank=True
    )
    note = SealedTextField(_("note"), max_length=500, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided at"))
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("undone by"),
    )
    undone_at = models.DateTimeField(_("undone at"), null=True)
    undo_reason = SealedTextField(_("why it was undone"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["-decided_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.application_id} · {self.event}"
