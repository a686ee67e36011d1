"""What guides marked on the day: one row a mark, never changed."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from programs.enums import AttendanceMark
from programs.models.registration import Registration


class AttendanceRecord(models.Model):
    """A mark on one registration, when it was made and by whom.

    Phones without a network send their marks later: `at` is the moment of the mark,
    `recorded_at` that of its arrival. `key` is the phone's own, so that a mark that
    is sent twice counts once.
    """

    registration = models.ForeignKey(
        Registration, models.CASCADE, related_name="attendance_records"
    )
    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    mark = models.CharField(_("mark"), max_length=8, choices=AttendanceMark)
    at = models.DateTimeField(_("marked at"))
    recorded_at = models.DateTimeField(_("arrived at"), auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("marked by"),
    )

    class Meta:
        verbose_name = _("mark of attendance")
        verbose_name_plural = _("marks of attendance")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["registration", "-at"])]
        # Of this model, so that a guide may not read the log of registrations.
        permissions = [
            ("mark_attendance", _("Can mark who came")),
            ("admit_walk_ins", _("Can register who comes without a registration")),
        ]

    def __str__(self) -> str:
        return f"{self.get_mark_display()} ({self.pk})"
