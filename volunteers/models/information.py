"""What an applicant was asked again, and what she had answered before."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.sealed_fields import SealedTextField
from volunteers.enums import InformationPart
from volunteers.models.application import Application


class InformationRequest(models.Model):
    """One part of an application, opened again for her until a day."""

    application = models.ForeignKey(
        Application, models.CASCADE, related_name="information_requests"
    )
    part = models.CharField(_("part"), max_length=12, choices=InformationPart)
    words = SealedTextField(_("what we ask"), max_length=600)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("asked by"),
    )
    asked_at = models.DateTimeField(_("date of the question"))
    answer_by = models.DateField(_("answer until"))
    answered_at = models.DateTimeField(_("answered at"), null=True)
    #: Staff went on without an answer, or she withdrew.
    closed_at = models.DateTimeField(_("closed at"), null=True)
    #: What stood in this part before she answered: question and answer by line, JSON.
    earlier = SealedTextField(_("what she had answered"), blank=True)

    class Meta:
        verbose_name = _("question to the applicant")
        verbose_name_plural = _("questions to the applicant")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application"],
                condition=models.Q(answered_at__isnull=True, closed_at__isnull=True),
                name="one_open_question_per_application",
            ),
            models.CheckConstraint(
                condition=models.Q(answered_at__isnull=True)
                | models.Q(closed_at__isnull=True),
                name="question_answered_or_closed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} · {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.answered_at is None and self.closed_at is None

    @property
    def is_overdue(self) -> bool:
        return self.is_open and self.answer_by < timezone.localdate()
