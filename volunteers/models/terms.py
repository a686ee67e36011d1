"""What one area wants and requires in one call, and the documents it asks to see."""

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from language.translated import TranslatedTextField
from volunteers.enums import WeeklyHours
from volunteers.models.application import Application
from volunteers.models.call import Call, TrainingModule, VolunteerArea


class DocumentKind(models.Model):
    """A paper that is shown and looked at; no copy of it is ever kept."""

    name = TranslatedTextField(_("name"), max_length=120)
    is_active = models.BooleanField(_("asked for"), default=True)

    class Meta:
        verbose_name = _("document to be shown")
        verbose_name_plural = _("documents to be shown")
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.name)


class CallArea(ClusterableModel, Orderable):
    """The terms of one area in one call, beside what the whole call requires."""

    call = ParentalKey(Call, related_name="area_terms")
    area = models.ForeignKey(
        VolunteerArea, models.PROTECT, related_name="terms", verbose_name=_("area")
    )
    places = models.PositiveSmallIntegerField(
        _("volunteers wanted"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
    )
    weekly_hours = models.CharField(
        _("hours a week"), max_length=12, choices=WeeklyHours, blank=True
    )
    required_trainings = ParentalManyToManyField(
        TrainingModule,
        verbose_name=_("trainings of this area"),
        related_name="area_terms",
        blank=True,
        help_text=_("In addition to those that the whole call requires."),
    )
    required_documents = ParentalManyToManyField(
        DocumentKind,
        verbose_name=_("documents to be shown"),
        related_name="area_terms",
        blank=True,
        help_text=_("Shown before a role is given. Never copied, never uploaded."),
    )

    class Meta(Orderable.Meta):
        verbose_name = _("terms of an area")
        verbose_name_plural = _("terms of the areas")
        constraints = [
            models.UniqueConstraint(
                fields=["call", "area"],
                name="area_terms_once_per_call",
                violation_error_message=_("The terms of this area are there already."),
            ),
            models.CheckConstraint(
                condition=models.Q(places__isnull=True) | models.Q(places__gte=1),
                name="area_wants_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.call_id} · {self.area_id}"


class ShownDocument(models.Model):
    """That she showed a document, when and to whom; nothing of what it says."""

    application = models.ForeignKey(
        Application, models.CASCADE, related_name="shown_documents"
    )
    kind = models.ForeignKey(
        DocumentKind, models.PROTECT, related_name="+", verbose_name=_("document")
    )
    shown_on = models.DateField(_("shown on"))
    seen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("seen by"),
    )

    class Meta:
        verbose_name = _("document shown")
        verbose_name_plural = _("documents shown")
        ordering = ["kind_id", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "kind"], name="document_shown_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.application_id} · {self.kind_id}"
