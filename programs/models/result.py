"""What a participant leaves a course with, and the certificate of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.sealed_fields import SealedLineField
from programs.enums import ResultState
from programs.models.registration import Registration


class CourseResult(models.Model):
    """Confirmed by staff after the last sheet; written by `domain.results` only."""

    registration = models.OneToOneField(
        Registration, models.CASCADE, related_name="course_result"
    )
    state = models.CharField(
        _("state"), max_length=14, choices=ResultState, editable=False
    )
    hours_held = models.DecimalField(_("hours held"), max_digits=6, decimal_places=2)
    hours_present = models.DecimalField(
        _("hours present"), max_digits=6, decimal_places=2
    )
    hours_excused = models.DecimalField(
        _("hours excused"), max_digits=6, decimal_places=2
    )
    began_on = models.DateField(_("first session"))
    completed_on = models.DateField(_("last session"))
    #: On the certificate; the public page of it opens with it.
    code = models.CharField(  # noqa: DJ001
        max_length=16, unique=True, null=True, editable=False
    )
    note = SealedLineField(
        _("why otherwise than the rule says"), max_length=300, blank=True
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided at"))
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("revoked by"),
    )
    revoked_at = models.DateTimeField(_("revoked at"), null=True, editable=False)
    revoke_reason = SealedLineField(_("why it was revoked"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("course result")
        verbose_name_plural = _("course results")
        ordering = ["-completed_on", "-pk"]
        indexes = [
            models.Index(
                fields=["completed_on"],
                condition=~Q(code=None),
                name="certificates_by_day",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(hours_present__gte=0, hours_excused__gte=0)
                & Q(hours_present__lte=models.F("hours_held")),
                name="course_result_hours",
            ),
            models.CheckConstraint(
                condition=~Q(state=ResultState.NOT_COMPLETED) | Q(code__isnull=True),
                name="certificate_of_a_completed_course",
            ),
            models.CheckConstraint(
                condition=Q(state=ResultState.REVOKED, revoked_at__isnull=False)
                | ~Q(state=ResultState.REVOKED) & Q(revoked_at__isnull=True),
                name="course_result_revoked_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """Of the certificate: "KK-2026-00001"."""
        return f"KK-{self.completed_on.year}-{self.pk:05d}"

    @property
    def has_certificate(self) -> bool:
        return self.code is not None and self.state == ResultState.COMPLETED
