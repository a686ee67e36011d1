"""Papers of volunteers: the text of the agreement, in versions, and the card."""

import secrets
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from language.translated import TranslatedTextField
from people.models.frozen import FrozenText, FrozenTextQuerySet
from volunteers.models.application import Application


class AgreementTextQuerySet(FrozenTextQuerySet["AgreementText"]):
    def published(self) -> "AgreementTextQuerySet":
        return self.filter(published_at__isnull=False).order_by("-published_at", "-pk")


class AgreementText(FrozenText):
    """What volunteers sign; once published it never changes."""

    FROZEN: ClassVar[frozenset[str]] = frozenset({"version", "body", "published_at"})

    version = models.CharField(
        _("version"),
        max_length=20,
        unique=True,
        help_text=_("Stands at the foot of the paper, for example 2027-1."),
    )
    body = TranslatedTextField(
        _("text"),
        max_length=20_000,
        multiline=True,
        help_text=_(
            "How long, what for, confidentiality, travel costs, insurance, how it "
            "ends. Her name and the lines for the signatures are added by themselves."
        ),
    )
    published_at = models.DateTimeField(_("published at"), null=True, editable=False)

    objects = AgreementTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("text of the agreement")
        verbose_name_plural = _("texts of the agreement")
        ordering = ["-published_at", "-pk"]

    def __str__(self) -> str:
        return self.version

    def is_in_force(self) -> bool:
        return self.published_at is not None


def new_card_code() -> str:
    """128 bits; nobody finds a card by trying."""
    return secrets.token_urlsafe(16)


class VolunteerCard(models.Model):
    """A card that she carries. Its code opens a page that says whether it is valid."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="cards")
    code = models.CharField(
        max_length=32, unique=True, default=new_card_code, editable=False
    )
    issued_on = models.DateField(_("issued on"))
    valid_until = models.DateField(_("valid until"))
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        verbose_name=_("issued by"),
    )
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True)

    class Meta:
        verbose_name = _("volunteer card")
        verbose_name_plural = _("volunteer cards")
        ordering = ["-issued_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="one_card_in_use",
            ),
            models.CheckConstraint(
                condition=models.Q(valid_until__gte=models.F("issued_on")),
                name="card_valid_from_issue",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application} · {self.pk}"
