"""Who of staff saw whose data, and when."""

import uuid

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.enums import AccessKind


class AccessRecord(models.Model):
    """One person's data reached one member of staff. Rows are added, never changed.

    Written by `people.domain.access.note_access` only. It names both by key: no
    personal data stands in it.
    """

    at = models.DateTimeField(_("at"), default=timezone.now)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("account"),
    )
    kind = models.CharField(_("what was done"), max_length=10, choices=AccessKind)
    person = models.ForeignKey(
        "people.Person",
        models.SET_NULL,
        null=True,
        related_name="access_records",
        verbose_name=_("whose data"),
    )
    #: What was opened or exported: an application, a departure; a person herself.
    subject_type = models.ForeignKey(
        ContentType, models.SET_NULL, null=True, related_name="+"
    )
    subject_id = models.PositiveBigIntegerField(null=True)
    #: One export or print holds many people: the same mark on each of its rows.
    event = models.UUIDField(_("occasion"), default=uuid.uuid4, editable=False)
    reason = models.CharField(_("reason given"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("access to personal data")
        verbose_name_plural = _("accesses to personal data")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["person", "-at"]),
            models.Index(fields=["user", "-at"]),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.pk})"
